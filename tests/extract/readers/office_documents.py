"""A printer of the statutory form as office documents: Word, spreadsheet and OFD, from one set of figures."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from tests.extract.form import HEADINGS, Figures, Key, Table, keys, tables
from tests.extract.statistics_form import statistics_keys, statistics_table

YEARS = {"2014": 2016, "2019": 2019, "2021": 2023}
CLOSING = ("五、存在的主要问题及改进情况", "有待改进。", "六、其他需要报告的事项", "无。")


class Placed(NamedTuple):
    """A cell at its place in the table."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def random_figures(edition: str, seed: int) -> dict[Key, str]:
    """Figures of every kind that is printed: blanks, dashes, noughts, signs, money with four decimals."""
    rng = random.Random(f"{edition}/{seed}")

    def figure(key: Key) -> str:
        if key[2] == "amount_wan_yuan":
            return rng.choice(
                ["137296.5351", "0", "", f"{rng.randrange(10**9) / 10**4:.4f}".rstrip("0").rstrip(".")]
            )
        if key[2] == "change":
            return str(rng.randrange(-300, 300))
        return rng.choice(
            ["", "0", "0", "—", "/", *(str(rng.randrange(10**power)) for power in (1, 2, 4, 7))]
        )

    return {key: figure(key) for key in keys_of(edition)}


def keys_of(edition: str) -> list[Key]:
    """Every cell of an edition's form, the list of 2014 among them."""
    return statistics_keys() if edition == "2014" else keys(edition)


def value_of(text: str) -> float | None:
    """What a printed figure means."""
    return None if text in ("", "—", "/") else float(text)


def title(edition: str) -> str:
    return f"某区某局{YEARS[edition]}年政府信息公开工作年度报告"


def body(edition: str, figures: Figures) -> Iterator[str | Table]:
    """The paragraphs and tables of a report."""
    if edition == "2014":
        yield from (
            title(edition),
            "一、概述",
            "全年公开信息若干。",
            "六、存在的主要问题及改进措施",
            "有待改进。",
        )
        yield from ("七、需要说明的事项与附表", statistics_table(figures))
        return
    blocks, applications, challenges = tables(edition, figures)
    yield from (title(edition), "一、总体情况", "全年公开信息若干。")
    for numeral, heading, part in zip(
        "二三四", HEADINGS, (blocks, [applications], [challenges]), strict=True
    ):
        yield f"{numeral}、{heading}"
        yield from part
    yield from CLOSING


