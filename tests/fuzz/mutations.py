"""Small damage to the text of one document, each kind a function that takes the text and chance.

Marks that mean something to a reader (tags, cells, spans, digits, line ends) are found by pattern, so that
most mutants still have tables of the form for the matcher to stumble over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[str, Random], str]

SPANS = ("99999", "x", "-3", "0", "65534", "1e9", "", "٣", "2147483648", " 7", "100", "999999999999")
HOSTILE = (
    *("\0", "\ud800", "\udfff", "\ufffd", "\u202e", "\u200b", "\ufeff", "\U0010ffff"),
    *("\x1a", "\v", "\f", "\x85"),
    *("&#0;", "&#xD800;", "&#x110000;", "&nbsp;", "&lt;table&gt;", "&bogus;", "&#99999999999;", "&amp;amp;"),
    *("<![CDATA[", "]]>", "<!--", "-->", "<!", "<?xml", "</", "<table>", "</table>", "<tr><td>", "</body>"),
    *("<![if !supportEmptyParas]>", "[endif]", "[if mso]", "<o:p>", "<script>", "<style>", "<plaintext>"),
    *("<textarea>", "<template>", "<svg>", "<math>", "<frameset>", "<xmp>", "<noscript>", "<select>"),
    *("|", "\\|", "|---|", "\t", "\t\t\t", "\n\n", "```", "# ", "《", "》", "（", "）", "一、", "1."),
    *("（六）", "0", "9" * 40, "1" * 5000, "1,2,3", "-", "--", "１２", "一百", "1e9", "NaN", "∞", "12 34"),
    *("½", "٣"),
)  # fmt: skip
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_PIECE = re.compile(r"<t[dhr]\b[^<>]*>[^<]*|<w:t[cr]>[^<]*|\t[^\t\n]*|\|[^|\n]*")
_SPAN = re.compile(r"(?<=span=\")[^\"]*|(?<=w:val=\")[^\"]*")
_DIGITS = re.compile(r"\d+")
_ROW = re.compile(r"<tr\b[^<>]*>.*?</tr>|<w:tr>.*?</w:tr>|^\|.*\|$|^.*\t.*$", re.DOTALL | re.MULTILINE)


def _somewhere(text: str, chance: Random) -> int:
    return chance.randrange(len(text) + 1)


def _one_of(pattern: re.Pattern[str], text: str, chance: Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def insert(text: str, chance: Random) -> str:
    """Put something hostile anywhere, once or often."""
    for _ in range(chance.choice((1, 1, 3, 40))):
        at = _somewhere(text, chance)
        text = text[:at] + chance.choice(HOSTILE) + text[at:]
    return text


def insert_in_a_cell(text: str, chance: Random) -> str:
    """Put something hostile behind the text of a cell."""
    found = _one_of(_PIECE, text, chance)
    at = found.end() if found else 0
    return text[:at] + chance.choice(HOSTILE) + text[at:]


def truncate(text: str, chance: Random) -> str:
    """Cut the end or the beginning off."""
    at = _somewhere(text, chance)
    return text[:at] if chance.random() < 0.8 else text[at:]


def delete(text: str, chance: Random) -> str:
    """Delete a stretch of characters."""
    at = _somewhere(text, chance)
    return text[:at] + text[at + chance.choice((1, 5, 50, 2000)) :]


def change_spans(text: str, chance: Random) -> str:
    """Replace spans by absurd ones, or give them to cells that had none."""
    share = chance.choice((0.02, 0.3, 1.0))
    if not _SPAN.search(text):
        return re.sub(r"<td", lambda _: _spanning(chance), text)
    return _SPAN.sub(lambda match: chance.choice(SPANS) if chance.random() < share else match[0], text)


def _spanning(chance: Random) -> str:
    return f'<td {chance.choice(("rowspan", "colspan", "ROWSPAN"))}="{chance.choice(SPANS)}"'


def drop_tags(text: str, chance: Random) -> str:
    """Lose some tags, so that others stay open or close nothing."""
    share = chance.choice((0.01, 0.1, 0.5))
    return _TAG.sub(lambda match: "" if chance.random() < share else match[0], text)


def shuffle_tags(text: str, chance: Random) -> str:
    """Table soup: the tags in another order."""
    tags = _TAG.findall(text)
    chance.shuffle(tags)
    return _TAG.sub(lambda _: tags.pop(), text)


def repeat_a_piece(text: str, chance: Random) -> str:
    """Print a cell or a row several times."""
    found = _one_of(chance.choice((_PIECE, _ROW)), text, chance)
    if found is None:
        return text
    return text[: found.end()] + found[0] * chance.choice((1, 2, 30)) + text[found.end() :]


def lose_a_piece(text: str, chance: Random) -> str:
    """Lose a cell or a row."""
    found = _one_of(chance.choice((_PIECE, _ROW)), text, chance)
    return text[: found.start()] + text[found.end() :] if found else text


def swap_pieces(text: str, chance: Random) -> str:
    """Let two cells or rows change places."""
    pattern = chance.choice((_PIECE, _ROW))
    found = list(pattern.finditer(text))
    if len(found) < 2:
        return text
    first, second = sorted(chance.sample(found, 2), key=lambda match: match.start())
    middle = text[first.end() : second.start()]
    return text[: first.start()] + second[0] + middle + first[0] + text[second.end() :]


def run_digits_together(text: str, chance: Random) -> str:
    """Lose what parts the cells, as a flattened table does."""
    return re.sub(r"(?<=\d)(?:</?t[dr][^<>]*>|[\t|\s])+(?=\d)", "", text)


def change_digits(text: str, chance: Random) -> str:
    """Print other numbers, or what is none."""
    share = chance.choice((0.02, 0.5))
    return _DIGITS.sub(lambda match: chance.choice(HOSTILE) if chance.random() < share else match[0], text)


def nest(text: str, chance: Random) -> str:
    """Wrap the document, or open without closing, as deep as it goes."""
    depth = chance.choice((10, 300, 10_000))
    tag = chance.choice(("div", "table><tr><td", "span", "font", "w:p", "blockquote", "ul><li", "w:tbl"))
    at = _somewhere(text, chance)
    return text[:at] + f"<{tag}>" * depth + text[at:]


def pile_up_attributes(text: str, chance: Random) -> str:
    """Give one tag ten thousand attributes."""
    found = _one_of(_TAG, text, chance)
    many = "".join(f' a{n}="{n}"' for n in range(chance.choice((50, 10_000))))
    return text if found is None else text[: found.end() - 1] + many + text[found.end() - 1 :]


def swell(text: str, chance: Random) -> str:
    """Let a cell hold up to a megabyte."""
    found = _one_of(_PIECE, text, chance)
    at = found.end() if found else 0
    unit = chance.choice(("年", "1", " ", "\n", "申请46件，", "<b>x</b>", "&amp;", "（", "\t", "|"))
    return text[:at] + unit * (chance.choice((2_000, 2_000, 60_000, 1_000_000)) // len(unit)) + text[at:]


MUTATIONS: tuple[Mutation, ...] = (
    insert, insert_in_a_cell, truncate, delete, change_spans, drop_tags, shuffle_tags, repeat_a_piece,
    lose_a_piece, swap_pieces, run_digits_together, change_digits, nest, pile_up_attributes, swell,
)  # fmt: skip
_COUNTS = (1, 1, 1, 2, 3, 6)


def mutate(text: str, chance: Random) -> tuple[str, str]:
    """The text after one to six mutations, and their names."""
    chosen = [chance.choice(MUTATIONS) for _ in range(chance.choice(_COUNTS))]
    for mutation in chosen:
        text = mutation(text, chance)
    return text, "+".join(mutation.__name__ for mutation in chosen)
