from __future__ import annotations

from pathlib import Path

import pytest

from archive.models import Identity
from extract import editions
from extract.editions import Edition, EditionError, read_edition
from extract.grid import Cell, Grid
from extract.lexicon import Lexicon
from extract.match import match

MINIMAL = """
code = "2031"
first_year = 2031
[source]
document = "国办公开办函〔2031〕1号"
title = "关于年度报告格式的通知"
date = "2031-01-01"
basis = "条例第四十九条"
[[tables]]
code = "visits"
title = "到访情况"
groups = [{ code = "by_hand", label = "（一）现场" }]
[[tables.blocks]]
code = "visits"
columns = [{ code = "people", label = "接待人次", unit = "人次" }, { code = "days", label = "开放天数" }]
rows = [
  { code = "library", label = "图书馆", group = "by_hand" },
  { code = "archive", label = "档案馆", aliases = ["档案室"] },
]
[[identities]]
code = "people-days"
version = 1
table = "visits"
along = "row"
left = ["people"]
right = ["days"]
rule = "接待人次 = 开放天数"
basis = "无"
"""


def identity(edition: Edition, code: str) -> Identity:
    return next(identity for identity in edition.identities if identity.code == code)


@pytest.mark.parametrize(("code", "rows"), [("2019", 23), ("2021", 26)])
def test_the_forms_have_the_rows_of_the_notices(code: str, rows: int) -> None:
    tables = {table.code: table for table in editions.load()[code].tables}

    assert list(tables) == ["disclosure", "applications", "challenges"]
    assert len(tables["applications"].blocks[0].rows) == rows
    assert len(tables["applications"].blocks[0].columns) == 7
    assert [len(block.columns) for block in tables["disclosure"].blocks] == (
        [3, 3, 3, 2, 2] if code == "2019" else [3, 1, 1, 1]
    )


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_each_edition_names_its_source_and_its_arithmetic(code: str) -> None:
    edition = editions.load()[code]

    assert edition.source.document == f"国办公开办函〔{code}〕{'60' if code == '2019' else '30'}号"
    assert [i.code for i in edition.identities] == [
        "requests-balance",
        "results-sum",
        "applicants-sum",
        "outcomes-sum",
    ]
    assert len(identity(edition, "results-sum").over) == 7
    assert len(identity(edition, "results-sum").left) == 19


def test_the_last_result_of_2021_stands_in_three_rows_or_in_one() -> None:
    (*_, last) = identity(editions.load()["2021"], "results-sum").left

    assert last.alternatives == (
        ("other_overdue_correction", "other_unpaid_fee", "other_other"),
        ("other_handling",),
    )


def test_years_of_validity() -> None:
    valid = {
        year: [e.code for e in editions.load().values() if e.is_valid_in(year)] for year in (2020, 2021, 2030)
    }

    assert valid == {2020: ["2019"], 2021: ["2021"], 2030: ["2021"]}


def test_a_made_up_edition_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "2031.toml").write_text(MINIMAL, encoding="utf-8")
    known = editions.load_folder(tmp_path)
    rows = (("项目", "接待人次", "开放天数"), ("图书馆", "300", "300"), ("档案室", "12", ""))
    grid = Grid(tuple(tuple(Cell(t, r, c) for c, t in enumerate(row)) for r, row in enumerate(rows)), 0, True)

    found = match([grid], known, Lexicon(known.values()), 2031)

    assert found.edition == "2031"
    assert {(o.row, o.column): o.value for o in found.observations} == {
        ("library", "people"): 300,
        ("library", "days"): 300,
        ("archive", "people"): 12,
        ("archive", "days"): None,
    }
    assert [i.code for i in found.identities] == ["people-days"]
    assert found.issues == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('code = "2031"', "", "2031.toml.code: expected a text, found nothing"),
        ("first_year = 2031", "first_year = true", "2031.toml.first_year: expected an integer, found True"),
        (
            'title = "到访情况"',
            'titel = "到访情况"',
            "2031.toml.tables[0].title: expected a text, found nothing",
        ),
        (
            'title = "到访情况"',
            'title = "a"\nnote = "b"',
            "2031.toml.tables[0]: expected no further key, found note",
        ),
        (
            'group = "by_hand"',
            'group = "hand"',
            "group of row library: expected one of by_hand, found 'hand'",
        ),
        ('code = "archive"', 'code = "library"', "row codes: expected each code once, found twice: library"),
        ('right = ["days"]', 'right = ["hours"]', "right: expected one of days, people, found 'hours'"),
        ('along = "row"', 'along = "line"', "along: expected one of column, row, found 'line'"),
        (
            'code = "visits"\ntitle',
            'code = "visits"\nlayout = "x"\ntitle',
            "expected one of rows, banner, list, found 'x'",
        ),
        ('left = ["people"]', "left = [3]", "expected a code or an array of arrays of codes, found 3"),
        ('aliases = ["档案室"]', "aliases = [1]", "aliases: expected a text, found 1"),
        ("[source]", "[source", "2031.toml: expected TOML, found"),
    ],
)
def test_a_faulty_file_is_named_with_what_was_expected(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in MINIMAL
    path = tmp_path / "2031.toml"
    path.write_text(MINIMAL.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(EditionError) as caught:
        read_edition(path)

    assert message in str(caught.value)
