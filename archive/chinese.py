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
RADICALS = str.maketrans("⺠⻔⻓⻋⻅⻛⻢⻬⻰", "民门长车见风马齐龙")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\ue000-\uf8ff\x00-\x08\x0b-\x1f]")
READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,7}\)")
BOOKMARK = re.compile(r"\[bookmark:[^\]]{0,80}\]")
SPACE = re.compile(r"\s+")


@cache
def _simplified() -> dict[int, str]:
    text = resources.files(__package__).joinpath("traditional.txt").read_text(encoding="utf-8")
    traditional, simplified = text.split()
    return {ord(old): new for old, new in zip(traditional, simplified, strict=True)}


def simplify(text: str) -> str:
    """Simplified characters, half-width figures and brackets, single blanks, nothing invisible."""
    plain = unicodedata.normalize("NFKC", BOOKMARK.sub("", text)).translate(RADICALS)
    plain = READING.sub("", INVISIBLE.sub("", plain).translate(_simplified()))
    return SPACE.sub(" ", plain).strip()


def squeeze(text: str) -> str:
    """The same without any blank."""
    return SPACE.sub("", simplify(text))
