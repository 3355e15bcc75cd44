"""The figures that the prose of a report states, each with its words, its place and what it counts.

Every statement counts, not the first alone; one about another year, a plan, a comparison or an
approximate number is none.  Where the prose says that there was nothing (未收到申请), the value is zero.
A mention names its section by its number, or by its heading where it has no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.models import Mention, Section
from extract.fees import CHARGED, fee_topics, is_uncharged
from extract.mentions_scope import Scope
from extract.mentions_topics import Clause, absent_topics, topics
from extract.mentions_words import COUNTERS, Event, Figure, Word, events

# Most lines of a report state nothing; they are not looked at closely.
_RELEVANT = re.compile(
    rf"[0-9０-９]\s{{0,3}}(?:{COUNTERS}|元|万元|亿元|[。，；、])|[零一二两三四五六七八九十百千]\s?(?:{COUNTERS})"
    r"|(?:未|没|没有|无|零|不|免)[收受接产发出引被因涉有行复诉上结政依申信公于存。；，]|复议|诉讼|信息处理费"
)
_TITLE = re.compile(
    r"《(?![^《》]{0,40}信息处理费)[^《》]{0,80}》"
)  # years and words in the titles of other documents say nothing
_FILLER = re.compile(r"[共总计合为有达数量件数是约其中全部\s:：]{1,12}")
_LONGEST_LEAD = 40  # characters of a mention before its figure
_UNUSABLE = frozenset(("drop", "compared", "compared_year", "none"))
# Words that say when and where, or what a figure is not: a mention does not begin or end with them.
_NOT_TOPICAL = frozenset(
    ("year", "this_year", "other_year", "cumulative", "compared", "compared_year", "drop", "absorbed")
) | {"place", "content", "both", "change", "various", "waived", "part"}


class Stated(NamedTuple):
    """A figure in one line: from where to where its words go, and what it counts."""

    start: int
    end: int
    topic: str
    value: int | float


def mentions(sections: Sequence[Section], year: int | None) -> tuple[Mention, ...]:
    """The figures stated about the report's year; where that is not known, explicit years say nothing."""
    found: dict[tuple[str | None, int, str], Mention] = {}
    for section in sections:
        address = section.number or section.heading or None
        for offset, stated in _in_text(section.text, year):
            start, end = offset + stated.start, offset + stated.end
            mention = Mention(address, start, end, section.text[start:end], stated.topic, stated.value)
            found.setdefault((address, start, stated.topic), mention)
    return tuple(found.values())


def _in_text(text: str, year: int | None) -> Iterator[tuple[int, Stated]]:
    """What each line states, with the line's own place in the text."""
    scope, offset = Scope(year), 0
    for line in text.split("\n"):
        if _RELEVANT.search(line):
            scope.new_line()
            yield from ((offset, stated) for stated in _in_line(_without_titles(line), scope))
        offset += len(line) + 1


def _without_titles(line: str) -> str:
    return _TITLE.sub(lambda match: "\u3000" * len(match[0]), line) if "《" in line else line


def _in_line(line: str, scope: Scope) -> Iterator[Stated]:
    clause: list[Event] = []
    before: list[Word] = []  # the words of the clause before, where it has no figure
    has_figure = False
    for event in events(line):
        if not isinstance(event, Word):
            has_figure = True
            clause.append(event)
            continue
        if event.kind != "stop" or event.code == "list":
            clause.append(event)
            continue
        if clause:
            yield from _in_clause(clause, before, line, scope)
        before = [] if has_figure else _words(clause)
        clause, has_figure = [], False
        if event.code == "sentence":
            scope.new_sentence()
            before = []
    if clause:
        yield from _in_clause(clause, before, line, scope)


def _in_clause(clause: list[Event], before: list[Word], line: str, scope: Scope) -> Iterator[Stated]:
    done = 0
    for place, figure in enumerate(clause):
        if not isinstance(figure, Figure):
            continue
        lead = _words(clause[done:place])
        scope.observe(lead)
        if not lead and before and not done and _is_filler(line, figure):
            lead = before
        tail = _tail(clause, place + 1)
        stated, done = _stated(figure, lead, tail, line, scope), place + 1
        if stated and stated[0].end > figure.end:
            done += len(tail)
        yield from stated
    words = _words(clause[done:])
    scope.observe(words)
    if not done:
        yield from _absent(words, line, scope)


