"""Which document a report's figures come from, and what its other documents are.  Pure.

A *place* is a URL at which documents of the report were published; the documents of one place, in
the order of their capture, are its contents.  The place with the best-read newest content, the one with
most figures read for certain, is the source; earlier contents there are superseded.  The outcome depends
on what was captured, not on the order in which it was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """What classification needs to know of one document of a report."""

    id: int
    url: str  # the place: the first of its URLs in alphabetical order
    last_seen: int  # serial number of its newest capture there: what came back is current again
    is_attachment: bool
    cells_sha256: str
    text_sha256: str
    figure_count: int
    doubtful_count: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """What a document is to its report (``kind`` as the schema describes it)."""

    id: int
    kind: str
    ordinal: int | None

    @property
    def is_current(self) -> bool:
        """Whether the published figures come from it."""
        return self.kind == "source"


def classify(versions: Iterable[Version]) -> tuple[Role, ...]:
    """Give every document of one report its role; exactly one is the source.

    Raises:
        ValueError: where there is no document at all.
    """
    places: dict[str, list[Version]] = defaultdict(list)
    for version in sorted(versions, key=lambda v: (v.last_seen, v.id)):
        places[version.url].append(version)
    if not places:
        raise ValueError("a report has at least one document")
    source = min(places.values(), key=lambda contents: _rank(contents[-1]))
    others = [v for contents in places.values() if contents is not source for v in contents]
    return (*_contents(source), *(_other(v, source[-1]) for v in others))


def _rank(version: Version) -> tuple[int, int, bool, str]:
    """Most figures read for certain first, then fewest in doubt, then the page before its files."""
    certain = version.figure_count - version.doubtful_count
    return -certain, version.doubtful_count, version.is_attachment, version.url


def _contents(place: list[Version]) -> Iterable[Role]:
    ordinal = 0
    for before, version, after in zip([None, *place], place, [*place[1:], None], strict=False):
        ordinal += before is None or not _is_same(before, version)
        if after is None:
            yield Role(version.id, "source", ordinal)
        else:
            yield Role(version.id, "re-render" if _is_same(version, after) else "superseded", ordinal)


def _other(version: Version, source: Version) -> Role:
    return Role(version.id, "duplicate" if _is_same(version, source) else "rendition", None)


def _is_same(one: Version, other: Version) -> bool:
    return (one.cells_sha256, one.text_sha256) == (other.cells_sha256, other.text_sha256)
