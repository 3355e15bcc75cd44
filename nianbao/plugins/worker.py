"""The program that renders one figure's page within limits: an order and a document in, a picture out.

Standard input: a line of JSON, the document's bytes and those of its pictures.  Standard output: a line of
JSON, then the picture.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from archive.models import Locator
from extract.errors import ReadError
from extract.readers.sniffing import charset_of
from extract.rendering import Rendering, render, to_pdf

MEMORY_BYTES = 4 * 2**30  # of address space, which LibreOffice shares
CPU_SECONDS = 50
MOST_PRINTED = 200  # documents that LibreOffice printed and that are kept


def main() -> None:
    """Render what standard input asks for; the argument is the folder of what LibreOffice printed."""
    _limit()
    order = json.loads(sys.stdin.buffer.readline())
    head, content = _answer(Path(sys.argv[1]), order)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _answer(folder: Path, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    read = sys.stdin.buffer.read
    data = read(order["size"])
    pictures = {url: read(size) for url, size in order["pictures"]}

    def convert(document: bytes, suffix: str) -> bytes:
        return printed(folder, order["sha256"], document, suffix)

    try:
        made = render(
            data,
            order["media_type"],
            Locator(*order["locator"]),
            charset=charset_of(order["declared"]),
            pictures=pictures,
            url=order["url"],
            convert=convert,
        )
    except (ReadError, MemoryError) as error:
        return {"failed": f"这份文件的页面画不出来 / the page cannot be drawn: {error}"}, b""
    return _said(made), made.content


def _said(made: Rendering) -> dict[str, Any]:
    return {
        "media_type": made.media_type,
        "is_marked": made.is_marked,
        "page": made.page,
        "notes": made.notes,
        "table": made.table,
    }


def printed(folder: Path, sha256: str, document: bytes, suffix: str) -> bytes:
    """A document as LibreOffice prints it, kept under its digest; raises what `to_pdf` raises."""
    path = folder / f"{sha256}.pdf"
    with suppress(FileNotFoundError):
        kept = path.read_bytes()
        path.touch()
        return kept
    pdf = to_pdf(document, suffix)
    with suppress(OSError):  # a data root that may only be read: printed anew each time
        folder.mkdir(exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_bytes(pdf)
        beside.replace(path)
        _forget_oldest(folder)
    return pdf


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.pdf"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-MOST_PRINTED]:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
