"""`nianbao identify`: what the crawler would make of links given as JSON lines."""

from __future__ import annotations

import json
from typing import Any, TextIO

import click

from nianbao.options import finish


@click.command("identify")
@click.argument("links", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def command(links: TextIO) -> None:
    """Read JSON lines {"url": …, "title": …} and print {"kind", "year", "publisher"} for each.

    LINKS is a file, by default standard input. 从标准输入读取链接，逐行判断：是否年报、哪一年、哪个机关。
    """
    failures = []
    for number, line in enumerate(links, start=1):
        if not line.strip():
            continue
        try:
            click.echo(json.dumps(_identify(line), ensure_ascii=False))
        except ValueError as error:
            failures.append(
                f"第 {number} 行不是这样的 JSON 对象 · line {number}:"
                f' expected a JSON object {{"url": …, "title": …}}, found: {error}'
            )
            click.echo(json.dumps({"kind": "other", "year": None, "publisher": None}))
    finish(failures)


def _identify(line: str) -> dict[str, Any]:
    from archive.titles import read_link

    link = json.loads(line)
    if not isinstance(link, dict):
        raise ValueError(line.strip()[:40])
    url, title = link.get("url") or "", link.get("title") or ""
    if not isinstance(url, str) or not isinstance(title, str):
        raise ValueError("a URL or title that is no string")
    reading = read_link(url, title)
    return {"kind": reading.kind, "year": reading.year, "publisher": reading.publisher}
