"""What the machine refuses ends a command with a sentence, Chinese first, and never with a traceback."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from archive import runs
from archive.store import Archive
from nianbao.options import writing
from nianbao.paths import files_under
from nianbao.troubles import told
from tests.nianbao.conftest import NIANBAO, nianbao


def full(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma max_page_count = 2")
    connection.execute("create table a(b)")
    connection.execute("insert into a values (zeroblob(100000))")


def read_only(path: Path) -> None:
    sqlite3.connect(path).execute("create table a(b)")
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("insert into a values (1)")


def held(path: Path) -> None:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin exclusive")
    sqlite3.connect(path, timeout=0).execute("create table a(b)")


def damaged(path: Path) -> None:
    path.write_bytes(b"no database" * 100)
    sqlite3.connect(path).execute("select * from a")


def no_folder(path: Path) -> None:
    (path / "file").read_bytes()


def a_file_in_the_way(path: Path) -> None:
    path.write_bytes(b"")
    (path / "folder").mkdir()


@pytest.mark.parametrize(
    ("cause", "zh"),
    [
        (full, "磁盘已满"),
        (read_only, "没有写入数据库的权限"),
        (held, "数据库正被别的程序占用"),
        (damaged, "数据库已损坏"),
        (no_folder, "没有这个文件或文件夹"),
        (a_file_in_the_way, "应为文件夹，实为文件"),
    ],
)
def test_what_a_person_can_mend_is_told_chinese_first(
    cause: Callable[[Path], None], zh: str, tmp_path: Path
) -> None:
    try:
        cause(tmp_path / "a")
    except (OSError, sqlite3.Error) as error:
        message = told(error)
    assert message is not None
    assert message.startswith(zh)


def test_an_error_of_ours_is_none_of_the_machine() -> None:
    with pytest.raises(sqlite3.OperationalError) as error:
        sqlite3.connect(":memory:").execute("select * from nothing")
    assert told(error.value) is None


def test_a_command_that_is_refused_ends_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for command in (["import", tmp_path / "file"], ["demo", "--no-serve"]):
        done = nianbao(*command, "--data", tmp_path / "file/var")
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert "应为文件夹，实为文件" in done.stderr


@pytest.mark.parametrize("command", ["check", "extract", "export", "serve", "status", "verify"])
def test_a_data_root_that_is_not_there_is_named(command: str, tmp_path: Path) -> None:
    done = nianbao(command, "--data", tmp_path / "none")
    assert done.returncode == 2
    assert f"{tmp_path}/none 里没有存档" in done.stderr
    assert not (tmp_path / "none").exists()


def test_bad_usage_is_told_in_chinese_too() -> None:
    for arguments, zh in (
        (["nothing"], "用法有误"),
        (["check", "--nothing"], "没有这个选项"),
        (["read"], "缺少参数"),
        (["serve", "--port", "x"], "参数有误"),
    ):
        done = nianbao(*arguments)
        assert done.returncode == 2
        assert f"Error: {zh} · " in done.stderr


def test_an_empty_archive_says_that_it_is(tmp_path: Path) -> None:
    Archive.open(tmp_path).close()
    assert "存档是空的" in nianbao("status", "--data", tmp_path).stdout


def test_ctrl_c_says_that_what_was_stored_is_kept(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="已中断；已存下的都在"):
        cut_short(tmp_path)
    with writing(tmp_path) as archive:
        assert archive.db.conn.execute("select count(*) from runs").fetchone() == (0,)


def cut_short(root: Path) -> None:
    with writing(root) as archive, archive.db.atomic():
        runs.begin(archive, "crawl")
        raise KeyboardInterrupt


def test_ctrl_c_ends_a_command_with_a_sentence() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([NIANBAO, "identify"], stdin=pipe, stdout=pipe, stderr=pipe, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write("{}\n" * 5000)
        running.stdin.flush()
        running.stdout.readline()
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert (running.returncode, said.strip()) == (1, "Error: 已中断 · interrupted")


def test_links_that_are_no_utf8_or_no_links_are_told_by_line() -> None:
    done = nianbao("identify", stdin='[1]\n{"url": 5}\n{}\n')
    assert done.returncode == 1
    assert [line.partition(" · line ")[2][:2] for line in done.stderr.splitlines()] == ["1:", "2:"]
    assert len(done.stdout.splitlines()) == 3
    lost = subprocess.run([NIANBAO, "identify"], input=b"\xff\xfe\n", capture_output=True, check=False)
    assert (lost.returncode, b"Traceback" in lost.stderr) == (1, False)


@pytest.mark.parametrize("command", [["read"], ["read", "--explain"], ["import"]])
def test_a_folder_without_files_is_told(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    more = ["--data", str(tmp_path / "var")] if command == ["import"] else []
    done = nianbao(*command, tmp_path / "empty", *more)
    assert done.returncode == 1
    assert "文件夹里没有文件" in done.stderr


def test_a_registry_with_errors_is_told_by_row_chinese_first(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("id,name\n1,2\n", "utf-8")
    done = nianbao("portals", "list", "--registry", tmp_path / "r.csv")
    assert done.returncode == 2
    assert f"Error: 登记表 {tmp_path}/r.csv 有 9 处错误" in done.stderr
    assert "第 1 行 status 列 · row 1, column status: expected" in done.stderr


def test_files_come_in_order_and_none_is_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/1.html", "a.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "gone").symlink_to("nowhere")
    assert [str(p.relative_to(tmp_path)) for p in files_under([tmp_path])] == [
        "a.html",
        "b/1.html",
        "b/2.html",
    ]
    assert list(files_under([tmp_path / "none.html"])) == [tmp_path / "none.html"]
