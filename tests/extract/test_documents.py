"""Documents of our own writing, one for each oddity of real reports, against reviewed goldens.

A missing golden is written and the test fails: review it, then commit it.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import extract
from archive.models import Hints, Outcome, Reading

FOLDERS = sorted((Path(__file__).parent.parent / "fixtures" / "documents").glob("*/"))
OF_IDENTITY = ("title", "publisher", "division", "year", "scope", "published")  # who and when: tested there


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_document_reads_as_reviewed(folder: Path) -> None:
    document = next(folder.glob("document.*"))
    golden = folder / "expected.json"

    seen = summary(extract.read(document.read_bytes(), Hints(filename=document.name)))

    if not golden.exists():
        golden.write_text(as_json(seen), encoding="utf-8")
        pytest.fail(f"{folder.name}: no golden; review and commit {golden.name}")
    assert seen == json.loads(golden.read_text(encoding="utf-8"))


def test_a_sentence_within_a_table_is_in_the_section_around_it() -> None:
    page = next(folder for folder in FOLDERS if folder.name == "prose-within-a-table") / "document.html"

    (section,) = [s for s in extract.read(page.read_bytes()).sections if s.number == "二"]

    assert section.text.startswith("说明：本年清理出的文件已在门户网站公布，")


def test_there_is_a_document_for_each_oddity() -> None:
    assert len(FOLDERS) >= 65


def summary(reading: Reading) -> dict[str, Any]:
    """Figures row by row, how sure each is, issues with their cells, and the equations that fail."""
    rows: dict[str, dict[str, str]] = {}
    for o in reading.observations:
        value = "" if o.value is None else f"{o.value} "
        printed = f" [{o.raw}]" if o.raw and o.raw != str(o.value) else ""
        rows.setdefault(f"{o.table}/{o.row}", {})[o.column] = f"{value}{o.status}{printed}"
    absent = Counter(issue.code for issue in reading.issues if issue.code in ("missing-row", "missing-table"))
    return {
        "edition": reading.edition,
        "figures": {
            row: " | ".join(f"{c} {text}" for c, text in cells.items()) for row, cells in rows.items()
        },
        "issues": [
            f"{issue.code} @ {issue.locator.table}.{issue.locator.row}.{issue.locator.column}"
            for issue in reading.issues
            if issue.code not in absent and not issue.code.startswith(OF_IDENTITY)
        ],
        "absent": dict(absent),
        "failed": [
            f"{check.check} {check.left} != {check.right} ({check.cells[-1]})"
            for check in reading.checks
            if check.outcome is Outcome.FAIL
        ],
    }


def as_json(seen: dict[str, Any]) -> str:
    return json.dumps(seen, ensure_ascii=False, indent=1) + "\n"
