"""The parts of an Office Open XML package, unpacked within bounds (ISO/IEC 29500-2).

The sizes in a ZIP directory can lie, so the bound holds for what is really unpacked.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from archive.models import Issue
from extract.errors import BoundExceeded, DamagedDocument
from extract.readers.bounds import within_tags

MAX_PART = 32 * 2**20  # bytes of one unpacked part
MAX_MEMBERS = 10_000  # of the package; a report has some dozens
MAX_RATIO = 250  # unpacked to packed; the XML of real reports packs 10 to 40 times
_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,40})|([0-9]{1,40}));")
_CHARACTERS = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
_DIRECTORY_ENTRY = b"PK\x01\x02"
_SMALL_PART = 4 * 2**20  # below this a high ratio is only repetition
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError),
    KeyError,  # a part that another one names is missing
)


class Package:
    """An open package; ``issues`` says what of its parts was not read.

    Raises `DamagedDocument` where it is no whole ZIP, or is encrypted, `BoundExceeded` for very many members.
    """

    def __init__(self, data: bytes) -> None:
        self.issues: list[Issue] = []
        if (members := data.count(_DIRECTORY_ENTRY)) > MAX_MEMBERS:
            raise BoundExceeded(f"the package has {members} members, more than {MAX_MEMBERS}")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise DamagedDocument(f"not a whole ZIP package: {error}") from error

    def find(self, name: re.Pattern[str]) -> str | None:
        """The first part whose name matches wholly."""
        return next(filter(name.fullmatch, self._archive.namelist()), None)

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._archive.namelist()

    def targets(self, part: str) -> dict[str | None, str]:
        """The parts within the package that a part's relationships name, by their number."""
        folder, name = posixpath.split(part)
        listed = f"{folder}/_rels/{name}.rels"
        if listed not in self._archive.namelist():
            return {}
        return {
            element.get("Id"): posixpath.normpath(
                posixpath.join("/", folder, element.get("Target", ""))
            ).lstrip("/")
            for element in self.tree(listed).iter("{*}Relationship")
            if element.get("TargetMode") != "External"
        }

    def tree(self, part: str) -> etree._Element:
        """The root of an XML part; raises `DamagedDocument`, or `BoundExceeded` for a bomb."""
        root, issues = tree_of(self.unpack(part), part)
        self.issues += issues
        return root

    def unpack(self, part: str) -> bytes:
        """The bytes of a part; raises `DamagedDocument`, or `BoundExceeded` for a bomb."""
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


def tree_of(data: bytes, name: str) -> tuple[etree._Element, tuple[Issue, ...]]:
    """The root of an XML file, no entity expanded, and what was not read; raises `DamagedDocument`."""
    within = within_tags(data)
    is_cut = bool(within.issues)  # what was cut off leaves elements open
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        recover=is_cut,
    )
    try:
        root = etree.fromstring(_with_characters(within.data) if is_cut else within.data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedDocument(f"{name} is no well-formed XML: {error}") from error
    if root is None:
        raise DamagedDocument(f"{name} is no well-formed XML: it has no element")
    return root, within.issues


def _with_characters(data: bytes) -> bytes:
    """Without references to no character (XML 1.0, section 2.2): recovering, libxml2 keeps surrogates."""
    return _REFERENCE.sub(lambda found: found[0] if _is_character(found) else b"", data)


def _is_character(reference: re.Match[bytes]) -> bool:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return code in (0x9, 0xA, 0xD) or any(code in allowed for allowed in _CHARACTERS)
