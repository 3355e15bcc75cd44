"""HTML pages as paragraphs and grids.

lxml repairs the tag soup and drops what is not content; the repaired body is written out once in canonical
form (XML serialisation: every tag closed, ``<`` and ``&`` escaped) and read in one pass over that string.
This keeps the time for a page near that of the parse, and no step recurses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from lxml import etree

from archive.models import Issue
from extract.grid import Block, Content, Grid
from extract.readers.bounds import bound_hit, within_bytes, within_tags
from extract.readers.charset import decode
from extract.readers.folding import INVISIBLE, fold
from extract.readers.html_blocks import blocks_of
from extract.readers.html_scope import container_of, has_labels, head_lines
from extract.readers.html_scripts import KEPT, Article, article_of, broken_off
from extract.readers.html_tags import INERT, INLINE, LAYOUT_ATTRIBUTES, TABLE_PARTS

_MOST_BOXES = 200_000  # tags of a page without tables; the longest reports have some ten thousand
_LARGE = 2**20  # bytes; only then is it worth looking for inlined pictures
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\f\r") | {0x7F})
_INLINED_FILE = re.compile(rb"data:[\w/+.-]{1,80};base64,[\w+/=\s]*")
# What Word leaves as text where an editor escaped its conditional comments; only what is
# meant for Office alone goes together with the text it encloses.
_LEAKED_COMMENT = re.compile(
    r"(?:&lt;!(?:--)?)?"
    r"(?:\[if [^\]\[<]{0,80}\bmso\b[^\]\[<]{0,40}\][^<\[]*\[endif\]|\[if [^\]\[<]{1,80}\]|\[endif\])"
    r"(?:(?:--)?&gt;)?"
)
# Where tags pile up too deep, usually unclosed inline ones, only these are parsed.
_KEPT_OF_THE_DEEP = rb"table|tr|td|th|p|br|title|meta|script|style"
_OTHER_TAG = re.compile(rb"<(?!/?(?:" + _KEPT_OF_THE_DEEP + rb")\b)[/!A-Za-z?][^<>]*>", re.IGNORECASE)
_hidden = etree.XPath(".//@hidden/..")  # thrice as fast as .//*[@hidden]
# Old editors write DISPLAY in capitals.
_styles = etree.XPath(".//@style[contains(., 'isplay') or contains(., 'ISPLAY')]")
_MAY_NOT_DISPLAY = re.compile(rb"display\s{0,9}:\s{0,9}[n&]")
_NO_DISPLAY = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_TYPED = frozenset({None, "", "text", "number", "tel"})  # of <input>: what shows its value as text
_CONTAINER = "chosen-container"  # the tag that the chosen element gets, to be found in the written markup
_PLAIN_BLOCKS = ("<p>", "</p>", "<br/>", "<div>", "</div>")  # as written once no attributes are left


_Found = tuple[tuple[Block, ...], tuple[Issue, ...]]


class _Page(NamedTuple):
    """The tree, those of its elements that tell of the page and its inputs, and whether none is cut off."""

    root: etree._Element
    told: Sequence[etree._Element]
    is_whole: bool


def read_html(
    data: bytes, charset: str | None = None, prepared: Callable[[bytes], bytes] | None = None
) -> Content:
    """Read a page; ``charset`` is what the Content-Type header says. Never raises on bad markup.

    Where the page is a shell, the article that its script keeps is read as the page would be; ``prepared``
    is applied to its markup first.
    """
    within = within_bytes(_INLINED_FILE.sub(b"", data) if len(data) > _LARGE else data)
    decoded = decode(within.data, charset)
    utf8 = within.data if decoded.is_utf8 else decoded.text.encode("utf-8", "replace")
    content = _read(utf8, decoded.text, (*within.issues, *decoded.issues()))
    if KEPT not in utf8:
        return content
    article = article_of(decoded.text)
    if article is None or article.is_shown_by(content.blocks):
        return content
    page = article.page()
    return _filled(content, article, _read(prepared(page) if prepared else page, article.html or "", ()))


def _filled(shell: Content, article: Article, told: Content) -> Content:
    """The article below what its shell says of title, date and source; the shell's metadata go first."""
    return replace(
        told,
        blocks=(*head_lines(shell.blocks), *told.blocks) if told.blocks else shell.blocks,
        title=shell.title,
        meta={**told.meta, **{name: text for name, text in shell.meta.items() if text}},
        issues=(*shell.issues, *told.issues, *(() if article.is_whole else (broken_off(),))),
    )


def _read(utf8: bytes, text: str, found: tuple[Issue, ...]) -> Content:
    """Read a page's markup, which is the text encoded; ``found`` are the issues until here."""
    source, cut = within_tags(utf8.translate(None, _CONTROL))
    issues = [*found, *cut]
    page = _parse(source)
    if page is None:
        return Content((), issues=tuple(issues))
    if not page.is_whole:
        issues.append(bound_hit("the page nests too deep; what lies deeper was not read"))
    title, meta = _title(page.told), _meta(page.told)
    blocks, in_tables = _blocks(page.root, source)
    if _hides_content(blocks, text) and (whole := _parse(source)):
        blocks, in_tables = _blocks(whole.root)
        if blocks and has_labels(text) and not any(isinstance(block, Grid) for block in blocks):
            blocks, in_tables = _without_tables(source, (blocks, in_tables))
    return Content(blocks, title, meta, (*issues, *in_tables))


