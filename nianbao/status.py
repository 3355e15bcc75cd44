"""What an operator must know of an archive, as data: `nianbao status` prints it, a script reads its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.store import Archive
from archive.views import view_sql

_RUNS = """
select id, started_at, finished_at, outcome,
  (select group_concat(portal_id, ' ') from portal_runs where run_id = runs.id and outcome = 'failed')
    as failed_portals,
  (select group_concat(portal_id, ' ') from portal_runs where run_id = runs.id and outcome = 'partial')
    as partial_portals,
  reason
from runs order by id desc limit 5"""
_YEARS = """
select year, sum(expected_count) as expected_count, sum(found_count) as found_count,
  sum(report_count) as report_count, sum(without_figures_count) as without_figures_count,
  sum(with_failed_checks_count) as with_failed_checks_count, sum(missing_count) as missing_count,
  sum(blocked_count + robots_count) as blocked_count, sum(unreachable_count + failed_count) as failed_count
from ({coverage}) group by year order by year desc"""
_QUARANTINE = """
select d.sha256, d.media_type, d.reader, min(i.message) as message from documents d
left join issues i on i.document_sha256 = d.sha256 and i.severity = 'error'
where d.state = 'quarantined' group by d.sha256 order by d.sha256"""
_WAITING: Mapping[str, tuple[str, str, str]] = {  # code -> how it is counted, what it says
    "pending-documents": (
        "select count(*) from documents where state = 'pending'",
        "个文件尚未读取：nianbao extract",
        "documents not read yet",
    ),
    "quarantined-documents": (
        "select count(*) from documents where state = 'quarantined'",
        "个文件读不出，已隔离（见下）",
        "documents that could not be read",
    ),
    "unchecked-reports": (
        "select count(*) from reports where is_checked is null",
        "份年报尚未核对：nianbao check",
        "reports not checked yet",
    ),
    "lapsed-corrections": (
        "select count(*) from corrections where is_applied = 0",
        "条更正已失效：公布的数字变了，请重新核实",
        "lapsed corrections, whose published value has changed",
    ),
    "unplaced-corrections": (
        "select count(*) from issues where stage = 'check' and code = 'correction-without-report'",
        "条更正找不到对应的年报，请核对编号：nianbao check",
        "corrections whose report is not in this archive",
    ),
    "unfinished-runs": (
        "select count(*) from runs where outcome = 'running'",
        "次运行未结束：正在进行，或被中断（再次运行同一命令即可接着做）",
        "runs that go on, or were killed and are taken up by the same command",
    ),
}
_LEAST_HEALTHY_FIRST = "order by urgency desc, health = 'never', broken_since, portal_id"


def read(archive: Archive) -> dict[str, Any]:
    """The last runs, every portal (broken first), the years, what waits for a person, what is set aside.

    Portals are judged as they stand now, whether or not the archive was published since.
    """
    portals = archive.rows(f"select * from ({_view('portal_status')}) {_LEAST_HEALTHY_FIRST}")
    return {
        "waiting": [*_broken(portals), *_waiting(archive)],
        "portals": portals,
        "runs": archive.rows(_RUNS),
        "years": archive.rows(_YEARS.format(coverage=_view("coverage"))),
        "quarantine": archive.rows(_QUARANTINE),
    }


def _view(name: str) -> str:
    """The query of a view whose rows are kept at publication, to be run as things stand now."""
    return view_sql()[name].partition(" as\n")[2]


def _broken(portals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    count = sum(portal["health"] == "broken" for portal in portals)
    return [_wait("broken-portals", count, "个门户出了故障（见下）", "broken portals")] if count else []


def _waiting(archive: Archive) -> list[dict[str, Any]]:
    counted = (
        (code, archive.db.conn.execute(sql).fetchone()[0], zh, en) for code, (sql, zh, en) in _WAITING.items()
    )
    return [_wait(code, count, zh, en) for code, count, zh, en in counted if count]


def _wait(code: str, count: int, zh: str, en: str) -> dict[str, Any]:
    return {"code": code, "count": count, "zh": f"{count} {zh}", "en": f"{en}: {count}"}
