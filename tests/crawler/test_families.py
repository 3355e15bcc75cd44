"""Every saved page of every family, read again by its family and held against what a person reviewed.

tests/fixtures/portals/README.md tells the layout; a page is added without touching this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.ask import Ask
from crawler.page import Page
from crawler.platforms import FAMILIES, detect
from crawler.platforms.generic import Generic

PORTALS = Path(__file__).parent.parent / "fixtures" / "portals"
SAVED = sorted(path.parent for path in PORTALS.glob("*/meta.json"))


def meta(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
    return {"options": {}, "in_section": True, **read}


def saved(folder: Path) -> Page:
    told = meta(folder)
    return Page.from_body(told["url"], (folder / told["page"]).read_bytes())


def shown(folder: Path, family: str | None = None, *, without: str | None = None) -> dict[str, Any]:
    """What a family, by default its own, makes of a saved page; what it has nothing to say of is left out."""
    told, page = meta(folder), saved(folder)
    options = {key: value for key, value in told["options"].items() if key != without}
    platform = FAMILIES[family or told["platform"]](options)
    found = {
        "family": detect(page.text),
        "candidates": [[row.url, row.title, row.listed_on] for row in platform.candidates(page)],
        "next": [Ask.of(asked).name for asked in platform.next_pages(page)],
        "leads": [
            [lead.url, lead.title, lead.lead.name.lower()]
            for lead in platform.leads(page, in_section=told["in_section"])
        ],
        "trouble": platform.trouble(page),
    }
    return {key: value for key, value in found.items() if value or key in ("family", "candidates", "next")}


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: folder.name)
def test_a_saved_page_gives_what_was_reviewed(folder: Path) -> None:
    golden, found = folder / "expected.json", shown(folder)
    if not golden.exists():
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"wrote {golden}: review it line by line, then commit it")
    assert found == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: folder.name)
def test_a_page_is_taken_for_one_of_its_own_family(folder: Path) -> None:
    """An answer that is none bears nobody's marks: what it answers to is known by its URL."""
    page, expected = saved(folder), json.loads((folder / "expected.json").read_text("utf-8"))
    assert detect(page.text) == (Generic.name if "trouble" in expected else meta(folder)["platform"])


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_has_pages_of_two_portals_and_says_what_a_reader_must_know(name: str) -> None:
    own = [told["url"] for told in map(meta, SAVED) if told["platform"] == name]
    hosts = {urlsplit(url).netloc for url in own}
    assert len(hosts) >= 2, f"portals with saved pages of {name}: {hosts}"
    for part in ("Recognise it", "Example portals", "Options", "Traps"):
        assert part in (FAMILIES[name].__doc__ or ""), f"{name}: {part}"


_TOLD_ELSEWHERE = {  # by test_platforms and, since a browser has to draw the page, by test_browser
    ("generic", "next_text"), ("jcms", "window"), ("browser", "family"), ("browser", "articles"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_an_option_has_a_saved_page_that_reads_otherwise_without_it(name: str) -> None:
    needed = {
        option
        for folder in SAVED
        for option in meta(folder)["options"]
        if meta(folder)["platform"] == name and shown(folder) != shown(folder, without=option)
    }
    own = {
        option for option in vars(FAMILIES[name]).get("options", ()) if (name, option) not in _TOLD_ELSEWHERE
    }
    assert needed == own


@pytest.mark.parametrize(
    ("young", "elder"),
    [
        ("trsapi", "trs"),
        ("loaddata", "ucap"),
        ("ucapsearch", "ucap"),
        ("gkmlpt", "generic"),
        ("jpaas", "jcms"),
    ],
)
def test_the_static_lists_of_a_portal_with_an_api_are_read_as_its_elder_family_reads_them(
    young: str, elder: str
) -> None:
    """A portal has both, and a row has one family."""
    for folder in SAVED:
        if meta(folder)["platform"] == elder:
            expected = json.loads((folder / "expected.json").read_text("utf-8"))
            assert shown(folder, young) == expected, folder.name
