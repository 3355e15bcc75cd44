"""The text of WordprocessingML: which runs are printed, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from lxml import etree

# Deleted or moved away, the second rendering of a text box, field codes, and what only describes.
_UNPRINTED = ("del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "sdtPr", "sectPr")
_PRINTED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})


def name_of(element: etree._Element) -> str:
    """The local name: ``tbl`` of ``{…/wordprocessingml/…}tbl``."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def find(element: etree._Element, *names: str) -> etree._Element | None:
    """The element at a path of local names."""
    return element.find("/".join(f"{{*}}{name}" for name in names))


def is_on(toggle: etree._Element | None) -> bool:
    """Whether a toggle property (17.17.4) is there and not switched off."""
    return toggle is not None and attribute(toggle, "val") not in _OFF


def children(
    element: etree._Element,
    names: Collection[str],
    into: Callable[[etree._Element], bool] = lambda _: False,
) -> Iterator[etree._Element]:
    """The outermost descendants of those names in order; those that ``into`` accepts are entered instead."""
    open_elements = [iter(element)]
    while open_elements:
        for inner in open_elements[-1]:
            if name_of(inner) in names and not into(inner):
                yield inner
            else:
                open_elements.append(iter(inner))
                break
        else:
            open_elements.pop()


def drop_unprinted(root: etree._Element) -> None:
    """Accept tracked changes and drop hidden runs and everything that is no content, in place."""
    for row in list(root.iter("{*}tr")):
        if find(row, "trPr", "del") is not None:
            _remove(row)
    for cell in list(root.iter("{*}tc")):
        if find(cell, "tcPr", "cellDel") is not None:
            _remove(cell)
    for run in list(root.iter("{*}r")):
        if is_on(find(run, "rPr", "vanish")):
            _remove(run)
    etree.strip_elements(root, *(f"{{*}}{name}" for name in _UNPRINTED), with_tail=False)


def lift_text_boxes(root: etree._Element) -> None:
    """Put the content of each text box right behind the paragraph that holds its anchor, in place."""
    for box in reversed(list(root.iter("{*}txbxContent"))):
        paragraph = next(box.iterancestors("{*}p"), None)
        if paragraph is not None:
            paragraph.addnext(box)


def text_of(element: etree._Element) -> str:
    """All printed text below an element; line breaks and ends of paragraphs are newlines."""
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    for inner in element.iter():
        name = name_of(inner)
        if name == "t":
            yield inner.text or ""
        elif name == "p":
            yield "\n"
        else:
            yield _PRINTED.get(name, "")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
