"""All faults on one portal, then the same portal mended: nothing is lost, nothing false is ever stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import pairwise

import pytest

from tests.crawler.conftest import Crawl, portal, row, title
from tests.crawler.fault_server import Answerer, Answers, Asked, FaultServer, Script, answer
from tests.crawler.faults import FAULTS, REPORT, Fault

DELAY_S = 0.01
# Their answers lead to the one URL that they have in the tests of a fault alone.
_OWN_URL = {"redirect-circle", "redirect-to-itself", "redirect-to-itself-for-ever"}
# Five challenges end a run, and the last row is asked for first.  A day to wait would be two minutes here.
PLAYED = sorted(
    (fault for fault in FAULTS if fault.name not in _OWN_URL and fault.other != "deferred"),
    key=lambda fault: fault.disposition != "blocked",
)


def body_of(name: str) -> str:
    return f"{REPORT}<!-- {name} -->"


def steady(name: str) -> Answerer:
    """A page with an ETag that answers 304 to who has it."""
    body = body_of(name)
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'

    def play(asked: Asked) -> Script:
        is_held = asked.headers.get("If-None-Match") == tag
        return answer("", 304, {"ETag": tag}) if is_held else answer(body, 200, {"ETag": tag})

    return play


def path_of(fault: Fault) -> str:
    return f"/f/{fault.name}.html"


def listed() -> str:
    """Each fault between two good pages, so that no five in a row are silent."""
    rows = (
        row(path_of(fault), title(2023, f"第{n}局")) + row(f"/good/{n}.html", title(2022, f"第{n}局"))
        for n, fault in enumerate(PLAYED)
    )
    return "<ul>" + "".join(rows) + row("/private/a.html", title(2021)) + "</ul>"


GOOD: Mapping[str, Answers] = {f"/good/{n}.html": steady(f"{n}") for n in range(len(PLAYED))}
PAGES: Mapping[str, Answers] = {
    "/robots.txt": answer(b"User-agent: *\nDisallow: /private/\n"),
    "/zfxxgknb/": answer(listed()),
    "/good.html": steady("good"),
    **GOOD,
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.settings.DOWNLOAD_TIMEOUT", 0.5)
    monkeypatch.setattr("crawler.settings.DOWNLOAD_MAXSIZE", 200_000)


def stored(crawled: Crawl) -> dict[str, set[str]]:
    """Path → digests of the documents that its captures brought, over all runs."""
    found: dict[str, set[str]] = {}
    for url, sha256 in crawled.rows(
        "select url, document_sha256 from captures where document_sha256 is not null"
    ):
        found.setdefault("/" + url.split("/", 3)[3], set()).add(sha256)
    return found


def digest(name: str) -> str:
    return hashlib.sha256(body_of(name).encode()).hexdigest()


def test_there_are_enough_faults_to_speak_of() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 50
    assert len(PLAYED) >= 50


@pytest.mark.slow  # sixty faults with their retries, and every page of them again
@pytest.mark.usefixtures("quick")
def test_a_portal_of_all_faults_loses_nothing_once_it_is_mended(crawled: Crawl) -> None:
    faulty = {path_of(fault): fault.answers for fault in PLAYED}
    with FaultServer({**PAGES, **faulty}) as site:
        row_of_it = portal(site, "/zfxxgknb/", options={"delay": str(DELAY_S), "revisit": "always"})  # type: ignore[arg-type]
        first = crawled(row_of_it)["test"]
        held, asked = stored(crawled), len(site.log)
        site.pages.update({path_of(fault): steady(fault.name) for fault in PLAYED})
        second = crawled(row_of_it)["test"]
        log = sorted(site.log, key=lambda one: one.began)
    came = {path_of(fault) for fault in PLAYED if fault.disposition == "ok"}
    assert (first.status, second.status) == ("failed", "complete")
    assert {path for path in held if path.startswith("/f/")} <= came
    assert all(held[path] == {digest(path[6:-5])} for path in held if path.startswith("/good/"))

    now = stored(crawled)
    assert all(digest(fault.name) in now[path_of(fault)] for fault in PLAYED)
    assert all(digest(str(n)) in now[f"/good/{n}.html"] for n in range(len(PLAYED)))
    assert crawled.captured()["/private/a.html"][1] == "robots"

    assert all(later.began - earlier.began >= DELAY_S * 0.95 for earlier, later in pairwise(log))
    assert not [one.path for one in log if one.path.startswith("/private/")]
    again = {one.path: "If-None-Match" in one.headers for one in site.log[asked:]}
    assert {path: again[path] for path in held if path.startswith("/good/")} == {
        path: True for path in held if path.startswith("/good/")
    }
    assert not [path for path in faulty.keys() - came if again[path]]
