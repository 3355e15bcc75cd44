"""A printer of the statutory form: one set of figures, as documents in several habits of markup."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from tests.extract.form import HEADINGS, Box, Figures, Key, Table, expand, keys, tables

__all__ = ["STYLES", "Figures", "Key", "Style", "document", "html_page", "html_prose", "keys"]

Style = Callable[[str, Figures], bytes]


def document(edition: str, parts: Sequence[str], prose: Callable[[str], str]) -> str:
    """The report around its three tables, each line of prose as ``prose`` prints it."""
    year = {"2019": 2019, "2021": 2023}[edition]
    text = [
        prose(f"某区某局{year}年政府信息公开工作年度报告"),
        prose("一、总体情况"),
        prose("全年公开信息若干。"),
    ]
    for numeral, heading, part in zip("二三四", HEADINGS, parts, strict=True):
        text += [prose(f"{numeral}、{heading}"), part]
    return "\n".join(
        [*text, prose("五、存在的主要问题及改进情况"), prose("六、其他需要报告的事项"), prose("无。")]
    )


def _html_table(table: Table, cell: Callable[[str], str]) -> str:
    lines = []
    for line in table:
        boxes = "".join(
            f'<td colspan="{box.colspan}" rowspan="{box.rowspan}">{cell(box.text)}</td>' for box in line
        )
        lines.append(f"<tr>{boxes}</tr>")
    return "<table>" + "\n".join(lines) + "</table>"


def html_page(body: str) -> bytes:
    """A page with this body."""
    head = "<head><meta charset='utf-8'><title>年报</title></head>"
    page = f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"
    return page.encode()


def html_prose(text: str) -> str:
    """A paragraph."""
    return f"<p>{html.escape(text)}</p>"


def as_html(edition: str, figures: Figures) -> bytes:
    """Plain HTML; the blocks of table 2 as one table whose titles span it."""
    blocks, applications, challenges = tables(edition, figures)
    width = max(len(block[1]) for block in blocks)
    joined = [
        [replace(line[0], colspan=width), *line[1:]] if len(line) == 1 else line
        for block in blocks
        for line in block
    ]
    parts = [_html_table(table, html_prose) for table in (joined, applications, challenges)]
    return html_page(document(edition, parts, html_prose))


def as_word_html(edition: str, figures: Figures) -> bytes:
    """Word's HTML: digits and words cut into spans, blanks as <o:p>, each block its own table in a layout."""

    def cell(text: str) -> str:
        if not text:
            return '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        pieces = "".join(f'<span lang="EN-US">{html.escape(piece)}</span>' for piece in (text[:1], text[1:]))
        return f'<p class="MsoNormal">{pieces}<o:p></o:p></p>'

    blocks, applications, challenges = tables(edition, figures)
    disclosure = "".join(_html_table(block, cell) for block in blocks)
    body = document(
        edition, [disclosure, _html_table(applications, cell), _html_table(challenges, cell)], html_prose
    )
    return html_page(f"<table><tr><td>{body}</td></tr></table>")


def as_split_html(edition: str, figures: Figures) -> bytes:
    """Table 3 over three tables as pages break it: the second with the header again, the third without."""
    blocks, applications, challenges = tables(edition, figures)
    flat = [[Box(text) for text in row] for row in expand(applications)]
    cuts = [flat[:9], flat[:3] + flat[9:17], flat[17:]]
    parts = [
        "".join(_html_table(block, html.escape) for block in blocks),
        "".join(_html_table(part, html.escape) for part in cuts),
        _html_table(challenges, html.escape),
    ]
    return html_page(document(edition, parts, html_prose))


def as_tabs(edition: str, figures: Figures) -> bytes:
    """Lines with tabs; from （四） on a row has lost its empty leading cells."""
    blocks, applications, challenges = tables(edition, figures)
    rows = expand(applications)
    cut = next(n for n, row in enumerate(rows) if any("（四）" in text for text in row))
    rows = [row if n < cut else _without_leading(row) for n, row in enumerate(rows)]
    parts = [
        _tabbed(row for block in blocks for row in expand(block)),
        _tabbed(rows),
        _tabbed(expand(challenges)),
    ]
    return document(edition, parts, str).encode()


