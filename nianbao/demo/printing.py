"""What stands printed in each cell: digits, blanks, dashes, units; and what a reader should make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase

from archive.models import Status
from nianbao.demo.figures import Figures, Number, figures
from nianbao.demo.plan import CellKey, Oddity, ReportPlan, cell_key

_FULL_WIDTH = str.maketrans("0123456789-+", "０１２３４５６７８９－＋")
_SINGLE_ROW = ("other_overdue_correction", "other_unpaid_fee", "other_other")
_YUAN_PER_WAN = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """The truth about one cell: its value (money in 万元), its status and what is printed."""

    value: int | float | None
    status: Status
    raw: str


def values(plan: ReportPlan, visit: int) -> Figures:
    """Return the numbers that the publisher means to print, under the rows its form has."""
    cells = dict(figures(plan.publisher, plan.year))
    if visit > 1:
        for address, amount in plan.oddity.revised.items():
            cells[cell_key(address)] += amount
    if "single-other-handling" in plan.oddity.forms:
        cells = _joined(cells)
    if "split-other-services" in plan.oddity.forms:
        cells = _split_services(cells)
    return cells


def printed(plan: ReportPlan, visit: int) -> Mapping[CellKey, Figure]:
    """Return every cell of a report as it stands on the page on the given visit."""
    return {key: _figure(key, value, plan.oddity) for key, value in values(plan, visit).items()}


def _joined(cells: dict[CellKey, Number]) -> dict[CellKey, Number]:
    """Give （六）其他处理 in one row, as the form of 2019 has it."""
    columns = [column for table, row, column in cells if (table, row) == ("applications", _SINGLE_ROW[0])]
    for column in columns:
        parts = [int(cells.pop(("applications", row, column))) for row in _SINGLE_ROW]
        cells["applications", "other_handling", column] = sum(parts)
    return cells


def _split_services(cells: dict[CellKey, Number]) -> dict[CellKey, Number]:
    """Divide 其他对外管理服务事项 between 行政检查 and 行政确认."""
    for column in ("prior_year_items", "change", "decisions"):
        whole = int(cells.pop(("disclosure", "other_services", column)))
        inspection = whole * 3 // 4
        cells["disclosure", "other_services_inspection", column] = inspection
        cells["disclosure", "other_services_confirmation", column] = whole - inspection
    return cells


def _figure(key: CellKey, value: Number, oddity: Oddity) -> Figure:
    address = "/".join(key)
    if any(fnmatchcase(address, pattern) for pattern in oddity.blank):
        return Figure(None, Status.BLANK, "")
    for pattern, text in oddity.zeros.items():
        if value == 0 and fnmatchcase(address, pattern):
            return Figure(None, Status.MARKER if text else Status.BLANK, text)
    number = float(value) if isinstance(value, Decimal) else value
    return Figure(number, Status.REPORTED, _text(key, value, oddity))


def _text(key: CellKey, value: Number, oddity: Oddity) -> str:
    _, row, column = key
    if column == "amount_wan_yuan" and value and oddity.yuan:
        yuan = Decimal(value) * _YUAN_PER_WAN
        return f"{yuan:.0f}元" if yuan == int(yuan) else f"{yuan:.2f}元"
    text = f"{value:.4f}" if row == "procurement" and column == "amount_wan_yuan" else str(value)
    if column == "change" and value > 0 and oddity.plus:
        text = "+" + text
    return text.translate(_FULL_WIDTH) if oddity.digits == "full-width" else text
