"""A hand-made site of the 2000s: layout tables, plain links, 下一页, and GBK that calls itself gb2312."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from nianbao.demo.cms.base import Cms, Item, Page, template


class Generic(Cms):
    """A site that no known CMS made; a layout <table> wraps every page."""

    family = "generic"
    charset = "gb18030"
    html_type = "text/html; charset=gb2312"
    section = "/xxgk/nb/list1.htm"
    landing = "/xxgk/index.htm"

    def column(self, number: int) -> str:
        """``/xxgk/lm1.htm`` and so on."""
        return f"/xxgk/lm{number + 1}.htm"

    def article(self, serial: int, day: date) -> str:
        """``/xxgk/nb/<year>/show_<id>.html``."""
        return f"/xxgk/nb/{day:%Y}/show_{1200 + serial * 3}.html"

    def attachment(self, serial: int, day: date) -> str:
        """``/upload/file/<month>/<day and number>.docx``."""
        return f"/upload/file/{day:%Y%m}/{day:%Y%m%d}{serial:04d}.docx"

    def meta(self, page: Page) -> str:
        """Capitals, content before name, days and months without a leading zero."""
        return (
            f'<META CONTENT="{escape(page.title)}" NAME="ArticleTitle">\n'
            f'<META CONTENT="{page.day.year}-{page.day.month}-{page.day.day}" NAME="PubDate">'
        )

    def lists(self, items: Sequence[Item]) -> Mapping[str, str]:
        """``list1.htm``, ``list2.htm`` …, joined only by 上一页 and 下一页."""
        pages = self.pages_of(items)
        return {
            self._list_path(number): self._list(rows, number, len(pages))
            for number, rows in enumerate(pages, 1)
        }

    def _list_path(self, number: int) -> str:
        return self.section.replace("list1", f"list{number}")

    def _list(self, items: Sequence[Item], number: int, pages: int) -> str:
        steps = {"上一页": number - 1, "下一页": number + 1}
        pager = "　".join(
            f'<A HREF="list{target}.htm">{label}</A>' if 1 <= target <= pages else label
            for label, target in steps.items()
        )
        main = template("generic_list").substitute(
            columns=self.columns_html(),
            rows="\n".join(map(_row, items)),
            number=number,
            pages=pages,
            pager=pager,
        )
        return self.list_frame("政府信息公开年报", main)


def _row(item: Item) -> str:
    return (
        f'<TR><TD HEIGHT="26">·<A HREF="{item.path}" TARGET="_blank">{escape(item.title)}</A></TD>'
        f'<TD WIDTH="110">[{item.day}]</TD></TR>'
    )
