"""开普 ucap: list.shtml, list_2.shtml …; articles and files named by 32 hexadecimal digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from nianbao.demo.cms.base import Cms, Item, Page, hex_name, template
from nianbao.demo.plan import PortalPlan


class Ucap(Cms):
    """A ucap portal; its whole site lives in one folder."""

    family = "ucap"
    html_type = "text/html; charset=utf-8"

    def __init__(self, portal: PortalPlan) -> None:
        super().__init__(portal)
        self._folder = f"/{portal.id.removeprefix('demo-')}"

    @property
    def section(self) -> str:
        """``/<site>/gknb/list.shtml``."""
        return f"{self._folder}/gknb/list.shtml"

    @property
    def landing(self) -> str:
        """``/<site>/zfxxgk/index.shtml``."""
        return f"{self._folder}/zfxxgk/index.shtml"

    def column(self, number: int) -> str:
        """``/<site>/<column>/list.shtml``."""
        return f"{self._folder}/{('gkzn', 'gkzd', 'fdnr')[number]}/list.shtml"

    def article(self, serial: int, day: date) -> str:
        """``/<site>/<column>/YYYYMM/<32 hex>.shtml``."""
        return f"{self._folder}/gknb/{day:%Y%m}/{hex_name(self.portal.id, serial)}.shtml"

    def attachment(self, serial: int, day: date) -> str:
        """``files/<32 hex>.docx`` below the article's name."""
        name = hex_name(self.portal.id, serial)
        return f"{self._folder}/gknb/{day:%Y%m}/{name}/files/{hex_name('file', serial)}.docx"

    def article_words(self, page: Page) -> Mapping[str, str]:
        """The 索引号 of the table above the text."""
        return {"index": f"9801220005/{page.day:%Y}-{int(hex_name(page.title)[:4], 16):05d}"}

    def lists(self, items: Sequence[Item]) -> Mapping[str, str]:
        """``list.shtml``, then ``list_2.shtml`` for page 2 and so on."""
        pages = self.pages_of(items)
        paths = [self.section]
        paths += [self.section.replace("list.", f"list_{number}.") for number in range(2, len(pages) + 1)]
        return {
            path: self._list(rows, number, len(pages), len(items))
            for number, (path, rows) in enumerate(zip(paths, pages, strict=True), 1)
        }

    def _list(self, items: Sequence[Item], number: int, pages: int, records: int) -> str:
        main = template("ucap_list").substitute(
            columns=self.columns_html(),
            rows="\n".join(map(_row, items)),
            pager=f"createPageHTML('page_div',{pages}, {number},'list','shtml',{records});",
        )
        return self.list_frame("政府信息公开年报", main)


def _row(item: Item) -> str:
    title = escape(item.title)
    return (
        f'<li><a href="{item.path}" title="{title}" target="_blank">{title}</a>'
        f'<span class="time">{item.day}</span></li>'
    )
