"""The demo's job on portals of one's own: `nianbao demo --registry FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler import registry
from tests.crawler.conftest import row, title
from tests.crawler.server import Site, html
from tests.nianbao.conftest import nianbao

TEXT = "<p>一、总体情况。</p>" + "<p>正文。</p>" * 60


def test_the_rows_of_a_file_stand_in_for_the_bundled_portals(tmp_path: Path) -> None:
    data, path = tmp_path / "var", tmp_path / "portals.csv"
    pages: dict[str, Any] = {
        "/zfxxgknb/": html(row("/a.html", title(2023))),
        "/a.html": html(f"<h1>{title(2023)}</h1>{TEXT}"),
    }
    with Site(pages) as site:
        cells = ("mine", "我的", "990101", "county", f"{site.url}/zfxxgknb/", "generic", "delay=0", "", "")
        lines = [registry.COLUMNS, (*cells, "active", "loopback")]
        path.write_text("\n".join(map(",".join, lines)), "utf-8")
        done = nianbao("demo", "--no-serve", "--registry", path, "--data", data)
        assert done.returncode == 0, done.stderr
        assert "/a.html" in site.paths()
    assert "mine" in nianbao("status", "--data", data).stdout
    assert not (data / "demo-ports.json").exists()


def test_a_file_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    done = nianbao("demo", "--no-serve", "--registry", tmp_path / "none.csv", "--data", tmp_path / "var")
    assert done.returncode == 2
    assert "none.csv" in done.stderr
