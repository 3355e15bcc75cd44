"""The demo: bundled portals on loopback, and the whole job over them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from archive import runs
from archive.divisions import Division, Level
from archive.models import Portal
from archive.store import Archive
from crawler import registry
from nianbao import job
from nianbao.console import Console
from nianbao.demo import DemoPortals
from nianbao.demo.plan import places
from nianbao.options import opened
from nianbao.portal_choice import chosen

COMMAND = "demo"


@contextmanager
def demo_portals(data: Path) -> Iterator[DemoPortals]:
    """Start the portals on the ports that this data root has always seen them on.

    The archive keeps URLs, so a second visit must find the same ones.  A killed visit is not over:
    the portals show what they showed then.
    """
    archive = opened(data)
    visit = runs.completed_count(archive, COMMAND) + 1
    archive.close()
    remembered = data / "demo-ports.json"
    try:
        ports = json.loads(remembered.read_text()) if remembered.exists() else None
        portals = DemoPortals(visit=visit, ports=ports)
    except ValueError as error:  # cut short by a kill, or edited
        raise click.ClickException(
            f"{remembered} 不能用，请另选 --data · cannot be used: {error}; choose another --data"
        ) from error
    try:
        portals.start()
    except OSError as error:
        zh = "演示门户的端口被占用：是不是另一个演示还开着？请停下它，或另选 --data"
        en = "is another demo running? Stop it, or choose another --data"
        raise click.ClickException(f"{zh} · {error.strerror}; {en}") from error
    try:
        remembered.write_text(json.dumps(list(portals.ports)))
        yield portals
    finally:
        portals.stop()


@contextmanager
def demo_rows(data: Path, given: Path | None) -> Iterator[tuple[Portal, ...]]:
    """The rows of the bundled portals while these are served, or the active ones of a file that was given."""
    if given is not None:
        yield chosen(given, ())
        return
    with demo_portals(data) as portals:
        yield registry.load(_write_registry(data / "demo-portals.csv", portals))


def run_demo(archive: Archive, rows: Sequence[Portal], console: Console) -> job.JobSummary:
    """Crawl, read, check and publish these portals; the caller holds the data root for writing."""
    return job.run(archive, COMMAND, rows, console, more_divisions=demo_divisions())


def demo_divisions() -> list[Division]:
    """The invented places of the demo; their codes are none of GB/T 2260."""
    return [
        Division(place.code, place.name, place.parent or None, Level(place.level), None, None, None, "demo")
        for place in places().values()
    ]


def _write_registry(path: Path, portals: DemoPortals) -> Path:
    rows = portals.registry_rows()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