def _without_leading(row: list[str]) -> list[str]:
    return row[next(n for n, text in enumerate(row) if text) :]


def _tabbed(rows: Iterator[list[str]] | list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


def as_dump(edition: str, figures: Figures) -> bytes:
    """A word processor's dump: a cell a line behind a tab, rows parted by blank lines."""

    def dumped(table: Table) -> str:
        covered = _dump_rows(table)
        return "".join("".join(f"\t{text}\n" for text in row) + "\n" for row in covered)

    blocks, applications, challenges = tables(edition, figures)
    parts = ["".join(map(dumped, blocks)), dumped(applications), dumped(challenges)]
    return document(edition, parts, str).encode()


def _dump_rows(table: Table) -> list[list[str]]:
    """As word processors do: a cell merged over rows leaves an empty one, one over columns leaves none."""
    columns: list[dict[int, str]] = [{} for _ in table]
    for y, line in enumerate(table):
        x = 0
        for box in line:
            while x in columns[y]:
                x += 1
            for dy in range(box.rowspan):
                columns[y + dy][x] = "" if dy else box.text
                for dx in range(1, box.colspan):
                    columns[y + dy][x + dx] = "\0"
            x += box.colspan
    return [[row[x] for x in sorted(row) if row[x] != "\0"] for row in columns]


def as_markdown(edition: str, figures: Figures) -> bytes:
    """Pipe tables, a merged label repeated in every row that it covers."""
    blocks, applications, challenges = tables(edition, figures)
    parts = [
        "\n\n".join(_piped(expand(block)) for block in blocks),
        _piped(expand(applications, repeat=True)),
        _piped(expand(challenges)),
    ]
    lines = document(edition, parts, lambda text: f"## {text}\n")
    return lines.encode()


def _piped(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines) + "\n"


_DOCX_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_DOCX_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_docx(edition: str, figures: Figures) -> bytes:
    """A Word document: gridSpan for columns, vMerge for rows, each text cut into two runs."""
    blocks, applications, challenges = tables(edition, figures)
    parts = ["".join(map(_word_table, blocks)), _word_table(applications), _word_table(challenges)]
    body = document(edition, parts, _word_paragraph)
    xml = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _DOCX_TYPES)
        archive.writestr("_rels/.rels", _DOCX_RELATIONS)
        archive.writestr("word/document.xml", xml)
    return packed.getvalue()


def _word_paragraph(text: str) -> str:
    runs = "".join(f"<w:r><w:t>{html.escape(piece)}</w:t></w:r>" for piece in (text[:1], text[1:]) if piece)
    return f"<w:p>{runs}</w:p>"


def _word_table(table: Table) -> str:
    height: dict[tuple[int, int], Box] = {}
    lines = []
    for y, line in enumerate(table):
        boxes, x, cells = iter(line), 0, []
        pending = next(boxes, None)
        while pending is not None or (y, x) in height:
            held = height.get((y, x))
            box = held or pending
            assert box is not None
            merge = "" if box.rowspan == 1 else "<w:vMerge/>" if held else '<w:vMerge w:val="restart"/>'
            text = _word_paragraph("" if held else box.text)
            cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{box.colspan}"/>{merge}</w:tcPr>{text}</w:tc>')
            if held is None:
                height.update({(y + dy, x): box for dy in range(1, box.rowspan)})
                pending = next(boxes, None)
            x += box.colspan
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


STYLES: Mapping[str, tuple[Style, str]] = {
    "html": (as_html, "report.html"),
    "word": (as_word_html, "report.html"),
    "split": (as_split_html, "report.html"),
    "tabs": (as_tabs, "report.txt"),
    "dump": (as_dump, "report.txt"),
    "markdown": (as_markdown, "report.md"),
    "docx": (as_docx, "report.docx"),
}
