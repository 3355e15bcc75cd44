"""A whole report as one paragraph: its sections, its title, and what its prose states."""

from __future__ import annotations

import pytest

import extract
from archive.models import Hints, Outcome, Reading
from extract import editions
from extract.flattened import unflattened
from extract.grid import Paragraph
from tests.extract.form import APPLICANTS, OUTCOMES, Key, Table, keys, tables

PEOPLE = {
    "new_received": (14, 2, 0, 0, 1, 0, 17), "carried_in": (2, 0, 0, 0, 0, 0, 2),
    "granted": (8, 1, 0, 0, 1, 0, 10), "granted_in_part": (6, 1, 0, 0, 0, 0, 7),
    "total_handled": (14, 2, 0, 0, 1, 0, 17), "carried_forward": (2, 0, 0, 0, 0, 0, 2),
}  # fmt: skip
CASES = {"reconsideration": (2, 0, 0, 1, 3), "litigation_direct": (1, 0, 0, 0, 1)}
BLANKS = [("", ""), ("", " "), (" ", ""), (" ", " ")]  # between the cells of a row, and around rows
NUMBERS = [None, "一", "二", "三", "四", "五", "六"]


def figures() -> dict[Key, str]:
    found = dict.fromkeys(keys("2021"), "0")
    for table, columns, rows in (("applications", APPLICANTS, PEOPLE), ("challenges", OUTCOMES, CASES)):
        for row, values in rows.items():
            found |= {(table, row, c): str(v) for c, v in zip(columns, values, strict=True)}
    return found


def one_line(table: Table, between: str, around: str) -> str:
    words = []
    for line in table:
        words += [box.text for box in line if not box.text.isdecimal()]
        words += [between.join(box.text for box in line if box.text.isdecimal())]
    return around.join(word for word in words if word)


def read(
    blanks: tuple[str, str], *, above: str = "", behind: str = "", below: str = "", gap: str = " "
) -> Reading:
    """A report in one line: prose above and behind table 3, and in section five."""
    blocks, applications, challenges = (
        [one_line(block, *blanks) for block in part] for part in _parts(tables("2021", figures()))
    )
    parts = [
        "平岚区应急局2023年政府信息公开工作年度报告", "一、总体情况", "全年工作平稳。",
        "二、主动公开政府信息情况", *blocks, "三、收到和处理政府信息公开申请情况",
        above, *applications, behind,
        "四、政府信息公开行政复议、行政诉讼情况", *challenges,
        "五、存在的主要问题及改进情况", below or "解读形式单一。", "六、其他需要报告的事项", "无。",
    ]  # fmt: skip
    return extract.read(gap.join(filter(None, parts)).encode(), Hints(filename="page.txt"))


def _parts(form: tuple[list[Table], Table, Table]) -> list[list[Table]]:
    return [form[0], [form[1]], [form[2]]]


def findings(reading: Reading) -> list[tuple[str, object, object]]:
    failed = [check for check in reading.checks if check.outcome is Outcome.FAIL]
    return [(check.cells[0], check.left, check.right) for check in failed]


@pytest.mark.parametrize("blanks", BLANKS)
@pytest.mark.parametrize("gap", ["", " "])
def test_title_and_sections_are_found_and_the_tables_are_no_prose(blanks: tuple[str, str], gap: str) -> None:
    reading = read(blanks, gap=gap)

    assert (reading.year, reading.publisher) == (2023, "平岚区应急局")
    assert [section.number for section in reading.sections] == NUMBERS
    assert not any(character.isdigit() for section in reading.sections[1:] for character in section.text)
    assert [section.text for section in reading.sections[1:3]] == ["全年工作平稳。", ""]
    assert reading.mentions == ()
    assert findings(reading) == []
    assert len(reading.observations) == len(keys("2021"))


@pytest.mark.parametrize("blanks", BLANKS)
@pytest.mark.parametrize("place", ["above", "behind", "below"])
def test_prose_that_agrees_raises_no_alarm(blanks: tuple[str, str], place: str) -> None:
    prose = "2023年，收到申请17件，予以公开10件；行政复议3件，行政诉讼1件。"
    reading = read(blanks, **{place: prose})

    assert findings(reading) == []
    passed = [c.left for c in reading.checks if (c.check, c.outcome) == ("prose-table", Outcome.PASS)]
    assert passed == [17, 10, 3, 1]
    assert prose in "".join(section.text for section in reading.sections)


@pytest.mark.parametrize("blanks", BLANKS)
@pytest.mark.parametrize("place", ["above", "behind", "below"])
def test_prose_that_contradicts_the_table_is_found(blanks: tuple[str, str], place: str) -> None:
    reading = read(blanks, **{place: "2023年，收到申请18件，行政复议5件。"})

    assert findings(reading) == [
        ("applications/new_received/total", 18, 17),
        ("challenges/reconsideration/total", 5, 3),
    ]


def test_figures_of_a_sentence_are_no_row() -> None:
    prose = "全年办理：行政许可 1406 件，行政处罚 60 件。"

    assert read((" ", " "), behind=prose).sections[3].text == prose


@pytest.mark.parametrize(
    "text",
    [
        "本报告由一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况等六部分组成。"
        * 3,
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况六部分组成。" * 4,
        "一、总体情况" + "全年工作平稳。" * 30,
    ],
)
def test_a_paragraph_without_headings_stays_one(text: str) -> None:
    assert unflattened((Paragraph(text),), editions.load()) == (Paragraph(text),)
