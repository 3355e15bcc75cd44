"""Automatic numbers of Word 97-2003 lists: PlfLst, PlfLfo and the styles of the table stream ([MS-DOC]).

A paragraph or its style names a list override (LFO), the override names a list (LSTF), and the list says how
each of its nine levels counts (LVL).  Nothing of it is read before a paragraph asks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from archive.models import Issue, Severity
from extract.readers.doc_formatting import ListUse, ParagraphFormat, list_use
from extract.readers.doc_pieces import Block, FileInformation
from extract.readers.list_numbers import LARGEST, LEVELS, UNNUMBERED, Counters, Level, NumberedList

_STYLES, _LISTS, _OVERRIDES = 1, 73, 74  # in FibRgFcLcb97
_LSTF = struct.Struct("<i4x18sBx")  # list number, styles of its levels, flags
_LVLF = struct.Struct("<iBB9x1x4x4x4B")  # start, form, flags; sizes of properties, restart limit
_LFO = struct.Struct("<i8xB3x")  # list number, count of levels that it sets itself
_IS_SIMPLE = 1  # a list of one level
_IS_LEGAL, _NEVER_RESTARTS = 4, 8
_LEVEL, _HAS_START, _HAS_LEVEL = 15, 16, 32  # of the flags of an LFOLVL
_NO_STYLE = 0xFFF
_PARAGRAPH_STYLE = 1
_STYLES_DEEP = 10
_FORMS = {  # MSONFC ([MS-OSHARED] 2.2.1.3) by the names of ISO/IEC 29500-1; others count in digits
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    33: "taiwaneseCounting",
    35: "taiwaneseCountingThousand",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    41: "koreanDigital",
    255: "none",
}


class _Style(NamedTuple):
    """The style that one is based on, and what it says of lists."""

    based_on: int
    use: ListUse


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, information: FileInformation, table: bytes) -> None:
        self._information, self._table = information, table
        self._counters = Counters()
        self._uses: dict[tuple[ListUse, int], ListUse] = {}
        self.issues: list[Issue] = []
        self._is_sound = information.block(_OVERRIDES).length > 0

    def label(self, paragraph: ParagraphFormat) -> str:
        """The number that is printed before a paragraph and the text around it; empty where there is none."""
        if not self._is_sound:
            return ""
        try:
            told = paragraph.list, paragraph.style
            use = self._uses.get(told) or self._uses.setdefault(told, self._use(*told))
            numbered = self._overrides.get(use.number) if use.number else None
            return self._counters.label(use.number, numbered, use.level or 0) if numbered else ""
        except (struct.error, IndexError) as error:
            message = f"自动编号未能读取 / automatic numbers were not read: {error}"
            self.issues.append(Issue("numbering-not-read", Severity.WARNING, message))
            self._is_sound = False
            return ""

    def _use(self, own: ListUse, style_number: int) -> ListUse:
        """What a paragraph says, else its style, else those that the style is based on."""
        (number, level), at = own, style_number
        reserved: int | None = None
        for _ in range(_STYLES_DEEP):
            style = self._styles.get(at) if number is None or level is None else None
            if style is None:
                break
            if number is None and style.use.number is not None:
                number, reserved = style.use.number, self._linked.get((style.use.number, at))
            level, at = style.use.level if level is None else level, style.based_on
        return ListUse(number, reserved if level is None else level)

    @cached_property
    def _lists(self) -> dict[int, dict[int, Level]]:
        return dict(_lists(self._table, self._information.block(_LISTS)))

    @cached_property
    def _linked(self) -> dict[tuple[int, int], int]:
        """The level that an override's list reserves for a style, by the numbers of both."""
        reserved = list(_reserved(self._table, self._information.block(_LISTS)))
        return {
            (number, style): level
            for number, numbered in self._overrides.items()
            for shared, style, level in reserved
            if shared == numbered.shared
        }

    @cached_property
    def _overrides(self) -> dict[int, NumberedList]:
        found = _overrides(self._table, self._information.block(_OVERRIDES), self._lists)
        return dict(enumerate(found, 1))

    @cached_property
    def _styles(self) -> dict[int, _Style]:
        return dict(_styles(self._table, self._information.block(_STYLES)))


