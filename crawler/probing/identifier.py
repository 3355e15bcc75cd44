"""A short name for a new portal: the province as ISO 3166-2:CN writes it, then the words of its host."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count

from crawler.hosts import is_address, is_loopback

PROVINCES = {
    "11": "bj", "12": "tj", "13": "he", "14": "sx", "15": "nm", "21": "ln", "22": "jl", "23": "hl",
    "31": "sh", "32": "js", "33": "zj", "34": "ah", "35": "fj", "36": "jx", "37": "sd",
    "41": "ha", "42": "hb", "43": "hn", "44": "gd", "45": "gx", "46": "hi",
    "50": "cq", "51": "sc", "52": "gz", "53": "yn", "54": "xz",
    "61": "sn", "62": "gs", "63": "qh", "64": "nx", "65": "xj",
}  # fmt: skip
LONGEST = 40
_SERVICES = frozenset({"www", "wap", "m", "zwgk", "xxgk", "zfxxgk", "gkml", "zyk", "new"})
_SUFFIX = re.compile(r"(?:\.gov)?\.(?:cn|com|net|org|example|test)$")
_OTHER = re.compile(r"[^a-z0-9]+")


def proposed(name: str, division_code: str, taken: Collection[str]) -> str:
    """An id for the portal on a host (``www.tinghu.gov.cn`` in 320902: ``js-tinghu``) that no row has."""
    province = PROVINCES.get(division_code[:2], "")
    words = [province, *_without(province, list(_words(name)))]
    first = _OTHER.sub("-", "-".join(filter(None, words))).strip("-")
    first = (first if first[:1].isalpha() else f"site-{first}")[:LONGEST].strip("-")
    numbered = (f"{first[: LONGEST - 4]}-{number}" for number in count(2))
    return first if first not in taken else next(one for one in numbered if one not in taken)


def _words(name: str) -> Iterator[str]:
    """The labels of a host that tell it apart, the registrable one first."""
    bare = name.lower().partition(":")[0]
    if is_address(bare) or is_loopback(bare):
        yield bare
        return
    labels = _SUFFIX.sub("", bare).split(".")
    yield from (label for label in reversed(labels) if label not in _SERVICES)


def _without(province: str, words: list[str]) -> list[str]:
    """``bjmy`` in Beijing is ``my``, and a province's own domain (``scjgj.cq``) is said already."""
    if not province or not words:
        return words
    first, *others = words
    rest = first.removeprefix(province)
    return others or [first] if not rest else [rest if len(rest) > 1 else first, *others]
