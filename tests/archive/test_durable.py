"""What a killed process or a power cut leaves behind, and how the archive takes it up."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import captures, runs
from archive.models import Capture, CaptureKind, Disposition
from archive.runs import RESUMED_WITHIN
from archive.store import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "var")


def blob(archive: Archive, sha256: str) -> Path:
    return Path(archive.blobs.path(sha256))


def test_every_blob_and_its_folder_is_on_the_disk_when_a_run_ends(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    monkeypatch.setattr("archive.settling.os.fsync", noted)
    run = runs.begin(archive, "crawl")
    digests = [archive.blobs.put(f"报告 {number}".encode()) for number in range(50)]
    runs.finish(archive, run, "complete", {})
    paths = {str(blob(archive, digest)) for digest in digests}
    assert paths | {str(Path(path).parent) for path in paths} <= set(synced)


def test_a_disk_that_fails_is_no_finished_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("archive.settling.os.fsync", failing)
    run = runs.begin(archive, "crawl")
    archive.blobs.put(b"report")
    with pytest.raises(OSError, match="Input/output"):
        runs.finish(archive, run, "complete", {})
    assert runs.begin(archive, "crawl") == runs.Run(run.id, "crawl", is_resumed=True)


def test_a_blob_that_a_power_cut_emptied_is_told_and_healed(archive: Archive) -> None:
    digest = archive.blobs.put(b"report")
    blob(archive, digest).write_bytes(b"")
    assert not archive.blobs.is_whole(digest, 6)
    assert archive.blobs.put(b"report") == digest
    assert archive.blobs.is_whole(digest, 6)
    assert archive.blobs.get(digest) == b"report"


def test_what_a_kill_left_half_written_is_swept_away(archive: Archive) -> None:
    digest = archive.blobs.put(b"report")
    half = blob(archive, digest).with_name("half.part")
    half.write_bytes(b"rep")
    runs.begin(archive, "crawl")
    runs.begin(archive, "crawl")
    assert not half.exists()
    assert archive.blobs.get(digest) == b"report"


def test_a_killed_run_is_taken_up_but_not_one_that_has_long_been_dead(archive: Archive) -> None:
    killed = runs.begin(archive, "update")
    assert runs.begin(archive, "update") == runs.Run(killed.id, "update", is_resumed=True)
    long_ago = datetime.now(UTC) - RESUMED_WITHIN - timedelta(hours=1)
    with archive.db.atomic():
        archive.db.conn.execute("update runs set started_at = ?", (f"{long_ago:%Y-%m-%dT%H:%M:%SZ}",))
    new = runs.begin(archive, "update")
    assert (new.id != killed.id, new.is_resumed) == (True, False)
    outcome, reason = archive.db.conn.execute(
        "select outcome, reason from runs where id = ?", (killed.id,)
    ).fetchone()
    assert outcome == "failed"
    assert reason.startswith("no sign of life since ")


def test_a_run_that_fetched_something_today_is_alive_whenever_it_began(archive: Archive) -> None:
    run = runs.begin(archive, "update")
    with archive.db.atomic():
        archive.db.conn.execute("update runs set started_at = '2024-01-01T00:00:00Z'")
    page = Capture(run.id, None, "http://x/", captures.now(), CaptureKind.LIST, Disposition.OK)
    captures.record(archive, page, b"list")
    assert runs.begin(archive, "update").is_resumed