def _lists(table: bytes, place: Block) -> Iterator[tuple[int, dict[int, Level]]]:
    """The levels of each list by its number; they lie behind all heads of lists."""
    heads = list(_heads(table, place))
    position = place.offset + 2 + len(heads) * _LSTF.size
    for number, _, flags in heads:
        levels = {}
        for at in range(1 if flags & _IS_SIMPLE else LEVELS):
            level, position = _level(table, position)
            levels[at] = level
        yield number, levels


def _heads(table: bytes, place: Block) -> Iterator[tuple[int, bytes, int]]:
    if place.length < 2:
        return
    (count,) = struct.unpack_from("<h", table, place.offset)
    for number in range(count):
        yield _LSTF.unpack_from(table, place.offset + 2 + number * _LSTF.size)


def _reserved(table: bytes, place: Block) -> Iterator[tuple[int, int, int]]:
    """List, style and level wherever a list reserves a level for a style."""
    for number, styles, _ in _heads(table, place):
        for level, style in enumerate(struct.unpack(f"<{LEVELS}H", styles)):
            if style != _NO_STYLE:
                yield number, style, level


def _level(table: bytes, position: int) -> tuple[Level, int]:
    """A level and where it ends; in its text a character below 9 stands for the number of a level."""
    start, form, flags, characters, paragraph, limit, _ = _LVLF.unpack_from(table, position)
    position += _LVLF.size + characters + paragraph
    (length,) = struct.unpack_from("<H", table, position)
    end = position + 2 + 2 * length
    text = table[position + 2 : end].decode("utf-16-le", "replace")
    printed = "".join(f"%{ord(char) + 1}" if ord(char) < LEVELS else char for char in text)
    restarts_after = limit if flags & _NEVER_RESTARTS else None
    first = max(0, min(start, LARGEST))
    return Level(_FORMS.get(form, "decimal"), printed, first, bool(flags & _IS_LEGAL), restarts_after), end


def _overrides(
    table: bytes, place: Block, lists: Mapping[int, Mapping[int, Level]]
) -> Iterator[NumberedList]:
    (count,) = struct.unpack_from("<I", table, place.offset)
    count = min(count, place.length // _LFO.size)
    heads = [_LFO.unpack_from(table, place.offset + 4 + number * _LFO.size) for number in range(count)]
    position = place.offset + 4 + count * _LFO.size
    for number, changed in heads:
        levels, starts = dict(lists.get(number, {})), {}
        position += 4
        for _ in range(changed):
            start, flags = struct.unpack_from("<iI", table, position)
            position += 8
            at = flags & _LEVEL
            if flags & _HAS_LEVEL:
                levels[at], position = _level(table, position)
                start = levels[at].start
            if flags & _HAS_START:
                starts[at] = max(0, min(start, LARGEST))
        counting = {at: level for at, level in levels.items() if at < LEVELS and level.form not in UNNUMBERED}
        yield NumberedList(number, counting, {at: start for at, start in starts.items() if at < LEVELS})


def _styles(table: bytes, place: Block) -> Iterator[tuple[int, _Style]]:
    """The paragraph styles of the style sheet (STSH) by their number (istd)."""
    sheet = table[place.offset : place.offset + place.length]
    if not sheet:
        return
    size, count, base = struct.unpack_from("<3H", sheet)
    position = 2 + size
    for number in range(count):
        if position + 2 > len(sheet):
            return
        (length,) = struct.unpack_from("<H", sheet, position)
        position += 2
        if length:
            style = _style(sheet[position : position + length], base)
            if style:
                yield number, style
        position += length + length % 2


def _style(definition: bytes, base: int) -> _Style | None:
    """A paragraph style: behind its head of ``base`` bytes its name, then its paragraph properties."""
    (kind,) = struct.unpack_from("<2xH", definition)
    if kind & 15 != _PARAGRAPH_STYLE:
        return None
    (name,) = struct.unpack_from("<H", definition, base)
    start = base + 2 * name + 4
    (size,) = struct.unpack_from("<H", definition, start)
    return _Style(kind >> 4, list_use(definition[start + 4 : start + 2 + size]))
