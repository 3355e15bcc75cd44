"""`read --explain` shows a person what the reader saw; `extract --reparse --diff` what would change."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from nianbao.demo import docx
from nianbao.demo.body import body
from nianbao.demo.plan import reports
from tests.nianbao.conftest import nianbao

FIXTURES = Path(__file__).parent.parent / "fixtures" / "documents"


def fixture(name: str) -> Path:
    return next((FIXTURES / name).glob("document.*"))


def explained(*paths: Path) -> str:
    done = nianbao("read", "--explain", *paths)
    assert "Traceback" not in done.stderr
    return done.stdout


def squeezed(text: str) -> str:
    """Without the white space and frames with which a table breaks its cells over lines."""
    return "".join(text.replace("│", "").split())


def test_who_and_when_stand_with_where_they_were_found() -> None:
    shown = explained(fixture("results-that-do-not-add-up"))
    for line in ("媒体类型 media type", "text/html", "html/", "2020", "标题 title", "出处 found in"):
        assert line in shown


def test_the_grid_is_drawn_within_a_bounded_width() -> None:
    shown = explained(fixture("results-that-do-not-add-up"))
    assert "表格 table 0：26 × 10" in shown
    widths = [sum(1 + (ord(c) > 0x2E7F) for c in line) for line in shown.splitlines()]
    assert max(widths) <= 141


def test_every_column_of_the_form_is_drawn() -> None:
    shown = explained(fixture("results-that-do-not-add-up"))
    heads = next(line for line in shown.splitlines() if line.startswith("│ 行"))
    assert [int(text) for text in heads.split("│")[2:-2]] == list(range(10))


def test_each_row_says_how_it_was_recognised_and_what_stands_where() -> None:
    shown = squeezed(explained(fixture("label-variants")))
    assert "与格式相同" in shown
    assert "写法alias" in shown
    assert "natural_pe" in shown


def test_a_row_too_wide_for_a_line_has_a_line_for_each_figure() -> None:
    shown = explained(fixture("all-challenges-blank"))
    lines = [line for line in shown.splitlines() if "∅ 空白 blank" in line]
    assert len(lines) == 15
    assert "litigation_after_reconsideration upheld" in "".join(lines)


def test_a_row_in_doubt_shows_what_was_left_over_and_the_issue_s_cell() -> None:
    shown = explained(fixture("six-values-for-seven-columns"))
    assert "ambiguous-row" in shown
    assert "表 table 0，行 row" in shown
    assert "few" in shown
    assert "列次不明" in squeezed(shown)


def test_a_row_of_no_form_is_shown_as_left_over() -> None:
    shown = explained(fixture("footnote-and-subtotal"))
    assert "未识别" in shown


def test_a_failed_identity_stands_first_with_both_sides() -> None:
    shown = explained(fixture("results-that-do-not-add-up"))
    checks = shown[shown.index("勾稽关系 identities") :]
    first = next(line for line in checks.splitlines() if "fail" in line or "pass" in line)
    reading = json.loads(nianbao("read", fixture("results-that-do-not-add-up")).stdout)
    failed = next(check for check in reading["checks"] if check["outcome"] == "fail")
    assert "不成立 fail" in first
    assert {str(failed["left"]), str(failed["right"])} <= set(first.split())


def test_several_documents_a_missing_and_an_unreadable_one(tmp_path: Path) -> None:
    noise = tmp_path / "noise.docx"
    noise.write_bytes(b"PK\x03\x04 word/document.xml")
    done = nianbao("read", "--explain", tmp_path / "missing.html", noise, fixture("radicals"))
    assert done.returncode == 1
    assert "missing.html" in done.stderr
    assert "文件无法读取" in done.stderr
    assert done.stdout.count("━━") == 2


def test_the_documents_in_a_container_are_explained_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "reports.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("radicals", "signs"):
            archive.write(fixture(name), f"{name}{fixture(name).suffix}")
    shown = explained(path)
    assert "reports.zip/radicals" in shown
    assert "reports.zip/signs" in shown


def test_control_characters_of_a_document_never_reach_the_terminal(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<title>年报\u009b31m</title><table><tr><td>规章\u202e</td><td>1</td></tr></table>", "utf-8"
    )
    shown = explained(page)
    assert not {"\x1b", "\u009b", "\u202e"} & set(shown)


def test_a_huge_table_is_shown_in_part(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    rows = "".join(f"<tr><td>行{n}</td><td>{n}</td><td>2</td></tr>" for n in range(3000))
    page.write_text(f"<table>{rows}</table>", "utf-8")
    shown = explained(page)
    assert "行未显示" in shown
    assert len(shown.splitlines()) < 1000


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    plan = next(iter(reports()))
    path = tmp_path / f"{plan.title}.docx"
    path.write_bytes(docx.write(body(plan, 1)))
    data = tmp_path / "var"
    nianbao("import", path, "--data", data)
    assert nianbao("extract", "--data", data).returncode == 0
    return data


def figures(data: Path, sql: str) -> None:
    with sqlite3.connect(data / "archive.db") as db:
        db.execute(sql)
    db.close()


def test_diff_of_an_archive_that_reads_the_same_is_empty(archive: Path) -> None:
    done = nianbao("extract", "--reparse", "--diff", "--data", archive)
    assert done.returncode == 0, done.stderr
    assert "其中 0 份有变化" in done.stdout


def test_diff_lists_each_cell_with_old_and_new_and_writes_nothing(archive: Path) -> None:
    where = "where \"table\" = 'applications' and row = '{}' and column = 'total'"
    figures(archive, f"update observations set value = value + 1000 {where.format('total_handled')}")
    figures(archive, f"delete from observations {where.format('granted')}")
    figures(archive, f"update observations set row = 'label:旧' {where.format('carried_in')}")
    figures(archive, f"update observations set status = 'ambiguous' {where.format('new_received')}")
    before = (archive / "archive.db").read_bytes()

    done = nianbao("extract", "--reparse", "--diff", "--data", archive)

    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    changes = {line[2]: line[3:] for line in lines[2:] if len(line) == 5}
    old, new = changes["applications/total_handled/total"]
    assert int(old) == int(new) + 1000
    assert changes["applications/granted/total"][0] == "—"
    assert changes["applications/label:旧/total"][1] == "—"
    assert "ambiguous" in changes["applications/new_received/total"][0]
    assert len(changes) == 5
    assert "1 份文件 documents，其中 1 份有变化" in done.stdout
    assert "changed 1，新增 appeared 2，消失 vanished 1，状态改变 status 1" in done.stdout
    assert (archive / "archive.db").read_bytes() == before
