"""Every way in which portals write the address of an article: where the title says report, it is one."""

from __future__ import annotations

import pytest

from crawler.listing import survey
from crawler.page import Page
from crawler.platforms.generic import Generic
from tests.crawler.conftest import row

HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
UUID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
DIALECTS = (
    "/zwgk/zfxxgknb/202401/t20240120_4382123.shtml",
    "/zwgk/zfxxgknb/202401/t20240120_4382123.htm",
    "/art/2024/1/9/art_1229847345_4201881.html",
    "/art/2024/art_0c9d2f0c9d2f0c9d.html",
    f"/col/col1229214366/art/2024/art_{UUID.replace('-', '')}.html",
    "/2024-01/20/content_118234.shtml",
    "/2024-01/20/c_118234.htm",
    "/c/2024-01-20/4915856.shtml",
    f"/20240120/{HEX}/c.html",
    "/web/zwgk/zfxxgk/2024012014305512345/index.shtml",
    "/zwgk/nb/4915856/index.html",
    "/zwgk/nb/202401201430551/index.shtml",
    f"/bm/gknb/202401/{HEX}.shtml",
    "/xxgk/nb/pnidpv881234.html",
    "/xxgk/nb/pnidpv150pntypepvnbpnnfpv2023.html",
    "/n1234/n5678/c4915856/content.html",
    "/gknb/2024-01-20/4915856.html",
    "/20240120/4915856.html",
    f"/2024/1/20/{HEX}.shtml",
    f"/columns/{UUID}/202401/20/{UUID}.html",
    f"/nw12344/20240120/{HEX}.html",
    "/info/1026/25525.htm",
    "/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1276&wbnewsid=39834",
    "/gkmlpt/content/8/8123/post_8123456.html",
    "/zwgk/content/post_8123456.html",
    "/zwgk/mpost_8123456.html",
    f"/gongkai/site_qlb/channel_63/doc_{HEX}.html",
    "/openness/OpennessAnnualReport/show/1234.html",
    "/XxgkAnnualReport/show/1234.html",
    "/public/content/12345",
    "/public/column/24601?action=detail&title=2023&type=3",
    f"/xxgk/openness/detail/annual_report/{HEX}.html",
    f"/gongkai/show/{HEX}",
    "/gongkai/show/20240120143055.html",
    "/year_details.aspx?dept=58&year=2023",
    "/zfxxgknb.html?nbYear=2023",
    "/module/xxgk/xxgkAnnualReport.jsp?area=113325000026455663&fbtime=2023",
    "/e/action/ShowInfo.php?classid=7&id=1234",
    "/xxgkndbg/1234567.jhtml",
    "/html/ASSZF/202401/0167123456.html",
    "/cms/html/npszf/2024-01-25/1779102018.html",
    "/18534/18540/44666/index.htm",
    "/zwgk/zfxxgknb/202401/P020240120567890123456.pdf",
)  # fmt: skip


def surveyed(path: str, title: str) -> list[str]:
    page = Page("http://www.yunxi.gov.cn/gk/", f"<ul>{row(path, title)}</ul>")
    return [candidate.url for candidate, _ in survey(Generic({}), page, in_section=True).reports]


@pytest.mark.parametrize("path", DIALECTS)
@pytest.mark.parametrize(
    "title", ["云溪区水利局2023年政府信息公开工作年度报告", "2023年政府信息公开工作年度报告"]
)
def test_a_title_that_says_report_makes_any_address_one(path: str, title: str) -> None:
    assert surveyed(path, title) == [f"http://www.yunxi.gov.cn{path}"]


@pytest.mark.parametrize("path", DIALECTS)
def test_an_address_alone_makes_no_report_of_another_title(path: str) -> None:
    assert surveyed(path, "云溪区水利局2023年法治政府建设年度报告") == []
