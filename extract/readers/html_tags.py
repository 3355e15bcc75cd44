"""Which HTML elements are no content, and which do not end a run of text."""

from __future__ import annotations

# Dropped with all they hold.
INERT = (
    "script", "style", "noscript", "template", "nav", "footer", "iframe", "object", "embed", "svg",
    "xml", "select", "option", "button", "textarea", "head", "title",
)  # fmt: skip

# Text runs on through them; after the plain ones those that Word leaves behind.
INLINE = (
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "tt", "u", "var", "wbr", "o:p", "o:smarttagtype", "st1:chsdate", "st1:chmetcnv",
    "st1:personname", "st1:place", "st1:placename", "st1:placetype", "st1:city", "st1:state",
    "st1:country-region", "st1:date", "st1:time", "w:sdt", "w:wrap", "v:shape", "v:shapetype",
    "v:imagedata",
)  # fmt: skip

# Parts of a table between it and its rows: they hold no text of their own.
TABLE_PARTS = (
    "tbody", "thead", "tfoot", "colgroup", "col",
)  # fmt: skip

# Said of looks and scripts only; without them the markup that is read shrinks to a third.
LAYOUT_ATTRIBUTES = (
    "style", "class", "id", "width", "height", "align", "valign", "nowrap", "lang", "border", "bgcolor",
    "cellpadding", "cellspacing", "href", "src", "onclick", "title",
)  # fmt: skip
