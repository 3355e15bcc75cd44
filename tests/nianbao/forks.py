"""Runs of the program that start at once and can be killed: children of a process that imported it all."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
_PRELOADED = ("nianbao.job", "nianbao.commands.crawl", "nianbao.commands.update", "scrapy.core.engine")


def serve() -> None:
    """Fork a child for each line of standard input, and print its number, then its status."""
    for module in _PRELOADED:
        importlib.import_module(module)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(*json.loads(line))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(arguments: list[str], stage: str, after_s: float) -> None:
    from nianbao.cli import main

    if stage:
        _die_in(stage, after_s)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = 0
    try:
        main(arguments, standalone_mode=True)
    except SystemExit as end:
        status = int(end.code or 0)
    os._exit(status)


def _die_in(stage: str, after_s: float) -> None:
    """Have this process killed so long after a function of the program (``module:name``) was called."""
    module_name, _, name = stage.partition(":")
    module = importlib.import_module(module_name)
    original = getattr(module, name)

    def entered(*arguments: Any, **named: Any) -> Any:
        threading.Timer(after_s, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return original(*arguments, **named)

    setattr(module, name, entered)


class Runs:
    """The process that forks; one run at a time."""

    def __init__(self) -> None:
        code = "from tests.nianbao.forks import serve; serve()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._child = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child:
            self.kill()
        self._process.communicate(timeout=20)

    def start(self, *arguments: str | Path, dies_in: str = "", after_s: float = 0.0) -> None:
        """Begin ``nianbao …``; it is killed that long after a function of that name is entered."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([list(map(str, arguments)), dies_in, after_s]) + "\n")
        self._process.stdin.flush()
        self._child = self._answer()

    def wait(self) -> int:
        """The exit status; negative where a signal ended it."""
        self._child = 0
        return self._answer()

    def kill(self) -> int:
        """Send SIGKILL; returns the exit status."""
        os.kill(self._child, signal.SIGKILL)
        return self.wait()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())
