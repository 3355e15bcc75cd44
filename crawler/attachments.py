"""The files of an article: links of its body that lead to a document, not those of the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import html

from crawler.page import Link, Page

_SUFFIX = r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|ofd|zip|rar)"
_FILE = re.compile(rf"{_SUFFIX}$", re.IGNORECASE)
_FILE_PARAMETER = re.compile(rf"=[^&=]{{1,300}}{_SUFFIX}(?:&|$)", re.IGNORECASE)
_DOWNLOAD = re.compile(r"/(?:downfile|download)\.jsp$|/DownloadAttach", re.IGNORECASE)
_DOWNLOAD_QUERY = re.compile(r"DownloadAttachUrl|wbfileid=|filename=", re.IGNORECASE)
# Without any of these, in one spelling or another of the dot, the source of a page links to no file.
_SIGNS_OF_FILES = tuple(
    re.compile(sign, re.IGNORECASE)
    for sign in (rf"{_SUFFIX}\b", r"\.jsp\b", "/DownloadAttach", "%2e", r"&(?:#0{0,9}46|#x0{0,9}2e|period)\b")
)
_BODY = re.compile(
    r"\b(?:TRS_Editor|TRS_UEDITOR|trs_editor_view|article_component|article-content|article_content|"
    r"Article_content|UCAP-CONTENT|zoom|zoomcon|vsb_content\w*|articleContent|ivs_content|webeditorview|"
    r"Custom_UnionStyle|xxgk_content|zw-content|news_cont_d_wrap|main-txt|pages_content|zc_article_con)\b",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"fujian|attach|annex|accessory|(?:^|[\s_-])fj(?:$|[\s_-])", re.IGNORECASE)
_ATTACHED_TEXT = re.compile(r"^\s*附\s*件")
_FURNITURE_TAGS = frozenset({"nav", "header", "footer", "aside"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|header|top|foot(?:er)?|side(?:bar)?|crumbs?|breadcrumb|relat(?:ed|ion)|share|"
    r"recommend|link(?:s)?|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_file(url: str) -> bool:
    """Whether a URL leads to a document file, by its path or by the parameters of a download script."""
    parts = urlsplit(unquote(url))
    if _FILE.search(parts.path) or _FILE_PARAMETER.search(parts.query):
        return True
    return bool(_DOWNLOAD.search(parts.path) and _DOWNLOAD_QUERY.search(parts.query))


def attachments(page: Page) -> Iterator[Link]:
    """The document links of an article, each once; where no body is marked, all outside the furniture."""
    if not _may_link_files(page):
        return
    files = [link for link in page.links if is_file(link.url) and not _is_furniture(link.element)]
    in_body = [link for link in files if _belongs_to_body(link)]
    has_body = bool(in_body) or _has_body(page)
    seen = set()
    for link in in_body if has_body else files:
        if link.url not in seen:
            seen.add(link.url)
            yield link


def _may_link_files(page: Page) -> bool:
    """Whether a page is worth parsing for its files: most articles have none."""
    return is_file(page.url) or any(sign.search(page.text) for sign in _SIGNS_OF_FILES)


def _has_body(page: Page) -> bool:
    return any(_BODY.search(_names(element)) for element in page.tree.iter("div", "td", "ucapcontent"))


def _belongs_to_body(link: Link) -> bool:
    if _ATTACHED_TEXT.search(link.title):
        return True
    return any(
        _BODY.search(names) or _ATTACHED.search(names)
        for names in map(_names, link.element.iterancestors())
        if names
    )


def _is_furniture(element: html.HtmlElement) -> bool:
    return any(
        ancestor.tag in _FURNITURE_TAGS or _FURNITURE.search(_names(ancestor))
        for ancestor in element.iterancestors()
    )


def _names(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()
