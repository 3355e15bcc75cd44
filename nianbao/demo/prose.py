"""The words of a report, put together from prose.toml; the figures in them are those of the tables.

Only where `planted.toml` says so does the text state another number than the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from nianbao.demo.dates import published_on
from nianbao.demo.figures import SEED, Number, errors_of, result_rows
from nianbao.demo.plan import CellKey, ReportPlan, cell_key, data, full_name, places
from nianbao.demo.printing import values


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs by place in the report."""

    opening: tuple[str, ...]
    overview: tuple[str, ...]
    problems: tuple[str, ...]
    other_matters: tuple[str, ...]
    signature: tuple[str, ...]


_WORDS = {
    "government": ("我{level}", "全{level}", "{level}政府办公室"),
    "office": ("我办", "本机关", "办公室秘书科"),
    "department": ("我局", "本局", "局办公室"),
    "town": ("我{level}", "本{level}", "党政综合办公室"),
}
_TOWN_SUFFIXES = {"镇人民政府": "镇", "乡人民政府": "乡", "街道办事处": "街道"}


def prose(plan: ReportPlan, visit: int) -> Prose:
    """Write the text of one report as it stands on the given visit."""
    rng = Random(f"{SEED}/prose/{plan.key}")
    words = data("prose.toml")
    names = _names(plan, rng)

    def say(key: str, kind: str = "any") -> str:
        return str(rng.choice(words[key][kind])).format_map(names)

    opening = str(rng.choice(words["opening"])).format_map(names)
    overview = (
        "（一）主动公开情况。" + say("proactive", plan.publisher.kind),
        "（二）依申请公开情况。" + _requests(plan, visit, names),
        "（三）政府信息管理情况。" + say("management"),
        "（四）政府信息公开平台建设情况。" + say("platform"),
        "（五）监督保障情况。" + say("supervision"),
    )
    problems = tuple(text.format_map(names) for text in rng.choice(words["problems"]["any"]))
    day = published_on(plan)
    signature = (plan.publisher.name, f"{day.year}年{day.month}月{day.day}日")
    return Prose((opening,), overview, problems, (say("other_matters"),), signature)


def _names(plan: ReportPlan, rng: Random) -> dict[str, Any]:
    self_name, scope, office = (word.format(level=_level(plan)) for word in _WORDS[plan.publisher.kind])
    activity = 30 + plan.publisher.scale * 9
    return {
        "year": plan.year,
        "plan": plan.year + 1,
        "self": self_name,
        "scope": scope,
        "office": office,
        "portal": full_name(plan.portal.division) + "人民政府",
        "notice": data("prose.toml")[f"notice_{plan.edition}"],
        "phone": rng.randint(0, 999_999),
        "posts": rng.randint(activity, activity * 3),
        "guides": rng.randint(2, 9 + plan.publisher.scale // 4),
        "trainings": rng.randint(1, 5),
        "people": rng.randint(18, 160),
    }


def _level(plan: ReportPlan) -> str:
    """Return 区, 县, 镇, 乡 or 街道: how the publisher speaks of its own place."""
    endings = [word for suffix, word in _TOWN_SUFFIXES.items() if plan.publisher.name.endswith(suffix)]
    is_town = plan.publisher.kind == "town"
    return endings[0] if is_town else places()[plan.portal.division].name[-1]


def _requests(plan: ReportPlan, visit: int, names: Mapping[str, Any]) -> str:
    words = data("prose.toml")["requests"]
    counts = _counts(plan, visit)
    parts = [_received(counts), "carried_in" if counts["carried_in"] else ""]
    parts += ["handled" if counts["handled"] else ""]
    if counts["handled"] or counts["carried_forward"]:
        parts.append("carried_forward" if counts["carried_forward"] else "settled")
    if counts["is_clear"]:
        has_cases = counts["reconsiderations"] + counts["litigations"]
        parts.append("challenged" if has_cases else "untroubled")
    named = {**names, **counts, "results": "，".join(_named("results", counts))}
    named["cases"] = "、".join(_named("cases", counts))
    return "".join(words[part].format_map(named) for part in parts if part)


def _named(group: str, counts: Mapping[str, int]) -> list[str]:
    """Name what occurred; nobody writes out the rest."""
    words: Mapping[str, str] = data("prose.toml")[group]
    return [text.format(counts[name]) for name, text in words.items() if counts[name]]


def _received(counts: Mapping[str, int]) -> str:
    if not counts["new"]:
        return "none"
    return "mixed" if counts["organisations"] else "person"


def _counts(plan: ReportPlan, visit: int) -> dict[str, int]:
    """Return the numbers that the text states, summed from the table as printed."""
    cells: dict[CellKey, Number] = dict(values(plan, visit))
    for error in errors_of(plan.publisher.id, plan.year):
        cells.update({cell_key(address): value for address, value in error.prose.items()})
    rows = _row_totals(cells)
    new = ("applications", "new_received")
    organisations = ("business", "research", "public_welfare", "legal_service", "other")
    return {
        "new": rows["new_received"],
        "person": int(cells[*new, "natural_person"]),
        "organisations": sum(int(cells[*new, column]) for column in organisations),
        "carried_in": rows["carried_in"],
        "handled": rows["total_handled"],
        "granted": rows["granted"],
        "part": rows["granted_in_part"],
        **_groups(rows, plan.edition),
        "carried_forward": rows["carried_forward"],
        **_cases(cells),
    }


def _row_totals(cells: Mapping[CellKey, Number]) -> dict[str, int]:
    return {
        row: int(value)
        for (table, row, column), value in cells.items()
        if table == "applications" and column == "total"
    }


def _groups(rows: Mapping[str, int], edition: str) -> dict[str, int]:
    names = {"refused": "refused_", "unavailable": "unavailable_", "rejected": "rejected_", "other": "other_"}
    results = [row for row in (*result_rows(edition), "other_handling") if row in rows]
    return {
        name: sum(rows[row] for row in dict.fromkeys(results) if row.startswith(prefix))
        for name, prefix in names.items()
    }


def _cases(cells: Mapping[CellKey, Number]) -> dict[str, int]:
    """Count the cases; a table whose totals deny its own outcomes is passed over in the text."""
    blocks = data("form.toml")["challenges"]
    totals = {block: int(cells["challenges", block, "total"]) for block in blocks}
    columns = ("upheld", "corrected", "other", "pending")
    sums = {block: sum(int(cells["challenges", block, column]) for column in columns) for block in blocks}
    return {
        "reconsiderations": totals["reconsideration"],
        "litigations": totals["litigation_direct"] + totals["litigation_after_reconsideration"],
        "is_clear": int(totals == sums),
    }
