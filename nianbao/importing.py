"""Take local files in as captures: the origin is the file."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive import captures, runs
from archive.models import Capture, CaptureKind, Disposition
from archive.store import Archive
from nianbao.paths import NO_FILES, files_under


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """How many files were taken in, how many of them were new, and what could not be opened."""

    files: int
    new: int
    failures: tuple[str, ...]


def import_files(archive: Archive, paths: Iterable[Path]) -> ImportSummary:
    """Store every file under the paths with a capture each."""
    run = runs.begin(archive, "import")
    before, files = _document_count(archive), 0
    failures = []
    for path in files_under(paths):
        try:
            captures.record(archive, _capture(run.id, path), path.read_bytes())
            files += 1
        except OSError as error:
            failures.append(f"{path}: 文件打不开 / expected a readable file, found: {error.strerror}")
    if not files and not failures:
        failures.append(NO_FILES)
    new = _document_count(archive) - before
    runs.finish(archive, run, "partial" if failures else "complete", {"files": files, "new": new})
    return ImportSummary(files, new, tuple(failures))


def _capture(run_id: str, path: Path) -> Capture:
    url, media_type = path.absolute().as_uri(), mimetypes.guess_type(path.name)[0]
    kind = CaptureKind.ARTICLE
    return Capture(
        run_id, None, url, captures.now(), kind, Disposition.OK, media_type=media_type, link_title=path.stem
    )


def _document_count(archive: Archive) -> int:
    return int(archive.db.conn.execute("select count(*) from documents").fetchone()[0])
