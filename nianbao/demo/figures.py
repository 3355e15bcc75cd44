"""Figures for invented publishers: drawn from a fixed seed, and right in their arithmetic.

Within a report the columns add up to 总计, the results to （七）总计, and what came in equals what was
handled and what is left.  Across years 结转 equals the next year's 上年结转, 现行有效 follows 制发 and
废止, and 上一年项目数量 follows 本年增/减.  `planted.toml` breaks this, and only there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from random import Random

from nianbao.demo.plan import CellKey, Planted, Publisher, cell_key, data, edition_of, planted

Number = int | Decimal
Figures = Mapping[CellKey, Number]

SEED = 711
"""The order under which the Regulation was promulgated; any constant would do."""

FIRST_YEAR, LAST_YEAR = 2019, 2025

_APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
_SHARES = (86, 8, 1, 1, 3, 1)
_OTHER = {
    "2019": ("other_handling",),
    "2021": ("other_overdue_correction", "other_unpaid_fee", "other_other"),
}
_RESULT_WEIGHTS = {"granted": 40, "granted_in_part": 12, "unavailable_not_held": 22}
_BLOCK_SUM = ("upheld", "corrected", "other", "pending")


@cache
def figures(publisher: Publisher, year: int) -> Figures:
    """Return what a publisher's report of one year prints, planted errors included."""
    cells = dict(_chain(publisher)[year])
    for error in errors_of(publisher.id, year):
        cells.update({cell_key(address): value for address, value in error.set.items()})
        for address, amount in error.add.items():
            cells[cell_key(address)] += amount
    return cells


def errors_of(publisher: str, year: int) -> tuple[Planted, ...]:
    """Return the errors planted into one report."""
    return tuple(error for error in planted() if (error.publisher, error.year) == (publisher, year))


def result_rows(edition: str) -> tuple[str, ...]:
    """Return the codes of the rows that add up to （七）总计."""
    form = data("form.toml")
    return (*(row[0] for row in form["applications"][2:]), *_OTHER[edition])


@cache
def _chain(publisher: Publisher) -> Mapping[int, Figures]:
    """Make all years in turn, since each begins with what the one before left."""
    years: dict[int, Figures] = {}
    before: dict[CellKey, Number] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        rng = Random(f"{SEED}/{publisher.id}/{year}")
        shift = {
            cell_key(address): amount
            for error in errors_of(publisher.id, year)
            for address, amount in error.shift.items()
        }
        cells = _applications(rng, publisher.scale, edition_of(year), before, shift)
        cells |= _challenges(rng, publisher.scale)
        cells |= _disclosure(rng, publisher, year, before, shift)
        years[year] = before = cells
    return years


