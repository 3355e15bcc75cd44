"""What a person sees on standard error while long work runs, and the tables at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from crawler.outcomes import PortalProgress


class Bar:
    """One progress bar; moves as documents or portals are done."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def count(self, done: int, total: int) -> None:
        """Show how many of a known number are done."""
        self._progress.update(self._task, completed=done, total=total)

    def portal(self, state: PortalProgress) -> None:
        """Show the state of a crawl: portals done of all, and pages fetched so far."""
        description = f"抓取 · crawl {state.pages}"
        self._progress.update(self._task, completed=state.done, total=state.total, description=description)


class Console:
    """Progress on standard error, results on standard output."""

    def __init__(self) -> None:
        self._errors = RichConsole(stderr=True)
        self._output = RichConsole(file=sys.stdout)

    @contextmanager
    def progress(self, description: str) -> Iterator[Bar]:
        """A bar for one stage; silent where standard error is no terminal."""
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        shown = Progress(*columns, console=self._errors, disable=not self._errors.is_terminal)
        with shown as progress:
            yield Bar(progress, progress.add_task(description, total=None))

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print a table on standard output; tab-separated lines where that is no terminal."""
        cells = [["" if value is None else str(value) for value in row] for row in rows]
        if not self._output.is_terminal:
            for line in ([title], columns, *cells):
                self._output.file.write("\t".join(line) + "\n")  # print would expand the tabs
            return
        table = Table(title=title, title_justify="left")
        for column in columns:
            table.add_column(column)
        for row in cells:
            table.add_row(*row)
        self._output.print(table)

    def note(self, text: str) -> None:
        """Print a line on standard error."""
        self._errors.print(text, highlight=False, markup=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """Print a line on standard output."""
        self._output.print(text, highlight=False, markup=False, soft_wrap=True)
