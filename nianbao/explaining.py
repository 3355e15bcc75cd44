"""`nianbao read --explain`: what the reader saw, drawn for a person, Chinese first and English beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from archive.models import CheckResult, Issue, Locator, Status
from extract.explain import ExplainedFigure, ExplainedGrid, ExplainedRow, Explanation

WIDTH = 140  # columns at most, and where the output is no terminal
T = TypeVar("T")
_MOST_LINES = 120  # of one table, of one list
_MOST_COLUMNS = 16  # of a table as it was found
_MOST_FIGURES = 9  # beside one another; the widest row of the forms but the one that is a banner
_CELL_WIDTH = 18  # columns; a Chinese character takes two
_OUTER_WIDTH, _FRAME = 20, 3  # what the first and last column take, and the frame of each
_LONGEST_TEXT = 400

SOURCES = {
    "title": "标题 title", "text": "正文 text", "meta": "网页元数据 metadata", "list": "列表 list",
    "url": "网址 URL", "period": "统计期限 statistical period", "author": "编制说明 author",
    "signature": "落款 signature", "above": "正文上方 above the text", "registry": "门户登记 registry",
    "quoted": "所引制度 quoted rules", "visible": "页面所印 printed on the page",
}  # fmt: skip
HOW = {
    "exact": "与格式相同 exact", "alias": "已知的另一写法 alias", "order": "同名行，按次序 by order",
    "inner": "在另一标签之后 behind a label", "truncated": "文字不全 truncated",
    "similar": "文字近似 similar", "banner": "表头下的数字 under headings",
    "kept": "格式中没有，按原文 kept as printed",
}  # fmt: skip
DOUBTS = {
    "too few": "数字太少 too few", "too many": "数字太多 too many", "merged": "合并单元格 merged",
    "shifted": "错位 shifted", "run together": "数字连写 run together",
}  # fmt: skip
_STATUS = {
    "reported": "", "blank": "空白 blank", "marker": "符号 marker", "unreadable": "无法识读 unreadable",
    "ambiguous": "列次不明 ambiguous",
}  # fmt: skip
_SEVERITY = {"error": "错误 error", "warning": "警告 warning", "info": "说明 info"}
_OUTCOMES = {
    "pass": "成立 pass", "fail": "不成立 fail", "not-evaluable": "无法判断 not evaluable",
    "not-applicable": "不适用 not applicable",
}  # fmt: skip


def show(path: Path, explanation: Explanation) -> None:
    """Print the explanation of one document on standard output."""
    console = Console(file=sys.stdout, highlight=False)
    console.width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    for part in parts(path, explanation):
        console.print(part)


def parts(path: Path, explanation: Explanation) -> Iterator[RenderableType]:
    """Facts, then each grid with its rows, then issues and equations."""
    yield Text(f"━━ {printable(str(path))}", style="bold")
    yield _facts(explanation)
    for grid in explanation.grids:
        yield _drawn(grid)
        yield from _rows(grid)
    yield _issues(explanation.reading.issues)
    yield _checks(explanation.reading.checks)


def printable(text: str) -> str:
    """Text that a terminal prints as it stands: no control character acts, no lone surrogate fails."""
    shown = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
    return shown if shown.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in shown)


def _facts(explanation: Explanation) -> RenderableType:
    reading, sources = explanation.reading, explanation.sources
    table = _table("文件 document", "", "", "出处 found in")
    facts = (
        ("媒体类型 media type", reading.media_type, None),
        ("读取程序 reader", reading.reader, None),
        ("标题 title", reading.title, sources.get("title")),
        ("机关 publisher", reading.publisher, sources.get("publisher")),
        ("行政区划 division", reading.division, None),
        ("年度 year", reading.year, sources.get("year")),
        ("范围 scope", reading.scope, None),
        ("格式 edition", reading.edition, None),
        ("发布日期 published on", reading.published_on, sources.get("published_on")),
        ("段落、表格 paragraphs, tables", f"{explanation.paragraphs}, {len(explanation.grids)}", None),
    )
    for name, value, source in facts:
        _add(table, name, "—" if value is None else value, SOURCES.get(source or "", source or ""))
    return table


def _drawn(grid: ExplainedGrid) -> RenderableType:
    """The table as it was found; behind each line whether it is a row of the form or was left over."""
    width = min(max(map(len, grid.lines), default=0), _MOST_COLUMNS)
    page = "" if grid.page is None else f"，第 {grid.page + 1} 页 page {grid.page + 1}"
    aligned = "" if grid.is_aligned else "，列不对齐 columns not aligned"
    cell_width = max(4, min(_CELL_WIDTH, (WIDTH - _OUTER_WIDTH) // max(width, 1) - _FRAME))
    size = f"{len(grid.lines)} × {max(map(len, grid.lines), default=0)}"
    table = Table(
        title=Text(f"表格 table {grid.index}：{size}{page}{aligned}"), title_justify="left", box=box.SQUARE
    )
    table.add_column(Text("行"), min_width=3, no_wrap=True)
    for column in range(width):
        table.add_column(Text(str(column)), no_wrap=True, overflow="ellipsis", max_width=cell_width)
    table.add_column(Text(""), min_width=6, no_wrap=True)
    marks = {row.line: "数据" for row in grid.rows} | dict.fromkeys(grid.left_over, "未识别")
    for number, line in _first(grid.lines):
        texts = [text or "" for text in line[:width]]
        _add(table, number, *texts, *[""] * (width - len(texts)), marks.get(number, ""))
    return _cut(table, len(grid.lines))


def _rows(grid: ExplainedGrid) -> Iterator[RenderableType]:
    """The rows of the form found in a grid, a table for each set of columns that follow each other."""
    for columns, rows in groupby(grid.rows, key=_columns):
        found = list(rows)
        title = f"表格 {grid.index} 中识别的行 · rows of the form in table {grid.index}"
        if len(columns) > _MOST_FIGURES:
            yield _turned(title, found)
            continue
        names = (
            "行 row",
            "标签 label",
            "格式中的行 row of the form",
            "识别方式 how",
            *columns,
            "剩余 left over",
        )
        table = _table(title, *names)
        for _, row in _first(found):
            figures = map(_figure, row.figures)
            _add(
                table,
                row.line,
                row.label,
                f"{row.table}/{row.row}",
                HOW.get(row.how, row.how),
                *figures,
                _left_over(row),
            )
        yield _cut(table, len(found))


def _turned(title: str, rows: Sequence[ExplainedRow]) -> RenderableType:
    """Rows with more figures than a line has room for: a line for each figure."""
    table = _table(title, "行 row", "格式中的行 row of the form", "识别方式 how", "列 column", "数值 value")
    for _, row in _first(rows):
        place = (row.line, f"{row.table}/{row.row}", HOW.get(row.how, row.how))
        for name, figure in zip(_columns(row), row.figures, strict=True):
            _add(table, *place, name, _figure(figure))
        if left := _left_over(row):
            _add(table, *place, "剩余 left over", left)
    return _cut(table, len(rows))


def _left_over(row: ExplainedRow) -> str:
    return "、".join(filter(None, (DOUBTS.get(row.doubt, row.doubt), *row.surplus)))


def _columns(row: ExplainedRow) -> tuple[str, ...]:
    """The heads of the columns in which the figures of a row stand; a banner's name their row as well."""
    return tuple(f.column if f.row == row.row else f"{f.row} {f.column}" for f in row.figures)


