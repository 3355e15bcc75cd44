"""A printer of the statutory form as OFD (GB/T 33190-2016): text objects and ruled lines on A4 pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import accumulate
from types import MappingProxyType

from tests.extract.form import Figures, Table
from tests.extract.readers.office_documents import Placed, body, placed, title, zipped

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_LEFT, _TOP, _BOTTOM, _WIDTH = 15.0, 20.0, 277.0, 180.0  # millimetres
_LINE, _SIZE, _SMALL, _LEADING, _PADDING = 8.0, 4.0, 2.4, 0.4, 0.6


def as_ofd(edition: str, figures: Figures) -> bytes:
    """A report on as many pages as it takes; a table that a page cannot hold goes on on the next."""
    heading, *parts = body(edition, figures)
    assert isinstance(heading, str)
    left = (2 * _LEFT + _WIDTH - 5 * len(heading)) / 2
    pages: list[list[str]] = [[text_object(left, _TOP, heading, 5)]]
    y = _TOP + 2 * _LINE
    for part in parts:
        if isinstance(part, str):
            if y + _LINE > _BOTTOM:
                pages.append([])
                y = _TOP
            pages[-1].append(text_object(_LEFT, y, part, _SIZE))
            y += _LINE
        else:
            y = _print_table(part, pages, y) + _LINE
    return package(["".join(page) for page in pages], title(edition))


def _print_table(table: Table, pages: list[list[str]], y: float) -> float:
    """Print a table's rows; the lower end of what is on the last page."""
    cells = placed(table)
    pitch = _WIDTH / max(cell.column + cell.columns for cell in cells)
    heights = [
        max(_height(c, pitch) for c in cells if (c.row, c.rows) == (row, 1)) for row in range(len(table))
    ]
    first = last = 0
    while first < len(table):
        lower = y
        while last < len(table) and lower + heights[last] <= _BOTTOM:
            lower += heights[last]
            last += 1
        edges = list(accumulate(heights[first:last], initial=y))
        shown = [cell for cell in cells if cell.row < last and first < cell.row + cell.rows]
        pages[-1] += [_print_cell(cell, first, edges, pitch) for cell in shown]
        first = last
        if first < len(table):
            pages.append([])
            lower = y = _TOP
    return lower


def _height(cell: Placed, pitch: float) -> float:
    return len(_wrapped(cell, pitch)) * (_SMALL + _LEADING) + 2 * _PADDING


def _wrapped(cell: Placed, pitch: float) -> list[str]:
    fitting = max(1, int((cell.columns * pitch - 2 * _PADDING) / _SMALL))
    if cell.text.isascii():
        return [cell.text]
    return [cell.text[n : n + fitting] for n in range(0, len(cell.text), fitting)]


def _print_cell(cell: Placed, first: int, edges: list[float], pitch: float) -> str:
    """The cell between the edges of a page's rows; its text stands where it begins."""
    top = edges[max(cell.row - first, 0)]
    bottom = edges[min(cell.row + cell.rows - first, len(edges) - 1)]
    x = _LEFT + cell.column * pitch
    printed = [
        text_object(x + _PADDING, top + _PADDING + n * (_SMALL + _LEADING), line, _SMALL)
        for n, line in enumerate(_wrapped(cell, pitch))
        if line and cell.row >= first
    ]
    return path_object(x, top, cell.columns * pitch, bottom - top) + "".join(printed)


def text_object(x: float, y: float, text: str, size: float) -> str:
    """A line of text with the distance of each character, run lengths and all."""
    advances = [size if ord(char) > 0x2E7F else size / 2 for char in text[:-1]]
    runs = (
        [f"g {len(text) - 1} {advances[0]}"] if len(set(advances)) == 1 else [str(step) for step in advances]
    )
    delta = f' DeltaX="{" ".join(runs)}"' if runs else ""
    boundary = f"{x} {y} {len(text) * size:.3f} {size}"
    code = f'<ofd:TextCode X="0" Y="{size * 0.85}"{delta}>{escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="1" Boundary="{boundary}" Font="1" Size="{size}">{code}</ofd:TextObject>'


def path_object(x: float, y: float, width: float, height: float) -> str:
    """A rectangle of lines."""
    outline = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    data = f"<ofd:AbbreviatedData>{outline}</ofd:AbbreviatedData>"
    return (
        f'<ofd:PathObject ID="2" Boundary="{x} {y} {width} {height}" LineWidth="0.2">{data}</ofd:PathObject>'
    )


def page_xml(objects: str, *, template: str = "") -> str:
    used = f'<ofd:Template TemplateID="{template}"/>' if template else ""
    layer = f'<ofd:Layer ID="9">{objects}</ofd:Layer>'
    return f"<ofd:Page {_NAMESPACE}>{used}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def package(
    pages: Sequence[str],
    heading: str = "",
    templates: Sequence[str] = (),
    used: Sequence[str] = (),
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """An OFD of pages given as objects; ``used`` names each page's template, ``pictures`` are by number."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    known = "".join(
        f'<ofd:TemplatePage ID="t{n}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>' for n in range(len(templates))
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    listing = "".join(
        f'<ofd:MultiMedia ID="{n}" Type="Image"><ofd:MediaFile>image_{n}.png</ofd:MediaFile></ofd:MultiMedia>'
        for n in pictures
    )
    resources = f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>{listing}</ofd:MultiMedias></ofd:Res>'
    known += "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if pictures else ""
    document = f"<ofd:CommonData>{area}{known}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
    about = f"<ofd:DocInfo><ofd:Title>{heading}</ofd:Title></ofd:DocInfo>"
    root = f"<ofd:DocBody>{about}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    uses = [*used, *[""] * len(pages)]
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {_NAMESPACE}>{root}</ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}>{document}</ofd:Document>",
            **{
                f"Doc_0/Pages/Page_{n}/Content.xml": page_xml(page, template=uses[n])
                for n, page in enumerate(pages)
            },
            **({"Doc_0/DocumentRes.xml": resources} if pictures else {}),
            **{f"Doc_0/Res/image_{n}.png": data for n, data in pictures.items()},
            **{f"Doc_0/Tpls/Tpl_{n}/Content.xml": page_xml(each) for n, each in enumerate(templates)},
        }
    )
