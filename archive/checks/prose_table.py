"""Figures stated in the prose against the cells of the tables that they name.

Rule: a number of the report's year that the prose states for a cell, or for a sum of cells, is the number
printed there.
Basis: Article 50 of the Regulation asks for one set of figures; prose and tables are of one document.
Every statement counts.  Not evaluable where a cell is blank, marked or unread, where the prose gives several
numbers (the whole district, the office itself and the townships), and where the number is that
of a neighbouring notion which the same words may mean (received: with or without what was carried in).
Not reported where the prose names no cell that the form printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from archive.checks.facts import Key, Number, ReportFacts, Rule, address
from archive.models import CheckResult, Mention, Outcome

RULE = Rule(
    "prose-table",
    1,
    "正文所述数字与表格中相应数据一致 · What the prose states of a cell is what the table prints there",
    "《政府信息公开条例》第五十条：同一报告的正文与表格应当一致"
    " · Article 50 of the Regulation on Open Government Information: prose and tables are one report",
)
CONTEXT = 24  # characters of the sentence on either side of a mention
_STOPS = "。！？!?\n"
_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")
_APPLICANTS = ("business", "research", "public_welfare", "legal_service", "other")
_GROUPS = ("refused", "unavailable", "rejected", "other_handling")  # of rows that begin with the same word
# Where a report has the statistics table of the earlier forms, the same notions stand there.
_STATISTICS: Mapping[str, str] = {
    "applications.new_received.total": "requests_received",
    "applications.total_handled.total": "requests_answered",
    "applications.granted.total": "answers_granted",
    "applications.granted_in_part.total": "answers_granted_in_part",
    "applications.refused.total": "answers_refused",
    "challenges.reconsideration.total": "reconsiderations",
    "challenges.litigation.total": "litigations",
    "disclosure.items": "proactive_disclosed",
    "disclosure.website_items": "proactive_website",
    "disclosure.gazette_items": "proactive_gazette",
}
_RECEIVED = (("applications", "new_received", "total"), ("applications", "carried_in", "total"))
# What else the words for a topic may mean: 收到 and 办理 are said of all that was pending as well.
_OTHER_MEANINGS: Mapping[str, Sequence[Sequence[Key]]] = {
    "applications.new_received.total": (_RECEIVED, (("applications", "total_handled", "total"),)),
    "applications.total_handled.total": (_RECEIVED, _RECEIVED[:1]),
}


def rules(facts: ReportFacts) -> Iterator[Rule]:
    """The one rule."""
    del facts
    yield RULE


def evaluate(facts: ReportFacts) -> Iterator[CheckResult]:
    """One result for each topic that names cells; ``left`` is the prose, ``right`` the table."""
    by_topic: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in facts.mentions:
        by_topic[mention.topic].append(mention)
    for topic, mentions in by_topic.items():
        if keys := _keys(topic, facts):
            yield _result(topic, mentions, keys, facts)


def _result(topic: str, mentions: Sequence[Mention], keys: Sequence[Key], facts: ReportFacts) -> CheckResult:
    cells = [address(key) for key in keys]
    printed = _sum(keys, facts)
    if printed is None:
        message = f"表中没有确定的数字 / no certain number in the table; {_quoted(mentions, facts)}"
        return RULE.found(Outcome.NOT_EVALUABLE, cells, (mentions[0].value, None), message)
    differing = [mention for mention in mentions if mention.value != printed]
    if not differing:
        return RULE.found(Outcome.PASS, cells, (printed, printed))
    sides = (differing[0].value, printed)
    is_unsure = len(differing) < len(mentions) or len({mention.value for mention in differing}) > 1
    if is_unsure or any(_may_mean_else(topic, mention.value, facts) for mention in differing):
        message = f"正文表述不止一种理解 / the prose can be read in several ways: {_quoted(differing, facts)}"
        return RULE.found(Outcome.NOT_EVALUABLE, cells, sides, message)
    message = (
        f"正文写{sides[0]}，表中为{printed} / the prose states {sides[0]}, the table prints {printed}: "
        f"{_quoted(differing, facts)}"
    )
    return RULE.found(Outcome.FAIL, cells, sides, message)


def _may_mean_else(topic: str, value: Number, facts: ReportFacts) -> bool:
    return any(_sum(keys, facts) == value for keys in _OTHER_MEANINGS.get(topic, ()))


def _sum(keys: Sequence[Key], facts: ReportFacts) -> Number | None:
    numbers = [facts.number(key) for key in keys]
    return None if None in numbers else sum(number for number in numbers if number is not None)


def _keys(topic: str, facts: ReportFacts) -> tuple[Key, ...]:
    """The printed cells whose sum a topic names; none where the form did not print all of them."""
    keys: list[Key] = []
    for part in topic.split("+"):
        found = _statistics_key(part, facts) or _form_keys(part, facts)
        if not found:
            return ()
        keys += found
    return tuple(dict.fromkeys(keys))


def _statistics_key(topic: str, facts: ReportFacts) -> tuple[Key, ...]:
    table, row, column = (*topic.split("."), "", "")[:3]
    key = ("statistics", row if table == "statistics" else _STATISTICS.get(topic, ""), column or "year")
    key = key if table == "statistics" else (*key[:2], "year")
    return (key,) if key in facts.cells else ()


def _form_keys(topic: str, facts: ReportFacts) -> tuple[Key, ...]:
    table, row, column = (*topic.split("."), "", "")[:3]
    rows = [row]
    if table == "challenges" and row == "litigation":
        rows = list(_LITIGATION)
    elif table == "applications" and row in _GROUPS:
        rows = _rows_of(row, column, facts)
    columns = _APPLICANTS if column == "organisations" else (column,)
    keys = tuple((table, row, column) for row in rows for column in columns)
    return keys if all(key in facts.cells for key in keys) else ()


def _rows_of(group: str, column: str, facts: ReportFacts) -> list[str]:
    """The rows of （三）不予公开 and the like; the one row of 其他处理 where it is not split."""
    if ("applications", group, column) in facts.cells:
        return [group]
    prefix = f"{group.partition('_')[0]}_"
    return [r for t, r, c in facts.cells if t == "applications" and c == column and r.startswith(prefix)]


def _quoted(mentions: Sequence[Mention], facts: ReportFacts) -> str:
    texts = {section.number or section.heading or None: section.text for section in facts.sections}
    return "；".join(f"“{_excerpt(m, texts.get(m.section, ''))}”" for m in mentions[:3])


def _excerpt(mention: Mention, text: str) -> str:
    """The mention within its sentence, as far as `CONTEXT` goes."""
    if text[mention.start : mention.end] != mention.text:
        return mention.text
    begin = max(mention.start - CONTEXT, 0, *(text.rfind(s, 0, mention.start) + 1 for s in _STOPS))
    ends = (text.find(stop, mention.end) for stop in _STOPS)
    end = min([mention.end + CONTEXT, len(text), *(end for end in ends if end >= 0)])
    return text[begin:end].strip()
