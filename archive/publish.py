"""Publish the archive: wide rows, codebooks, views, search index; and serve it with Datasette.

Publishing twice changes nothing.  It only derives: every number stands in ``observations`` before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from archive import metadata, search, views, wide
from archive.store import Archive

SETTINGS = {  # each limits what one visitor can cost the others
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "default_facet_size": 20,
    "facet_time_limit_ms": 500,
    "suggest_facets": "off",
    "allow_download": "off",
    "max_csv_mb": 200,
    "num_sql_threads": 4,
    "default_cache_ttl": 60,
}


@dataclass(frozen=True, slots=True)
class PublishSummary:
    """What one publication did; ``seconds`` is wall time."""

    wide_rows: int
    views: int
    indexed_sections: int
    seconds: float


def publish(archive: Archive) -> PublishSummary:
    """Derive everything that Datasette and the exports show, and write the metadata beside the database."""
    began = time.monotonic()
    wide_rows = wide.refresh(archive)
    indexed = search.refresh(archive)
    view_count = views.create(archive)
    archive.db.conn.execute("analyze")
    archive.db.conn.commit()
    archive.db.conn.execute("pragma wal_checkpoint(truncate)")  # archive.db alone can be copied and served
    (archive.root / metadata.FILE_NAME).write_text(metadata.text(), "utf-8")
    return PublishSummary(wide_rows, view_count, indexed, time.monotonic() - began)


def datasette_arguments(root: Path, port: int) -> list[str]:
    """The arguments of ``datasette serve`` for a data root; templates come with the plugin."""
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, str(value))]
    paths = [str(root / "archive.db"), "--metadata", str(root / metadata.FILE_NAME)]
    return [*paths, "--port", str(port), *settings]


def serve(root: Path, port: int) -> None:
    """Serve a published data root with Datasette on 127.0.0.1 until it is interrupted."""
    from datasette.cli import serve as datasette_serve
    from datasette.plugins import pm

    # rich, where installed, would log a page of local variables for every wrong address that is asked
    pm.get_plugin("datasette.handle_exception").rich = None
    if not (root / metadata.FILE_NAME).exists():
        (root / metadata.FILE_NAME).write_text(metadata.text(), "utf-8")
    datasette_serve.main(datasette_arguments(root, port), standalone_mode=False)
