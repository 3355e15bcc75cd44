"""White space of running Chinese text.

Chinese needs no space between words, so a line break inside a label (本年新 / 制作数量) or inside
a paragraph wrapped by a word processor stands for nothing; between two Latin words it stands for a space.
Printed spaces are kept, runs of them folded to one.
"""

from __future__ import annotations

from itertools import pairwise

# Zero-width characters and the soft hyphen: invisible in print, fatal between digits.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"


def fold(text: str) -> str:
    """One line of text: outer white space gone, inner folded, line breaks beside Chinese dropped."""
    words = text.split()
    if len(words) < 2:  # most cells print one word
        return words[0] if words else ""
    lines = [line for line in (" ".join(part.split()) for part in text.splitlines()) if line]
    if len(lines) < 2:
        return lines[0] if lines else ""
    return _join(lines)


def _join(lines: list[str]) -> str:
    parts = [lines[0]]
    for before, line in pairwise(lines):
        if before[-1].isascii() and line[0].isascii():
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
