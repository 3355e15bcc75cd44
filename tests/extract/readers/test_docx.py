"""Word documents: merged cells, tracked changes, text boxes, properties, damage and bombs."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import BoundExceeded, DamagedDocument
from extract.readers import read_content
from extract.readers.sniffing import DOCX, sniff
from tests.extract.readers.reading import codes, grids, kinds, prose, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
CORE = """<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>2019年 年度报告</dc:title>
<dcterms:created>2020-01-06T08:00:00Z</dcterms:created><dcterms:modified>2020-01-07T08:00:00Z</dcterms:modified>
</cp:coreProperties>"""


def package(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def docx(body: str, namespace: str = W, **parts: str) -> bytes:
    document = (
        f'<w:document xmlns:w="{namespace}" xmlns:mc="m"><w:body>{body}<w:sectPr/></w:body></w:document>'
    )
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merged_cells_cover_their_positions() -> None:
    restart, going_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        tc("三、本年度办理结果", restart) + tc("予以公开", '<w:gridSpan w:val="2"/>') + tc("1"),
        tc("", going_on) + tc("不予公开", restart) + tc("国家秘密") + tc("2"),
        tc("", going_on) + tc("", going_on) + tc("其他") + tc(""),
    )
    expected = [
        ["三、本年度办理结果", "予以公开", "予以公开", "1"],
        ["三、本年度办理结果", "不予公开", "国家秘密", "2"],
        ["三、本年度办理结果", "不予公开", "其他", ""],
    ]
    assert grids(read(docx(body), DOCX)) == [expected]
    assert grids(read(docx(body, STRICT), DOCX)) == [expected]


def test_a_new_restart_ends_the_merge_above() -> None:
    restart = '<w:vMerge w:val="restart"/>'
    body = table(tc("甲", restart) + tc("1"), tc("乙", restart) + tc("2"), tc("", "<w:vMerge/>") + tc("3"))
    assert grids(read(docx(body), DOCX)) == [[["甲", "1"], ["乙", "2"], ["乙", "3"]]]


def test_columns_left_out_before_a_row_are_no_cells() -> None:
    body = table(tc("甲") + tc("1"), '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("2"))
    assert grids(read(docx(body), DOCX)) == [[["甲", "1"], [None, "2"]]]


def test_tracked_changes_count_as_accepted() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = (
        f"<w:p><w:del><w:r><w:delText>28</w:delText></w:r></w:del><w:ins>{run.format('27')}</w:ins></w:p>"
    )
    row = "<w:trPr><w:del/></w:trPr>" + tc("旧") + tc("9")
    body = table(f"{tc('甲')}<w:tc>{changed}</w:tc>", row, tc("乙") + tc("2"))
    assert grids(read(docx(body), DOCX)) == [[["甲", "27"], ["乙", "2"]]]


def test_a_text_box_counts_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内文字')}</w:txbxContent>"
    twice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawing = f"<mc:AlternateContent>{twice}</mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>正文</w:t>{drawing}</w:r></w:p>{p('下文')}"
    assert prose(read(docx(body), DOCX)) == ["正文", "框内文字", "下文"]


def test_tabs_breaks_and_hidden_runs() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>某区</w:t><w:br/><w:t>2019年</w:t><w:tab/>"
        "<w:t>报告</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr>'
        "<w:t>显</w:t></w:r></w:p>"
    )
    assert prose(read(docx(body), DOCX)) == ["某区", "2019年 报告显"]


def test_layout_tables_content_controls_and_other_parts() -> None:
    inner = table(tc("规章") + tc("1"), tc("文件") + tc("2"))
    layout = f"<w:tbl><w:tr><w:tc>{p('一、总体情况')}{inner}{p('二、说明')}</w:tc></w:tr></w:tbl>"
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('题目')}</w:sdtContent></w:sdt>{layout}"
    content = read(docx(body, **{"word/header1.xml": p("页眉")}), DOCX)
    assert kinds(content) == ["题目", "一、总体情况", "grid", "二、说明"]


def test_title_and_dates_come_from_the_core_properties() -> None:
    content = read(docx(p("文"), **{"docProps/core.xml": CORE}), DOCX)
    assert content.title == "2019年 年度报告"
    assert content.meta == {"created": "2020-01-06T08:00:00Z", "modified": "2020-01-07T08:00:00Z"}


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and no more",
        docx(p("文"))[:-40],
        package({"word/document.xml": "<w:document"}),
        package({"word/other.xml": "<a/>"}),
        docx(p("文")).replace(b"PK\x01\x02", b"PK\x01\x03"),
    ],
)
def test_a_damaged_document_is_refused_with_its_reason(data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        read_content(data, DOCX)


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(BoundExceeded, match="unpacks to"):
        read_content(docx(p("0" * 8_000_000)), DOCX)


def test_entities_are_not_expanded() -> None:
    lol = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    document = f'{lol}<w:document xmlns:w="{W}"><w:body>{p("甲&b;")}</w:body></w:document>'
    assert prose(read(package({"word/document.xml": document}), DOCX)) in ([], ["甲"])


def test_deep_nesting_ends_in_an_error_or_a_result() -> None:
    rows = "<w:tbl><w:tr><w:tc>" * 600 + p("1") + "</w:tc></w:tr></w:tbl>" * 600
    assert prose(read(docx(rows), DOCX)) == ["1"]
    with pytest.raises(DamagedDocument):
        read(docx("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000), DOCX)


def test_absurd_spans_are_bounded() -> None:
    huge = f'<w:gridSpan w:val="{"9" * 5000}"/>'
    content = read(docx(table(tc("甲", huge), tc("乙") + tc("2"))), DOCX)
    assert grids(content)[0][0] == ["甲", "甲"]
    assert codes(content) == []


@given(st.binary(max_size=300), st.integers(0, 400))
def test_a_package_with_broken_bytes_never_crashes(junk: bytes, position: int) -> None:
    whole = docx(table(tc("甲") + tc("1"), tc("乙") + tc("2")))
    broken = whole[:position] + junk + whole[position + len(junk) :]
    try:
        read_content(broken, DOCX)
    except (DamagedDocument, BoundExceeded):
        assert broken != whole
    assert sniff(whole) == DOCX
