"""The printed form with poor markup of tables, or none: boxes, text with tabs, drawn lines, commas."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from tests.extract.form import Figures, Table, expand, tables
from tests.extract.rendering import Style, document, html_page, html_prose

Rows = list[list[str]]


def _parts(edition: str, figures: Figures) -> list[Rows]:
    """The rows of the three tables, cells that are covered blank."""
    blocks, applications, challenges = tables(edition, figures)
    joined: Table = list(chain.from_iterable(blocks))
    return [expand(table) for table in (joined, applications, challenges)]


def _tagged(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag.partition(' ')[0]}>"


def _boxes(row: str, cell: str) -> Callable[[Rows], str]:
    def boxes(rows: Rows) -> str:
        return "".join(
            _tagged(row, "".join(_tagged(cell, html.escape(text)) for text in line)) for line in rows
        )

    return boxes


def _page(edition: str, figures: Figures, part: Callable[[Rows], str]) -> bytes:
    return html_page(document(edition, list(map(part, _parts(edition, figures))), html_prose))


def as_boxes(edition: str, figures: Figures) -> bytes:
    """Boxes that a style shows as rows and cells."""
    boxes = _boxes('div style="display:table-row"', 'div style="display:table-cell"')
    return _page(edition, figures, lambda rows: _tagged("div", boxes(rows)))


def as_lists(edition: str, figures: Figures) -> bytes:
    """A list for each row, straight among the paragraphs."""
    return _page(edition, figures, _boxes("ul", "li"))


def as_runs(edition: str, figures: Figures) -> bytes:
    """Runs of text of one class as cells."""
    return _page(edition, figures, _boxes("p", 'span class="cell"'))


def as_style_grid(edition: str, figures: Figures) -> bytes:
    """A CSS grid: cells in order, spans in their style."""

    def grid(table: Table) -> str:
        width = sum(box.colspan for box in table[0])
        cells = (
            _tagged(
                f'div style="grid-column: span {box.colspan}; grid-row: span {box.rowspan}"',
                html.escape(box.text),
            )
            for line in table
            for box in line
        )
        return f'<div style="display:grid;grid-template-columns:repeat({width}, 1fr)">{"".join(cells)}</div>'

    blocks, applications, challenges = tables(edition, figures)
    parts = ["".join(map(grid, blocks)), grid(applications), grid(challenges)]
    return html_page(document(edition, parts, html_prose))


def as_tabs_in_a_page(edition: str, figures: Figures) -> bytes:
    """A paragraph for each row, tabs between its cells."""
    return _page(edition, figures, lambda rows: "\n".join(html_prose("\t".join(row)) for row in rows))


def as_typed_page(edition: str, figures: Figures) -> bytes:
    """The whole text as it was typed, tabs and lines."""
    parts = ["\n".join("\t".join(row) for row in rows) for rows in _parts(edition, figures)]
    return html_page(f"<pre>{html.escape(document(edition, parts, str))}</pre>")


def as_drawn(edition: str, figures: Figures) -> bytes:
    """Lines of +---+ around every row, long cells wrapped."""
    parts = ["\n".join(_drawn(rows)) for rows in _parts(edition, figures)]
    return document(edition, parts, str).encode()


def _drawn(rows: Rows, wide: int = 8) -> Sequence[str]:
    lines: list[str] = []
    for row in rows:
        rule = "+" + "-----+" * len(row)
        height = max(1, *(-(-len(text) // wide) for text in row))
        wrapped = [[text[n * wide : (n + 1) * wide] for text in row] for n in range(height)]
        lines += [*([] if lines[-1:] == [rule] else [rule]), *(f"| {' | '.join(w)} |" for w in wrapped), rule]
    return lines


def as_box_drawing(edition: str, figures: Figures) -> bytes:
    """A terminal's table: box-drawing characters, a rule below the header alone."""

    def drawn(rows: Rows) -> str:
        first, *rest = (f"│ {' │ '.join(row)} │" for row in rows)
        return "\n".join([first, "├──┼──┤", *rest, "└──┴──┘"])

    return document(edition, list(map(drawn, _parts(edition, figures))), str).encode()


def as_csv(edition: str, figures: Figures) -> bytes:
    """Comma-separated rows in the encoding of a Chinese Excel, paragraphs in rows of one cell."""
    stream = io.StringIO()
    text = document(edition, [f"\0{number}" for number in range(3)], str)
    parts = _parts(edition, figures)
    for line in text.split("\n"):
        csv.writer(stream).writerows(parts[int(line[1:])] if line.startswith("\0") else [[line]])
    return stream.getvalue().encode("gb18030")


def as_padded_csv(edition: str, figures: Figures) -> bytes:
    """The rows of a sheet, each as wide as the widest, a blank one above each heading."""
    printed = list(csv.reader(io.StringIO(as_csv(edition, figures).decode("gb18030"))))
    rows = [line for row in printed for line in ([[], row] if len(row) == 1 else [row])]
    stream = io.StringIO()
    width = max(map(len, rows))
    csv.writer(stream, delimiter=";").writerows([*row, *[""] * (width - len(row))] for row in rows)
    return stream.getvalue().encode()


def _covering(edition: str, figures: Figures) -> list[Rows]:
    """As `_parts`, but a merged cell is printed in each place that it covers, figures over columns too."""
    blocks, applications, challenges = tables(edition, figures)
    width = max(len(block[1]) for block in blocks)
    joined: Table = [
        [*line[:-1], replace(line[-1], colspan=width - len(line) + 1)] for line in chain.from_iterable(blocks)
    ]
    return [expand(table, repeat=True) for table in (joined, applications, challenges)]


def as_repeated_cells(edition: str, figures: Figures) -> bytes:
    """A page by a program that knows no spans."""

    def table(rows: Rows) -> str:
        lines = ("".join(_tagged("td", html.escape(text)) for text in row) for row in rows)
        return _tagged("table", "".join(_tagged("tr", line) for line in lines))

    return html_page(document(edition, list(map(table, _covering(edition, figures))), html_prose))


def as_bare_pipes(edition: str, figures: Figures) -> bytes:
    """Pipe tables without pipes around them."""

    def piped(rows: Rows) -> str:
        first, *rest = (" | ".join(row) for row in rows)
        return "\n".join(["", first, " | ".join(["---"] * len(rows[0])), *rest, ""])

    return document(edition, list(map(piped, _parts(edition, figures))), str).encode()


STYLES: Mapping[str, tuple[Style, str]] = {
    "boxes": (as_boxes, "report.html"),
    "lists": (as_lists, "report.html"),
    "runs": (as_runs, "report.html"),
    "style-grid": (as_style_grid, "report.html"),
    "tabs-in-a-page": (as_tabs_in_a_page, "report.html"),
    "typed-page": (as_typed_page, "report.html"),
    "drawn": (as_drawn, "report.rst"),
    "box-drawing": (as_box_drawing, "report.txt"),
    "repeated-cells": (as_repeated_cells, "report.html"),
    "bare-pipes": (as_bare_pipes, "report.md"),
    "csv": (as_csv, "report.csv"),
    "padded-csv": (as_padded_csv, "report.csv"),
}
