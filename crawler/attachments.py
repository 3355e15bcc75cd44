"""The files of an article: links of its body that lead to a document, not those of the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from archive.titles import DOCUMENT_SUFFIXES
from crawler.body import has_body, in_body, is_furniture
from crawler.page import Link, Page
from crawler.pictures import pictures

_SUFFIX = rf"\.(?:{DOCUMENT_SUFFIXES})"
_FILE = re.compile(rf"{_SUFFIX}$", re.IGNORECASE)
_FILE_PARAMETER = re.compile(rf"=[^&=]{{1,300}}{_SUFFIX}(?:&|$)", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/(?:downfile|download)\.jsp$|/DownloadAttach", re.IGNORECASE)
_DOWNLOAD_QUERY = re.compile(r"DownloadAttachUrl|wbfileid=|filename=", re.IGNORECASE)
# Without any of these, in one spelling or another of the dot, the source of a page links to no file.
_SIGNS_OF_FILES = tuple(
    re.compile(sign, re.IGNORECASE)
    for sign in (
        # What may follow the dot is asked first: a page has hundreds of dots.
        rf"\.(?=[pdwxeorczj7])(?:{DOCUMENT_SUFFIXES}|(?<=downfile\.|download\.)jsp)\b",
        "/DownloadAttach",
        "%2e",
        r"&(?:#0{0,9}46|#x0{0,9}2e|period)\b",
    )
)
_ATTACHED_TEXT = re.compile(r"^\s*附\s*件")


def is_file(url: str) -> bool:
    """Whether a URL leads to a document file, by its path or by the parameters of a download script."""
    parts = urlsplit(url)
    path, query = unquote(parts.path), unquote(parts.query)
    if _FILE.search(path) or _FILE_PARAMETER.search(query):
        return True
    return bool(_DOWNLOAD.search(path) and _DOWNLOAD_QUERY.search(query))


def attachments(page: Page) -> Iterator[Link]:
    """The files of an article, each once: documents that it links, else pictures that may be its tables."""
    documents = list(_documents(page))
    yield from documents or pictures(page)


def _documents(page: Page) -> Iterator[Link]:
    """The document links; where no body is marked, all outside the furniture."""
    if not _may_link_files(page):
        return
    files = [link for link in page.links if is_file(link.url) and not is_furniture(link.element)]
    within = [link for link in files if _belongs_to_body(link)]
    seen = set()
    for link in within if within or has_body(page) else files:
        if link.url not in seen:
            seen.add(link.url)
            yield link


def _may_link_files(page: Page) -> bool:
    """Whether a page is worth parsing for its files: most articles have none."""
    return is_file(page.url) or any(sign.search(page.text) for sign in _SIGNS_OF_FILES)


def _belongs_to_body(link: Link) -> bool:
    return bool(_ATTACHED_TEXT.search(link.title)) or in_body(link.element, or_attached=True)
