"""What our templates show beyond Datasette's own context.  Reads tables and views, computes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_decode, tilde_encode

from archive.metadata import DATABASE
from archive.plugins.codes import code_label
from archive.plugins.csv_answers import chinese_label
from archive.plugins.form import form_tables
from archive.plugins.links import cell_label
from archive.plugins.wording import beijing, bilingual
from archive.published import published
from archive.schema import tables
from archive.views import view_sql

_COUNTS = "select * from archive_counts"
_HOME = {
    "years": """
        select year, sum(expected_count) as expected_count, sum(found_count) as found_count,
          sum(not_found_count) as not_found_count, sum(report_count) as report_count,
          sum(without_figures_count) as without_figures_count,
          sum(missing_count) as missing_count, sum(blocked_count + robots_count) as blocked_count,
          sum(unreachable_count + failed_count) as unreachable_count
        from coverage group by year order by year desc limit 20""",
    # the newest year with ten reports; where none has ten, the one with most
    "asked": """
        select year, count(*) as report_count from reports where year is not null and figure_count > 0
        group by year order by min(count(*), 10) desc, year desc limit 1""",
    "gaps": "select count(*) as years, count(distinct publisher_id) as publishers from coverage_gaps",
}
_REPORT = {
    "about": "select * from indicators where report_id = :id",
    "report": "select * from reports where id = :id",
    "figures": 'select * from observations where report_id = :id and is_current = 1 order by "table"',
    "checks": """
        select k.*, c.rule, c.basis,
          case when k.outcome = 'fail' and c.kind = 'question' then 'question' else k.outcome end as finding
        from check_results k join checks c on c.code = k.check_code
        where k.report_id = :id and k.is_current = 1 order by k.check_code, k.ordinal""",
    "corrections": 'select * from corrections where report_id = :id order by "table", "row", "column"',
    "versions": """
        select * from report_versions where report_id = :id
        order by is_current desc, ordinal is null, ordinal desc, id""",
    "revisions": "select * from revisions where report_id = :id",
    "sections": "select * from sections where report_id = :id and is_current = 1 order by ordinal",
    "issues": """
        select i.* from issues i join reports r on r.document_sha256 = i.document_sha256
        where r.id = :id and i.severity <> 'info' order by i.id""",
    "captures": """
        select c.url, min(c.fetched_at) as first_at, max(c.fetched_at) as last_at, count(*) as times
        from captures c join reports r on r.document_sha256 = c.document_sha256
        where r.id = :id group by c.url order by c.url""",
}
_HEADLINE = (
    *("report_id", "publisher", "division", "year", "requests_new", "requests_closed", "grant_rate_any"),
    *("grant_rate_any_is_small", "refusal_rate", "not_held_rate", "not_processed_rate", "petition_share"),
    *("review_correction_all", "carry_link_gap", "days_late"),
)
_SERIES = "select * from indicators where publisher_id = :id order by year desc, scope limit 60"


async def variables(
    database: str | None, table: str | None, view_name: str, request: Any, datasette: Any
) -> dict[str, Any]:
    """The variables of a page: titles and labels everywhere, the archive's content on our own pages."""
    common: dict[str, Any] = {
        "titles": titles(),
        "chinese_label": chinese_label,
        "code_label": code_label,
        "link": tilde_encode,
        "beijing": beijing,
        "bilingual": bilingual,
        "headline": urlencode([("_col", column) for column in _HEADLINE]),
    }
    if DATABASE not in datasette.databases:
        return common
    db = datasette.get_database(DATABASE)
    if "archive_counts" not in await db.view_names():
        return common
    common["counts"] = (await _rows(db, _COUNTS))[0]
    common["definitions"] = _definitions()
    if view_name == "index":
        home = {name: await _rows(db, sql) for name, sql in _HOME.items()}
        return {**common, "home": home}
    if view_name == "row" and database == DATABASE and table in ("reports", "publishers"):
        key = tilde_decode(request.url_vars["pks"])
        page = await (_report(db, key) if table == "reports" else _publisher(db, key))
        return {**common, **page}
    return common


@cache
def _definitions() -> Mapping[str, str]:
    """How each view is computed, those included whose rows are kept."""
    return view_sql()


@cache
def titles() -> Mapping[str, tuple[str, str]]:
    """Chinese and English title of every table and view."""
    described = {name: (table.zh, table.en) for name, table in tables().items()}
    return described | {name: (item.zh, item.en) for name, item in published().items()}


async def _report(db: Any, key: str) -> dict[str, Any]:
    found = {name: await _rows(db, sql, id=key) for name, sql in _REPORT.items()}
    if not found["report"]:
        return {}
    for check in found["checks"]:
        check["labels"] = [cell_label(cell) for cell in json.loads(check["cells"])]
    for override in found["corrections"]:
        override["label"] = cell_label("/".join(override[part] for part in ("table", "row", "column")))
    publisher = found["report"][0]["publisher_id"]
    return {
        **found,
        "about": found["about"][0],
        "report": found["report"][0],
        "forms": form_tables(found["figures"], found["checks"], found["corrections"]),
        "series": await _rows(db, _SERIES, id=publisher) if publisher else [],
    }


async def _publisher(db: Any, key: str) -> dict[str, Any]:
    gaps = "select year from coverage_gaps where publisher_id = :id order by year"
    return {"series": await _rows(db, _SERIES, id=key), "gaps": await _rows(db, gaps, id=key)}


async def _rows(db: Any, sql: str, **parameters: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in (await db.execute(sql, parameters)).rows]
