"""Preview a portal: crawl it into a throw-away archive and say what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.models import Portal
from archive.plugins.codes import code_label
from archive.store import Archive
from archive.titles import read_link
from crawler.outcomes import PortalOutcome
from crawler.reasons import reason_of
from crawler.run import OnProgress, crawl
from nianbao.throwaway import throwaway

_FOUND = """
select url, min(link_title), min(listed_on) from captures
where run_id = ? and kind = 'article' and disposition = 'ok' group by url order by min(id)"""
_REFUSED = """
select distinct url, kind, disposition, reason from captures
where run_id = ? and kind <> 'robots' and disposition not in ('ok', 'not-modified') order by url"""
_ROBOTS = "select url, disposition, reason from captures where run_id = ? and kind = 'robots' order by url"
_LISTS = """
select url, link_title from captures
where run_id = ? and kind = 'list' and disposition = 'ok' group by url order by min(id)"""
_ISSUES = "select code, severity, message, url from issues where stage = 'crawl' order by id"

_COUNTED = {  # a count of the crawl -> its name in the table
    "lists": "列表页 lists",
    "candidates": "看过的链接 links judged",
    "near_misses": "不是年报的链接 links to other things",
    "found": "找到的年报 reports found",
    "articles": "取到的文章 articles",
    "attachments": "取到的附件 attachments",
    "new": "新增 new",
    "new_documents": "不同的文件 documents",
    "deferred": "留待下次 deferred",
    "missing": "不存在 missing",
    "blocked": "被拦 blocked",
    "robots": "robots 禁止 forbidden",
    "unreachable": "连不上 unreachable",
    "failed": "失败 failed",
}

Cells = tuple[object, ...]
_REASON = "reason"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a preview."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a crawl of one portal would take in, what it would not get, and what went wrong."""

    tables: tuple[Table, ...]
    failures: tuple[str, ...]


def preview(portal: Portal, on_progress: OnProgress | None = None) -> Preview:
    """Crawl one portal politely; everything that was stored goes when the preview ends."""
    with throwaway("preview") as (archive, run_id):
        outcome = crawl((portal,), data=archive.root, run_id=run_id, on_progress=on_progress)[portal.id]
        tables = tuple(_tables(archive, run_id, outcome))
    failures = () if outcome.status == "complete" else (outcome.line,)
    return Preview(tables, failures)


def _tables(archive: Archive, run_id: str, outcome: PortalOutcome) -> Iterator[Table]:
    def rows(sql: str, *parameters: str) -> tuple[Cells, ...]:
        return tuple(archive.db.conn.execute(sql, parameters).fetchall())

    reports = tuple(sorted((_report(*found) for found in rows(_FOUND, run_id)), key=_newest_first))
    yield Table(f"预览 · preview {outcome.portal_id}", ("项目", "数量"), tuple(_counts(outcome, reports)))
    yield Table("年报 · reports", ("年度", "机关", "标题", "日期", "网址"), reports)
    yield Table("列表页 · pages read on the way", ("网址", "链接文字"), rows(_LISTS, run_id))
    refused = _worded(rows(_REFUSED, run_id), None, "kind", "disposition", _REASON)
    yield Table("未取得 · refused or missing", ("网址", "种类", "结果", "原因"), refused)
    robots = _worded(rows(_ROBOTS, run_id), None, "disposition", _REASON)
    yield Table("robots.txt", ("网址", "结果", "原因"), robots)
    issues = _worded(rows(_ISSUES), None, "severity", None, None)
    yield Table("问题 · issues", ("代码", "程度", "说明", "网址"), issues)


def _worded(rows: Iterable[Cells], *columns: str | None) -> tuple[Cells, ...]:
    """The rows with Chinese words for codes; each place names the column whose codes it holds, or None."""
    return tuple(
        tuple(_label(column, cell) if column else cell for column, cell in zip(columns, row, strict=True))
        for row in rows
    )


def _label(column: str, cell: object) -> object:
    """The words for a code; a reason keeps its code, by which the reference and the archive know it."""
    if column != _REASON:
        return code_label(column, cell) or cell
    known = reason_of(str(cell or ""))
    return f"{cell} {known.zh}" if known else cell


def _counts(outcome: PortalOutcome, reports: tuple[Cells, ...]) -> Iterator[Cells]:
    """What a crawl would count, without the zeros, and which years and how many bodies its titles name."""
    yield from ((_COUNTED.get(name, name), count) for name, count in outcome.counts.items() if count)
    yield "年度 years", "、".join(sorted({str(year) for year, *_ in reports if year})) or "—"
    yield "机关 publishers", len({name for _, name, *_ in reports if name})


def _newest_first(report: Cells) -> tuple[int, str]:
    year, publisher, *_ = report
    return -int(str(year or 0)), str(publisher or "")


def _report(url: object, title: object, listed_on: object) -> Cells:
    link = read_link(str(url), str(title or ""))
    return link.year, link.publisher, title, listed_on, url