def _stated(
    figure: Figure, lead: list[Word], tail: list[Word], line: str, scope: Scope
) -> tuple[Stated, ...]:
    """What a figure says, told by the words before it, or else by those behind it as well."""
    if figure.value is None or (figure.is_money and not scope.fee) or _is_change(figure, lead):
        return ()
    clause = Clause(lead, line, figure.start)
    if clause.has(_UNUSABLE):
        return ()
    if fees := tuple(fee_topics(figure, clause, scope)):
        start, end = _span(lead, figure)
        return tuple(Stated(start, end, *fee) for fee in fees) if scope.is_this_year(lead) else ()
    if figure.is_money:
        return ()
    found = topics(clause, scope)
    if not found and tail and not any(word.kind in _UNUSABLE for word in tail):
        lead = [*lead, *tail]
        found = topics(Clause(lead, line, figure.end), scope)
    if not found or not (_is_left_over(found) or scope.is_this_year(lead)):
        return ()
    stated = tuple(_together(found, figure.value, lead, _span(lead, figure)))
    if any(word.kind == "part" and (word.code == "sort" or found[0] in scope.stated) for word in lead):
        return ()
    scope.stated.update(found)
    return stated


def _together(
    found: tuple[str, ...], value: int | float, words: list[Word], span: tuple[int, int]
) -> Iterator[Stated]:
    """One figure for several things is their sum; nothing for all of them is nothing for each."""
    if value == 0 or len(found) == 1:
        yield from (Stated(*span, topic, value) for topic in found)
    elif not any(word.kind == "both" for word in words):
        yield Stated(*span, "+".join(found), value)


def _absent(words: list[Word], line: str, scope: Scope) -> Iterator[Stated]:
    """What a clause without a figure says that there is none of."""
    kinds = [word.kind for word in words]
    if "none" not in kinds or "drop" in kinds or "compared" in kinds:
        return
    none = words[kinds.index("none")]
    after = [word for word in words if word.start >= none.end and word.kind not in _NOT_TOPICAL]
    named = after or [word for word in words if word.kind not in _NOT_TOPICAL and word is not none]
    found = (CHARGED,) if is_uncharged(named, scope) else absent_topics(Clause(named, line, none.end), none)
    if found and (_is_left_over(found) or scope.is_this_year(words)):
        start = min(none.start, named[0].start)
        yield from (Stated(start, max(none.end, named[-1].end), topic, 0) for topic in found)


def _words(clause: Sequence[Event]) -> list[Word]:
    return [event for event in clause if isinstance(event, Word) and event.kind != "stop"]


def _tail(clause: Sequence[Event], begin: int) -> list[Word]:
    """The words behind a figure, to the next figure or 、."""
    tail: list[Word] = []
    for place in range(begin, len(clause)):
        event = clause[place]
        if not isinstance(event, Word) or event.kind == "stop":
            break
        tail.append(event)
    return tail


def _is_filler(line: str, figure: Figure) -> bool:
    """Whether between the clause before and the figure stands nothing but 共, 合计, 其中."""
    farthest = max(figure.start - _LONGEST_LEAD, 0)
    begin = max(line.rfind(stop, farthest, figure.start) for stop in "，,；;、") + 1
    return begin > 0 and _FILLER.fullmatch(line, begin, figure.start) is not None


def _is_change(figure: Figure, lead: list[Word]) -> bool:
    return bool(lead) and lead[-1].kind == "change" and figure.start - lead[-1].end <= 1


def _is_left_over(found: tuple[str, ...]) -> bool:
    """Requests carried over name the other year by their nature."""
    return found[0].startswith("applications.carried")


def _span(words: list[Word], figure: Figure) -> tuple[int, int]:
    begin = figure.start - _LONGEST_LEAD
    topical = [word for word in words if word.kind not in _NOT_TOPICAL and word.start >= begin]
    if not topical:
        return figure.start, figure.end
    return min(figure.start, topical[0].start), max(figure.end, topical[-1].end)
