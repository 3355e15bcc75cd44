"""The documents that are mutated: our fixtures, generated forms in every style, pages of the demo."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from nianbao.demo import docx, markup
from nianbao.demo.body import body
from nianbao.demo.plan import reports
from tests.extract import rendering, untabled

FIXTURES = Path(__file__).parent.parent / "fixtures"
_DEMO_STYLES = ("plain", "paragraph", "word")
_DEMO_REPORTS = 3


class Original(NamedTuple):
    """A sound document."""

    filename: str
    data: bytes


@cache
def originals() -> tuple[Original, ...]:
    """All of them, in an order that does not depend on the machine."""
    return (*_fixtures(), *_forms(), *_demo_pages())


def _fixtures() -> Iterator[Original]:
    found = [*FIXTURES.glob("documents/*/document.*"), *FIXTURES.glob("portals/*/list.html")]
    for path in sorted(found):
        yield Original(path.name, path.read_bytes())


def _forms() -> Iterator[Original]:
    chance = Random(2019)
    for edition in ("2019", "2021"):
        figures = {key: str(chance.randrange(2000)) for key in rendering.keys(edition)}
        for render, filename in (*rendering.STYLES.values(), *untabled.STYLES.values()):
            yield Original(filename, render(edition, figures))


def _demo_pages() -> Iterator[Original]:
    for plan in reports()[:: max(1, len(reports()) // _DEMO_REPORTS)]:
        content = body(plan, 1)
        yield Original("report.docx", docx.write(content))
        for style in _DEMO_STYLES:
            yield Original("page.html", markup.render(content, style).encode())
