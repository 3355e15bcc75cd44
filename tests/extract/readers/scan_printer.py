"""A printer and a scanner: the form filled with figures that add up, printed, laid askew and scanned."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.extract.form import APPLICANTS, CHALLENGES, OTHER, OUTCOMES, RESULTS, Figures, Key, keys
from tests.extract.rendering import as_html
from tests.extract.statistics_form import statistics_figures

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

_STYLE = (
    "<style>body{font:10.5pt 'Noto Sans CJK SC'}table{border-collapse:collapse;width:100%;margin:6px 0}"
    "td{border:1px solid #000;padding:1px 3px;text-align:center;font-size:9pt}td p{margin:0}</style></head>"
)
_POINTS = 72


def figures(edition: str, seed: int) -> dict[Key, str]:
    """Random figures that hold every identity of the form. Lone 0, 1 and 7 are the most common."""
    if edition == "2014":
        return statistics_figures(seed)
    draw = random.Random(seed)
    form = {
        key: str(draw.choice([0, 1, 7, draw.randrange(100), draw.randrange(10_000)]))
        for key in keys(edition)
        if key[0] == "disclosure"
    }
    money = [key for key in form if key[2] == "amount_wan_yuan"]
    form.update({key: f"{draw.randrange(10**8) / 10**4:.4f}" for key in money})
    for applicant in APPLICANTS[:-1]:
        form.update(_applications(edition, applicant, draw))
    for row in {row for table, row, _ in form if table == "applications"}:
        form["applications", row, "total"] = _sum(form, "applications", row, APPLICANTS[:-1])
    for row in CHALLENGES:
        form.update(
            {("challenges", row, column): str(draw.choice([0, 1, 7, 23])) for column in OUTCOMES[:-1]}
        )
        form["challenges", row, "total"] = _sum(form, "challenges", row, OUTCOMES[:-1])
    return form


def _applications(edition: str, applicant: str, draw: random.Random) -> dict[Key, str]:
    rows = [row for _, part in [*RESULTS, OTHER[edition]] for row, _ in part]
    results = {row: draw.choice([0, 0, 1, 7, draw.randrange(100), draw.randrange(1000)]) for row in rows}
    handled, forward = sum(results.values()), draw.randrange(12)
    carried = draw.randrange(min(12, handled + forward) + 1)
    column = {
        **results,
        "total_handled": handled,
        "carried_forward": forward,
        "carried_in": carried,
        "new_received": handled + forward - carried,
    }
    return {("applications", row, applicant): str(value) for row, value in column.items()}


def _sum(form: Figures, table: str, row: str, columns: tuple[str, ...]) -> str:
    return str(sum(int(form[table, row, column]) for column in columns))


def printed(edition: str, form: Figures) -> bytes:
    """The form on paper: a PDF by Chromium."""
    assert CHROMIUM
    page = as_html(edition, form).decode().replace("</head>", _STYLE)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "form.html"), Path(folder, "form.pdf")
        source.write_text(page, "utf-8")
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            [*command, f"--print-to-pdf={target}", source.as_uri()],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return target.read_bytes()


def scanned(paper: bytes, dpi: int, skew: float = 1.0, noise: float = 12.0) -> list[Any]:
    """Pages as a scanner sees them: askew by some degrees, grainy."""
    import cv2
    import numpy as np
    import pypdfium2 as pdfium

    grain = np.random.default_rng(dpi)
    pages = []
    with pdfium.PdfDocument(paper) as document:
        for page in document:
            grey = page.render(scale=dpi / _POINTS, grayscale=True).to_numpy().squeeze()
            height, width = grey.shape
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
            grey = cv2.warpAffine(grey, turn, (width, height), borderValue=255)
            grey = np.clip(grey + grain.normal(0, noise, grey.shape), 0, 255)
            pages.append(grey.astype(np.uint8))
    return pages


def as_pdf(pages: list[Any], dpi: int) -> bytes:
    """A PDF that holds nothing but the pictures of its pages."""
    from PIL import Image

    first, *others = [Image.fromarray(page) for page in pages]
    file = io.BytesIO()
    first.save(file, "PDF", resolution=dpi, save_all=True, append_images=others)
    return file.getvalue()


def as_picture(page: Any, kind: str) -> bytes:
    """One page as a file of pictures."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(page).save(file, kind)
    return file.getvalue()