def placed(table: Table) -> list[Placed]:
    """The cells with the places that their spans give them."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, line in enumerate(table):
        column = 0
        for box in line:
            while (row, column) in taken:
                column += 1
            found.append(Placed(row, column, box.rowspan, box.colspan, box.text))
            taken |= {(row + dy, column + dx) for dy in range(box.rowspan) for dx in range(box.colspan)}
    return found


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


# --- Word -------------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COLUMN = 560  # twips


def as_docx(edition: str, figures: Figures) -> bytes:
    """A Word document with column widths, as a word processor writes it."""
    parts = (
        _word_paragraph(p) if isinstance(p, str) else _word_table(p) + "<w:p/>"
        for p in body(edition, figures)
    )
    return word_package("".join(parts))


def word_package(body_xml: str, numbering_xml: str = "", styles_xml: str = "") -> bytes:
    """A package that word processors open; ``numbering_xml`` says how its lists count."""
    given = {"numbering": numbering_xml, "styles": styles_xml}
    parts = {name: text for name, text in given.items() if text}
    kinds = [(f"word/{name}.xml", f"wordprocessingml.{name}") for name in parts]
    main = ("word/document.xml", "wordprocessingml.document.main")
    return zipped(
        {
            "[Content_Types].xml": _content_types(*main, *kinds),
            "_rels/.rels": _relations({"officeDocument": main[0]}),
            main[0]: f'<w:document xmlns:w="{_W}"><w:body>{body_xml}</w:body></w:document>',
            "word/_rels/document.xml.rels": _relations({name: f"{name}.xml" for name in parts}),
            **{f"word/{name}.xml": text for name, text in parts.items()},
        }
    )


def _content_types(part: str, kind: str, *more: tuple[str, str]) -> str:
    kinds = ((part, kind), *more)
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{of}+xml"/>'
        for name, of in kinds
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (("rels", rels), ("xml", "application/xml"))
    known = "".join(f'<Default Extension="{suffix}" ContentType="{of}"/>' for suffix, of in defaults)
    return f'<Types xmlns="{_TYPES}">{known}{overrides}</Types>'


def _relations(targets: Mapping[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_R}">{relations}</Relationships>'


def _word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _word_table(table: Table) -> str:
    cells = placed(table)
    width = max(cell.column + cell.columns for cell in cells)
    grid = f'<w:gridCol w:w="{_COLUMN}"/>' * width
    rows = "".join(f"<w:tr>{_word_row(cells, row)}</w:tr>" for row in range(len(table)))
    size = f'<w:tblW w:w="{width * _COLUMN}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{size}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _word_row(cells: Sequence[Placed], row: int) -> str:
    here = sorted((c for c in cells if c.row <= row < c.row + c.rows), key=lambda cell: cell.column)
    made = []
    for cell in here:
        going_on = cell.row < row
        merge = "" if cell.rows == 1 else "<w:vMerge/>" if going_on else '<w:vMerge w:val="restart"/>'
        properties = (
            f'<w:tcW w:w="{_COLUMN * cell.columns}" w:type="dxa"/><w:gridSpan w:val="{cell.columns}"/>{merge}'
        )
        made.append(
            f"<w:tc><w:tcPr>{properties}</w:tcPr>{_word_paragraph('' if going_on else cell.text)}</w:tc>"
        )
    return "".join(made)


# --- spreadsheet ------------------------------------------------------------------------------------------


def as_xlsx(edition: str, figures: Figures) -> bytes:
    """The report typed into a sheet: prose in merged rows, a blank row around each table."""
    cells: list[Placed] = []
    row = 0
    for part in body(edition, figures):
        if isinstance(part, str):
            cells.append(Placed(row, 0, 1, 10, part))
            row += 1
        else:
            cells += [cell._replace(row=cell.row + row + 1) for cell in placed(part)]
            row += len(part) + 2
    return workbook({"年报": cells})


def workbook(sheets: dict[str, Sequence[Placed]]) -> bytes:
    """A workbook of such cells, numbers as numbers."""
    kinds = [(f"xl/worksheets/sheet{n}.xml", "spreadsheetml.worksheet") for n in range(1, len(sheets) + 1)]
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    book = f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
    parts = {
        "[Content_Types].xml": _content_types("xl/workbook.xml", "spreadsheetml.sheet.main", *kinds),
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_R}">{relations}</Relationships>',
    }
    return zipped(
        parts | {name: _sheet(cells) for (name, _), cells in zip(kinds, sheets.values(), strict=True)}
    )


def _sheet(cells: Sequence[Placed]) -> str:
    rows: dict[int, str] = {}
    for cell in sorted(cells):
        rows[cell.row] = rows.get(cell.row, "") + _sheet_cell(cell)
    data = "".join(f'<row r="{row + 1}">{inner}</row>' for row, inner in rows.items())
    merges = "".join(
        f'<mergeCell ref="{address(row, column)}:{address(row + rows - 1, column + columns - 1)}"/>'
        for row, column, rows, columns, _ in cells
        if (rows, columns) != (1, 1)
    )
    merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{data}</sheetData>{merged}</worksheet>'


def _sheet_cell(cell: Placed) -> str:
    at = address(cell.row, cell.column)
    if not cell.text:
        return f'<c r="{at}"/>'
    try:
        float(cell.text)
    except ValueError:
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(cell.text)}</t></is></c>'
    return f'<c r="{at}"><v>{cell.text}</v></c>'


def address(row: int, column: int) -> str:
    """``A1`` of 0, 0; no more than 26 columns."""
    return f"{chr(ord('A') + column)}{row + 1}"
