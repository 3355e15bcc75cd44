"""OLE2 compound files ([MS-CFB]) within bounds: streams, and the core properties of [MS-OLEPS]."""

from __future__ import annotations

import codecs
import io
import struct
from datetime import datetime
from typing import Any

import olefile

from extract.errors import DamagedDocument
from extract.readers.folding import fold

_DAMAGE = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError)
_SUMMARY = "\x05SummaryInformation"
_CODE_PAGE = 1
_PROPERTIES = {2: "title", 4: "creator", 12: "created", 13: "modified"}  # PIDSI_TITLE and so on
_UTF_8 = 65001
_EMPTY_TIME = 1980  # a FILETIME of zero means that no time was set


class Storage:
    """An open compound file. Raises `DamagedDocument` where its directory cannot be read."""

    def __init__(self, data: bytes) -> None:
        self._size = len(data)
        try:
            self._file: Any = olefile.OleFileIO(io.BytesIO(data))
        except _DAMAGE as error:
            raise DamagedDocument(f"not a whole OLE2 file: {type(error).__name__}: {error}") from error

    def stream(self, name: str) -> bytes:
        """A stream of the root, empty where there is none; raises `DamagedDocument`."""
        try:
            if not self._file.exists(name):
                return b""
            # A chain of sectors that runs in a circle would be followed as far as the size promises.
            if self._file.get_size(name) > self._size:
                raise DamagedDocument(f"stream {name} claims to be larger than the file")
            return bytes(self._file.openstream(name).read())
        except DamagedDocument:
            raise
        except _DAMAGE as error:
            raise DamagedDocument(f"stream {name} is damaged: {error}") from error

    def properties(self) -> dict[str, str]:
        """Title, creator, created and modified as far as the summary information has them."""
        try:
            found: dict[int, Any] = (
                self._file.getproperties(_SUMMARY, convert_time=True) if self.stream(_SUMMARY) else {}
            )
        except (*_DAMAGE, DamagedDocument):
            return {}  # the text of the document does not depend on it
        encoding = _encoding(found.get(_CODE_PAGE))
        texts = {name: _text(found.get(number), encoding) for number, name in _PROPERTIES.items()}
        return {name: text for name, text in texts.items() if text}


def _text(value: object, encoding: str) -> str:
    if isinstance(value, bytes):
        return fold(value.decode(encoding, "replace").replace("\0", ""))
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z" if value.year > _EMPTY_TIME else ""
    return fold(value.replace("\0", "")) if isinstance(value, str) else ""


def _encoding(code_page: object) -> str:
    """The codec of a Windows code page, which the property stores as a signed 16-bit number."""
    number = code_page & 0xFFFF if isinstance(code_page, int) else 936
    name = {_UTF_8: "utf-8", 936: "gb18030", 1200: "utf-16-le"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "gb18030"
