"""Saved portals: whole sites on loopback, put together from saved list pages, with the row each should get.

A site is one TOML file of ``tests/fixtures/sites``; its README says what it holds.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.crawler.server import Answer, Site

FIXTURES = Path(__file__).parent.parent / "fixtures"
PORTALS, SITES = FIXTURES / "portals", FIXTURES / "sites"
EXCUSES = SITES / "without.toml"
ROBOTS = Answer(b"User-agent: *\nDisallow: /neibu/\n", headers={"Content-Type": "text/plain"})
_TYPES = {".json": "application/json", ".xml": "text/xml", ".html": "text/html; charset=utf-8"}
_FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{meta}</head><body>
<div class="header"><a href="/">首页</a></div><div class="main">{main}</div>
<div class="footer">主办：{name}办公室　网站标识码：{code}</div></body></html>"""
_ARTICLE = "<h1>{title}</h1><p>一、总体情况。</p>" + "<p>本机关按照规定公开政府信息。</p>" * 30


@dataclass(frozen=True)
class SavedSite:
    """One saved site: what it answers, and the row by column, ``{site}`` in place of its address."""

    id: str
    family: str
    probe: str  # path at which a probe begins besides the home page
    row: Mapping[str, str]
    plan: Mapping[str, Any]

    def serve(self) -> Site:
        """The site on loopback, not yet started; its pages name its own address."""
        site = Site({})
        site.pages.update({path: self._own(answer, site.url) for path, answer in self._pages()})
        return site

    def _own(self, answer: Answer, address: str) -> Answer:
        body = answer.body
        for origin in self.plan["origins"]:
            body = body.replace(origin.encode(), address.encode())
        return Answer(body, answer.status, answer.headers)

    def _pages(self) -> Iterator[tuple[str, Answer]]:
        yield "/robots.txt", ROBOTS
        for saved in self.plan["saved"]:
            yield from _articles(saved, self.plan)
        for path, saved in self.plan["pages"].items():
            yield path, _saved(saved)
        for path, text in self.plan.get("texts", {}).items():
            yield path, _framed(text, self.plan)


def sites() -> list[SavedSite]:
    """Every saved site."""
    return [_site(path) for path in sorted(SITES.glob("*.toml")) if path != EXCUSES]


def _site(path: Path) -> SavedSite:
    plan = tomllib.loads(path.read_text("utf-8"))
    plan["saved"] = sorted(set(plan["pages"].values()))
    return SavedSite(path.stem, plan["row"]["platform"], plan["probe"], plan["row"], plan)


def _saved(name: str) -> Answer:
    folder = PORTALS / name
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    page = folder / meta["page"]
    return Answer(page.read_bytes(), headers={"Content-Type": _TYPES[page.suffix]})


def _articles(name: str, plan: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    """An article for every link of a saved page that leads to the site itself."""
    expected = json.loads((PORTALS / name / "expected.json").read_text("utf-8"))
    for url, title, _ in expected["candidates"]:
        if url.startswith(tuple(plan["origins"])):
            parts = urlsplit(url)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            yield path, _framed(_ARTICLE.format(title=title), plan)


def _framed(main: str, plan: Mapping[str, Any]) -> Answer:
    name, code = plan["name"], plan["code"]
    marks = {"SiteName": name, "SiteIDCode": code, "SiteDomain": urlsplit(plan["origins"][0]).netloc}
    meta = "".join(f'<meta name="{key}" content="{value}">' for key, value in marks.items())
    text = _FRAME.format(title=plan["name"], meta=meta, main=main, name=name, code=code)
    return Answer(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
