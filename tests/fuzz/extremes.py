"""Documents made to be too much: a hundred thousand cells, ten thousand levels, everything unclosed.

Each maker takes how many units to print, so that the same shape serves for small and for huge ones.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.extract.rendering import STYLES, keys

Maker = Callable[[int, Random], tuple[str, str]]  # filename and text

_HEADER = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
_TITLE = "<tr><td colspan=4>第二十条第（一）项</td></tr>"
_ROW = "<tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr>"
_LABELS = (
    "规章",
    "行政许可",
    "其他",
    "总计",
    "一、本年新收政府信息公开申请数量",
    "（一）予以公开",
    "2.重复申请",
)
_ALPHABET = "本年新收政府信息公开申请数量其他处理行政许可规章总计予以部分一二三"
_OPENING = "".join(f"<{tag}>" for tag in ("div", "span", "table", "tr", "td"))


def one_grid(size: int, chance: Random) -> tuple[str, str]:
    """One table of many distinct cells."""
    rows = ("<tr>" + "".join(f"<td>{row}{n}</td>" for n in range(10)) + "</tr>" for row in range(size // 10))
    return "a.html", f"<table>{_TITLE}{_HEADER}{''.join(rows)}</table>"


def many_grids(size: int, chance: Random) -> tuple[str, str]:
    """Many small tables of the form."""
    return "a.html", f"<table>{_TITLE}{_HEADER}{_ROW}</table>" * (size // 10)


def form_rows(size: int, chance: Random) -> tuple[str, str]:
    """The same rows of the form again and again, with other figures."""
    rows = (
        f"<tr><td>{chance.choice(_LABELS)}</td>"
        + "".join(f"<td>{chance.randrange(999)}</td>" for _ in range(chance.choice((3, 7))))
        + "</tr>"
        for _ in range(size // 6)
    )
    return "a.html", f"<table>{''.join(rows)}</table>"


def unnamed_rows(size: int, chance: Random) -> tuple[str, str]:
    """A row that may be split, over thousands of parts that no form knows."""
    rows = "".join(f"<tr><td>某类事项甲{n}</td><td>1</td><td>2</td><td>3</td></tr>" for n in range(size // 4))
    head = "<tr><td>信息内容</td><td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td></tr>"
    whole = "<tr><td>其他对外管理服务事项</td><td>1</td><td>2</td><td>3</td></tr>"
    return "a.html", f"<table><tr><td>第二十条第（五）项</td></tr>{head}{whole}{rows}</table>"


def misprinted_labels(size: int, chance: Random) -> tuple[str, str]:
    """Distinct labels, each nearly one of the form."""
    labels = ("".join(chance.choices(_ALPHABET, k=chance.randrange(4, 14))) for _ in range(size // 3))
    rows = (f"<tr><td>{label}</td><td>7</td><td>1</td></tr>" for label in labels)
    return "a.html", f"<table>{_TITLE}{_HEADER}{''.join(rows)}</table>"


def headers_only(size: int, chance: Random) -> tuple[str, str]:
    """A header over thousands of rows, then figures under it."""
    return "a.html", f"<table>{_HEADER * (size // 8)}{_ROW * (size // 8)}</table>"


def banners(size: int, chance: Random) -> tuple[str, str]:
    """The banner of the last table, thousands of times, its figures wanting."""
    names = "<tr><td>行政复议</td><td>行政诉讼</td></tr>"
    outcomes = "<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>"
    figures = "<tr>" + "<td>1</td>" * 15 + "</tr>"
    unit = chance.choice((names + outcomes, names + outcomes + figures))
    return "a.html", f"<table>{unit * (size // 10)}{figures * (size // 60)}</table>"


def wide_spans(size: int, chance: Random) -> tuple[str, str]:
    """Short markup that covers a great many positions, table after table."""
    table = (
        "<table><tr>"
        + '<td rowspan="9999" colspan="100">规章</td>' * 20
        + "</tr>"
        + "<tr><td>1</td></tr>" * 200
    )
    return "a.html", (table + "</table>") * max(1, size // 400)


def deep(size: int, chance: Random) -> tuple[str, str]:
    """Tags opened and never closed."""
    tag = chance.choice(("<div>", "<b>", "<table><tr><td>", "<p><span>", _OPENING, "<ul><li>", "<table>"))
    return "a.html", tag * size + "规章" + _TITLE + _ROW


def unclosed(size: int, chance: Random) -> tuple[str, str]:
    """A mark that opens something, again and again."""
    marks = ("<!--", "<![CDATA[", "<", "<a ", "<td '", "</", "&", "&#", "<!DOCTYPE ", "[if mso", "<?")
    mark = chance.choice(marks)
    return "a.html", f"<table>{_TITLE}{_HEADER}{_ROW}</table>" + mark * size


def paragraphs(size: int, chance: Random) -> tuple[str, str]:
    """Prose in very many pieces."""
    unit = chance.choice(
        ("<p>一、总体情况</p>", "<p>收到申请46件，</p>", "<br>年报", "<p>", "<p>二、<p>三、", "<i>x</i>")
    )
    return chance.choice(("a.html", "a.md")), unit * size


def lines(size: int, chance: Random) -> tuple[str, str]:
    """Plain text or Markdown in very many lines or cells."""
    unit = chance.choice(
        ("\n", "\t", "\t\n", "1\t2\n", "|1|2|\n", "|", "规章\t1\n\n", "一、总体情况\n", "# \n", "-\n")
    )
    return chance.choice(("a.txt", "a.md")), "年报\n" + unit * size


def one_line(size: int, chance: Random) -> tuple[str, str]:
    """One paragraph without an end: what a backtracking pattern would choke on."""
    unit = chance.choice((
        "0", "1 ", "9,", "（", "(", "(一", "《", "年", "2019年", "[if ", "[", " ", "\u3000", "# ", "#", "-",
        "件", "由由", "申请46件，", "统计2019年1月1日", "共收取信息处理费", "公开报告", "来源：", ">首页",
        "二〇", "十", "、一", ":", "<table", "<br", "|", "\\|", "**", "收到申请", "其中，", "2020-", "1.",
        "\u200b", "\u00a0", "某某区人民政府",
    ))  # fmt: skip
    return chance.choice(("a.txt", "a.md", "a.html")), unit * size


def embedded_tables(size: int, chance: Random) -> tuple[str, str]:
    """Markdown that holds very many HTML tables."""
    unit = chance.choice(
        ("<table></table>", f"<table>{_ROW}</table>\n", "<table>", "<table><table></table>\n")
    )
    return "a.md", "# 年报\n" + unit * (size // 4)


def long_report(size: int, chance: Random) -> tuple[str, str]:
    """A whole report, printed again and again."""
    render, filename = STYLES[chance.choice(("html", "word", "tabs", "dump", "markdown"))]
    page = render("2021", dict.fromkeys(keys("2021"), "7")).decode()
    return filename, page * max(1, size * 8 // len(page))


def typed_lines(size: int, chance: Random) -> tuple[str, str]:
    """Words of the form without a table, in blank lines, tabs and nested boxes that are nearly tables."""
    blank = chance.choice(["\n", " \n", "\t", "\n\t"]) * size
    boxes = "<div><p><i>1</i><i>2</i></p><p><i>1</i><i>2</i></p>" * (size // 100)
    pres = "<pre>" * (size // 100)
    return (
        "a.html",
        f"<p>第二十条第 信息内容 申请人情况</p><div>{blank}1\t2{blank}</div>{boxes}{pres}1\t2\n{blank}",
    )


def grid_of_spans(size: int, chance: Random) -> tuple[str, str]:
    """Boxes in a grid that each cover ten thousand places."""
    cell = '<i style="grid-row:span 99;grid-column:span 99">1</i>'
    style = "grid-template-columns:repeat(99,1fr)"
    return "a.html", f'<p>第二十条第 信息内容</p><div style="{style}">{cell * (size // 10)}</div>'


def drawn_lines(size: int, chance: Random) -> tuple[str, str]:
    """A drawn table over lines that are nearly rules."""
    lines = "\n".join(mark * size + "x" for mark in "+- |")
    return "a.txt", f"+---+---+\n| 规章 | 2 |\n{lines}\n+---+---+"


MAKERS: tuple[Maker, ...] = (
    one_grid, many_grids, form_rows, unnamed_rows, misprinted_labels, headers_only, banners, wide_spans, deep,
    unclosed, paragraphs, lines, one_line, embedded_tables, long_report, typed_lines, grid_of_spans,
    drawn_lines,
)  # fmt: skip
