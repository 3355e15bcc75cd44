"""What a figure counts, told from the words of its clause: topics in the codes of the form's tables.

``applications.granted.total`` is a cell of table 3, ``challenges.litigation.corrected`` a sum of cells
(both proceedings), ``a+b`` a figure stated for two things together.  The rules are tried in order, the
more special first; none of them guesses: words that do not settle it give no topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from extract.mentions_scope import Scope
from extract.mentions_words import Word

FARTHEST = 24  # characters between the last word and the figure
NEAREST = 8  # between 办结 and its figure: 办结了各类申请共
NEXT = 4  # between a figure and what is said of it: 17件均已办结
_AT_START = frozenset("年度共有计：:，,；;。 \u3000")
_PLAIN_ITEMS = re.compile(  # between 主动公开 and the number of all that was published
    r"(?:发布|的|了|各类|各项|全部|本级|部门|政府|工作|信息|文件|内容|总|数|量|条|共|合|计|为|达|有|\s){0,12}"
)
_RESULT_GROUPS = {
    "refused": "refused_",
    "unavailable": "unavailable_",
    "rejected": "rejected_",
    "other_handling": "other_",
}
_JOINED = re.compile(r"(?:案件|申请|事项|的|、|,|，|\s){0,3}(?:、|和|及|与|或|以及|暨)\s?")


class Clause:
    """The words before a figure (or behind it), the line that they stand in, and where the figure is."""

    __slots__ = ("_by_kind", "figure_start", "line", "words")

    def __init__(self, words: Sequence[Word], line: str, figure_start: int) -> None:
        self.words, self.line, self.figure_start = words, line, figure_start
        self._by_kind: dict[str, list[Word]] = {}
        for word in words:
            self._by_kind.setdefault(word.kind, []).append(word)

    def has(self, kinds: Collection[str]) -> bool:
        """Whether there is a word of any of some kinds."""
        return not self._by_kind.keys().isdisjoint(kinds)

    def of(self, kind: str) -> Sequence[Word]:
        """The words of one kind."""
        return self._by_kind.get(kind, ())

    def last(self, kind: str) -> tuple[str, ...]:
        """The codes of the last words of a kind that are joined by 和, 及 or 、: 行政复议、行政诉讼."""
        words = self._by_kind.get(kind)
        if words is None:
            return ()
        run = words[-1:]
        for word in reversed(words[:-1]):
            if not _JOINED.fullmatch(self.line, word.end, run[0].start):
                break
            run.insert(0, word)
        return tuple(dict.fromkeys(word.code for word in run))

    def distance(self, word: Word) -> int:
        """Characters between a word and the figure, whichever comes first."""
        return max(self.figure_start - word.end, word.start - self.figure_start)


def topics(clause: Clause, scope: Scope) -> tuple[str, ...]:
    """The topics that the words of a clause name; several where one figure stands for them together."""
    if not clause.words or min(map(clause.distance, clause.words)) > FARTHEST:
        return ()
    for rule in _RULES:
        found = rule(clause, scope)
        if found is not None:
            return found
    return ()


Topics = tuple[str, ...] | None  # () settles that there is none, None leaves it to the next rule


def _challenge(clause: Clause, scope: Scope) -> Topics:
    blocks, outcomes = clause.last("block"), clause.last("outcome")
    if blocks:
        scope.block = blocks
    if outcomes and scope.block:
        if len(scope.block) > 1 or len(outcomes) > 1:
            return ()
        return (f"challenges.{scope.block[0]}.{outcomes[0]}",)
    if not blocks:
        return None
    is_other = clause.of("handle") or clause.of("result") or clause.of("proactive")
    return () if is_other else tuple(f"challenges.{block}.total" for block in blocks)


def _result(clause: Clause, scope: Scope) -> Topics:
    if not clause.of("result"):
        return None
    results = _reasons(clause) or clause.last("result")
    if len(results) == 1:
        scope.row = results[0]
    return tuple(f"applications.{code}.{_column(clause)}" for code in results)


def _reasons(clause: Clause) -> tuple[str, ...]:
    """The reason where a clause gives both it and its heading: 因本机关不掌握无法提供."""
    codes = {word.code for word in clause.of("result")}
    groups = codes & _RESULT_GROUPS.keys()
    reasons = codes - groups
    is_one = len(groups) == len(reasons) == 1
    return tuple(r for r in reasons if is_one and r.startswith(_RESULT_GROUPS[next(iter(groups))]))


def _carried(clause: Clause, scope: Scope) -> Topics:
    words = clause.of("carried")
    if not words:
        return None
    if scope.block and not clause.of("request"):
        return ()
    row = _carried_row(words[-1], clause.line, scope.year)
    scope.row = row or ""
    return (f"applications.{row}.{_column(clause)}",) if row else ()


def _carried_row(word: Word, line: str, year: int | None) -> str | None:
    if word.code not in ("from_year", "to_year"):
        return word.code
    named = re.search(r"[0-9]{4}", line[word.start : word.end])
    if named is None or year is None:
        return None
    later = int(named[0]) - year + (word.code == "from_year")
    return {0: "carried_in", 1: "carried_forward"}.get(later)


def _channel(clause: Clause, scope: Scope) -> Topics:
    channels = clause.of("channel")
    if not channels or clause.of("various"):
        return None
    is_request = clause.of("request") or (scope.is_about_requests and scope.row == "new_received")
    if not is_request or clause.of("handle") or len({word.code for word in channels}) > 1:
        return ()
    return (f"statistics.{channels[0].code}.year",)


def _received(clause: Clause, scope: Scope) -> Topics:
    if clause.of("handle"):
        return None
    received = clause.of("receive")
    is_new = any(word.code == "newly" for word in received) and scope.is_about_requests
    if not is_new and not (clause.of("request") if received else _opens_with_requests(clause)):
        return None
    scope.row = "new_received"
    return (f"applications.new_received.{_column(clause)}",)


def _opens_with_requests(clause: Clause) -> bool:
    """政府信息公开申请46件: without a verb the words must open the clause; else they may name a sort."""
    return any(
        word.code == "full"
        and clause.distance(word) <= NEAREST
        and clause.line[word.start - 1 : word.start] in {"", *_AT_START}
        for word in clause.of("request")
    )


def _applicant(clause: Clause, scope: Scope) -> Topics:
    if not clause.of("applicant") or clause.of("handle"):
        return None
    if not scope.row or not scope.is_about_requests or _column(clause) == "total":
        return ()
    return (f"applications.{scope.row}.{_column(clause)}",)


def _handled(clause: Clause, scope: Scope) -> Topics:
    handled = clause.of("handle")
    if not handled:
        return None
    nearest = min(clause.distance(word) for word in (*handled, *clause.of("request")))
    if not scope.is_about_requests or nearest > NEAREST or clause.of("applicant"):
        return ()
    behind = [word for word in handled if word.start >= clause.figure_start]
    if any(word.code != "done" or word.start - clause.figure_start > NEXT for word in behind):
        return ()
    scope.row = "total_handled"
    return ("applications.total_handled.total",)


def _disclosed(clause: Clause, scope: Scope) -> Topics:
    if clause.of("receive") or clause.of("request"):
        return ()
    is_proactive = bool(clause.of("proactive"))
    published = [word for word in clause.of("publish") if word.end <= clause.figure_start]
    if not is_proactive and not (published and clause.of("content")):
        return None
    places = {word.code for word in scope.places}
    if len(places) > 1:
        places.discard("new_media_items")
    if len(places) == 1:
        return (f"disclosure.{places.pop()}",)
    is_all = (
        not places
        and is_proactive
        and _PLAIN_ITEMS.fullmatch(clause.line, clause.of("proactive")[-1].end, clause.figure_start)
    )
    return ("disclosure.items" if is_all else "disclosure.published_items",)


_RULES: tuple[Callable[[Clause, Scope], Topics], ...] = (
    _challenge,
    _result,
    _carried,
    _channel,
    _received,
    _applicant,
    _handled,
    _disclosed,
)


def _column(clause: Clause) -> str:
    applicants = {word.code for word in clause.of("applicant")}
    return applicants.pop() if len(applicants) == 1 else "total"


def absent_topics(clause: Clause, none: Word) -> tuple[str, ...]:
    """What a clause says there is none of: 未收到申请, 无结转, 未发生行政复议和行政诉讼."""
    blocks, outcomes = clause.last("block"), clause.last("outcome")
    if blocks:
        columns = outcomes or ("total",)
        return tuple(f"challenges.{block}.{column}" for block in blocks for column in columns)
    if carried := [word.code for word in clause.of("carried") if word.code.startswith("carried")]:
        return (f"applications.{carried[0]}.total",)
    requests = clause.of("request")
    if not requests or clause.of("handle") or clause.of("result"):
        return ()
    if clause.of("channel") or clause.of("applicant"):
        return ()
    receives = any(abs(word.start - none.end) <= 1 for word in clause.of("receive"))
    is_next = 0 <= requests[0].start - none.end <= NEAREST
    return ("applications.new_received.total",) if receives or is_next else ()