def _figure(figure: ExplainedFigure) -> str:
    """The value; what is printed where that is another text, and the status where it is not reported."""
    if figure.status is None:
        return "另一行 another row"
    value = "∅" if figure.value is None else str(figure.value)
    raw = f"“{figure.raw}”" if figure.raw and figure.raw != value else ""
    return f"{value}{raw}" if figure.status is Status.REPORTED else f"{value}{raw} {_STATUS[figure.status]}"


def _issues(issues: Sequence[Issue]) -> RenderableType:
    table = _table("读取问题 issues", "程度 severity", "代码 code", "位置 cell", "内容 message")
    for _, issue in _first(issues):
        _add(table, _SEVERITY[issue.severity], issue.code, _cell(issue.locator), issue.message)
    return _cut(table, len(issues))


def _cell(at: Locator) -> str:
    """``表 table 0，行 row 3，列 column 2``; empty where an issue has no place."""
    named = (("页 page", at.page), ("表 table", at.table), ("行 row", at.row), ("列 column", at.column))
    return "，".join(f"{name} {number}" for name, number in named if number is not None)


def _checks(checks: Sequence[CheckResult]) -> RenderableType:
    """Failed ones first; both sides of each equation."""
    table = _table(
        "勾稽关系 identities and checks", "结果 outcome", "代码 check", "左 left", "右 right", "单元格 cells"
    )
    order = list(_OUTCOMES)
    ranked = sorted(checks, key=lambda check: (check.outcome != "fail", order.index(check.outcome)))
    for _, check in _first(ranked):
        left, right = ("—" if side is None else side for side in (check.left, check.right))
        cells = "  ".join(check.cells) or check.message
        _add(table, _OUTCOMES[check.outcome], f"{check.check}/{check.version}", left, right, cells)
    return _cut(table, len(checks))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=Text(title), title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    return table


def _add(table: Table, *values: object) -> None:
    table.add_row(*(Text(printable(str(value))) for value in values))


def _first(items: Iterable[T]) -> Iterator[tuple[int, T]]:
    return enumerate(islice(items, _MOST_LINES))


def _cut(table: Table, count: int) -> RenderableType:
    if count > _MOST_LINES:
        table.caption = Text(
            f"另有 {count - _MOST_LINES} 行未显示 · {count - _MOST_LINES} more lines not shown"
        )
    return table
