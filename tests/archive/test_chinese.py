"""One form for the many ways in which a Chinese text is written."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from archive.chinese import simplify

USUAL = [*map(chr, range(0x20, 0x7F)), *"、。《》〈〉【】〔〕“”‘’·—〇　", *map(chr, range(0xFF01, 0xFF5F))]


def test_every_character_of_the_plane_is_in_its_compatible_form() -> None:
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x10000)):
        assert simplify(chr(code)) == simplify(unicodedata.normalize("NFKC", chr(code))), hex(code)


@given(
    st.lists(st.sampled_from([*USUAL, *"公开申请件年报", "é", "e\u0301", "㈠", "①", "⺠", "ｶﾞ"])).map("".join)
)
def test_a_text_is_in_its_compatible_form(text: str) -> None:
    assert simplify(text) == simplify(unicodedata.normalize("NFKC", text))


def test_full_width_signs_are_told_from_chinese_ones() -> None:
    assert simplify("（一）收到申请　１２件，办结９０％。") == "(一)收到申请 12件,办结90%。"
