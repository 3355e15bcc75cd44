"""The house rules that a machine can check: who may import whom, small files, described commands."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("archive", "crawler", "extract", "nianbao")
MAY_IMPORT = {
    "archive": {"archive"},
    "crawler": {"archive", "crawler"},
    "extract": {"archive", "extract"},
    "nianbao": set(ROOMS),
}
NOT_IN = {  # what a room must never need: extraction is pure, the floor knows no crawl
    "extract": {
        "scrapy",
        "twisted",
        "sqlite3",
        "sqlite_utils",
        "datasette",
        "urllib.request",
        "httpx",
        "requests",
    },
    "archive": {"scrapy", "twisted"},
    "crawler": {"datasette"},
}
MAX_LINES = 300


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_what_they_may(room: str) -> None:
    breaches = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources(room)
        for module in imported(path)
        if (module.partition(".")[0] in ROOMS and module.partition(".")[0] not in MAY_IMPORT[room])
        or any(module == banned or module.startswith(banned + ".") for banned in NOT_IN.get(room, ()))
    ]
    assert breaches == []


def test_every_import_is_absolute() -> None:
    relative = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in sources(room)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_the_central_types_import_nothing_of_ours() -> None:
    assert {m.partition(".")[0] for m in imported(ROOT / "archive/models.py")} <= {
        "__future__",
        "dataclasses",
        "enum",
        "typing",
    }


def test_no_file_is_long_without_a_reason() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for room in (*ROOMS, "tests", "benchmarks")
        for path in sources(room)
        if (lines := len(path.read_text("utf-8").splitlines())) > MAX_LINES
        and "Longer than" not in (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
    }
    assert long == {}


def test_only_one_place_catches_broadly() -> None:
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ROOMS
        for path in sources(room)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    ]
    assert [place.partition(":")[0] for place in broad] == ["extract/reading.py"]


def test_nothing_of_the_reviewed_reports_is_in_the_repository() -> None:
    reports = sorted((ROOT.parent / "shared/seeds").glob("*.txt"))
    if not reports:
        pytest.skip("no reviewed reports beside the project")
    sentences = {
        sentence
        for report in reports
        for sentence in re.findall(r"[^。\s]{24,60}。", report.read_text("utf-8", "replace"))
    }
    ours = "".join(
        path.read_text("utf-8", "replace")
        for folder in (*ROOMS, "tests", "docs")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {".py", ".toml", ".html", ".txt", ".md", ".json", ".csv"}
    )
    assert [sentence for sentence in sentences if sentence in ours] == []


@pytest.mark.parametrize("command", [[], ["read"], ["demo"], ["portals", "check"]], ids=" ".join)
def test_help_answers_fast_and_names_the_exit(command: list[str]) -> None:
    nianbao = Path(sys.executable).parent / "nianbao"
    best = min(_timed([str(nianbao), *command, "--help"]) for _ in range(3))
    assert best < 1.0, "0.3 s on an idle machine (make bench prints it); a whole second means an eager import"


def _timed(command: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Usage:" in done.stdout
    return time.perf_counter() - began


def test_every_command_of_the_contract_is_there_and_described() -> None:
    from nianbao.cli import COMMANDS

    assert set(COMMANDS) == {
        *("demo", "crawl", "import", "extract", "check", "update", "serve", "export", "read", "identify"),
        *("portals", "plan", "status", "verify"),
    }
    docs = "".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert [name for name in COMMANDS if f"nianbao {name}" not in docs] == []
