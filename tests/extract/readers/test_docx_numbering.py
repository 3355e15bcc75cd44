"""Automatic numbers of Word lists: printed as Word prints them, so that sections are known by them."""

from __future__ import annotations

import pytest

import extract
from extract.readers.list_numbers import chinese
from tests.extract.readers.reading import prose, read
from tests.extract.readers.test_docx import W, docx, p

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def level(at: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'
    )


def item(text: str, number: str = "1", at: int | None = None, style: str = "") -> str:
    depth = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr>{depth}<w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{named}{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def printed(body: str, part: str, **parts: str) -> list[str]:
    return prose(read(docx(body, **{"word/numbering.xml": part, **parts}), DOCX))


HEADINGS = numbering(level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"))


def test_headings_and_those_below_them_count_as_word_does() -> None:
    body = (
        item("总体情况") + item("主动公开", at=1) + item("依申请公开", at=1) + p("正文") + item("机构", at=0)
    )
    body += item("其他", at=1)
    assert printed(body, HEADINGS) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "正文",
        "二、机构",
        "（一）其他",
    ]


def test_sections_with_automatic_numbers_are_sections() -> None:
    headings = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况")
    title = p("某区某局2023年政府信息公开工作年度报告")
    body = title + "".join(item(heading) + p("全年公开信息若干。") for heading in headings)
    reading = extract.read(docx(body, **{"word/numbering.xml": HEADINGS}))
    assert [section.number for section in reading.sections if section.number] == list("一二三")


def test_a_number_may_name_the_levels_above_it() -> None:
    part = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)"))
    body = item("甲", at=0) + item("乙", at=1) + item("丙", at=1) + item("丁", at=2) + item("戊", at=0)
    assert printed(body, part) == ["1.甲", "1.1乙", "1.2丙", "a)丁", "2.戊"]


def test_a_list_begun_anew_counts_anew_and_a_shared_one_goes_on() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    part = numbering(level(0, "decimal", "%1."), more=again)
    body = item("甲") + item("乙") + item("丙", "2") + item("丁", "2") + item("戊", "3")
    assert printed(body, part) == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_a_style_brings_its_number_and_a_paragraph_may_refuse_it() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="head"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style></w:styles>'
    )
    body = item("甲", "", style="head") + item("乙", "0", style="head") + item("丙", "", style="loop")
    assert printed(body, HEADINGS, **{"word/styles.xml": styles}) == ["一、甲", "乙", "丙"]


@pytest.mark.parametrize("form", ["bullet", "none"])
def test_bullets_are_no_numbers(form: str) -> None:
    assert printed(item("甲"), numbering(level(0, form, "●"))) == ["甲"]


def test_damaged_numbering_leaves_the_text() -> None:
    content = read(docx(item("甲"), **{"word/numbering.xml": "<w:numbering"}), DOCX)
    assert prose(content) == ["甲"]
    assert [issue.code for issue in content.issues] == ["numbering-not-read"]


def test_absurd_numbers_do_no_harm() -> None:
    part = numbering(level(0, "decimalEnclosedCircle", "%1%9", 99_999_999), level(77, "decimal", "%1"))
    assert printed(item("甲") + item("乙", at=77), part)[1] == "乙"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100"), (0, "零")],
)
def test_numbers_are_written_in_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


def test_a_deleted_paragraph_counts_for_nothing() -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    deleted = (
        item("乙")
        .replace("</w:pPr>", mark)
        .replace("<w:r>", "<w:del><w:r>")
        .replace("</w:r>", "</w:r></w:del>")
    )
    assert printed(item("甲") + deleted + item("丙"), HEADINGS) == ["一、甲", "二、丙"]


def test_a_list_may_set_a_level_itself_print_digits_and_count_on() -> None:
    own = level(0, "upperRoman", "%1.").join(('<w:lvlOverride w:ilvl="0">', "</w:lvlOverride>"))
    more = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{own}</w:num>'
    legal = level(1, "chineseCounting", "%1.%2").replace(
        "<w:lvlText", '<w:isLgl/><w:lvlRestart w:val="0"/><w:lvlText'
    )
    part = numbering(level(0, "chineseCounting", "%1、"), legal, more=more)
    body = item("甲") + item("乙", at=1) + item("丙", "2") + item("丁", at=1)
    assert printed(body, part) == ["一、甲", "1.1乙", "II.丙", "2.2丁"]
