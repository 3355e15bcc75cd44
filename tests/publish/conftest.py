"""A published sample archive, and Datasette on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import metadata, publish
from archive.store import Archive
from tests.publish import sample


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = sample.build(tmp_path_factory.mktemp("published"))
    publish.publish(archive)
    yield archive
    archive.close()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """The registry of the sample without a report, not yet published."""
    archive = sample.build(tmp_path, bodies=0)
    yield archive
    archive.close()


@pytest.fixture
def datasette(published: Archive) -> Any:
    return site_of(published)


def site_of(published: Archive) -> Any:
    """Datasette on a published archive, with the settings of `nianbao serve`."""
    from datasette.app import Datasette

    return Datasette(
        [str(published.database_path)],
        metadata=json.loads((published.root / metadata.FILE_NAME).read_text("utf-8")),
        settings={name: value for name, value in publish.SETTINGS.items() if isinstance(value, int)},
    )


def rows(archive: Archive, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    return archive.rows(sql, parameters)
