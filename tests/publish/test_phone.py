"""On a phone a row is a card, but where a table has many columns it stays a table that scrolls."""

from __future__ import annotations

from typing import Any

import pytest

from archive.store import Archive
from tests.publish.conftest import rows
from tests.publish.test_pages import page

SCROLLS = '<div class="table-wrapper wide">'


@pytest.mark.parametrize("path", ["reports_wide", "indicators", "reports", "captures"])
async def test_many_columns_scroll(datasette: Any, path: str) -> None:
    assert SCROLLS in await page(datasette, f"/archive/{path}")


async def test_few_columns_or_a_single_row_are_cards(datasette: Any, published: Archive) -> None:
    [cell] = rows(published, 'select report_id, "row", "column" from figures limit 1')
    origin = f"figures?report_id={cell['report_id']}&row={cell['row']}&column={cell['column']}"
    for path in ("failed_checks", "sections", "checks", origin):
        assert SCROLLS not in await page(datasette, f"/archive/{path}")


async def test_a_card_names_each_of_its_values_in_chinese(datasette: Any) -> None:
    html = await page(datasette, "/archive/corrections")
    assert ':nth-of-type(1):before { content: "整行"; }' in html
    assert ':nth-of-type(2):before { content: "报告"; }' in html
