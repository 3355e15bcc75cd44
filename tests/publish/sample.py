"""A made-up archive: one portal of a made-up district, its bodies and years, with known oddities.

Figures obey the form's identities except where a test plants an error.  Body 0 changes its newest
report after publication and leaves one year out; body 1 leaves a cell blank; bodies 1 and 2 share a
section word for word.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive import captures, readings
from archive.cells import form_cells
from archive.models import (
    Capture,
    CaptureKind,
    CheckResult,
    Disposition,
    Issue,
    Locator,
    Observation,
    Outcome,
    Reading,
    Section,
    Severity,
    Status,
)
from archive.store import Archive
from tests.publish.portal_run import portal_run

HOST = "http://www.qinghe.gov.cn"
DIVISION = "云州市青禾区"
BODIES = (
    "人民政府办公室",
    "民政局",
    "教育局",
    "柳溪镇人民政府",
    "财政局",
    "水利局",
    "信访局",
    "东湖街道办事处",
)
SHARED = (
    "主要问题是主动公开的深度不够，部分栏目更新不及时。改进措施：完善制度，明确专人负责，定期检查栏目，"
    "加强业务培训，提高答复质量，做到依法依规、及时准确，让群众找得到、看得懂、用得上，不断提升服务水平。"
)
_RESULTS = tuple(
    row
    for table, row, column in form_cells()
    if table == "applications"
    and column == "total"
    and row not in ("new_received", "carried_in", "total_handled", "carried_forward")
)
_COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
_OTHER = {
    "2019": ("other_handling",),
    "2021": ("other_overdue_correction", "other_unpaid_fee", "other_other"),
}


def build(root: Path, bodies: int = 8, years: Iterable[int] = range(2019, 2025)) -> Archive:
    """An archive at ``root``, not yet published."""
    archive = Archive.open(root)
    _add_registry(archive)
    for body in range(bodies):
        for year in years:
            if not (body == 0 and year == 2021):
                publish_report(archive, body, year)
    if bodies and 2024 in years:
        publish_report(archive, 0, 2024, changed=True)
    _add_refusals(archive)
    return archive


def name_of(body: int) -> str:
    """Name of a body; above eight they are numbered."""
    number = body // len(BODIES)
    return f"第{number}{BODIES[body % len(BODIES)]}" if number else BODIES[body]


def _add_registry(archive: Archive) -> None:
    archive.insert(
        "divisions",
        [
            {
                "code": "990000",
                "name": "云州市",
                "full_name": "云州市",
                "level": "city",
                **_no_more("parent_code"),
            },
            {"code": "990101", "name": "青禾区", "full_name": DIVISION, "level": "county", **_no_more()}
            | {"parent_code": "990000"},
        ],
    )
    portal = {
        "name": "青禾区人民政府门户网站",
        "division_code": "990101",
        "level": "county",
        "platform": "trs",
    }
    archive.insert(
        "portals",
        [
            {
                "id": "qinghe",
                "start_url": f"{HOST}/nb/",
                "status": "active",
                "first_year": 2018,
                "note": "",
                **portal,
            }
        ],
    )
    archive.insert(
        "runs",
        [
            {
                "id": "20250301T000000Z-crawl",
                "command": "crawl",
                "started_at": "2025-03-01T00:00:00Z",
                "finished_at": "2025-03-01T01:00:00Z",
                "outcome": "complete",
                "reason": None,
                "summary": None,
            }
        ],
    )
    archive.insert("portal_runs", [portal_run("20250301T000000Z-crawl", "qinghe")])
    rule = {
        "version": 1,
        "kind": "identity",
        "rule": "新收 + 上年结转 = 总计 + 结转下年度",
        "basis": "表三表头 · the form's own note",
    }
    archive.insert("checks", [{"code": "requests-balance", **rule}])


def _no_more(*extra: str) -> dict[str, None]:
    return dict.fromkeys(("valid_from", "valid_to", "successor_code", *extra))


def publish_report(
    archive: Archive,
    body: int,
    year: int,
    *,
    changed: bool = False,
    without: str = "",
    portal: str | None = "qinghe",
) -> None:
    """Capture and read one report; ``without`` leaves a table of the form out."""
    name = name_of(body)
    url = f"{HOST}/nb/{year + 1}/{body}.html"
    data = f"<html>{name}{year}{'（更正）' if changed else ''}</html>".encode()
    capture(archive, url, f"{name}{year}年政府信息公开工作年度报告", Disposition.OK, data, portal)
    sha256 = archive.blobs.put(data)
    observations = tuple(f for f in figures(body, year, changed=changed) if f.table != without)
    readings.take_in(
        archive,
        Reading(
            sha256,
            "text/html",
            "html/1",
            f"{DIVISION}{name}{year}年政府信息公开工作年度报告",
            name,
            DIVISION,
            year,
            None,
            "2019" if year < 2021 else "2021",
            f"{year + 1}-01-{20 + body % 8}",
            "meta",
            observations,
            tuple(_sections(body, year)),
            (),
            tuple(_checks(body, year)),
            (Issue("ambiguous-row", Severity.WARNING, "表格一行少一格", Locator(None, 2, 7, None)),)
            if body == 3
            else (),
        ),
    )


def capture(
    archive: Archive,
    url: str,
    title: str,
    disposition: Disposition,
    data: bytes | None = None,
    portal: str | None = "qinghe",
) -> None:
    """Record one fetch of an article."""
    fetched = Capture(
        run_id="20250301T000000Z-crawl",
        portal_id=portal,
        url=url,
        fetched_at="2025-03-01T00:10:00Z",
        kind=CaptureKind.ARTICLE,
        disposition=disposition,
        http_status=200 if data else 404,
        media_type="text/html",
        link_title=title,
        parent_url=f"{HOST}/nb/",
    )
    captures.record(archive, fetched, data)


def _add_refusals(archive: Archive) -> None:
    for disposition in (Disposition.MISSING, Disposition.BLOCKED, Disposition.UNREACHABLE):
        url = f"{HOST}/gone/{disposition}.html"
        capture(archive, url, "审计局2022年政府信息公开工作年度报告", disposition)


def figures(body: int, year: int, *, changed: bool = False) -> Iterator[Observation]:
    """The printed cells of one report, in the form of its year."""
    chance = random.Random(body * 10_000 + year)
    edition = "2019" if year < 2021 else "2021"
    results = [row for row in _RESULTS if not row.startswith("other_") or row in _OTHER[edition]]
    totals: dict[str, int] = {}
    for column in _COLUMNS:
        values = {row: chance.choice((0, 0, 0, 1, 2, 5)) for row in results}
        handled = sum(values.values())
        rows = {
            "new_received": handled,
            "carried_in": 1,
            **values,
            "total_handled": handled,
            "carried_forward": 1,
        }
        for index, (row, value) in enumerate(rows.items()):
            totals[row] = totals.get(row, 0) + value
            yield _figure("applications", row, column, value, index)
    totals["granted"] += changed
    for index, (row, value) in enumerate(totals.items()):
        yield _figure("applications", row, "total", value, index)
    for index, row in enumerate(("reconsideration", "litigation_direct", "litigation_after_reconsideration")):
        values = {column: chance.choice((0, 0, 1)) for column in ("upheld", "corrected", "other", "pending")}
        for column, value in {**values, "total": sum(values.values())}.items():
            is_blank = body == 1 and (row, column) == ("reconsideration", "corrected")
            yield _figure("challenges", row, column, None if is_blank else value, index)
    yield from _disclosure(edition, chance)


def _disclosure(edition: str, chance: random.Random) -> Iterator[Observation]:
    columns = (
        ("made", "newly_published", "total_published")
        if edition == "2019"
        else ("made", "repealed", "in_force")
    )
    for column in columns:
        yield _figure("disclosure", "normative_documents", column, chance.randint(1, 9), 1)
    for row in ("licensing", "penalty", "coercion"):
        yield _figure("disclosure", row, "decisions", chance.randint(0, 999), 4)
    if edition == "2021":
        yield _figure("disclosure", "fees", "amount_wan_yuan", 51.72, 8)


def _figure(table: str, row: str, column: str, value: float | None, line: int) -> Observation:
    status = Status.BLANK if value is None else Status.REPORTED
    unit = form_cells()[table, row, column].unit
    raw = "" if value is None else str(value)
    return Observation(table, row, column, value, status, raw, unit, Locator(None, 2, line, 4))


def _sections(body: int, year: int) -> Iterator[Section]:
    name = name_of(body)
    about = f"{year}年，{name}收到申请{body + 3}件，其中信访类{body}件，结果纠正{body % 2}件。"
    yield Section("一", "一、总体情况", about)  # the heading as printed
    yield Section(
        "五", "存在的主要问题及改进情况", SHARED if body in (1, 2) else f"{name}{year}年的不足与改进。" * 8
    )
    yield Section("六", "其他需要报告的事项", "无其他需要报告的事项。")


def _checks(body: int, year: int) -> Iterator[CheckResult]:
    cells = ("applications/new_received/total", "applications/total_handled/total")
    outcome = Outcome.FAIL if (body, year) == (2, 2020) else Outcome.PASS
    right = 9 if outcome is Outcome.FAIL else 8
    yield CheckResult("requests-balance", 1, outcome, 8, right, cells)
    if body == 1:
        yield CheckResult(
            "requests-balance", 1, Outcome.NOT_EVALUABLE, None, None, cells, "no certain number"
        )
