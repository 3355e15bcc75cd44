"""博达 VSB: list pages numbered backwards, rows in lists of five, titles cut without a title attribute.

Page 1 of N is zfxxgknb.htm, page 2 is zfxxgknb/{N-1}.htm, the last one zfxxgknb/1.htm.  An article has
two URLs: /info/<column>/<id>.htm and the dynamic content.jsp.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from nianbao.demo.cms.base import Cms, Item, Page, hex_name, relative, template

_FOLDER = "/zwgk/zfxxgk/zfxxgknb"
_COLUMN = 1026
_OWNER = 1655460640
_TITLE_LENGTH = 24
_ROWS_PER_LIST = 5


class Vsb(Cms):
    """A VSB portal."""

    family = "vsb"
    file_type = "application/octet-stream"
    home = "/index.htm"
    section = f"{_FOLDER}.htm"
    landing = "/zwgk/zfxxgk.htm"

    def column(self, number: int) -> str:
        """A page beside the list of annual reports."""
        return f"/zwgk/zfxxgk/{('zfxxgkzn', 'zfxxgkzd', 'fdzdgknr')[number]}.htm"

    def article(self, serial: int, day: date) -> str:
        """``/info/<column>/<id>.htm``."""
        del day
        return f"/info/{_COLUMN}/{25000 + serial * 29}.htm"

    def twin(self, serial: int, day: date) -> str:
        """The dynamic address of the same news id; it answers with the same bytes."""
        del day
        news = 25000 + serial * 29
        return f"/content.jsp?urltype=news.NewsContentUrl&wbtreeid={_COLUMN}&wbnewsid={news}"

    def attachment(self, serial: int, day: date) -> str:
        """``download.jsp``, which names the file only in Content-Disposition."""
        del day
        query = f"urltype=news.DownloadAttachUrl&owner={_OWNER}&wbfileid={7300000 + serial * 61}"
        return f"/system/_content/download.jsp?{query}"

    def aliases(self) -> Mapping[str, str]:
        """The root answers as index.htm."""
        return {"/": self.home}

    def meta(self, page: Page) -> str:
        """Hardly any: the date stands in the list and in the text."""
        return f'<META Name="ContentSource" Content="{escape(page.source)}" />'

    def article_words(self, page: Page) -> Mapping[str, str]:
        """The 索引号 of the list above the text."""
        return {"index": f"XC{page.day:%Y}-{int(hex_name(page.title)[:4], 16):05d}"}

    def lists(self, items: Sequence[Item]) -> Mapping[str, str]:
        """Numbered from the end: the first page bears no number, the last one bears 1."""
        pages = self.pages_of(items)
        paths = [_path(number, len(pages)) for number in range(1, len(pages) + 1)]
        return {
            path: self._list(path, rows, number, len(pages))
            for number, (path, rows) in enumerate(zip(paths, pages, strict=True), 1)
        }

    def _list(self, path: str, items: Sequence[Item], number: int, pages: int) -> str:
        blocks = [items[start : start + _ROWS_PER_LIST] for start in range(0, len(items), _ROWS_PER_LIST)]
        rows = "\n".join(
            f'<ul class="list-ul">\n{"".join(_row(path, item) for item in block)}</ul>' for block in blocks
        )
        pager = _pager(path, number, pages)
        main = template("vsb_list").substitute(
            columns=self.columns_html(), rows=rows, pager=pager, pages=pages
        )
        return self.list_frame("政府信息公开年报", main)


def _path(number: int, pages: int) -> str:
    return f"{_FOLDER}.htm" if number == 1 else f"{_FOLDER}/{pages - number + 1}.htm"


def _row(path: str, item: Item) -> str:
    is_long = len(item.title) > _TITLE_LENGTH
    shown = item.title[:_TITLE_LENGTH] + "..." if is_long else item.title
    is_dynamic = "?" in item.path
    href = item.path if is_dynamic else relative(path, item.path)
    link = f'<a href="{escape(href)}" target="_blank">{escape(shown)}</a>'
    return f'    <li class="txt-elise">\n        {link}<span>{item.day}</span>\n    </li>\n'


def _pager(path: str, number: int, pages: int) -> str:
    def step(label: str, name: str, target: int) -> str:
        if not 1 <= target <= pages or target == number:
            return f'<span class="p_{name}_d p_fun_d">{label}</span>'
        href = relative(path, _path(target, pages))
        return f'<span class="p_{name} p_fun"><a href="{href}">{label}</a></span>'

    numbers = "".join(
        f'<span class="p_no_d">{target}</span>'
        if target == number
        else f'<span class="p_no"><a href="{relative(path, _path(target, pages))}">{target}</a></span>'
        for target in range(1, pages + 1)
    )
    before = step("首页", "first", 1) + step("上页", "prev", number - 1)
    after = step("下页", "next", number + 1) + step("尾页", "last", pages)
    return f'<span class="p_pages">{before}{numbers}{after}</span>'
