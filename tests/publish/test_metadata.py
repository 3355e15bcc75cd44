"""The generated files are fresh, and plain Datasette takes them."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

from archive import metadata, publish
from archive.published import published as described
from archive.schema import tables
from archive.store import Archive
from nianbao import generate

ROOT = Path(__file__).parents[2]


def test_the_committed_files_are_what_the_generator_writes() -> None:
    stale = [name for name, write in generate.WRITERS.items() if (ROOT / name).read_text("utf-8") != write()]
    assert stale == [], "run `make metadata`"


def test_the_generator_writes_only_what_changed(tmp_path: Path) -> None:
    assert len(generate.main(tmp_path)) == len(generate.WRITERS)
    assert generate.main(tmp_path) == []


def test_every_table_view_and_column_has_a_description() -> None:
    found = metadata.build()["databases"]["archive"]["tables"]
    names = {name: item.column_names for name, item in tables().items()}
    names |= {name: item.column_names for name, item in described().items()}
    for name, columns in names.items():
        assert list(found[name]["columns"]) == list(columns)
        assert all(" · " in text for text in found[name]["columns"].values()), name


def test_the_metadata_names_only_what_there_is(published: Archive) -> None:
    sql = "select name from sqlite_master where type in ('table', 'view')"
    there = {row[0] for row in published.db.conn.execute(sql)}
    named = metadata.build()["databases"]["archive"]["tables"]
    assert set(named) - there <= {"sqlite_stat4"}
    assert there - set(named) == set()
    for name, table in named.items():
        columns = table.get("columns", {})
        assert set(table.get("facets", ())) <= set(columns), name
        assert table.get("sort_desc", next(iter(columns), None)) in (*columns, None), name


def test_there_are_no_queries_in_the_metadata() -> None:
    assert "queries" not in json.dumps(metadata.build())


def test_plain_datasette_serves_the_archive_with_the_committed_file(
    published: Archive, tmp_path: Path
) -> None:
    shutil.copy(published.database_path, tmp_path / "archive.db")
    arguments = [str(tmp_path / "archive.db"), "-m", str(ROOT / metadata.FILE_NAME)]
    with serving(arguments) as address:
        home = fetch(f"{address}/")
        assert "政府信息公开工作年度报告数据档案" in home
        assert "没有符合条件" not in fetch(f"{address}/archive/sections?_search={quote('信访')}")
        assert "实质公开率" in fetch(f"{address}/archive/indicators")
        assert "nianbao.css" in home
        assert "--accent" in fetch(f"{address}/-/static-plugins/nianbao/nianbao.css")


def test_our_own_arguments_are_taken_by_datasette(published: Archive) -> None:
    arguments = publish.datasette_arguments(published.root, 0)
    del arguments[arguments.index("--port") : arguments.index("--port") + 2]
    with serving(arguments) as address:
        settings = json.loads(fetch(f"{address}/-/settings.json"))
        assert settings["allow_download"] is False
        assert settings["sql_time_limit_ms"] == 1000


@contextmanager
def serving(arguments: list[str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", *arguments, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address)
            yield address
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            fetch(f"{address}/robots.txt")
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers at {address}")


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())
