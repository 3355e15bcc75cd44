"""A printer of the statutory form: one set of figures, in several habits of markup.

`tables` lays a form out as logical tables (cells with spans); each style prints them as a document.
Labels are spelled out here, not taken from the editions: the printer must not share a mistake with them.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
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


Style = Callable[[str, Figures], bytes]


def _document(edition: str, parts: Sequence[str], prose: Callable[[str], str]) -> str:
    year = {"2019": 2019, "2021": 2023}[edition]
    text = [
        prose(f"某区某局{year}年政府信息公开工作年度报告"),
        prose("一、总体情况"),
        prose("全年公开信息若干。"),
    ]
    for numeral, heading, part in zip("二三四", HEADINGS, parts, strict=True):
        text += [prose(f"{numeral}、{heading}"), part]
    return "\n".join(
        [*text, prose("五、存在的主要问题及改进情况"), prose("六、其他需要报告的事项"), prose("无。")]
    )


def _html_table(table: Table, cell: Callable[[str], str]) -> str:
    lines = []
    for line in table:
        boxes = "".join(
            f'<td colspan="{box.colspan}" rowspan="{box.rowspan}">{cell(box.text)}</td>' for box in line
        )
        lines.append(f"<tr>{boxes}</tr>")
    return "<table>" + "\n".join(lines) + "</table>"


def _html_page(body: str) -> bytes:
    head = "<head><meta charset='utf-8'><title>年报</title></head>"
    page = f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"
    return page.encode()


def _html_prose(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def as_html(edition: str, figures: Figures) -> bytes:
    """Plain HTML; the blocks of table 2 as one table whose titles span it."""
    blocks, applications, challenges = tables(edition, figures)
    width = max(len(block[1]) for block in blocks)
    joined = [
        [replace(line[0], colspan=width), *line[1:]] if len(line) == 1 else line
        for block in blocks
        for line in block
    ]
    parts = [_html_table(table, _html_prose) for table in (joined, applications, challenges)]
    return _html_page(_document(edition, parts, _html_prose))


def as_word_html(edition: str, figures: Figures) -> bytes:
    """Word's HTML: digits and words cut into spans, blanks as <o:p>, each block its own table in a layout."""

    def cell(text: str) -> str:
        if not text:
            return '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        pieces = "".join(f'<span lang="EN-US">{html.escape(piece)}</span>' for piece in (text[:1], text[1:]))
        return f'<p class="MsoNormal">{pieces}<o:p></o:p></p>'

    blocks, applications, challenges = tables(edition, figures)
    disclosure = "".join(_html_table(block, cell) for block in blocks)
    body = _document(
        edition, [disclosure, _html_table(applications, cell), _html_table(challenges, cell)], _html_prose
    )
    return _html_page(f"<table><tr><td>{body}</td></tr></table>")


def as_split_html(edition: str, figures: Figures) -> bytes:
    """Table 3 over three tables as pages break it: the second with the header again, the third without."""
    blocks, applications, challenges = tables(edition, figures)
    flat = [[Box(text) for text in row] for row in expand(applications)]
    cuts = [flat[:9], flat[:3] + flat[9:17], flat[17:]]
    parts = [
        "".join(_html_table(block, html.escape) for block in blocks),
        "".join(_html_table(part, html.escape) for part in cuts),
        _html_table(challenges, html.escape),
    ]
    return _html_page(_document(edition, parts, _html_prose))


def as_tabs(edition: str, figures: Figures) -> bytes:
    """Lines with tabs; from （四） on a row has lost its empty leading cells."""
    blocks, applications, challenges = tables(edition, figures)
    rows = expand(applications)
    cut = next(n for n, row in enumerate(rows) if any("（四）" in text for text in row))
    rows = [row if n < cut else _without_leading(row) for n, row in enumerate(rows)]
    parts = [
        _tabbed(row for block in blocks for row in expand(block)),
        _tabbed(rows),
        _tabbed(expand(challenges)),
    ]
    return _document(edition, parts, str).encode()


def _without_leading(row: list[str]) -> list[str]:
    return row[next(n for n, text in enumerate(row) if text) :]


def _tabbed(rows: Iterator[list[str]] | list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


def as_dump(edition: str, figures: Figures) -> bytes:
    """A word processor's dump: a cell a line behind a tab, rows parted by blank lines."""

    def dumped(table: Table) -> str:
        covered = _dump_rows(table)
        return "".join("".join(f"\t{text}\n" for text in row) + "\n" for row in covered)

    blocks, applications, challenges = tables(edition, figures)
    parts = ["".join(map(dumped, blocks)), dumped(applications), dumped(challenges)]
    return _document(edition, parts, str).encode()


def _dump_rows(table: Table) -> list[list[str]]:
    """As word processors do: a cell merged over rows leaves an empty one, one over columns leaves none."""
    columns: list[dict[int, str]] = [{} for _ in table]
    for y, line in enumerate(table):
        x = 0
        for box in line:
            while x in columns[y]:
                x += 1
            for dy in range(box.rowspan):
                columns[y + dy][x] = "" if dy else box.text
                for dx in range(1, box.colspan):
                    columns[y + dy][x + dx] = "\0"
            x += box.colspan
    return [[row[x] for x in sorted(row) if row[x] != "\0"] for row in columns]


def as_markdown(edition: str, figures: Figures) -> bytes:
    """Pipe tables, a merged label repeated in every row that it covers."""
    blocks, applications, challenges = tables(edition, figures)
    parts = [
        "\n\n".join(_piped(expand(block)) for block in blocks),
        _piped(expand(applications, repeat=True)),
        _piped(expand(challenges)),
    ]
    lines = _document(edition, parts, lambda text: f"## {text}\n")
    return lines.encode()


def _piped(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines) + "\n"


STYLES: Mapping[str, tuple[Style, str]] = {
    "html": (as_html, "report.html"),
    "word": (as_word_html, "report.html"),
    "split": (as_split_html, "report.html"),
    "tabs": (as_tabs, "report.txt"),
    "dump": (as_dump, "report.txt"),
    "markdown": (as_markdown, "report.md"),
}
