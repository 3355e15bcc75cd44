"""Sentences as reports write them, and the figures that they state of the report's year."""

from __future__ import annotations

import pytest

from archive.models import Section
from extract.mentions import mentions

YEAR = 2022
NEW, HANDLED = "applications.new_received.total", "applications.total_handled.total"
IN, FORWARD = "applications.carried_in.total", "applications.carried_forward.total"
REVIEW, SUIT = "challenges.reconsideration.total", "challenges.litigation.total"
DIRECT, AFTER = "challenges.litigation_direct", "challenges.litigation_after_reconsideration"
GRANTED, PART = "applications.granted.total", "applications.granted_in_part.total"
FEE = "fees.information_processing"
ITEMS, PUBLISHED = "disclosure.items", "disclosure.published_items"
Stated = dict[str, int | float]

POSITIVE: list[tuple[str, Stated]] = [
    # Received
    ("本年度共收到政府信息公开申请37件。", {NEW: 37}),
    ("2022年，我局新收政府信息公开申请 1,204 件。", {NEW: 1204}),
    ("全年受理公民、法人或其他组织提出的申请8宗。", {NEW: 8}),
    ("街道全年接到信息公开申请十二件，均按期答复。", {NEW: 12}),
    ("我办收到依申请公开两件。", {NEW: 2}),
    ("收到６件政府信息公开申请。", {NEW: 6}),
    ("依申请公开方面，截至2022年底，本镇新受理申请共15件。", {NEW: 15}),
    ("通过信函、网络等渠道收到申请21件。", {NEW: 21}),
    ("收到政府信息公开申请（不含咨询）19件。", {}),
    ("今年收到申请7件，去年收到申请11件。", {NEW: 7}),
    (
        "收到申请30件，其中自然人申请26件，法人或其他组织申请4件。",
        {
            NEW: 30,
            "applications.new_received.natural_person": 26,
            "applications.new_received.organisations": 4,
        },
    ),
    (
        "全年收到申请9件。其中：当面申请2件；网上申请4件；邮寄申请3件。",
        {
            NEW: 9,
            "statistics.requests_in_person.year": 2,
            "statistics.requests_online.year": 4,
            "statistics.requests_letter.year": 3,
        },
    ),
    (
        "收到电子邮件申请5件、传真申请1件。",
        {"statistics.requests_email.year": 5, "statistics.requests_fax.year": 1},
    ),
    # Carried in and forward
    ("上年结转4件，结转下年度继续办理3件。", {IN: 4, FORWARD: 3}),
    ("新收申请20件，上一年度结转申请2件。", {NEW: 20, IN: 2}),
    ("2021年结转6件，结转至2023年1件。", {IN: 6, FORWARD: 1}),
    ("2021年度结转至2022年办理的申请5件。", {IN: 5}),
    ("无上年结转申请，无结转下年度办理的申请。", {IN: 0, FORWARD: 0}),
    # Handled, and with what result
    ("全年收到申请18件，办结17件。", {NEW: 18, HANDLED: 17}),
    ("收到申请18件，其中17件已办结。", {NEW: 18, HANDLED: 17}),
    (
        "共办结申请25件，其中予以公开10件，部分公开5件，不予公开4件，无法提供6件。",
        {
            HANDLED: 25,
            GRANTED: 10,
            PART: 5,
            "applications.refused.total": 4,
            "applications.unavailable.total": 6,
        },
    ),
    (
        "答复情况：同意公开7件、同意部分公开2件、不予处理1件、作其他处理3件。",
        {GRANTED: 7, PART: 2, "applications.rejected.total": 1, "applications.other_handling.total": 3},
    ),
    ("其中12件予以公开、3件部分公开。", {GRANTED: 12, PART: 3}),
    ("予以公开及部分公开共14件。", {f"{GRANTED}+{PART}": 14}),
    (
        "不予公开5件，其中属于国家秘密1件，属于行政执法案卷2件，属于四类过程性信息2件。",
        {
            "applications.refused.total": 5,
            "applications.refused_state_secret.total": 1,
            "applications.refused_enforcement_file.total": 2,
            "applications.refused_process.total": 2,
        },
    ),
    ("不予公开（涉及第三方，保护第三方合法权益）3件。", {"applications.refused_third_party.total": 3}),
    ("因本机关不掌握相关政府信息无法提供的9件。", {"applications.unavailable_not_held.total": 9}),
    (
        "没有现成信息需要另行制作2件，补正后申请内容仍不明确1件。",
        {
            "applications.unavailable_needs_creation.total": 2,
            "applications.unavailable_still_unclear.total": 1,
        },
    ),
    (
        "重复申请3件，信访、举报、投诉类申请4件。",
        {"applications.rejected_repeat.total": 3, "applications.rejected_petition.total": 4},
    ),
    ("逾期未按收费通知要求缴纳费用1件。", {"applications.other_unpaid_fee.total": 1}),
    ("予以公开10件，其中自然人9件。", {GRANTED: 10, "applications.granted.natural_person": 9}),
    # Reconsideration and litigation
    ("因政府信息公开引发行政复议3件、行政诉讼2件。", {REVIEW: 3, SUIT: 2}),
    (
        "行政复议5起，其中结果维持3起、结果纠正1起、尚未审结1起。",
        {
            REVIEW: 5,
            "challenges.reconsideration.upheld": 3,
            "challenges.reconsideration.corrected": 1,
            "challenges.reconsideration.pending": 1,
        },
    ),
    (
        "行政复议案件共4件，均已结案。其中，维持2件，其他结果2件。",
        {REVIEW: 4, "challenges.reconsideration.upheld": 2, "challenges.reconsideration.other": 2},
    ),
    ("未经复议直接起诉2件，复议后起诉1件。", {f"{DIRECT}.total": 2, f"{AFTER}.total": 1}),
    (
        "复议后起诉3件，结果维持2件，其他1件。",
        {f"{AFTER}.total": 3, f"{AFTER}.upheld": 2, f"{AFTER}.other": 1},
    ),
    ("行政诉讼6件，结果维持6件。", {SUIT: 6, "challenges.litigation.upheld": 6}),
    ("行政复议和行政诉讼案件共7件。", {f"{REVIEW}+{SUIT}": 7}),
    ("行政复议、行政诉讼均为0件。", {REVIEW: 0, SUIT: 0}),
    ("行政复议为0，行政诉讼为0。", {REVIEW: 0, SUIT: 0}),
    # Nothing, where the prose says so
    ("2022年，我街道未收到政府信息公开申请。", {NEW: 0}),
    ("本年度没有收到信息公开申请。", {NEW: 0}),
    ("全年零申请。", {NEW: 0}),
    ("本机关无政府信息公开申请。", {NEW: 0}),
    ("收到政府信息公开申请为零。", {NEW: 0}),
    ("未发生因政府信息公开引发的行政复议和行政诉讼。", {REVIEW: 0, SUIT: 0}),
    ("全年无行政复议、行政诉讼案件。", {REVIEW: 0, SUIT: 0}),
    ("未收到有关政府信息公开的行政复议申请。", {REVIEW: 0}),
    ("无行政复议被纠正的情形。", {"challenges.reconsideration.corrected": 0}),
    ("上年结转2件，本年新收44件，共办理依申请公开46件，其中新收44件。", {IN: 2, NEW: 44, HANDLED: 46}),
    ("全区共收到政府信息公开申请120件，其中区政府本级收到申请15件。", {NEW: 120}),
    ("行政复议5件（含上年结转2件）。", {REVIEW: 5}),
    # The fee for processing information
    ("2022年全县共收取信息处理费640元。", {f"{FEE}.amount_yuan": 640, f"{FEE}.charged": 1}),
    ("收取信息处理费0.12万元。", {f"{FEE}.amount_yuan": 1200, f"{FEE}.charged": 1}),
    ("收取信息处理费3件，共计900元。", {f"{FEE}.cases": 3, f"{FEE}.amount_yuan": 900, f"{FEE}.charged": 1}),
    ("本年度未收取政府信息公开信息处理费。", {f"{FEE}.charged": 0}),
    ("按照《政府信息公开信息处理费管理办法》，本年度未收取任何费用。", {f"{FEE}.charged": 0}),
    (
        "依据《政府信息公开信息处理费管理办法》，发出收费通知2件，总金额500元，实际收取总金额300元。",
        {f"{FEE}.notices": 2, f"{FEE}.amount_yuan": 300, f"{FEE}.charged": 1},
    ),
    # Published
    ("全年主动公开政府信息2340条。", {ITEMS: 2340}),
    ("全年主动公开信息数408条，全文电子化率100%。", {ITEMS: 408}),
    ("通过政府网站公开信息560条。", {"disclosure.website_items": 560}),
    ("利用“和美某镇”微信公众号，发布信息88条。", {"disclosure.wechat_items": 88}),
    ("主动公开共55条，其中微博发布信息21条。", {ITEMS: 55, "disclosure.weibo_items": 21}),
    ("全年公开各类信息77条。", {PUBLISHED: 77}),
    ("2022年累计公开信息500条。", {PUBLISHED: 500}),
]

