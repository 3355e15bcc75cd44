"""Search finds what a substring scan finds, in Chinese, whatever the length of the word."""

from __future__ import annotations

import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import publish, search
from archive.store import Archive
from tests.publish import sample
from tests.publish.conftest import rows

WORDS = ("信访", "纠正", "信", "结果纠正", "信息公开", "主动公开的深度", "不存在的词")
HAN = st.text("信访息公开纠正局件", min_size=1, max_size=6)


def found(archive: Archive, query: str) -> set[int]:
    sql = "select rowid as id from sections_fts where sections_fts match ?"
    return {row["id"] for row in rows(archive, sql, search.match_expression(query))}


@pytest.mark.parametrize("word", WORDS)
def test_the_same_sections_as_a_scan(published: Archive, word: str) -> None:
    scan = {
        row["id"]
        for row in rows(published, "select id, heading, text from sections")
        if word in row["text"] or word in row["heading"]
    }
    assert found(published, word) == scan


@given(runs=st.lists(HAN, min_size=1, max_size=4), query=HAN)
def test_recall_and_precision_are_those_of_a_scan(runs: list[str], query: str) -> None:
    text = "，".join(runs)
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(text, content='', tokenize='unicode61')")
    connection.execute("insert into t(rowid, text) values (1, ?)", (search.bigrams(text),))
    sql = "select count(*) from t where t match ?"
    (hits,) = connection.execute(sql, (search.match_expression(query),)).fetchone()
    connection.close()
    assert bool(hits) == (query in text)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_valid_expression(query: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(text, content='')")
    connection.execute("select 1 from t where t match ?", (search.match_expression(query),)).fetchall()
    connection.close()


def test_words_are_joined_by_and_and_quotes_keep_a_phrase() -> None:
    assert search.match_expression("信访 行政复议") == '"信访" "行政 政复 复议"'
    assert search.match_expression('"收到申请" 2023年') == '"收到 到申 申请" "2023 年" *'


def test_figures_between_words_are_found(published: Archive) -> None:
    assert found(published, "收到申请4件")
    assert found(published, "请4") == found(published, "申请4件")


def test_full_width_digits_are_digits() -> None:
    assert search.bigrams("２０２３年ＡＢ") == "2023 年 AB"


def test_a_text_that_changed_under_its_id_is_found_anew_only(archive: Archive) -> None:
    sample.publish_report(archive, 1, 2023)
    publish.publish(archive)
    with archive.db.atomic():
        archive.db.conn.execute("update sections set text = '改为现场勘验' where number = '六'")
    publish.publish(archive)
    changed = {row["id"] for row in rows(archive, "select id from sections where number = '六'")}
    assert found(archive, "现场勘验") == changed
    assert found(archive, "需要报告的事项") & changed == changed, "the heading still says so"
    assert not found(archive, "无其他需要")


def test_new_sections_are_added_to_the_index(archive: Archive) -> None:
    sample.publish_report(archive, 1, 2022)
    assert publish.publish(archive).indexed_sections == 3
    sample.publish_report(archive, 1, 2023)
    assert publish.publish(archive).indexed_sections == 3
    assert len(found(archive, "总体情况")) == 2


def test_equal_texts_differ_in_nothing_but_blanks_and_punctuation() -> None:
    assert search.text_digest("依法、公开。\n") == search.text_digest("依法 公开")
    assert search.text_digest("收到３件") == search.text_digest("收到3件")
    assert search.text_digest("收到3件") != search.text_digest("收到4件")


def test_the_view_uses_the_length_that_the_index_holds() -> None:
    from archive.views import view_sql

    lengths = set(re.findall(r"character_count >= (\d+)", view_sql()["text_reuse"]))
    assert lengths == {str(search.MIN_REUSE_CHARACTERS)}
