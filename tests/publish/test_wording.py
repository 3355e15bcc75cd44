"""What a reader in China reads: Beijing time, words for codes, Chinese before English."""

from __future__ import annotations

import re
from typing import Any

import pytest

from archive.plugins import links
from archive.plugins.codes import code_label
from archive.plugins.wording import beijing, bilingual
from archive.store import Archive
from tests.publish.conftest import rows
from tests.publish.test_pages import changed_report, page


def test_a_long_document_is_folded() -> None:
    folded = links.render('{"a": "<b>"}', "summary", "runs", "archive", None)
    assert folded == (
        "<details><summary>JSON</summary><code>{&#34;a&#34;: &#34;&lt;b&gt;&#34;}</code></details>"
    )


def test_every_rule_has_a_chinese_name() -> None:
    from nianbao.checking import rules

    assert [code for code in rules() if code_label("check_code", code) is None] == []


async def test_findings_name_their_rule_in_chinese(datasette: Any, published: Archive) -> None:
    (failed,) = rows(published, "select check_code from failed_checks")
    name = code_label("check_code", failed["check_code"])
    html = await page(datasette, "/archive/failed_checks")
    assert f'<span title="{failed["check_code"]}">{name}</span>' in html


def test_every_format_has_a_chinese_name() -> None:
    from extract.readers import READERS

    assert [kind for kind in READERS if code_label("media_type", kind) is None] == []


async def test_booleans_read_yes_and_no(datasette: Any) -> None:
    html = await page(datasette, "/archive/sections?_facet=is_current")
    assert re.search(r'col-is_current [^>]*><span title="1">是</span>', html)
    assert ">是</a>" in html


async def test_times_are_beijings_where_prose_tells_them(datasette: Any, published: Archive) -> None:
    report = changed_report(published)
    [at] = rows(published, "select fetched_at from reports where id = ?", report)
    html = await page(datasette, f"/archive/reports/{report}")
    assert f'<time datetime="{at["fetched_at"]}">{beijing(at["fetched_at"])}</time>（北京时间）' in html
    assert "（UTC）" in await page(datasette, "/archive/reports")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("2025-12-31T16:05:09Z", "2026-01-01 00:05"), ("2026-01-20T08:00:00Z", "2026-01-20 16:00"), (None, "")],
)
def test_beijing_is_eight_hours_ahead(stored: str | None, shown: str) -> None:
    assert beijing(stored) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲 · A < B", '甲 <span class="beside" lang="en">A &lt; B</span>'),
        ("甲 / A", '甲 <span class="beside" lang="en">A</span>'),
        ("甲 · A of 乙", '甲 <span class="beside" lang="en">A of 乙</span>'),
        ("甲 · 乙", None),
        ("2019 / 2021 年", None),
        ("only English", None),
        ("<b>甲", None),
    ],
)
def test_two_languages_are_told_apart(text: str, shown: str | None) -> None:
    assert bilingual(text) == shown
    assert links.render(text, "rule", "checks", "archive", None) == shown
