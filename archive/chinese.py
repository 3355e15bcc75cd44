"""One form for the many ways in which a Chinese title is written: simplified, half-width, unspaced.

The pairs of traditional and simplified characters (traditional.txt) cover the common characters; a
copy made by machine may also carry the reading of a character in brackets behind it: 務(wù).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

# CJK Radicals Supplement: what PDF files print for these words and NFKC leaves alone.
RADICALS = ("⺠⻔⻓⻋⻅⻛⻢⻬⻰", "民门长车见风马齐龙")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\ue000-\uf8ff\x00-\x08\x0b-\x1f]")
READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,7}\)")
# NFKC turns full-width forms into half-width ones and leaves the rest of these characters as they are.
_UNUSUAL = re.compile(r"[^\x00-\x7f\u4e00-\u9fa5、。《》〈〉【】〔〕“”‘’·—〇\uff01-\uff5e\u3000]")
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e\u3000]+")
_HALF_WIDTH = {0x3000: 0x20, **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}}
BOOKMARK = re.compile(r"\[bookmark:[^\]]{0,80}\]")


@cache
def _pairs() -> tuple[re.Pattern[str], dict[int, int]]:
    text = resources.files(__package__).joinpath("traditional.txt").read_text(encoding="utf-8")
    traditional, simplified = (part + radicals for part, radicals in zip(text.split(), RADICALS, strict=True))
    # Most texts hold none of them; searching first is ten times faster than translating.
    return re.compile(f"[{traditional}]"), str.maketrans(traditional, simplified)


def simplify(text: str) -> str:
    """Simplified characters, half-width figures and brackets, single blanks, nothing invisible."""
    plain = _normal(BOOKMARK.sub("", text) if "[bookmark:" in text else text)
    if not plain.isprintable():  # as all that is invisible is not: asked first, for speed
        plain = INVISIBLE.sub("", plain)
    traditional, simplified = _pairs()
    if traditional.search(plain):
        plain = READING.sub("", plain.translate(simplified))
    return " ".join(plain.split())


def _normal(text: str) -> str:
    """The text in NFKC (Unicode Standard Annex 15), in half the time where it is of the usual characters."""
    if _UNUSUAL.search(text):
        return unicodedata.normalize("NFKC", text)
    return _FULL_WIDTH.sub(lambda found: found[0].translate(_HALF_WIDTH), text)


def squeeze(text: str) -> str:
    """The same without any blank."""
    return simplify(text).replace(" ", "")
