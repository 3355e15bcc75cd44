"""A report's body as HTML, in the three ways in which clerks bring Word tables into a CMS.

``plain`` is typed in the CMS editor, ``paragraph`` went through its paste filter (every cell holds a
<p>), ``word`` was pasted as it came: Office classes, <o:p>, digits split over spans, conditional
comments, and a hidden row that corrects a misaligned grid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from nianbao.demo.body import Body
from nianbao.demo.layout import Cell, Table

_RUN = "font-size:10.5pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体"
_DIGITS = "font-size:10.5pt;font-family:&quot;Times New Roman&quot;;mso-fareast-font-family:仿宋_GB2312"


def render(body: Body, style: str) -> str:
    """Return the body as the HTML fragment that stands in the CMS's content container."""
    paragraph, heading, table = _STYLES[style]
    parts = [paragraph(text) for text in body.opening]
    for section in body.sections:
        parts.append(heading(section.heading))
        parts += [table(block) if isinstance(block, Table) else paragraph(block) for block in section.blocks]
    parts += [_SIGNATURES[style].format(escape(text)) for text in body.signature]
    return "\n".join(parts)


def _lines(text: str) -> str:
    return "<br />".join(escape(line) for line in text.split("\n"))


def _spans(cell: Cell) -> str:
    rowspan = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return rowspan + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")


def _plain_table(table: Table) -> str:
    rows = "\n".join(
        "<tr>" + "".join(f"<td{_spans(cell)}>{_lines(cell.text) or '&nbsp;'}</td>" for cell in row) + "</tr>"
        for row in table.rows
    )
    return (
        '<table border="1" cellspacing="0" cellpadding="0" width="100%" '
        f'style="border-collapse:collapse;text-align:center;"><tbody>\n{rows}\n</tbody></table>'
    )


def _paragraph_table(table: Table) -> str:
    def cell_html(cell: Cell) -> str:
        text = _lines(cell.text) or "&nbsp;"
        return f'<td{_spans(cell)} style="padding:0 7px;">\n<p style="text-align: center;">{text}</p>\n</td>'

    rows = "\n".join("<tr>\n" + "\n".join(map(cell_html, row)) + "\n</tr>" for row in table.rows)
    return f'<table align="center" border="1" cellspacing="0">\n<tbody>\n{rows}\n</tbody>\n</table>'


def _word_run(text: str) -> str:
    """Split a number as Word does: the first digit in a run of its own."""
    if not text:
        return f'<span lang=EN-US style="{_DIGITS}"><o:p>&nbsp;</o:p></span>'
    if text[0] in "-+0123456789":
        tail = f"<span>{escape(text[1:])}</span>" if len(text) > 1 else ""
        return f'<span lang=EN-US style="{_DIGITS}">{escape(text[0])}{tail}<o:p></o:p></span>'
    return f'<span style="{_RUN}">{_lines(text)}<span lang=EN-US><o:p></o:p></span></span>'


def _word_cell(cell: Cell) -> str:
    width = 64 * cell.colspan
    spans = _spans(cell).replace('"', "")
    return (
        f"<td width={width}{spans} style='width:{width * 0.75:.1f}pt;border:solid windowtext 1.0pt;\n"
        "mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt'>\n"
        "<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'>"
        f"{_word_run(cell.text)}</p>\n</td>"
    )


def _word_table(table: Table) -> str:
    rows = [
        f"<tr style='mso-yfti-irow:{index};height:19.85pt'>\n" + "\n".join(map(_word_cell, row)) + "\n</tr>"
        for index, row in enumerate(table.rows)
    ]
    if table.is_misaligned:
        width = sum(cell.colspan for cell in table.rows[0])
        widths = "".join(f"<td width={64}></td>" for _ in range(width))
        rows.append(f"<![if !supportMisalignedColumns]>\n<tr height=0>\n{widths}\n</tr>\n<![endif]>")
    return (
        "<div align=center>\n<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 "
        "style='border-collapse:collapse;border:none;mso-yfti-tbllook:1184'>\n"
        + "\n".join(rows)
        + "\n</table>\n</div>"
    )


def _word_paragraph(text: str) -> str:
    return (
        "<p class=MsoNormal style='text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly'>"
        f'<span style="{_RUN}">{escape(text)}</span><span lang=EN-US><o:p></o:p></span></p>'
    )


def _word_heading(text: str) -> str:
    return (
        "<!--[if !supportEmptyParas]--><p class=MsoNormal style='text-indent:32.0pt'>"
        f"<b><span style='font-size:16.0pt;font-family:黑体'>{escape(text[:2])}</span>"
        f"<span style='font-size:16.0pt;font-family:黑体'>{escape(text[2:])}<o:p></o:p></span></b></p>"
        "<!--[endif]-->"
    )


_Writer = tuple[Callable[[str], str], Callable[[str], str], Callable[[Table], str]]

_STYLES: Mapping[str, _Writer] = {
    "plain": (
        lambda text: f"<p>　　{escape(text)}</p>",
        lambda text: f"<p>　　<strong>{escape(text)}</strong></p>",
        _plain_table,
    ),
    "paragraph": (
        lambda text: f'<p style="text-indent: 2em; line-height: 2;">{escape(text)}</p>',
        lambda text: f'<h3 style="text-indent: 2em;">{escape(text)}</h3>',
        _paragraph_table,
    ),
    "word": (_word_paragraph, _word_heading, _word_table),
}
_SIGNATURES = {
    "plain": '<p style="text-align:right;">{}　　</p>',
    "paragraph": '<p style="text-align: right;">{}&nbsp;&nbsp;</p>',
    "word": "<p class=MsoNormal align=right style='text-align:right'><span>{}<o:p></o:p></span></p>",
}