def _without_tables(source: bytes, found: _Found) -> _Found:
    """What a page prints whose tables are boxes, or text; ``found`` where that holds no table either."""
    from extract.readers.html_untabled import blocks_as_typed, make_tables

    if source.count(b"<") > _MOST_BOXES:
        told = bound_hit(f"more than {_MOST_BOXES} tags; tables were not looked for among boxes and lines")
        return found[0], (*found[1], told)
    page = _parse(source)
    body = page.root.find("body") if page else None
    if body is None:
        return found
    etree.strip_elements(body, *INERT, with_tail=False)
    if make_tables(body):
        return _blocks(body)
    typed, cut = blocks_as_typed(body)
    return (typed, cut) if typed else found


def _parse(source: bytes) -> _Page | None:
    """The repaired tree; where unclosed tags pile up too deep, a tree of the tables and paragraphs alone."""
    page = _parse_once(source)
    if page is None or page.is_whole:
        return page
    return _parse_once(_OTHER_TAG.sub(b"", source))


def _parse_once(source: bytes) -> _Page | None:
    # huge_tree lifts the limit on a text node (10 MB) and raises that on depth from 256 to 2048.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:  # nothing but white space and comments
        return None
    told = list(root.iter("title", "meta", "input"))
    _show_inputs(told)
    last = parser.error_log.last_error
    return _Page(root, told, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT)


def _show_inputs(told: Iterable[etree._Element]) -> None:
    """Make text of the values of text inputs in table cells, in which some systems print the figures."""
    for element in told:
        if element.tag != "input":
            continue
        value, kind = element.get("value"), element.get("type")
        is_typed = (kind and kind.strip().lower()) in _TYPED
        if value and is_typed and next(element.iterancestors("td", "th"), None) is not None:
            element.tag, element.text = "span", f" {value} "  # two in one cell are no one number


def _title(told: Iterable[etree._Element]) -> str | None:
    return next((text for title in told if title.tag == "title" and (text := fold(_text(title)))), None)


def _text(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)


def _meta(told: Iterable[etree._Element]) -> dict[str, str]:
    named: dict[str, str] = {}
    for element in told:
        name, content = element.get("name"), element.get("content")
        if element.tag == "meta" and name and content is not None:
            named.setdefault(name.strip().lower(), content.strip())
    return named


def _blocks(root: etree._Element, drop_hidden_of: bytes = b"") -> _Found:
    """The blocks of the known container, or of the whole body where a table of the form may stand outside.

    ``drop_hidden_of`` is the page's source where hidden elements go, empty where they stay.
    """
    body = root.find("body")
    body = root if body is None else body
    if drop_hidden_of:
        _drop_hidden(body, drop_hidden_of)
    etree.strip_elements(body, *INERT, with_tail=False)
    etree.strip_tags(body, *INLINE, *TABLE_PARTS)
    container = container_of(body)
    etree.strip_attributes(body, *LAYOUT_ATTRIBUTES)
    if container is None or container is body:
        return blocks_of(_markup(body))
    container.tag = _CONTAINER
    above, part, below = _split(_markup(body))
    if has_labels(above) or has_labels(below):
        return blocks_of(above + part + below)
    blocks, issues = blocks_of(part)
    return (*head_lines(blocks_of(above)[0]), *blocks), issues


def _drop_hidden(body: etree._Element, source: bytes) -> None:
    """Make templates of the hidden elements; where nothing in the source says so they are not sought."""
    lower = source.lower()
    hidden = _list(_hidden(body)) if b"hidden" in lower else []
    if b"display" in lower and _MAY_NOT_DISPLAY.search(lower):
        hidden += [style.getparent() for style in _list(_styles(body)) if _NO_DISPLAY.search(style)]
    for element in hidden:
        element.tag = "template"


def _list(found: Any) -> list[Any]:
    """The result of an XPath that gives nodes, with the type that lxml's stubs leave open."""
    return list(found)


def _split(markup: str) -> tuple[str, str, str]:
    """What stands above, in and below the container."""
    above, _, rest = markup.partition(f"<{_CONTAINER}")
    part, _, below = rest.rpartition(f"</{_CONTAINER}>")
    return above, f"<{_CONTAINER}{part}", below


def _markup(element: etree._Element) -> str:
    """The element in canonical form, without what is invisible in print."""
    markup: str = etree.tostring(element, encoding="unicode", with_tail=False)
    for character in INVISIBLE:
        if character in markup:
            markup = markup.replace(character, "")
    if "[if " in markup or "[endif]" in markup:
        markup = _LEAKED_COMMENT.sub("", markup)
    for tag in _PLAIN_BLOCKS:
        markup = markup.replace(tag, "\u2029")
    return markup


def _hides_content(blocks: tuple[Block, ...], text: str) -> bool:
    """Whether what is shown lacks the report although the page holds one (tabs, pages faded in by script)."""
    if not blocks:
        return True
    return not any(isinstance(block, Grid) for block in blocks) and has_labels(text)
