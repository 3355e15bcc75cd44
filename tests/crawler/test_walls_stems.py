"""The quick look for walls overlooks none: whatever an expression finds holds one of the plain words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.walls import _MARKS, _SAID, may_be_wall

PATTERNS = [*_MARKS.values(), *_SAID.values()]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:20])
@given(data=st.data())
def test_what_an_expression_finds_is_not_passed_over(pattern: re.Pattern[str], data: st.DataObject) -> None:
    found = data.draw(st.from_regex(re.compile(pattern.pattern)))
    assert may_be_wall(found)
    assert may_be_wall(f"<html>{found.upper()}")
