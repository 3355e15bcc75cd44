"""PDF files written by hand: a page is a list of texts and lines at given points, from the top left.

Chinese is set in a font that is not embedded, with a predefined character map (ISO 32000-2, 9.7.5.2), so
that a page is a few hundred bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
SIZE = 10

_FONT = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
_CID_FONT = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/FontDescriptor 5 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
)
_DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
)


@dataclass
class Sheet:
    """One page; ``extra`` is put into its dictionary."""

    operators: list[str] = field(default_factory=list)
    extra: str = ""

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> Sheet:
        """Print a text whose baseline is ``y`` below the top."""
        code = text.encode("utf-16-be").hex()
        self.operators.append(f"BT /F {size} Tf {x} {HEIGHT - y} Td <{code}> Tj ET")
        return self

    def lines(self, y: float, texts: Iterable[str], x: float = 72, leading: float = 16) -> Sheet:
        """Print texts under each other."""
        for number, text in enumerate(texts):
            self.text(x, y + number * leading, text)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Draw a line."""
        self.operators.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def table(
        self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], edges: str = "lrtb"
    ) -> Sheet:
        """Draw a plain table with all lines, or without the outer ones that ``edges`` leaves out."""
        for number, x in enumerate(xs):
            if not (number == 0 and "l" not in edges) and not (x == xs[-1] and "r" not in edges):
                self.rule(x, ys[0], x, ys[-1])
        for number, y in enumerate(ys):
            if not (number == 0 and "t" not in edges) and not (y == ys[-1] and "b" not in edges):
                self.rule(xs[0], y, xs[-1], y)
        return self.texts(xs, ys, rows)

    def texts(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> Sheet:
        """Print the texts of a table without its lines; a newline wraps within the cell."""
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                self.lines(y + 12, text.split("\n") if text else (), x + 3, 12)
        return self


def pdf(*sheets: Sheet, info: bytes = b"", trailer: bytes = b"") -> bytes:
    """A whole file; ``info`` is the inside of its information dictionary."""
    kids = b" ".join(b"%d 0 R" % (7 + 2 * n) for n in range(len(sheets)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/MediaBox[0 0 %d %d]/Resources<</Font<</F 3 0 R>>>>/Kids[%s]>>"
        % (len(sheets), WIDTH, HEIGHT, kids),
        _FONT,
        _CID_FONT,
        _DESCRIPTOR,
        b"<<%s>>" % info,
    ]
    for number, sheet in enumerate(sheets):
        page = f"<</Type/Page/Parent 2 0 R/Contents {8 + 2 * number} 0 R {sheet.extra}>>"
        objects += [page.encode(), stream("\n".join(sheet.operators).encode())]
    return file_of(objects, b"/Info 6 0 R" + trailer)


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """A stream object, packed."""
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), dictionary, packed)


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of numbered objects, the first of which is the catalogue."""
    data, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, item in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    root = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        len(data),
    )
    return bytes(data) + end + root
