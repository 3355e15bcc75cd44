"""The parts of an Office Open XML package, unpacked within bounds (ISO/IEC 29500-2).

The sizes in a ZIP directory can lie, so the bound holds for what is really unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from extract.errors import BoundExceeded, DamagedDocument

MAX_PART = 64 * 2**20  # bytes of one unpacked part
MAX_RATIO = 250  # unpacked to packed; the XML of real reports packs 10 to 40 times
_SMALL_PART = 4 * 2**20  # below this a high ratio is only repetition
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Package:
    """An open package. Raises `DamagedDocument` where it is no whole ZIP, or is encrypted."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise DamagedDocument(f"not a whole ZIP package: {error}") from error

    def find(self, name: re.Pattern[str]) -> str | None:
        """The first part whose name matches wholly."""
        return next(filter(name.fullmatch, self._archive.namelist()), None)

    def tree(self, part: str) -> etree._Element:
        """The root of an XML part; raises `DamagedDocument`, or `BoundExceeded` for a bomb."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True
        )
        try:
            return etree.fromstring(self._unpack(part), parser)
        except etree.XMLSyntaxError as error:
            raise DamagedDocument(f"{part} is no well-formed XML: {error}") from error

    def _unpack(self, part: str) -> bytes:
        try:
            info = self._archive.getinfo(part)
            with self._archive.open(info) as stream:
                data = stream.read(MAX_PART + 1)
        except _DAMAGE as error:
            raise DamagedDocument(f"{part} cannot be unpacked: {error}") from error
        if len(data) > MAX_PART:
            raise BoundExceeded(f"{part} unpacks to more than {MAX_PART} bytes")
        if len(data) > max(_SMALL_PART, MAX_RATIO * info.compress_size):
            raise BoundExceeded(f"{part} unpacks to {len(data)} bytes from {info.compress_size}")
        return data
