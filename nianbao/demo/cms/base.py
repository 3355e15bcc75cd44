"""What the demo's CMS families have in common: a home page, a landing page, columns, a list, articles."""

from __future__ import annotations

import hashlib
import math
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from string import Template
from typing import ClassVar

from nianbao.demo.plan import PortalPlan, data_text, full_name

SECTION = "政府信息公开年报"
COLUMNS: Mapping[str, str] = {
    "政府信息公开指南": "公民、法人和其他组织可以通过网上平台、信函或者当面提出政府信息公开申请。",
    "政府信息公开制度": "本栏目收录政府信息公开有关法规、规章和工作制度。",
    "法定主动公开内容": "本栏目按照公开事项目录公开机构职能、政策文件、财政信息和权责清单。",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a list page; `path` is site-absolute and may carry a query."""

    path: str
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Page:
    """One article: its HTML body and the files that hang on it (path, file name)."""

    path: str
    title: str
    source: str
    day: date
    html: str
    attachments: tuple[tuple[str, str], ...] = ()
    skin: str = "frame"


@cache
def template(name: str) -> Template:
    """Return one of the page templates, loaded once."""
    return Template(data_text(f"templates/{name}.html"))


def hex_name(*parts: object) -> str:
    """Return the 32 hexadecimal digits by which some systems name articles and files."""
    return hashlib.md5("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def relative(source: str, target: str) -> str:
    """Return the href that leads from one site-absolute path to another."""
    return posixpath.relpath(target, posixpath.dirname(source))


class Cms(ABC):
    """One portal as its CMS publishes it: paths in, HTML text out; knows nothing of reports."""

    family: ClassVar[str]
    charset: ClassVar[str] = "utf-8"
    html_type: ClassVar[str] = "text/html"
    file_type: ClassVar[str | None] = None
    """The media type of every download, None where the server tells it from the file's name."""
    home: ClassVar[str] = "/"

    def __init__(self, portal: PortalPlan) -> None:
        self.portal = portal

    @property
    @abstractmethod
    def section(self) -> str:
        """The path of the first list page."""

    @property
    @abstractmethod
    def landing(self) -> str:
        """The path of the 政府信息公开 page between the home page and the list."""

    @abstractmethod
    def column(self, number: int) -> str:
        """Return the path of one of the other columns (指南, 制度 …)."""

    @abstractmethod
    def article(self, serial: int, day: date) -> str:
        """Return the path of an article."""

    @abstractmethod
    def attachment(self, serial: int, day: date) -> str:
        """Return the path of the file that hangs on an article."""

    @abstractmethod
    def lists(self, items: Sequence[Item]) -> Mapping[str, str]:
        """Return every list page by path."""

    def twin(self, serial: int, day: date) -> str:
        """Return a second path of an article; only some families have one."""
        raise NotImplementedError(f"{type(self).__name__} publishes no second URL for {serial} of {day}")

    def aliases(self) -> Mapping[str, str]:
        """Return further paths of a page (directory URL → index file)."""
        return {}

    def meta(self, page: Page) -> str:
        """Return the article's own meta tags."""
        return (
            f'<meta name="ColumnName" content="{SECTION}"/>\n<meta name="ColumnType" content="{SECTION}"/>\n'
            f'<meta name="ArticleTitle" content="{escape(page.title)}"/>\n'
            f'<meta name="PubDate" content="{page.day} 09:30"/>\n'
            f'<meta name="ContentSource" content="{escape(page.source)}"/>'
        )

    def article_page(self, page: Page) -> str:
        """Return an article with all that stands around it."""
        main = template(f"{self.family}_article").substitute(
            title=escape(page.title),
            source=escape(page.source),
            date=page.day.isoformat(),
            body=page.html,
            attachments=self.attachment_links(page),
            **self.article_words(page),
        )
        return self.frame(page.title, SECTION, main, self.meta(page), page.skin)

    def article_words(self, page: Page) -> Mapping[str, str]:
        """Return what the family's article template needs besides."""
        del page
        return {}

    def attachment_links(self, page: Page) -> str:
        """Return the links to the article's files."""
        links = "".join(
            f'<p class="fujian">附件：<a href="{escape(self.href(page.path, path))}">{escape(name)}</a></p>'
            for path, name in page.attachments
        )
        return links and f'<div class="attachments">{links}</div>'

    def href(self, source: str, target: str) -> str:
        """Return the href this family writes for a link between two of its pages."""
        del source
        return target

    def frame(self, title: str, crumb: str, main: str, meta: str = "", skin: str = "frame") -> str:
        """Put header, breadcrumb and footer around a page's main part."""
        return template(f"{self.family}_{skin}").substitute(
            title=escape(title),
            site=self.portal.name,
            place=full_name(self.portal.division),
            domain=self.portal.domain,
            site_code=self.portal.site_code,
            folder=self.portal.id.removeprefix("demo-"),
            landing=self.landing,
            menu=self._menu(),
            crumb=crumb,
            main=main,
            meta=meta,
        )

    def _menu(self) -> str:
        links = {"首页": self.home, "政府信息公开": self.landing}
        texts = ("政务服务", "互动交流")
        linked = "".join(f'<li><a href="{path}">{label}</a></li>' for label, path in links.items())
        return linked + "".join(f'<li><a href="javascript:void(0)">{text}</a></li>' for text in texts)

    def columns_html(self) -> str:
        """Return the side menu of the 政府信息公开 pages, the annual reports among them."""
        links = {label: self.column(number) for number, label in enumerate(COLUMNS)} | {SECTION: self.section}
        return "".join(f'<li><a href="{path}">{label}</a></li>' for label, path in links.items())

    def fixed_pages(self, notices: Sequence[Item]) -> Mapping[str, str]:
        """Return the home page, the landing page and the other columns."""
        rows = "".join(
            f'<li><a href="{escape(item.path)}">{escape(item.title)}</a><span>{item.day}</span></li>'
            for item in notices
        )
        home = f'<div class="tzgg"><h2>通知公告</h2><ul>{rows}</ul></div>'
        landing = f'<div class="xxgk"><h2>政府信息公开</h2><ul>{self.columns_html()}</ul></div>'
        pages = {
            self.home: self.frame(self.portal.name, "首页", home),
            self.landing: self.frame("政府信息公开", "政府信息公开", landing),
        }
        for number, (label, text) in enumerate(COLUMNS.items()):
            pages[self.column(number)] = self.frame(label, label, f"<h1>{label}</h1><p>{text}</p>")
        return pages

    def list_frame(self, title: str, main: str) -> str:
        """Return a list page in the frame, with the meta tags of a column."""
        meta = f'<meta name="ColumnName" content="{title}"/>\n<meta name="ColumnType" content="{title}"/>'
        return self.frame(title, title, main, meta)

    def pages_of(self, items: Sequence[Item]) -> list[Sequence[Item]]:
        """Divide the rows into list pages."""
        size = self.portal.page_size
        return [items[number * size : (number + 1) * size] for number in range(math.ceil(len(items) / size))]
