"""A workbook as plain values, by python-calamine; run as a program, within limits that it sets itself.

Calamine ends the whole process on some damaged XLS files, or asks for all memory there is.  So those are
read by this file run as a program of its own (standard input: the workbook, standard output: JSON); it
imports nothing of ours.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any, NamedTuple

import python_calamine as calamine

MAX_CELLS = 1_000_000  # of one sheet, blank ones between the used ones included
MAX_SHEETS = 60
_MEMORY = 1 << 30
_CPU_SECONDS = 15
_OUTPUT = 64 << 20
BAD_WORKBOOK, TOO_LARGE, ENCRYPTED = 3, 4, 5  # exit statuses

Value = str | float | bool


class TooLarge(ValueError):
    """A sheet has more than `MAX_CELLS` positions, or the workbook more than `MAX_SHEETS` sheets."""


class Sheet(NamedTuple):
    """One sheet from its first column and row on; dates and times as ISO texts.

    ``merges`` holds the first and last row and column of each range: top, left, bottom, right.
    """

    name: str
    is_visible: bool
    rows: list[list[Value]]
    merges: list[tuple[int, int, int, int]]


def load(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook; raises `TooLarge` and `python_calamine.CalamineError`."""
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        kinds = workbook.sheets_metadata
        if len(kinds) > MAX_SHEETS:
            raise TooLarge(f"the workbook has {len(kinds)} sheets; at most {MAX_SHEETS} are read")
        return [
            _sheet(workbook.get_sheet_by_name(kind.name), kind.visible is calamine.SheetVisibleEnum.Visible)
            for kind in kinds
            if kind.typ is calamine.SheetTypeEnum.WorkSheet
        ]


def _sheet(sheet: calamine.CalamineSheet, is_visible: bool) -> Sheet:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        size = f"{sheet.total_height} x {sheet.total_width}"
        raise TooLarge(f"sheet {sheet.name} spans {size} cells; at most {MAX_CELLS} are read")
    rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Sheet(sheet.name, is_visible, rows, merges)


def _plain(value: Any) -> Value:
    return value if isinstance(value, str | float | int) else str(value)


def main() -> int:
    """Read a workbook from standard input and print it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT, _OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sheets = load(sys.stdin.buffer.read())
    except calamine.PasswordError:
        return ENCRYPTED
    except (TooLarge, MemoryError) as error:
        print(error, file=sys.stderr)
        return TOO_LARGE
    except calamine.CalamineError as error:
        print(error, file=sys.stderr)
        return BAD_WORKBOOK
    json.dump(sheets, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
