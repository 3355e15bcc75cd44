from __future__ import annotations

from collections.abc import Iterator

import pytest

from nianbao.demo import DemoPortals


@pytest.fixture(scope="package")
def first() -> Iterator[DemoPortals]:
    with DemoPortals() as portals:
        yield portals


@pytest.fixture(scope="package")
def second() -> Iterator[DemoPortals]:
    with DemoPortals(visit=2) as portals:
        yield portals
