"""拓尔思 TRS WCM: static lists index.html, index_1.html …, and three dialects of their pager.

The plain call is ``createPageHTML(pages, current, "index", "html")`` with current from 0; Beijing's
has the number of records in front; Chongqing's is named ``createPage``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from nianbao.demo.cms.base import Cms, Item, Page, relative, template
from nianbao.demo.plan import PortalPlan

_ROOT = "/zwgk/zfxxgk/"
_SECTION = f"{_ROOT}zfxxgknb/"


@dataclass(frozen=True, slots=True)
class Dialect:
    """A pager call ({records}, {pages}, {current}) and the element that holds the text."""

    pager: str
    container: str
    title_length: int


PLAIN = Dialect('createPageHTML({pages}, {current}, "index", "html");', '<div class="TRS_Editor">', 22)
BEIJING = Dialect(
    "createPageHTML({records}, {pages}, {current}, 'index', 'html');", '<div class="trs_editor_view">', 40
)
CHONGQING = Dialect(
    'createPage({pages}, {current}, "index", "html");', '<div class="TRS_UEDITOR trs_paper_default">', 30
)


class Trs(Cms):
    """A TRS WCM portal in one dialect."""

    family = "trs"
    section = _SECTION
    landing = _ROOT

    def __init__(self, portal: PortalPlan, dialect: Dialect) -> None:
        super().__init__(portal)
        self.dialect = dialect

    def column(self, number: int) -> str:
        """A directory beside that of the annual reports."""
        return f"{_ROOT}{('zfxxgkzn', 'zfxxgkzd', 'fdzdgknr')[number]}/"

    def article(self, serial: int, day: date) -> str:
        """``YYYYMM/tYYYYMMDD_<id>.html`` below the list."""
        return f"{_SECTION}{day:%Y%m}/t{day:%Y%m%d}_{4200000 + serial * 37}.html"

    def attachment(self, serial: int, day: date) -> str:
        """``P0`` and 17 digits in the article's own directory."""
        return f"{_SECTION}{day:%Y%m}/P0{day:%Y%m%d}{354000000 + serial * 7919:09d}.docx"

    def twin(self, serial: int, day: date) -> str:
        """The same article in the department's channel, in other page furniture."""
        return f"/bm/zwgk/zfxxgknb/{day:%Y%m}/t{day:%Y%m%d}_{9100000 + serial * 41}.html"

    def aliases(self) -> Mapping[str, str]:
        """Every directory also answers as index.html."""
        directories = [self.home, _ROOT, _SECTION, *(self.column(number) for number in range(3))]
        return {f"{directory}index.html": directory for directory in directories}

    def href(self, source: str, target: str) -> str:
        """Relative, beginning with ``./`` or ``../``."""
        path = relative(source, target)
        return path if path.startswith("../") else f"./{path}"

    def article_words(self, page: Page) -> Mapping[str, str]:
        """The element that holds the text, which differs by version."""
        del page
        return {"container": self.dialect.container}

    def lists(self, items: Sequence[Item]) -> Mapping[str, str]:
        """The directory itself, then ``index_1.html`` for page 2 and so on."""
        pages = self.pages_of(items)
        names = ["", *(f"index_{number}.html" for number in range(1, len(pages)))]
        return {
            _SECTION + name: self._list(rows, number, len(pages), len(items))
            for number, (name, rows) in enumerate(zip(names, pages, strict=True))
        }

    def _list(self, items: Sequence[Item], current: int, pages: int, records: int) -> str:
        main = template("trs_list").substitute(
            columns=self.columns_html(),
            rows="\n".join(self._row(number, item) for number, item in enumerate(items, 1)),
            pager=self.dialect.pager.format(records=records, pages=pages, current=current),
        )
        return self.list_frame("政府信息公开年报", main)

    def _row(self, number: int, item: Item) -> str:
        limit = self.dialect.title_length
        shown = item.title if len(item.title) <= limit else item.title[:limit] + "..."
        link = (
            f'<a href="{self.href(_SECTION, item.path)}" title="{escape(item.title)}" '
            f'target="_blank">{escape(shown)}</a>'
        )
        return (
            f'<li><span class="number">{number}</span><span class="tit">{link}</span>'
            f"<span>{item.day}</span></li>"
        )
