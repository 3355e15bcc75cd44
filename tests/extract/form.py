"""The statutory form as logical tables (cells with spans), filled with one set of figures.

Labels are spelled out here, not taken from the editions: the printer must not share a mistake with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

Key = tuple[str, str, str]
Figures = Mapping[Key, str]


@dataclass(frozen=True)
class Box:
    text: str
    colspan: int = 1
    rowspan: int = 1


Line = list[Box]
Table = list[Line]

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
CHALLENGES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")

RESULTS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    ("（一）予以公开", (("granted", ""),)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", (("granted_in_part", ""),)),
    (
        "（三）不予公开",
        (
            ("refused_state_secret", "1.属于国家秘密"),
            ("refused_other_law", "2.其他法律行政法规禁止公开"),
            ("refused_security_stability", "3.危及“三安全一稳定”"),
            ("refused_third_party", "4.保护第三方合法权益"),
            ("refused_internal_affairs", "5.属于三类内部事务信息"),
            ("refused_process", "6.属于四类过程性信息"),
            ("refused_enforcement_file", "7.属于行政执法案卷"),
            ("refused_admin_query", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
            ("unavailable_needs_creation", "2.没有现成信息需要另行制作"),
            ("unavailable_still_unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("rejected_petition", "1.信访举报投诉类申请"),
            ("rejected_repeat", "2.重复申请"),
            ("rejected_publication", "3.要求提供公开出版物"),
            ("rejected_excessive", "4.无正当理由大量反复申请"),
            ("rejected_reconfirmation", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
OTHER = {
    "2019": ("（六）其他处理", (("other_handling", ""),)),
    "2021": (
        "（六）其他处理",
        (
            ("other_overdue_correction", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
            ("other_unpaid_fee", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
            ("other_other", "3.其他"),
        ),
    ),
}
TOTAL = ("（七）总计", (("total_handled", ""),))

Block = tuple[str, Sequence[tuple[str, str]], Sequence[tuple[str, str]]]
_ITEMS = (("prior_year_items", "上一年项目数量"), ("change", "本年增/减"))
DISCLOSURE: Mapping[str, Sequence[Block]] = {
    "2019": (
        (
            "（一）",
            (
                ("made", "本年新制作数量"),
                ("newly_published", "本年新公开数量"),
                ("total_published", "对外公开总数量"),
            ),
            (("rules", "规章"), ("normative_documents", "规范性文件")),
        ),
        (
            "（五）",
            (*_ITEMS, ("decisions", "处理决定数量")),
            (("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")),
        ),
        (
            "（六）",
            (*_ITEMS, ("decisions", "处理决定数量")),
            (("penalty", "行政处罚"), ("coercion", "行政强制")),
        ),
        ("（八）", _ITEMS, (("fees", "行政事业性收费"),)),
        (
            "（九）",
            (("projects", "采购项目数量"), ("amount_wan_yuan", "采购总金额（万元，保留四位小数）")),
            (("procurement", "政府集中采购"),),
        ),
    ),
    "2021": (
        (
            "（一）",
            (("made", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
            (("rules", "规章"), ("normative_documents", "行政规范性文件")),
        ),
        ("（五）", (("decisions", "本年处理决定数量"),), (("licensing", "行政许可"),)),
        ("（六）", (("decisions", "本年处理决定数量"),), (("penalty", "行政处罚"), ("coercion", "行政强制"))),
        ("（八）", (("amount_wan_yuan", "本年收费金额（单位：万元）"),), (("fees", "行政事业性收费"),)),
    ),
}
HEADINGS = ("主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况")


def keys(edition: str) -> list[Key]:
    """Every cell of the form, in order."""
    found: list[Key] = [
        ("disclosure", row, column)
        for _, columns, rows in DISCLOSURE[edition]
        for row, _ in rows
        for column, _ in columns
    ]
    rows = ["new_received", "carried_in", *(row for _, part in _results(edition) for row, _ in part)]
    found += [("applications", row, column) for row in [*rows, "carried_forward"] for column in APPLICANTS]
    return found + [("challenges", row, column) for row in CHALLENGES for column in OUTCOMES]


def tables(edition: str, figures: Figures) -> tuple[list[Table], Table, Table]:
    """The form's tables: the blocks of table 2, table 3 and table 4."""
    blocks = [_block(block, figures) for block in DISCLOSURE[edition]]
    return blocks, _applications(edition, figures), _challenges(figures)


def _results(edition: str) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    return [*RESULTS, OTHER[edition], TOTAL]


def _block(block: Block, figures: Figures) -> Table:
    item, columns, rows = block
    table = [[Box(f"第二十条第{item}项", len(columns) + 1)], [Box("信息内容"), *(Box(c) for _, c in columns)]]
    for row, label in rows:
        table.append([Box(label), *(Box(figures["disclosure", row, column]) for column, _ in columns)])
    return table


def _applications(edition: str, figures: Figures) -> Table:
    def boxes(row: str) -> Line:
        return [Box(figures["applications", row, column]) for column in APPLICANTS]

    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    table = [
        [Box(note, 3, 3), Box("申请人情况", 7)],
        [Box("自然人", 1, 2), Box("法人或其他组织", 5), Box("总计", 1, 2)],
        [Box(text) for text in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
        [Box("一、本年新收政府信息公开申请数量", 3), *boxes("new_received")],
        [Box("二、上年结转政府信息公开申请数量", 3), *boxes("carried_in")],
    ]
    results = _results(edition)
    height = sum(len(rows) for _, rows in results)
    first: Line = [Box("三、本年度办理结果", 1, height)]
    for group, rows in results:
        for position, (row, label) in enumerate(rows):
            if not label:
                labels = [Box(group, 2)]
            else:
                labels = [Box(group, 1, len(rows))] if position == 0 else []
                labels.append(Box(label))
            table.append([*first, *labels, *boxes(row)])
            first = []
    table.append([Box("四、结转下年度继续办理", 3), *boxes("carried_forward")])
    return table


def _challenges(figures: Figures) -> Table:
    names = [Box(text) for text in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
    return [
        [Box("行政复议", 5), Box("行政诉讼", 10)],
        [*(replace(name, rowspan=2) for name in names), Box("未经复议直接起诉", 5), Box("复议后起诉", 5)],
        [*names, *names],
        [Box(figures["challenges", row, column]) for row in CHALLENGES for column in OUTCOMES],
    ]


def expand(table: Table, *, repeat: bool = False) -> list[list[str]]:
    """The rectangle that a table covers; a covered position is empty, or repeats the text."""
    rows: list[dict[int, str]] = [{} for _ in table]
    for y, line in enumerate(table):
        x = 0
        for box in line:
            while x in rows[y]:
                x += 1
            for dy in range(box.rowspan):
                for dx in range(box.colspan):
                    is_origin = dy == 0 and dx == 0
                    rows[y + dy][x + dx] = box.text if is_origin or repeat else ""
            x += box.colspan
    return [[row[x] for x in sorted(row)] for row in rows]