NEGATIVE = [
    # Another year, a plan, a comparison, a running total
    "2021年，我局收到政府信息公开申请12件。",
    "2021年收到申请12件，其中网上申请5件，予以公开4件。",
    "上年共收到政府信息公开申请40件。",
    "去年收到申请9件，予以公开3件。",
    "收到申请较上年增加5件。",
    "与2021年相比，申请减少8件。",
    "政府信息公开申请同比增长12件。",
    "2023年将主动公开政府信息不少于300条。",
    "下一步，力争主动公开信息1000条。",
    "自2008年以来累计收到政府信息公开申请300件。",
    "截至2022年底，累计主动公开政府信息12000条。",
    "按照《某区2022年度收到政府信息公开申请5件的通知》办理。",
    # Not exact
    "主动公开政府信息近500条。",
    "主动公开政府信息2000余条。",
    "主动公开政府信息1.2万条。",
    "全年收到申请10多件。",
    "第3件政府信息公开申请已经办结。",
    "收到申请3-5件。",
    # Something else
    "全年受理群众来信13件，办结率100%。",
    "办理网上政务服务123项。",
    "办结人大代表建议和政协提案25件。",
    "答复网民留言310条。",
    "每周至少更新2条信息。",
    "机构职能类信息44条，占总体的10%。",
    "发布政策解读9篇，制作图解12条。",
    "开展信息公开培训3次。",
    "审理行政复议案件134件。",
    "受理行政复议咨询20件。",
    "全年行政复议案件办理5件。",
    "维持良好秩序3次。",
    "行政复议、行政诉讼分别为3件、2件。",
    "属于主动公开范围的1条。",
    "投诉举报5件。",
    "主要受理征地拆迁类申请50件。",
    "征地拆迁方面的政府信息公开申请50件。",
    "逾期答复0件，书面答复30件。",
    "收到申请较多，3件正在办理中。",
    "上半年收到申请20件。",
    "新增行政诉讼2件，二审行政诉讼1件。",
    "无其他需要报告的事项。",
    "收取检索、复制费30元。",
    # Nothing is said to be nothing
    "申请均在法定期限内答复，没有超期答复的申请。",
    "未发生行政诉讼败诉案件。",
    "推进无障碍改造，方便群众提出政府信息公开申请。",
    "避免出现行政复议被纠正的情形。",
    "未收到政府信息公开申请的单位有5个。",
    "没有因政府信息公开工作被追究责任。",
    "申请人均为自然人。",
    "依法办理行政复议、行政诉讼。",
]


def stated(*texts: str, year: int | None = YEAR) -> Stated:
    """Topic and value of what is found; one topic may not be found with two values."""
    found: Stated = {}
    for mention in mentions(tuple(Section("一", "一、总体情况", text) for text in texts), year):
        assert found.setdefault(mention.topic, mention.value) == mention.value, mention
    return found


@pytest.mark.parametrize(("sentence", "expected"), POSITIVE, ids=lambda value: str(value)[:24])
def test_a_figure_is_found_with_its_topic(sentence: str, expected: Stated) -> None:
    assert stated(sentence) == expected


@pytest.mark.parametrize("sentence", NEGATIVE, ids=lambda value: value[:24])
def test_what_is_no_figure_of_this_year_is_not_found(sentence: str) -> None:
    assert stated(sentence) == {}
