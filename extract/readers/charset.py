"""Bytes to text for Chinese government pages, where a declaration is a hint and the bytes are the proof.

Order: byte order mark, then strict UTF-8, then the declared charset, then GB18030.  UTF-8 stands before
the declaration because GB text is hardly ever valid UTF-8 while UTF-8 text quite often is valid GB18030
(and then reads 浣忔埧); only where the UTF-8 reading shows no Chinese at all is a GB declaration believed.
GB2312 and GBK are read as GB18030, their superset (GB 18030-2022; WHATWG Encoding Standard, section 10).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from archive.models import Issue, Severity

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; WHATWG looks into 1024, old portals put scripts first
_GB_FAMILY = frozenset({"gb2312", "gb_2312-80", "gb-2312", "gbk", "x-gbk", "cp936", "ms936", "gb18030"})
_BIG5 = frozenset({"big5", "big5-hkscs", "cn-big5", "x-x-big5"})
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_WIDE_START = re.compile(rb"<\0[!-~]\0|\0<\0[!-~]")
_SAMPLE = 2**19  # bytes of a damaged text that tell what it was
_INTACT_PER_DAMAGED = 10  # a text with fewer broken than a tenth of its Chinese characters is only damaged


class Decoded(NamedTuple):
    """The text, the codec that gave it and the number of characters lost on the way."""

    text: str
    codec: str
    lost: int

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes, but for a byte order mark, are the text in UTF-8 already."""
        return self.codec == "utf-8" and not self.lost

    def issues(self) -> tuple[Issue, ...]:
        """One warning where replacement characters were needed, else nothing."""
        if not self.lost:
            return ()
        message = f"{self.lost} places are no valid {self.codec}; each stands as U+FFFD"
        return (Issue("charset-damage", Severity.WARNING, message),)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a page; never raises.

    ``declared`` is the charset of the Content-Type header; without it the first ``charset=`` of the
    page itself counts.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _replacing(data[len(bom) :], codec)
    name = _normal_name(declared) or _declared_inside(data)
    utf8 = None if _is_wide(data) else _strict(data, "utf-8")
    if utf8 and (name not in _GB_FAMILY or data.isascii() or _CHINESE.search(utf8.text)):
        return utf8
    return _strict_declared(data, name) or _guess(data, utf8)


def _normal_name(declared: str | None) -> str:
    return (declared or "").strip("\"' ").lower()


def _declared_inside(data: bytes) -> str:
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii", "replace").lower() if found else ""


def _is_wide(data: bytes) -> bool:
    """Whether a page starts like UTF-16 without a byte order mark: ``<`` and one more ASCII character."""
    return _WIDE_START.match(data) is not None


def _strict_declared(data: bytes, name: str) -> Decoded | None:
    """The reading in the charsets other than UTF-8 and GB18030 that are believed, where it succeeds."""
    if _is_wide(data):
        return _strict(data, "utf-16-be" if data[0] == 0 else "utf-16-le")
    return _strict(data, "big5hkscs") if name in _BIG5 else None


def _guess(data: bytes, utf8: Decoded | None) -> Decoded:
    if utf8 is None and _is_damaged_utf8(data):
        return _replacing(data, "utf-8")
    return _strict(data, "gb18030") or utf8 or _least_damaged(data)


def _strict(data: bytes, codec: str) -> Decoded | None:
    try:
        return Decoded(data.decode(codec), codec, 0)
    except UnicodeDecodeError:
        return None


def _replacing(data: bytes, codec: str) -> Decoded:
    if whole := _strict(data, codec):
        return whole
    text = data.decode(codec, "replace")
    return Decoded(text, codec, max(1, text.count("\ufffd")))


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether a few broken bytes stand in what is otherwise UTF-8 Chinese (a truncated copy)."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    return text.count("\ufffd") * _INTACT_PER_DAMAGED < len(_CHINESE.findall(text))


def _least_damaged(data: bytes) -> Decoded:
    sample = data[:_SAMPLE]
    codec = min(("utf-8", "gb18030"), key=lambda codec: _replacing(sample, codec).lost)
    return _replacing(data, codec)
