"""What a document is, told from its bytes; names and headers only where the bytes leave it open.

Portals send PDF as text/html, DOCX named .doc and anything at all as application/octet-stream.
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice
from pathlib import PurePosixPath

HTML = "text/html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
CSV = "text/csv"
UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
OLE = "application/x-ole-storage"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
WORD_XML = f"{DOCX}+xml"  # one flat file: of Word 2003, or a package as one part
_OPEN = "application/vnd.oasis.opendocument"
ODT, ODS, FLAT_ODT = f"{_OPEN}.text", f"{_OPEN}.spreadsheet", f"{_OPEN}.text-flat-xml"
MHTML = "multipart/related"

# What the first bytes say (WHATWG MIME Sniffing; PKWARE APPNOTE; RARLAB and 7-Zip format notes).
_SIGNATURES = tuple(
    (re.compile(pattern, re.DOTALL), media_type)
    for pattern, media_type in (
        (rb"(?:\xef\xbb\xbf)?\s{0,64}%PDF-", "application/pdf"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
        (rb"PK\x03\x04.{26}mimetype" + re.escape(ODT.encode()), ODT),
        (rb"PK\x03\x04.{26}mimetype" + re.escape(ODS.encode()), ODS),
        (rb"PK(?:\x03\x04|\x05\x06)", ZIP),
        (rb"Rar!\x1a\x07", RAR),
        (rb"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
        (rb"\x1f\x8b\x08", "application/gzip"),
        (rb"\s{0,64}\{\\rtf", "application/rtf"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"BM.{4}\0\0\0\0", "image/bmp"),
        (rb"II\*\0|MM\0\*", "image/tiff"),
        (rb"RIFF.{4}WEBP", "image/webp"),
        (rb"(?i)MIME-Version:", MHTML),
    )
)
# A member or stream that tells which kind of document a container is.
_ZIP_MEMBERS = (
    (re.compile(r"word/document\d?\.xml"), DOCX),
    (re.compile(r"xl/workbook\.(?:xml|bin)"), f"{_OFFICE}.spreadsheetml.sheet"),
    (re.compile(r"ppt/presentation\.xml"), f"{_OFFICE}.presentationml.presentation"),
    (re.compile(r"OFD\.xml"), "application/ofd"),
)
_OLE_STREAMS = tuple(
    (name.encode("utf-16-le"), media_type)
    for name, media_type in (
        ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"),
        ("Book\0", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    )
)
_HEAD = 8192  # bytes looked at to tell kinds of text apart
_MEMBERS_LOOKED_AT = 2000
_MEMBERS_OPENED = 10_000
_TAG = re.compile(
    rb"<(?:!doctype\s{1,9}html|/?(?:html|head|body|table|tr|td|div|p|span|meta|title|script|style|h[1-6]|br|font|a"
    rb"|center|ul|li|ucapcontent|section|article)(?=[\s>/]))",
    re.IGNORECASE,
)
_STARTS_AS_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<!--|<\?xml|" + _TAG.pattern + rb")", re.I
)
_FLAT_KINDS = (
    (re.compile(rb"<office:document[\s>]"), FLAT_ODT),
    (re.compile(rb"<(?:w:wordDocument|pkg:package)[\s>]"), WORD_XML),
)
_ENOUGH_TAGS = 3
_MARKDOWN_LINE = re.compile(rb"(?m)^ {0,3}(?:#{1,6} \S|\|(?: {0,9}:?-{1,99}:? {0,9}\|){1,64}[ \t]*\r?$)")
_FIGURES_AND_COMMAS = re.compile(rb"(?:,\"?[-+]?\d[\d.]{0,15}\"?){3}[\",\r\n]")
_ENOUGH_ROWS = 5
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_MOST_CONTROLS = 0.1  # of a text; word processors leave some marks behind

_BY_SUFFIX = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": PLAIN, ".csv": CSV,
    ".html": HTML, ".htm": HTML, ".shtml": HTML, ".xhtml": HTML, ".jsp": HTML, ".aspx": HTML,
}  # fmt: skip
_TEXT_TYPES = frozenset({HTML, PLAIN, MARKDOWN, CSV})


def sniff(data: bytes, declared: str | None = None, filename: str | None = None) -> str:
    """The media type of ``data``; ``declared`` is a Content-Type header, ``filename`` a name or URL path.

    Gives ``application/octet-stream`` for what is neither a known container nor text.
    """
    if not data.strip(b"\0 \t\r\n"):
        return EMPTY
    found = next((kind for pattern, kind in _SIGNATURES if pattern.match(data)), None)
    if found == ZIP:
        return _zip_kind(data)
    if found == OLE:
        return next((kind for name, kind in _OLE_STREAMS if name in data), OLE)
    return found or _text_kind(data, declared, filename)


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header (RFC 9110, section 8.3)."""
    for parameter in (content_type or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \t\"'") or None
    return None


def _zip_kind(data: bytes) -> str:
    """The kind of a ZIP; one whose directory cannot be read is told by the names in its local headers."""
    try:
        if data.count(b"PK\x01\x02") > _MEMBERS_OPENED:  # a list of so many would take too much memory
            raise zipfile.BadZipFile
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = "\n".join(archive.namelist()[:_MEMBERS_LOOKED_AT])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        names = data.decode("latin-1")
    return next((kind for pattern, kind in _ZIP_MEMBERS if pattern.search(names)), ZIP)


def _text_kind(data: bytes, declared: str | None, filename: str | None) -> str:
    head = data[:_HEAD]
    if not head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) and _is_binary(head):
        return UNKNOWN
    head = head.replace(b"\0", b"")
    named = _BY_SUFFIX.get(PurePosixPath((filename or "").lower()).suffix)
    if _STARTS_AS_MARKUP.match(head):
        return next((kind for pattern, kind in _FLAT_KINDS if pattern.search(head)), HTML)
    if named == MARKDOWN or _MARKDOWN_LINE.search(head):
        return MARKDOWN
    tags = sum(1 for _ in _TAG.finditer(head))
    said = (declared or "").partition(";")[0].strip().lower()
    if tags >= _ENOUGH_TAGS or (tags and HTML in (said, named)):
        return HTML
    if named == CSV or (named is None and _holds_rows_of_commas(data)):
        return CSV
    return said if said in _TEXT_TYPES - {HTML} else PLAIN


def _holds_rows_of_commas(data: bytes) -> bool:
    rows = islice(_FIGURES_AND_COMMAS.finditer(data), _ENOUGH_ROWS)
    return sum(1 for _ in rows) == _ENOUGH_ROWS


def _is_binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROL)) > _MOST_CONTROLS * len(head)