def _applications(
    rng: Random, scale: int, edition: str, before: Figures, shift: Mapping[CellKey, int]
) -> dict[CellKey, Number]:
    new = _split(rng, rng.randint(scale * 6 // 10, scale * 13 // 10), _APPLICANTS, _SHARES)
    results = result_rows(edition)
    weights = [_RESULT_WEIGHTS.get(row, 2) for row in results]
    cells: dict[CellKey, Number] = {}
    for column in _APPLICANTS:
        carried_in = int(before.get(("applications", "carried_forward", column), 0))
        carried_in += shift.get(("applications", "carried_in", column), 0)
        available = new[column] + carried_in
        left = min(available, rng.randint(0, available // 8 + (available > 2)))
        rows = _split(rng, available - left, results, weights)
        rows |= {"new_received": new[column], "carried_in": carried_in}
        rows |= {"total_handled": available - left, "carried_forward": left}
        cells |= {("applications", row, column): value for row, value in rows.items()}
    rows_printed = ("new_received", "carried_in", *results, "total_handled", "carried_forward")
    return cells | _totals(cells, "applications", rows_printed, _APPLICANTS)


def _challenges(rng: Random, scale: int) -> dict[CellKey, Number]:
    cells: dict[CellKey, Number] = {}
    blocks = data("form.toml")["challenges"]
    for block in blocks:
        total = rng.randint(0, scale // 12 + (scale > 8)) if scale > 4 else 0
        parts = _split(rng, total, _BLOCK_SUM, (5, 2, 2, 2))
        cells |= {("challenges", block, column): value for column, value in parts.items()}
    return cells | _totals(cells, "challenges", blocks, _BLOCK_SUM)


def _split(rng: Random, total: int, names: Sequence[str], weights: Sequence[int]) -> dict[str, int]:
    parts = dict.fromkeys(names, 0)
    for name in rng.choices(names, weights, k=total):
        parts[name] += 1
    return parts


def _totals(cells: Figures, table: str, rows: Iterable[str], columns: Sequence[str]) -> dict[CellKey, Number]:
    return {(table, row, "total"): sum(int(cells[table, row, column]) for column in columns) for row in rows}


_ACTIVITY = {"government": 60, "office": 0, "department": 9, "town": 1}
"""How much a kind of publisher licenses, punishes and buys, on an arbitrary scale."""


def _disclosure(
    rng: Random, publisher: Publisher, year: int, before: Figures, shift: Mapping[CellKey, int]
) -> dict[CellKey, Number]:
    activity = _ACTIVITY[publisher.kind]
    make = _form_2021 if edition_of(year) == "2021" else _form_2019
    cells = make(rng, activity, before)
    return {key: value + shift.get(key, 0) for key, value in cells.items()}


def _form_2019(rng: Random, activity: int, before: Figures) -> dict[CellKey, Number]:
    made = rng.randint(0, activity // 3 + 1) if activity else 0
    stock = int(
        before.get(("disclosure", "normative_documents", "total_published"), rng.randint(0, activity))
    )
    cells: dict[CellKey, Number] = {
        ("disclosure", "rules", column): 0 for column in ("made", "newly_published", "total_published")
    }
    published = made - rng.randint(0, min(made, 2))
    cells |= _row(
        "normative_documents", made=made, newly_published=published, total_published=stock + published
    )
    for row, decisions in (("licensing", 310), ("other_services", 45), ("penalty", 120), ("coercion", 7)):
        items = _items(rng, row, activity * 3, before)
        cells |= _row(row, **items, decisions=rng.randint(0, activity * decisions))
    cells |= _row("fees", **_items(rng, "fees", activity // 3, before))
    projects = rng.randint(0, activity)
    amount = Decimal(rng.randint(projects * 20_000, projects * 900_000)) / 10_000
    return cells | _row("procurement", projects=projects, amount_wan_yuan=amount)


def _documents(before: Figures, column: str, initial: int) -> int:
    return int(before.get(("disclosure", "normative_documents", column), initial))


def _items(rng: Random, row: str, usual: int, before: Figures) -> dict[str, Number]:
    stock = before.get(("disclosure", row, "prior_year_items"), rng.randint(0, usual))
    prior = int(stock) + int(before.get(("disclosure", row, "change"), 0))
    return {"prior_year_items": prior, "change": rng.randint(-min(prior, usual // 6), usual // 8 + 1)}


def _form_2021(rng: Random, activity: int, before: Figures) -> dict[CellKey, Number]:
    made = rng.randint(0, activity // 4 + 1) if activity else 0
    stock = int(
        before.get(
            ("disclosure", "normative_documents", "in_force"), rng.randint(activity // 2, activity * 3)
        )
    )
    repealed = rng.randint(0, min(stock, activity // 6))
    cells = _row("rules", made=0, repealed=0, in_force=0)
    cells |= _row("normative_documents", made=made, repealed=repealed, in_force=stock + made - repealed)
    for row, decisions in (("licensing", 310), ("penalty", 120), ("coercion", 7)):
        cells |= _row(row, decisions=rng.randint(0, activity * decisions))
    return cells | _row("fees", amount_wan_yuan=_fees(rng, activity))


def _fees(rng: Random, activity: int) -> Number:
    """Draw an amount in 万元; those who license little collect nothing."""
    if activity <= 1:
        return 0
    return (Decimal(rng.randint(0, activity * 400_000)) / 10_000).quantize(Decimal("0.01"))


def _row(row: str, **columns: Number) -> dict[CellKey, Number]:
    return {("disclosure", row, column): value for column, value in columns.items()}
