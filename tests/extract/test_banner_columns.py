"""Table 4 with blank columns in between, and headings that do not reach over their columns."""

from __future__ import annotations

import extract
from archive.models import Hints, Status

LABELS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
PLACES = [0, 1, 3, 4, 6, 8, 9, 11, 13, 14, 16, 18, 19, 21, 23]
ROWS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]


def line(cells: dict[int, str]) -> str:
    return ",".join(cells.get(place, "") for place in range(24))


def test_figures_stand_under_the_labels_where_blank_columns_part_them() -> None:
    printed = {0: "5", 4: "2", 6: "7", 8: "8", 13: "1", 14: "9"}
    page = "\n".join([
        line({0: "四、政府信息公开行政复议、行政诉讼情况"}),
        line({0: "行政复议", 8: "行政诉讼"}),
        line(dict(zip(PLACES[:5], LABELS, strict=True)) | {8: "未经复议直接起诉", 16: "复议后起诉"}),
        line(dict(zip(PLACES[5:], LABELS * 2, strict=True))),
        line(printed),
    ])  # fmt: skip
    reading = extract.read(page.encode(), Hints(filename="a.csv"))
    found = [o for o in reading.observations if o.table == "challenges"]
    assert [o.row for o in found] == [row for row in ROWS for _ in LABELS]
    assert [o.raw for o in found] == [printed.get(place, "") for place in PLACES]
    assert {o.status for o in found} == {Status.REPORTED, Status.BLANK}
    assert [check.check for check in reading.checks if check.outcome == "fail"] == []
