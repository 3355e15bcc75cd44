"""The schedules that people install: their syntax, and that every command in them is one of ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from nianbao.cli import main

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
_COMMAND = re.compile(r"(?:^|[\s/`])nianbao ((?:[a-z]+)(?: +--?[a-z-]+| +[a-z0-9-]+)*)", re.MULTILINE)
_SETTING = re.compile(r"\bNIANBAO_[A-Z_]+")
_CRON_LINE = re.compile(r"(?:\*|\d{1,2}) (?:\*|\d{1,2}) (?:\S+) (?:\S+) (?:\S+)\s+[a-z]+\s+\S.*")


def written() -> list[tuple[str, str]]:
    """Every command line of the schedules, and of the page that explains them."""
    pages = [path for path in DEPLOY.rglob("*") if path.is_file()] + [ROOT / "docs/how-to/run-every-week.md"]
    lines = (
        (path.name, line)
        for path in sorted(pages)
        for line in path.read_text("utf-8").splitlines()
        if "/bin/nianbao " in line or re.match(r"\s*(?:run: .*)?(?:timeout \S+ \S+ )?nianbao ", line)
    )
    return [(name, found[1]) for name, line in lines for found in [_COMMAND.search(line)] if found]


def test_there_are_commands_to_test() -> None:
    pages = {"nianbao.service", "nianbao", "nianbao.yml", "run-every-week.md"}
    assert {name for name, _ in written()} >= pages


@pytest.mark.parametrize(("name", "command"), written())
def test_every_command_of_a_schedule_is_one_of_the_program(name: str, command: str) -> None:
    said = CliRunner().invoke(main, [*command.split(), "--help"])
    assert said.exit_code == 0, f"{name}: nianbao {command}: {said.output}"


def settings_in(paths: Iterable[Path]) -> set[str]:
    return {name for path in paths if path.is_file() for name in _SETTING.findall(path.read_text("utf-8"))}


def test_every_setting_is_one_that_the_program_reads() -> None:
    known = settings_in(path for room in ("crawler", "nianbao") for path in (ROOT / room).rglob("*.py"))
    used = settings_in(DEPLOY.rglob("*"))
    assert used
    assert used <= known


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for unit in ("nianbao.service", "nianbao.timer"):
        text = (DEPLOY / "systemd" / unit).read_text("utf-8")
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
        (tmp_path / unit).write_text(re.sub(r"^User=.*\n", "", text, flags=re.MULTILINE), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in said.stderr.splitlines() if "nianbao" in line]
    assert ours == []
    calendar = re.search(r"OnCalendar=(.*)", (DEPLOY / "systemd/nianbao.timer").read_text("utf-8"))
    assert calendar
    once = subprocess.run(
        ["systemd-analyze", "calendar", calendar[1]], capture_output=True, text=True, check=False
    )
    assert once.returncode == 0, once.stderr


def test_the_cron_file_has_five_fields_a_user_and_a_command() -> None:
    lines = (DEPLOY / "cron/nianbao").read_text("utf-8").splitlines()
    jobs = [line for line in lines if line and not line.startswith("#") and not re.match(r"[A-Z_]+=", line)]
    assert len(jobs) == 1
    assert _CRON_LINE.fullmatch(jobs[0])
    assert "%" not in jobs[0]  # cron ends a command there


def test_the_cron_command_is_a_shell_command() -> None:
    line = (DEPLOY / "cron/nianbao").read_text("utf-8").splitlines()[-1]
    command = line.split(None, 6)[6]
    subprocess.run(["/bin/sh", "-n", "-c", command], check=True)


def test_the_workflow_is_yaml_whose_steps_are_shell_commands() -> None:
    yaml = pytest.importorskip("yaml")
    workflow = yaml.safe_load((DEPLOY / "github/nianbao.yml").read_text("utf-8"))
    assert workflow[True]["schedule"] == [{"cron": "0 14 * * *"}]  # YAML 1.1 reads `on` as true
    steps = workflow["jobs"]["update"]["steps"]
    scripts = [step["run"] for step in steps if "run" in step]
    assert len(scripts) == 4
    for script in scripts:
        subprocess.run(["bash", "-n", "-c", script], check=True)
    assert [step.get("if") for step in steps][-1] == "always()"


def test_log_files_are_rotated_and_summaries_are_left_alone() -> None:
    text = (DEPLOY / "logrotate/nianbao").read_text("utf-8")
    body = re.search(r"^(\S+) \{\n(.*)\}\s*$", text, re.MULTILINE | re.DOTALL)
    assert body
    assert body[1].endswith("/runs/update.log")
    assert body[1] in (DEPLOY / "cron/nianbao").read_text("utf-8")
    known = {"su", "monthly", "rotate", "compress", "delaycompress", "missingok", "notifempty"}
    assert {line.split()[0] for line in body[2].splitlines() if line.strip()} == known
