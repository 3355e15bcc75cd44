"""The recogniser: PP-OCR models of rapidocr, which lie in its wheel; nothing is downloaded.

Nothing is told to anybody either: telemetry is switched off before onnxruntime is loaded.

rapidocr remembers the flags of the call before, so that every call gives all three of them.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np

from extract.readers.ocr.budget import Budget
from extract.readers.ocr.geometry import Picture, Rectangle

_HEIGHT = 48  # pixels of a line, as the model was trained
_DETECTED_SIDE = 1280  # pixels; lines are found as well as at full size, in half the memory
_QUIET: dict[str, Any] = {"Global.log_level": "critical", "Global.use_preprocess_img": False}
_FOR_LINES = {
    **_QUIET,
    # A cell is small: a second thread waits longer than it works, and the usual 320 pixels are mostly paper.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "Rec.rec_img_shape": [3, _HEIGHT, 2 * _HEIGHT],
}


class Text(NamedTuple):
    """What a line says and how sure the model is, from 0 to 1."""

    text: str
    confidence: float


class Recogniser(Protocol):
    """What reads lines and finds them; `Engine` does both."""

    def recognise(self, line: Picture) -> Text:
        """Read one line of text, grey on light paper."""

    def lines(self, page: Picture) -> list[Rectangle]:
        """Where lines of text stand."""


class Blind:
    """Reads nothing and finds no lines, where only the places of cells are asked for."""

    def recognise(self, line: Picture) -> Text:  # noqa: ARG002 - it does not look
        """Nothing, and sure of it."""
        return Text("", 1.0)

    def lines(self, page: Picture) -> list[Rectangle]:  # noqa: ARG002 - it does not look
        """None."""
        return []


class Timed:
    """Another one within a budget: raises `BudgetSpent` once the time is over."""

    def __init__(self, inner: Recogniser, budget: Budget) -> None:
        self._inner, self._budget = inner, budget

    def recognise(self, line: Picture) -> Text:
        """Read one line of text, grey on light paper."""
        self._budget.check()
        return self._inner.recognise(line)

    def lines(self, page: Picture) -> list[Rectangle]:
        """Where lines of text stand."""
        self._budget.check()
        return self._inner.lines(page)


class Engine:
    """Finds lines of text on a page and reads them."""

    def __init__(self) -> None:
        # Else onnxruntime tells its makers of its use and leaves a file in the temporary folder.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        from rapidocr import RapidOCR

        self._detector = RapidOCR(params=_QUIET)
        self._recogniser = RapidOCR(params=_FOR_LINES)

    def recognise(self, line: Picture) -> Text:
        """Read one line of text, grey on light paper."""
        scale = _HEIGHT / line.shape[0]
        width = max(1, round(line.shape[1] * scale))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        image = cv2.cvtColor(cv2.resize(line, (width, _HEIGHT), interpolation=how), cv2.COLOR_GRAY2BGR)
        found = self._recogniser(image, use_det=False, use_cls=False, use_rec=True)
        return Text(str(found.txts[0]), float(found.scores[0])) if found.txts else Text("", 0.0)

    def lines(self, page: Picture) -> list[Rectangle]:
        """Where lines of text stand."""
        scale = min(1.0, _DETECTED_SIDE / max(page.shape))
        small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        image = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
        found = self._detector(image, use_det=True, use_cls=False, use_rec=False)
        boxes = found.boxes if found.boxes is not None else ()
        return [_rectangle(np.asarray(box) / scale) for box in boxes]


@cache
def engine() -> Engine:
    """The one engine of this process: it takes a quarter of a second to load."""
    return Engine()


def _rectangle(corners: Any) -> Rectangle:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Rectangle(max(0, int(left)), max(0, int(top)), int(right) + 1, int(bottom) + 1)
