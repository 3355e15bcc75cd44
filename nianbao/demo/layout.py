"""The statutory tables as spanned cells, before any markup: what Word, HTML and DOCX all have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from nianbao.demo.plan import CellKey, ReportPlan, data
from nianbao.demo.printing import Figure

Printed = Mapping[CellKey, Figure]
Row = tuple["Cell", ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its spans; a line break within a label is a newline."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; positions covered by a span from above are left out, as in HTML."""

    rows: tuple[Row, ...]
    is_misaligned: bool = False


_FIGURE_COLUMNS = 3


def disclosure(plan: ReportPlan, cells: Printed) -> Table:
    """Lay out table 2 (主动公开政府信息情况)."""
    forms = plan.oddity.forms
    lead = 2 if "split-other-services" in forms else 1
    rows: list[Row] = []
    for block in data("form.toml")["disclosure"][plan.edition]:
        rows.append((Cell(block["title"], lead + _FIGURE_COLUMNS),))
        labels = [_label(label, forms) for _, label in block["columns"]]
        heads = [Cell(label, span) for label, span in zip(labels, _spans(len(labels)), strict=True)]
        rows.append((Cell("信息内容", lead), *heads))
        for code, label in block["rows"]:
            rows += _disclosure_rows(code, _document_label(label, forms), block, cells, lead)
    return Table(tuple(rows), "misaligned-grid" in forms)


def _disclosure_rows(
    code: str, label: str, block: Mapping[str, Any], cells: Printed, lead: int
) -> Iterable[Row]:
    columns = [column for column, _ in block["columns"]]
    spans = _spans(len(columns))
    if ("disclosure", code, columns[0]) in cells:
        yield (Cell(label, lead), *_figures("disclosure", code, columns, cells, spans))
        return
    inspection = _figures("disclosure", f"{code}_inspection", columns, cells, spans)
    confirmation = _figures("disclosure", f"{code}_confirmation", columns, cells, spans)
    yield (Cell(label, rowspan=2), Cell("行政检查"), *inspection)
    yield (Cell("行政确认"), *confirmation)


def _spans(count: int) -> list[int]:
    """Divide the three figure columns among fewer, as evenly as whole columns allow."""
    share, rest = divmod(_FIGURE_COLUMNS, count)
    return [share + (position < rest) for position in range(count)]


def _figures(
    table: str, row: str, columns: Sequence[str], cells: Printed, spans: Sequence[int] | None = None
) -> list[Cell]:
    widths = spans or [1] * len(columns)
    keys = [(table, row, column) for column in columns]
    return [Cell(cells[key].raw, span, is_figure=True) for key, span in zip(keys, widths, strict=True)]


def _label(label: str, forms: frozenset[str]) -> str:
    return label if "broken-headers" in forms else label.replace("\n", "")


def _document_label(label: str, forms: frozenset[str]) -> str:
    return label.removeprefix("行政") if "old-rule-label" in forms and label.endswith("文件") else label


def applications(plan: ReportPlan, cells: Printed) -> tuple[Table, ...]:
    """Lay out table 3 (收到和处理政府信息公开申请情况); a page break makes two tables of it."""
    lines = _application_lines(plan)
    cut = 12 if "split-applications" in plan.oddity.forms else len(lines)
    parts = [part for part in (lines[:cut], lines[cut:]) if part]
    return tuple(Table((*_application_head(), *_application_rows(part, cells))) for part in parts)


def _application_lines(plan: ReportPlan) -> list[Sequence[str]]:
    form = data("form.toml")
    is_single = plan.edition == "2019" or "single-other-handling" in plan.oddity.forms
    other = form["other_handling" if is_single else "other_handling_split"]
    return [*form["applications"], *other, *form["closing"]]


def _application_head() -> tuple[Row, ...]:
    form = data("form.toml")
    labels = [label for _, label in form["applicants"]]
    first = (Cell(form["note"], 3, 3), Cell("申请人情况", 7))
    second = (Cell(labels[0], rowspan=2), Cell("法人或其他组织", 5), Cell(labels[-1], rowspan=2))
    return first, second, tuple(Cell(label) for label in labels[1:-1])


def _application_rows(lines: Sequence[Sequence[str]], cells: Printed) -> Iterable[Row]:
    columns = [code for code, _ in data("form.toml")["applicants"]]
    for outer, group in groupby(lines, key=lambda line: line[1]):
        section = list(group)
        for middle, members in groupby(section, key=lambda line: tuple(line[2:3])):
            branch = list(members)
            for line in branch:
                is_first = line is section[0]
                labels = [Cell(outer, 1 if middle else 3, len(section))] if is_first else []
                labels += _inner_labels(line, branch)
                yield (*labels, *_figures("applications", line[0], columns, cells))


def _inner_labels(line: Sequence[str], branch: Sequence[Sequence[str]]) -> list[Cell]:
    match line[2:]:
        case [label]:
            return [Cell(label, 2)]
        case [label, detail]:
            return [*([Cell(label, 1, len(branch))] if line is branch[0] else []), Cell(detail)]
        case _:
            return []


def challenges(cells: Printed) -> Table:
    """Lay out table 4 (政府信息公开行政复议、行政诉讼情况)."""
    form = data("form.toml")
    codes = [code for code, _ in form["outcomes"]]
    heads = [Cell(label) for _, label in form["outcomes"]]
    reconsideration = [Cell(head.text, rowspan=2) for head in heads]
    values = [cell for block in form["challenges"] for cell in _figures("challenges", block, codes, cells)]
    return Table(
        (
            (Cell("行政复议", 5), Cell("行政诉讼", 10)),
            (*reconsideration, Cell("未经复议直接起诉", 5), Cell("复议后起诉", 5)),
            (*heads, *heads),
            tuple(values),
        )
    )
