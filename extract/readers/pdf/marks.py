"""What stands on a page, before anything is read from it: characters, ruled lines, pictures.

All lengths are points (1/72 inch), measured from the top left corner of the page as it is shown, so that
``top`` < ``bottom`` whatever the page's own axes and rotation are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extract.grid import Box


class Glyph(NamedTuple):
    """One printed character and the box that its font gives it (advance width, ascent to descent)."""

    char: str
    left: float
    top: float
    right: float
    bottom: float


class Rule(NamedTuple):
    """A straight line along one axis: its place on the other axis, and where it starts and ends."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """The marks on one page.

    ``picture_share`` is the part of the page that pictures cover, ``unmapped`` counts characters whose
    font does not tell what they mean.  ``is_whole`` is false where a bound cut the page short.  Where text
    lies on its side as the page is shown, lengths are of the page turned upright, and ``turn`` leads back.
    ``has_unread_notes`` tells of text typed onto the page that could not be read.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    horizontal: list[Rule]
    vertical: list[Rule]
    picture_share: float
    unmapped: int
    is_whole: bool
    turn: Turn | None = None
    has_unread_notes: bool = False


class Frame(NamedTuple):
    """How a page's own axes lie on the page as shown: its box in user space and quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space on the page as shown."""
        match self.turns:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def user_space(self, x: float, y: float) -> tuple[float, float]:
        """The point of user space that is shown there."""
        match self.turns:
            case 0:
                return x + self.left, self.top - y
            case 1:
                return y + self.left, x + self.bottom
            case 2:
                return self.right - x, y + self.bottom
            case _:
                return self.right - y, self.top - x


class Turn(NamedTuple):
    """How a page was turned to be read, and how it is shown."""

    read: Frame
    shown: Frame

    def as_shown(self, box: Box) -> Box:
        """Where on the page as shown a box of the turned page lies."""
        corners = ((box.left, box.top), (box.right, box.bottom))
        (x0, y0), (x1, y1) = (self.shown.point(*self.read.user_space(*corner)) for corner in corners)
        return Box(box.page, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
