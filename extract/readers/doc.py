"""Word 97-2003 documents and the WPS files of the same format ([MS-DOC]), read in process.

Automatic numbers of lists are printed.  Field codes, hidden text and tracked deletions are dropped;
footnotes, headers and comments lie outside the main text and are not read; text boxes follow it.  What
this reader cannot read, Word 95 among it, is converted by LibreOffice where the machine has it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator

from archive.models import Issue
from extract.errors import DamagedDocument
from extract.grid import Block, Content
from extract.readers.doc_formatting import Formatting, ParagraphFormat, paragraph_format, unprinted
from extract.readers.doc_numbering import Numbering
from extract.readers.doc_pieces import (
    CHARACTER_BINS,
    PARAGRAPH_BINS,
    FileInformation,
    PieceText,
    read_pieces,
)
from extract.readers.doc_tables import ParsedParagraph, assemble, blocks
from extract.readers.docx import read_docx
from extract.readers.embedded_pictures import pictures_in, with_pictures
from extract.readers.office import convert_document
from extract.readers.ole import Storage

_MARK = re.compile("[\r\x07\x0c]")
_CELL_MARK = "\x07"
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIELD = re.compile("[\x13\x14\x15]")
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13\x14\x15"
# Pictures, references to notes and comments, field marks and filler print nothing.
_PRINTED = str.maketrans(
    {**dict.fromkeys(map(chr, range(0x20))), "\t": "\t", "\x0b": "\n", "\x0e": "\n", "\x1e": "-"}
)


def read_doc(data: bytes, charset: str | None = None) -> Content:  # noqa: ARG001 - pieces name their own
    """Read a document.

    Raises:
        DamagedDocument: where neither this reader nor LibreOffice can make anything of it.
        EncryptedDocument: where it needs a password.
        NeedsLibreOffice: where only LibreOffice could read it and there is none.
    """
    try:
        return read_piece_table(data)
    except DamagedDocument as error:
        return read_docx(convert_document(data, "doc", "docx", reason=error))


def read_piece_table(data: bytes) -> Content:
    """Read a document in process.

    Raises `DamagedDocument`, `EncryptedDocument`, `BoundExceeded`, or `NeedsOcr` where it is all pictures.
    """
    storage = Storage(data)
    issues: list[Issue] = []
    try:
        found = tuple(_blocks(storage, issues))
    except (struct.error, IndexError) as error:
        raise DamagedDocument(f"a structure of the Word document is cut short: {error}") from error
    properties = storage.properties()
    content = Content(found, properties.pop("title", None), properties, tuple(issues))
    # Those that stand in the text lie in the one stream, those that float above it in the other.
    streams = map(storage.stream, ("Data", "WordDocument"))
    return with_pictures(content, [picture for stream in streams for picture in pictures_in(stream)])


def _blocks(storage: Storage, issues: list[Issue]) -> Iterator[Block]:
    information = FileInformation.of(storage.stream("WordDocument"))
    table = storage.stream(information.table_stream)
    pieces = read_pieces(information, table)
    characters = Formatting.read(information.stream, table, information.block(CHARACTER_BINS), entry_size=1)
    formats = Formatting.read(information.stream, table, information.block(PARAGRAPH_BINS), entry_size=13)
    printed = pieces.without([*unprinted(characters, pieces), *_field_codes(pieces.text)])
    data, numbering = storage.stream("Data"), Numbering(information, table)
    items = [
        item
        for story in information.stories()
        for item in assemble(_numbered(_paragraphs(printed, story, formats, data), numbering))
    ]
    issues += numbering.issues
    return blocks(items, issues)


def _numbered(paragraphs: Iterable[ParsedParagraph], numbering: Numbering) -> Iterator[ParsedParagraph]:
    """The paragraphs with their automatic numbers; those without one letter may be numbered as well."""
    for paragraph in paragraphs:
        is_counted = not paragraph.format.ends_row and not paragraph.is_gone
        label = numbering.label(paragraph.format) if is_counted else ""
        yield paragraph._replace(text=label + paragraph.text) if label else paragraph


def _paragraphs(
    pieces: PieceText, story: range, formats: Formatting, data: bytes
) -> Iterator[ParsedParagraph]:
    marks = [mark.start() for mark in _MARK.finditer(pieces.text, story.start, story.stop)]
    position = story.start
    known: dict[tuple[bytes, int], ParagraphFormat] = {}
    for mark, offset in zip(marks, pieces.offsets(marks), strict=True):
        applied = formats.at(offset)
        if applied not in known:
            known[applied] = paragraph_format(applied[0], data, applied[1])
        found = known[applied]
        characters = pieces.text[position:mark]
        is_gone = bool(characters) and not characters.strip("\0")
        text = _paired(characters).translate(_PRINTED).strip()
        is_cell_mark = pieces.text[mark] == _CELL_MARK
        if is_cell_mark and not found.level:
            raise DamagedDocument(f"the cell that ends at character {mark} stands in no table")
        yield ParsedParagraph(text, found, found.ends_inner_cell or is_cell_mark, is_gone)
        position = mark + 1


def _paired(text: str) -> str:
    """The text with each pair of surrogates as the one character that it stands for."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _field_codes(text: str) -> list[range]:
    """Where the instructions of fields stand: from a field's begin to its separator, or to its end."""
    found: list[range] = []
    opened: list[int] = []
    for mark in _FIELD.finditer(text):
        if mark[0] == _FIELD_BEGIN:
            opened.append(mark.start())
        elif opened and opened[-1] >= 0:
            found.append(range(opened.pop(), mark.start()))
            if mark[0] == _FIELD_SEPARATOR:
                opened.append(-1)  # the result is printed up to the field's end
        elif opened and mark[0] == _FIELD_END:
            opened.pop()
    return found
