"""A report's body: headings, prose and tables in the order of the form, before any markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nianbao.demo import layout
from nianbao.demo.layout import Table
from nianbao.demo.plan import ReportPlan
from nianbao.demo.printing import printed
from nianbao.demo.prose import Prose, prose

Block = str | Table


@dataclass(frozen=True, slots=True)
class Section:
    """One statutory part: its numbered heading, then prose and tables."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What the publisher wrote; `opening` stands before the first heading, `signature` at the end."""

    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    signature: tuple[str, ...]


@cache
def body(plan: ReportPlan, visit: int) -> Body:
    """Write a report as it reads on the given visit."""
    words = prose(plan, visit)
    return Body(plan.title, words.opening, tuple(_sections(plan, visit, words)), words.signature)


def _sections(plan: ReportPlan, visit: int, words: Prose) -> Iterator[Section]:
    cells = printed(plan, visit)
    yield Section("一、总体情况", words.overview)
    yield Section("二、主动公开政府信息情况", (layout.disclosure(plan, cells),))
    yield Section("三、收到和处理政府信息公开申请情况", layout.applications(plan, cells))
    yield Section("四、政府信息公开行政复议、行政诉讼情况", (layout.challenges(cells),))
    yield Section("五、存在的主要问题及改进情况", words.problems)
    yield Section("六、其他需要报告的事项", words.other_matters)
