"""The status of the portals, as a view and as the page that an operator or journalist opens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from archive import publish
from archive.store import Archive
from tests.publish import sample
from tests.publish.conftest import rows
from tests.publish.portal_run import portal_run

FAILED: dict[str, Any] = {
    "outcome": "failed",
    "reason": "yield-zero blocked",
    "message": "一份年报也没有找到；栏目可能改版 · no report was found\n3 个被拦截 · 3 blocked",
    "is_yield_normal": 0,
    "found_count": 0,
}


def run(archive: Archive, day: int, portal: str = "qinghe", **columns: Any) -> None:
    run_id, at = f"202504{day:02}T000000Z-update", f"2025-04-{day:02}T00:00:00Z"
    if not rows(archive, "select 1 from runs where id = ?", run_id):
        ended = {"finished_at": at, "outcome": "complete", "reason": None, "summary": None}
        archive.insert("runs", [{"id": run_id, "command": "update", "started_at": at, **ended}])
    archive.insert("portal_runs", [portal_run(run_id, portal, **{"started_at": at, **columns})])


@pytest.fixture
def broken(tmp_path: Path) -> Archive:
    """清河 fell on 3 April and is down since; 云栖 is partly blocked, 鹭汀 is well, 新 was never crawled."""
    archive = sample.build(tmp_path, bodies=1)
    (known,) = rows(archive, "select * from portals")
    others = {"yunqi": "云栖县", "luting": "鹭汀区", "xin": "新县", "old": "旧县"}
    archive.insert("portals", [{**known, "id": key, "name": name} for key, name in others.items()])
    archive.db.conn.execute("update portals set status = 'retired' where id = 'old'")
    archive.db.conn.commit()
    run(archive, 2, found_count=40)
    for day in (3, 4):
        run(archive, day, "qinghe", **FAILED)
        run(archive, day, "old", **FAILED)
    run(archive, 4, "yunqi", outcome="partial", reason="blocked", message="1 个被拦截 · 1 blocked")
    run(archive, 3, "luting", **FAILED)
    run(archive, 4, "luting", found_count=41)
    publish.publish(archive)
    return archive


def test_a_portal_is_broken_since_the_first_failure_after_the_last_good_run(broken: Archive) -> None:
    (status,) = rows(broken, "select * from portal_status where portal_id = 'qinghe'")
    assert (status["health"], status["run_outcome"]) == ("broken", "failed")
    assert (status["broken_since"], status["failed_run_count"]) == ("2025-04-03T00:00:00Z", 2)
    assert (status["last_good_at"], status["last_good_found_count"]) == ("2025-04-02T00:00:00Z", 40)
    assert status["report_count"] > 0


def test_each_portal_has_one_state_and_the_broken_come_first(broken: Archive) -> None:
    found = rows(broken, "select portal_id, health from portal_status order by urgency desc, portal_id")
    assert [(row["portal_id"], row["health"]) for row in found] == [
        ("qinghe", "broken"),
        ("yunqi", "partial"),
        ("luting", "well"),
        ("xin", "never"),
        ("old", "resting"),
    ]


def test_a_portal_that_recovered_or_was_never_crawled_is_not_broken(broken: Archive) -> None:
    sql = "select broken_since, failed_run_count, found_count from portal_status where portal_id = ?"
    assert rows(broken, sql, "luting") == [
        {"broken_since": None, "failed_run_count": None, "found_count": 41}
    ]
    assert rows(broken, sql, "xin") == [{"broken_since": None, "failed_run_count": None, "found_count": None}]


async def test_the_page_says_it_in_chinese(broken: Archive) -> None:
    from datasette.app import Datasette

    from archive import metadata

    datasette = Datasette([str(broken.database_path)], metadata=metadata.build())
    response = await datasette.client.get("/archive/portal_status")
    assert response.status_code == 200
    page = re.sub(r"<[^>]+>|\s+", " ", response.text)
    page = re.sub(r"\s+", " ", page)
    assert page.index("qinghe") < page.index("yunqi") < page.index("luting") < page.index("xin")
    assert "故障 2025-04-03 08:00 起，连续 2 次；上次正常 2025-04-02 08:00 ，找到 40 份" in page
    assert "一份年报也没有找到；栏目可能改版 no report was found" in page
    assert "份年报照常保留和公布" in page
    assert "尚未抓取，不等于没有发布" in page
    plain = await datasette.client.get("/archive/portal_status?_nocol=message")
    assert plain.status_code == 200
    assert "yield-zero blocked" in plain.text
