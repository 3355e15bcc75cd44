"""Where the statements of one document about itself do not agree.

Only a title, a statistical period and the sentence that opens 总体情况 speak of the report's year; plans
for the year to come and problems of the year before do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.models import Issue, Severity
from extract.evidence import Evidence

# What may differ in two names of one body.
FORM_OF_NAME = re.compile(
    r"人民政府|政府|办事处|地区|街道|镇|乡|管理委员会|管委会|委员会|办公室|办公厅|[省市区县旗局委办厅]"
)
OFFICES = ("办公室", "办公厅", "政府办")


def contradictions(evidence: Evidence) -> Iterator[Issue]:
    """One issue for each statement that contradicts the year or the body that was taken."""
    yield from _other_years(evidence)
    yield from _early_signature(evidence)
    titled = evidence.title_publisher
    signed = evidence.signature.publisher if evidence.signature else None
    if titled and signed and not _agree(titled.name, signed.name):
        yield _issue("publisher", titled.name, ("落款", "the signature"), signed.name)


def _other_years(evidence: Evidence) -> Iterator[Issue]:
    year, span, listed = evidence.year, evidence.period, evidence.listed
    statements = (
        (("统计期限", "the statistical period"), span.year if span else None),
        (("“总体情况”首句", "the opening of 总体情况"), evidence.opening_year),
        (("列表标题", "the link's title"), listed.year if listed else None),
    )
    for place, other in statements:
        if other not in (None, year):
            yield _issue("year", f"{year}", place, f"{other}")
    if span and not span.is_one_year:
        yield _issue("year", f"{year}", ("统计期限", "the statistical period"), span.text)


def _early_signature(evidence: Evidence) -> Iterator[Issue]:
    """A report signed before its year had ended cannot tell the whole year."""
    signed, year = evidence.signature.month if evidence.signature else None, evidence.year
    if signed and year and signed.year <= year:
        message = (
            f"落款为{signed:%Y-%m}，早于{year}年度结束 /"
            f" signed in {signed:%Y-%m}, before the reported year {year} had ended"
        )
        yield Issue("early-signature", Severity.WARNING, message)


def _agree(titled: str, signed: str) -> bool:
    """Whether two names may be one body's: 小红门地区办事处, 小红门乡人民政府; 发改委, 发展和改革委员会."""
    if titled.endswith("人民政府") and signed.endswith(OFFICES):
        return True
    short, long = sorted((FORM_OF_NAME.sub("", titled), FORM_OF_NAME.sub("", signed)), key=len)
    return _is_subsequence(short, long)


def _is_subsequence(short: str, long: Iterable[str]) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


WORDS = {"year": ("年度", "year"), "publisher": ("机关", "body")}


def _issue(what: str, taken: str, place: tuple[str, str], other: str) -> Issue:
    (name_zh, name_en), (place_zh, place_en) = WORDS[what], place
    message = (
        f"{name_zh}采用{taken}，{place_zh}却写{other} / {name_en} taken as {taken}, {place_en} says {other}"
    )
    return Issue(f"{what}-contradiction", Severity.WARNING, message)
