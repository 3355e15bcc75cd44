"""The national statistics table of 2014 to 2018 as a list: labels spelled out, units, one figure a row."""

from __future__ import annotations

import random

from tests.extract.form import Box, Figures, Key, Table

GROUP = ""  # a row that only heads others

ROWS = (
    (GROUP, "一、主动公开情况", ""),
    ("proactive_disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("normative_documents_disclosed", "其中：主动公开规范性文件数", "条"),
    ("normative_documents_issued", "制发规范性文件总数", "件"),
    (GROUP, "（二）通过不同渠道和方式公开政府信息的情况", ""),
    ("proactive_gazette", "1.政府公报公开政府信息数", "条"),
    ("proactive_website", "2.政府网站公开政府信息数", "条"),
    ("proactive_weibo", "3.政务微博公开政府信息数", "条"),
    ("proactive_wechat", "4.政务微信公开政府信息数", "条"),
    ("proactive_other_channel", "5.其他方式公开政府信息数", "条"),
    (GROUP, "二、回应解读情况", ""),
    ("concerns_answered", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("press_conferences", "1.参加或举办新闻发布会总次数", "次"),
    ("policy_explanations", "3.政策解读稿件发布数", "篇"),
    (GROUP, "三、依申请公开情况", ""),
    ("requests_received", "（一）收到申请数", "件"),
    ("requests_in_person", "1.当面申请数", "件"),
    ("requests_fax", "2.传真申请数", "件"),
    ("requests_online", "3.网络申请数", "件"),
    ("requests_letter", "4.信函申请数", "件"),
    ("requests_concluded", "（二）申请办结数", "件"),
    ("concluded_on_time", "1.按时办结数", "件"),
    ("concluded_after_extension", "2.延期办结数", "件"),
    ("requests_answered", "（三）申请答复数", "件"),
    ("answers_already_public", "1.属于已主动公开范围数", "件"),
    ("answers_granted", "2.同意公开答复数", "件"),
    ("answers_granted_in_part", "3.同意部分公开答复数", "件"),
    ("answers_refused", "4.不同意公开答复数", "件"),
    ("answers_refused_state_secret", "其中：1.涉及国家秘密", "件"),
    ("answers_refused_trade_secret", "2.涉及商业秘密", "件"),
    ("answers_refused_privacy", "3.涉及个人隐私", "件"),
    ("answers_refused_security", "4.危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("answers_refused_not_covered", "5.不是《条例》所指政府信息", "件"),
    ("answers_refused_other_law", "6.法律法规规定的其他情形", "件"),
    ("answers_not_held", "5.不属于本行政机关公开数", "件"),
    ("answers_not_existing", "6.申请信息不存在数", "件"),
    ("answers_correction_asked", "7.告知作出更改补充数", "件"),
    ("answers_other_way", "8.告知通过其他途径办理数", "件"),
    ("reconsiderations", "四、行政复议数量", "件"),
    ("reconsiderations_upheld", "（一）维持具体行政行为数", "件"),
    ("reconsiderations_corrected", "（二）被依法纠错数", "件"),
    ("reconsiderations_other", "（三）其他情形数", "件"),
    ("litigations", "五、行政诉讼数量", "件"),
    ("litigations_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("litigations_corrected", "（二）被依法纠错数", "件"),
    ("litigations_other", "（三）其他情形数", "件"),
    ("complaints", "六、举报投诉数量", "件"),
    ("fees_charged", "七、依申请公开信息收取的费用", "万元"),
    (GROUP, "八、机构建设和保障经费情况", ""),
    ("offices", "（一）政府信息公开工作专门机构数", "个"),
    ("reading_points", "（二）设置政府信息公开查阅点数", "个"),
    ("staff", "（三）从事政府信息公开工作人员数", "人"),
    ("staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("staff_part_time", "2.兼职人员数", "人"),
)  # fmt: skip

SUMS = {
    "answers_refused": (
        *("answers_refused_state_secret", "answers_refused_trade_secret", "answers_refused_privacy"),
        *("answers_refused_security", "answers_refused_not_covered", "answers_refused_other_law"),
    ),
    "requests_answered": (
        *("answers_already_public", "answers_granted", "answers_granted_in_part", "answers_refused"),
        *("answers_not_held", "answers_not_existing", "answers_correction_asked", "answers_other_way"),
    ),
    "requests_received": ("requests_in_person", "requests_fax", "requests_online", "requests_letter"),
    "requests_concluded": ("concluded_on_time", "concluded_after_extension"),
    "reconsiderations": ("reconsiderations_upheld", "reconsiderations_corrected", "reconsiderations_other"),
    "litigations": ("litigations_upheld", "litigations_corrected", "litigations_other"),
    "staff": ("staff_full_time", "staff_part_time"),
}  # a total before those that it is part of


def statistics_figures(seed: int) -> dict[Key, str]:
    """Random figures that add up as the form's hierarchy says. Lone 0, 1 and 7 are the most common."""
    draw = random.Random(seed)
    numbers = {
        code: draw.choice([0, 1, 7, draw.randrange(100), draw.randrange(10_000)])
        for _, code, _ in statistics_keys()
    }
    for total, parts in SUMS.items():
        numbers[total] = sum(numbers[part] for part in parts)
    return {key: str(numbers[key[1]]) for key in statistics_keys()}


def statistics_keys() -> list[Key]:
    """Every cell of the list, in order."""
    return [("statistics", code, "year") for code, _, _ in ROWS if code]


def statistics_table(figures: Figures) -> Table:
    """The list: name, unit, figure."""
    head = [Box("指标名称"), Box("计量单位"), Box("统计数")]
    return [head, *(_line(figures, *row) for row in ROWS)]


def _line(figures: Figures, code: str, label: str, unit: str) -> list[Box]:
    return [Box(label), Box(unit), Box(figures["statistics", code, "year"] if code else "")]
