"""Every family against saved pages, with reviewed goldens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.models import Candidate
from crawler.ask import Ask
from crawler.page import Page
from crawler.platforms import FAMILIES, detect

PORTALS = Path(__file__).parent.parent / "fixtures" / "portals"
SAVED = sorted(path.parent for path in PORTALS.glob("*/meta.json"))


def load(folder: Path) -> tuple[dict[str, str], Page]:
    meta: dict[str, str] = json.loads((folder / "meta.json").read_text("utf-8"))
    return meta, Page.from_body(meta["url"], (folder / meta["page"]).read_bytes())


def shown(folder: Path) -> dict[str, Any]:
    meta, page = load(folder)
    platform = FAMILIES[meta["platform"]]({})
    return {
        "candidates": [[c.url, c.title, c.listed_on] for c in platform.candidates(page)],
        "next_pages": list(platform.next_pages(page)),
    }


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: folder.name)
def test_a_saved_page_gives_the_reviewed_candidates_and_next_pages(folder: Path) -> None:
    golden = folder / "expected.json"
    found = shown(folder)
    if not golden.exists():
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"wrote {golden}: review and commit it")
    assert found == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("folder", SAVED, ids=lambda folder: folder.name)
def test_a_page_bears_the_marks_of_its_own_family_and_of_no_other(folder: Path) -> None:
    meta, page = load(folder)
    marked = {name for name, family in FAMILIES.items() if family.fingerprint(page.text)}
    assert marked == {meta["platform"]} - {"generic"}
    assert detect(page.text) == meta["platform"]


def test_a_link_to_an_article_elsewhere_does_not_make_a_page_that_family_s() -> None:
    _, page = load(PORTALS / "jcms-inline")
    link = '<a href="http://www.yunxi.gov.cn/zwgk/202301/t20230130_4410021.html">转载</a>'
    assert detect(page.text + link) == "jcms"


def test_every_family_owns_two_saved_pages_and_says_how_to_recognise_it() -> None:
    for name, family in FAMILIES.items():
        assert sum(load(folder)[0]["platform"] == name for folder in SAVED) >= 2, name
        for part in ("Recognise it", "Example portals", "Options", "Traps"):
            assert part in (family.__doc__ or ""), f"{name}: {part}"


def test_the_whole_title_is_taken_where_the_visible_one_is_cut() -> None:
    _, page = load(PORTALS / "trs-plain")
    titles = [candidate.title for candidate in FAMILIES["trs"]({}).candidates(page)]
    assert "云溪区交通运输局2022年政府信息公开工作年度报告" in titles


def test_a_window_asked_for_by_the_row_sets_the_size_of_the_requests() -> None:
    _, page = load(PORTALS / "jcms-inline")
    (asked,) = FAMILIES["jcms"]({"window": "1"}).next_pages(page)
    assert Ask.of(asked).url.endswith("startrecord=4&endrecord=4&perpage=1")


def test_the_text_of_a_next_link_may_be_named_by_the_row() -> None:
    html = '<a href="/a2.html">后面还有</a><a href="/a9.html">下一页</a>'
    pages = FAMILIES["generic"]({"next_text": "后面还有"}).next_pages(Page("http://a.gov.cn/a1.html", html))
    assert list(pages) == ["http://a.gov.cn/a2.html"]


def test_an_impossible_date_is_no_date() -> None:
    _, page = load(PORTALS / "generic-numbers")
    candidates: list[Candidate] = list(FAMILIES["generic"]({}).candidates(page))
    assert [candidate.listed_on for candidate in candidates[:2]] == ["2024-01-19", None]
