"""XML of packages, where what is read of it had to be cut."""

from __future__ import annotations

import pytest

from extract.readers.bounds import MAX_ATTRIBUTES
from extract.readers.ooxml import tree_of

MANY = "".join(f' attribute-of-some-length-{n}="{n}"' for n in range(3 * MAX_ATTRIBUTES))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("&#xD800;", ""),
        ("&#56320;", ""),
        ("&#x110000;", ""),
        ("&#x110000000000000000;", ""),
        ("&#49;&#x4E00;", "1一"),
    ],
)
def test_references_to_no_character_cost_nothing_else(printed: str, read: str) -> None:
    root, issues = tree_of(f'<a><b v="{printed}"/>{printed}<c{MANY}/></a>'.encode(), "a.xml")
    assert [issue.code for issue in issues] == ["bound-hit"]
    assert (root[0].get("v"), root[0].tail or "") == (read, read)
