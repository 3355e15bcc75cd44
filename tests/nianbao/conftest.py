"""The demo run twice, once for all tests of the package; nobody may write to it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.store import Archive

NIANBAO = str(Path(sys.executable).parent / "nianbao")


def nianbao(
    *arguments: str | Path, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would; ``environment`` is added to that of the tests."""
    command, surroundings = [NIANBAO, *map(str, arguments)], os.environ | environment
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, timeout=120, env=surroundings
    )


@dataclass(frozen=True)
class DemoRun:
    """A data root after some visits, and what the program printed each time."""

    data: Path
    output: list[subprocess.CompletedProcess[str]]

    def archive(self) -> Archive:
        return Archive.open(self.data)


@pytest.fixture(scope="session")
def first_visit(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """The archive after one undisturbed run."""
    data = tmp_path_factory.mktemp("demo") / "var"
    return DemoRun(data, [nianbao("demo", "--no-serve", "--data", data)])


@pytest.fixture(scope="session")
def second_visit(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """The archive after two runs."""
    data = tmp_path_factory.mktemp("demo-twice") / "var"
    return DemoRun(data, [nianbao("demo", "--no-serve", "--data", data) for _ in range(2)])
