"""Rectangles of a page picture, in pixels from its top left corner."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]  # grey values, or 255 where something is and 0 elsewhere

DPI = 200  # what every page is brought to; all lengths in these modules are pixels at this resolution


class PagePicture(NamedTuple):
    """A page in grey at about 200 dpi; ``scale`` is how many of its pixels make a point (1/72 inch)."""

    grey: Picture
    scale: float = DPI / 72


class Rectangle(NamedTuple):
    """``right`` and ``bottom`` are the first pixels outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top

    def of(self, picture: Picture) -> Picture:
        """The part of a picture inside."""
        return picture[self.top : self.bottom, self.left : self.right]

    def holds(self, other: Rectangle) -> bool:
        """Whether the middle of another rectangle lies inside."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x < self.right and self.top <= y < self.bottom
