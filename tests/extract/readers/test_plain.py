"""Plain text: rows of tabs, word-processor dumps, and prose that only looks like either."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grid import Grid
from extract.readers import read_content
from tests.extract.readers.reading import grids, kinds, prose, read

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


def text(document: str) -> list[list[list[str | None]]]:
    return grids(read(document, "text/plain"))


def test_rows_divided_by_tabs_stay_ragged() -> None:
    content = read("二、主动公开\n规章\t0\t\n\t行政确认\t52\n\n三、收到和处理", "text/plain")
    assert kinds(content) == ["二、主动公开", "grid", "三、收到和处理"]
    assert grids(content) == [[["规章", "0", ""], ["", "行政确认", "52"]]]
    assert not next(block for block in content.blocks if isinstance(block, Grid)).is_aligned


def test_blank_lines_do_not_end_a_table_but_a_heading_does() -> None:
    assert text("甲\t1\n\n乙\t2\n\n\n丙\t3\n四、行政复议\n丁\t4\n戊\t5\n") == [
        [["甲", "1"], ["乙", "2"], ["丙", "3"]],
        [["丁", "4"], ["戊", "5"]],
    ]


def test_markdown_rules_are_dropped_and_placeholders_kept() -> None:
    assert text("甲\t1\n-----\t---\n乙\t-\n-\t-\n") == [[["甲", "1"], ["乙", "-"], ["-", "-"]]]
    assert prose(read("上文\n--------\n下文", "text/plain")) == ["上文", "下文"]


def test_a_dump_has_a_cell_on_every_line() -> None:
    dump = (
        "二、主动公开\n\t信息内容\n\t本年新\n制作数量\n\t\n\n\t规章\n\t0\n\t517200\n元\n\n\n三、收到和处理\n"
    )
    content = read(dump, "text/plain")
    assert kinds(content) == ["二、主动公开", "grid", "三、收到和处理"]
    assert grids(content) == [[["信息内容", "本年新制作数量", ""], ["规章", "0", "517200元"]]]


def test_a_dump_ends_at_a_heading_or_a_long_line_without_a_blank_line() -> None:
    assert kinds(read("\t规章\n\t0\n五、存在的问题\n", "text/plain")) == ["grid", "五、存在的问题"]
    assert kinds(read(f"\t规章\n\t0\n{'正文' * 30}\n", "text/plain")) == ["grid", "正文" * 30]
    assert kinds(read("\t规章\n\t0\n附件下载\n", "text/plain")) == ["grid", "附件下载"]


def test_an_indented_heading_inside_a_dump_divides_it() -> None:
    content = read("\t规章\n\t0\n\n\t三、收到和处理\n\n\t规章\n\t0\n", "text/plain")
    assert kinds(content) == ["grid", "三、收到和处理", "grid"]
    assert [block.index for block in content.blocks if isinstance(block, Grid)] == [0, 1]


@pytest.mark.parametrize(
    "document",
    [
        "\t2019年，我局认真贯彻落实条例。\n\t一是加强领导。\n\t二是健全制度。\n",
        "联系人：某某\t电话：12345678\n",
        "规章   0    0\n文件   1    2\n",
        "规章|0|0\n文件|1|2\n",
        "\t" + "本机关认真贯彻落实条例的各项要求。" * 12 + "\n\n\t" + "本机关依法公开。" * 30 + "\n",
    ],
)
def test_prose_that_looks_like_a_table(document: str) -> None:
    content = read(document, "text/plain")
    assert grids(content) == []
    assert "".join("".join(prose(content)).split()) == "".join(document.split())


def test_marks_of_word_processors_are_dropped() -> None:
    content = read(
        "\x0c[bookmark: _GoBack]依据\x07《条例》\x00\ufeff\u200b\n\x0b第二段\r\n第三段\r", "text/plain"
    )
    assert prose(content) == ["依据《条例》", "第二段", "第三段"]


@pytest.mark.parametrize(
    "line", ["\t0\n", "甲\t1\n", "\n", "\t\n", "甲\n", "\t甲\n乙\n", " \t \n", "\t一、\n\n"]
)
def test_the_time_grows_with_the_length_alone(line: str) -> None:
    content = read(line * 50_000, "text/plain")  # quadratic work would take minutes
    assert content.issues == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample documents are not here")
def test_sample_documents_have_three_tables_each() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        found = grids(read(path.read_bytes(), "text/plain"))
        assert len(found) == 3, path.name
        assert len(found[1]) in range(26, 31), path.name
        assert found[2][-1].count("") in (0, 5), path.name


@given(st.text(st.sampled_from("甲乙1、元 \t\n")))
def test_every_character_is_kept_in_its_order(document: str) -> None:
    blocks = read(document, "text/plain").blocks
    texts = [
        "".join(cell.text for row in block.rows for cell in row if cell)
        if isinstance(block, Grid)
        else block.text
        for block in blocks
    ]
    assert "".join("".join(texts).split()) == "".join(document.split())


@given(st.text())
def test_any_text_is_read(document: str) -> None:
    for media_type in ("text/plain", "text/markdown"):
        assert "/" in read_content(document.encode("utf-8", "surrogatepass"), media_type)[0]


@given(
    st.lists(
        st.lists(st.sampled_from(["规章", "0", "12", "", "结 果"]), min_size=3, max_size=6),
        min_size=2,
        max_size=8,
    )
)
def test_rows_and_dumps_of_the_same_table_read_the_same(rows: list[list[str]]) -> None:
    rows = [["信息内容", *row, "7"] for row in rows]
    as_rows = "\n".join("\t".join(row) for row in rows)
    as_dump = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    assert text(as_rows) == text(as_dump) == [rows]
