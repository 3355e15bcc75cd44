"""The commands as a user types them: answers, clear errors, exit statuses."""

from __future__ import annotations

import csv
import json
import socket
from pathlib import Path

import pytest
from filelock import FileLock

from nianbao.demo import docx
from nianbao.demo.body import body
from nianbao.demo.plan import reports
from tests.nianbao.conftest import DemoRun, nianbao


@pytest.fixture
def document(tmp_path: Path) -> Path:
    plan = next(iter(reports()))
    path = tmp_path / f"{plan.title}.docx"
    path.write_bytes(docx.write(body(plan, 1)))
    return path


def test_read_prints_one_object_a_line_in_the_contract_s_form(document: Path) -> None:
    done = nianbao("read", document, document)
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == second
    assert list(first)[:4] == ["path", "sha256", "media_type", "reader"]
    assert {"title", "publisher", "division", "year", "scope", "edition", "published_on"} <= first.keys()
    observation = first["observations"][0]
    assert {"table", "row", "column", "value", "status", "raw", "unit", "locator"} <= set(observation)
    assert {"page", "table", "row", "column"} <= set(observation["locator"])
    assert {check["outcome"] for check in first["checks"]} <= {
        "pass",
        "fail",
        "not-evaluable",
        "not-applicable",
    }


def test_read_goes_on_behind_what_it_cannot_read(document: Path, tmp_path: Path) -> None:
    noise = tmp_path / "noise.pdf"
    noise.write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    done = nianbao("read", tmp_path / "missing.html", noise, document)
    missing, unread, read = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert missing["issues"][0]["code"] == "file-unreadable"
    assert "observations" not in missing or not missing["observations"]
    assert unread["issues"][0]["severity"] == "error"
    assert unread["media_type"] == "application/pdf"
    assert read["observations"]
    assert "missing.html" in done.stderr
    assert "Traceback" not in done.stderr


def test_identify_judges_links_and_names_a_bad_line() -> None:
    good = {
        "url": "http://www.a.gov.cn/art/2024/1/12/art_1_2.html",
        "title": "青禾区民政局2023年政府信息公开工作年度报告",
    }
    done = nianbao("identify", stdin=json.dumps(good) + "\nno json\n")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {"kind": "report", "year": 2023, "publisher": "青禾区民政局"}
    assert second["kind"] == "other"
    assert done.returncode == 1
    assert "line 2" in done.stderr


def test_import_extract_export(document: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    assert "new 1" in nianbao("import", document, "--data", data).stdout
    assert "new 0" in nianbao("import", document, "--data", data).stdout
    done = nianbao("extract", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "1 份报告" in done.stdout
    assert nianbao("check", "--data", data).returncode == 0
    exported = nianbao("export", "--data", data)
    assert exported.returncode == 0, exported.stderr
    with (data / "exports" / "reports_wide.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["title"] == document.stem
    assert row["applications_total_handled_total"].isdigit()


def test_an_archive_that_was_not_published_is_not_exported(document: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    nianbao("import", document, "--data", data)
    exported = nianbao("export", "--data", data)
    assert exported.returncode == 2
    assert "nianbao extract" in exported.stderr
    assert "Traceback" not in exported.stderr
    assert not (data / "exports").exists()


def test_a_document_without_a_reader_waits_in_quarantine(tmp_path: Path) -> None:
    scan, data = tmp_path / "scan.pdf", tmp_path / "var"
    scan.write_bytes(b"%PDF-1.7\n%%EOF")
    nianbao("import", scan, "--data", data)
    assert "1 份未能读取" in nianbao("extract", "--data", data).stdout
    assert "application/pdf" in nianbao("status", "--data", data).stdout
    assert "0 份文件" in nianbao("extract", "--data", data).stdout, "only a newer reader tries again"


def test_reparse_diff_lists_changes_and_writes_nothing(first_visit: DemoRun) -> None:
    before = (first_visit.data / "archive.db").read_bytes()
    done = nianbao("extract", "--reparse", "--diff", "--data", first_visit.data)
    assert done.returncode == 0, done.stderr
    assert (first_visit.data / "archive.db").read_bytes() == before


def test_verify_names_a_damaged_blob(document: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    nianbao("import", document, "--data", data)
    [blob] = [path for path in (data / "blobs").rglob("*") if path.is_file()]
    blob.write_bytes(b"changed")
    done = nianbao("verify", "--data", data)
    assert done.returncode == 1
    assert blob.name in done.stderr


@pytest.mark.parametrize("options", [["--reparse"], ["--reparse", "--diff"]])
def test_a_stored_document_that_is_gone_is_named(options: list[str], document: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    nianbao("import", document, "--data", data)
    nianbao("extract", "--data", data)
    [blob] = [path for path in (data / "blobs").rglob("*") if path.is_file()]
    blob.unlink()
    done = nianbao("extract", *options, "--data", data)
    assert done.returncode == 1
    assert blob.name in done.stderr
    assert "nianbao verify" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["status", "extract", "plan", "demo --no-serve"])
def test_a_database_that_is_none_is_named(command: str, tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("no database, whatever its name says")
    done = nianbao(*command.split(), "--data", tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path}/archive.db" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", ["", "[8101]"])
def test_demo_ports_that_were_cut_short_are_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "demo-ports.json").write_text(content)
    done = nianbao("demo", "--no-serve", "--data", tmp_path)
    assert done.returncode == 1
    assert "demo-ports.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_writers_are_refused_with_a_clear_message(document: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    nianbao("import", document, "--data", data)
    with FileLock(data / "lock"):
        done = nianbao("extract", "--data", data)
    assert done.returncode == 1
    assert "another process" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_demo_port_is_named_without_a_traceback(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (tmp_path / "demo-ports.json").write_text(json.dumps([port, *[0] * 6]))
        done = nianbao("demo", "--no-serve", "--data", tmp_path)
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "--data" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_of_the_site_is_named_before_anything_is_done(
    command: str, document: Path, tmp_path: Path
) -> None:
    nianbao("import", document, "--data", tmp_path)
    before = sorted(tmp_path.iterdir())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = nianbao(command, "--data", tmp_path, "--port", str(port))
    assert done.returncode == 1
    assert f"端口 {port} 打不开" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["crawl", "nowhere"], "nowhere"),
        (["serve", "--port", "65536"], "65536"),
        (["serve", "--data", "empty"], "archive.db"),
        (["extract", "--diff", "--data", "empty"], "--reparse"),
        (["export", "--format", "pdf"], "pdf"),
        (["nonsense"], "nonsense"),
    ],
)
def test_bad_usage_ends_with_2_and_says_what_was_found(
    arguments: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = nianbao(*arguments)
    assert done.returncode == 2
    assert expected in done.stderr


def test_a_bad_registry_row_is_named_before_the_first_request(tmp_path: Path) -> None:
    registry = tmp_path / "portals.csv"
    registry.write_text(
        "id,name,division_code,level,start_url,platform,options,hosts,first_year,status,note\n"
        "a,某区,110105,county,http://www.example.com/,typo,,,2019,active,\n",
        "utf-8",
    )
    done = nianbao("portals", "list", "--registry", registry)
    assert done.returncode == 2
    assert "typo" in done.stderr
    assert "2" in done.stderr


def test_the_packaged_registry_is_sound_and_claims_nothing() -> None:
    done = nianbao("portals", "list")
    assert done.returncode == 0
    assert "bj-chaoyang" in done.stdout
    assert "active" not in done.stdout, "nobody has crawled these portals yet"
