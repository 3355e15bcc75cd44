"""大汉 JCMS: the first rows wait in an inline datastore, the others come from dataproxy.jsp.

The page shows a window of three times perPage records without asking; no HTML parser sees a link in
it, since it stands in a <script type="text/xml">.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import quote

from nianbao.demo.cms.base import Cms, Item, Page, hex_name, template

COLUMN, UNIT, WEB = 1229214366, 6793088, 2745
PROXY = "/module/web/jpage/dataproxy.jsp"
PROXY_TYPE = "text/xml;charset=UTF-8"
_WINDOW = 3
"""Display pages in one window: groupSize in the page's call of jpage."""


class Jcms(Cms):
    """A JCMS portal."""

    family = "jcms"
    html_type = "text/html;charset=UTF-8"
    file_type = "application/octet-stream"
    section = f"/col/col{COLUMN}/index.html"
    landing = "/col/col1229214300/index.html"

    def column(self, number: int) -> str:
        """``/col/col<number>/index.html``."""
        return f"/col/col{1229214310 + number * 9}/index.html"

    def article(self, serial: int, day: date) -> str:
        """``/art/Y/M/D/art_<column>_<id>.html``, month and day without a leading zero."""
        return f"/art/{day.year}/{day.month}/{day.day}/art_{COLUMN}_{3720000 + serial * 53}.html"

    def attachment(self, serial: int, day: date) -> str:
        """``downfile.jsp``, which names the file only in Content-Disposition."""
        name = hex_name(self.portal.id, serial, day)
        return f"/module/download/downfile.jsp?classid=0&filename={name}.docx"

    def article_words(self, page: Page) -> Mapping[str, str]:
        """The column number, for the hit counter."""
        del page
        return {"column": str(COLUMN)}

    def lists(self, items: Sequence[Item]) -> Mapping[str, str]:
        """One page; what it does not hold comes from `proxy`."""
        inline = items[: self.portal.page_size * _WINDOW]
        main = template("jcms_list").substitute(
            columns=self.columns_html(),
            unit=UNIT,
            web=WEB,
            column=COLUMN,
            domain=self.portal.domain,
            webname=quote(self.portal.name),
            records="\n".join(map(_record, inline)),
            total=len(items),
            per_page=self.portal.page_size,
        )
        return {self.section: self.list_frame("政府信息公开年报", main)}

    def proxy(self, items: Sequence[Item], query: Mapping[str, str]) -> str:
        """Answer dataproxy.jsp: records startrecord to endrecord, none for an unknown column or unit."""
        is_known = query.get("columnid") == str(COLUMN) and query.get("unitid") == str(UNIT)
        bounds = [query.get(name, "") for name in ("startrecord", "endrecord", "perpage")]
        if not is_known or not all(bound.isdecimal() and int(bound) > 0 for bound in bounds):
            return _datastore(0, 0, ())
        start, end, per_page = map(int, bounds)
        return _datastore(len(items), -(-len(items) // per_page), items[start - 1 : end])


def _datastore(records: int, pages: int, items: Sequence[Item]) -> str:
    rows = "\n".join(map(_record, items))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<datastore><totalrecord>{records}</totalrecord><totalpage>{pages}</totalpage>"
        f"<recordset>\n{rows}\n</recordset></datastore>"
    )


def _record(item: Item) -> str:
    title = escape(item.title)
    link = f'<a href="{item.path}" title="{title}" target="_blank">{title}</a>'
    return f"<record><![CDATA[<li>{link}<span>{item.day}</span></li>]]></record>"
