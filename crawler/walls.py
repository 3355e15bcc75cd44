"""The pages of firewalls and captcha services, told by what they say of themselves.

They come with status 200, 403, 405 or 5xx, in a few hundred bytes or in thirty thousand of script; but none
shows its reader more than a few sentences.  A product is named where it can be, because what a webmaster must
be asked for differs from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Sought in what a reader sees and in the title.  The product before the general words.
_SAID: Mapping[str, re.Pattern[str]] = {
    "waf-chuangyu": re.compile(r"创宇盾|知道创宇|加速乐|365cyd", re.IGNORECASE),
    "waf-safedog": re.compile(r"安全狗|safedog", re.IGNORECASE),
    "waf-yunsuo": re.compile(r"云锁|yunsuo", re.IGNORECASE),
    "waf-aliyun": re.compile(r"阿里云|aliyun|您的访问被阻断", re.IGNORECASE),
    "waf-tencent": re.compile(r"腾讯云|EdgeOne|T-Sec", re.IGNORECASE),
    "waf-huawei": re.compile(r"华为云|CloudWAF", re.IGNORECASE),
    "waf-360": re.compile(r"360网站卫士|奇安信|安域", re.IGNORECASE),
    "too-frequent": re.compile(
        r"(?:访问|请求|操作|刷新)(?:次数)?(?:过于|太过|太|过)(?:频繁|多|快)|too many requests", re.IGNORECASE
    ),
    "captcha": re.compile(
        r"人机验证|安全验证|(?:滑动|拖动|点击|完成).{0,12}验证|请输入.{0,6}验证码|请?进行验证|captcha",
        re.IGNORECASE,
    ),
    "waf-stub": re.compile(
        r"(?:网站|Web应用|应用)防火墙|(?:请求|访问|操作|IP).{0,20}(?:被拦截|被阻断|被禁止|已被封|存在威胁|可疑|攻击行为)|"
        r"非法(?:请求|访问)|(?:request|access) (?:denied|blocked|rejected)|blocked by",
        re.IGNORECASE,
    ),
}
# Sought in the source: marks of a product that no page of a portal has.
_MARKS: Mapping[str, re.Pattern[str]] = {
    "waf-aliyun": re.compile(r"errors\.aliyun\.com|acw_sc__v\d|aliyun_waf", re.IGNORECASE),
    "waf-chuangyu": re.compile(r"365cyd\.(?:com|net)|yunaq\.com", re.IGNORECASE),
    "waf-safedog": re.compile(r"(?:404|bbs|www)\.safedog\.cn", re.IGNORECASE),
    "captcha": re.compile(r"(?:static\.geetest|turing\.captcha|captcha\.(?:qcloud|aliyun))", re.IGNORECASE),
}
# Of every alternative above a part that is always there, in lower case.
_NEEDLES = (
    "创宇", "加速乐", "365cyd", "yunaq", "安全狗", "safedog", "云锁", "yunsuo", "阿里云", "aliyun", "acw_sc",
    "腾讯云", "edgeone", "t-sec", "华为云", "cloudwaf", "网站卫士", "奇安信", "安域", "频繁", "过于", "太过",
    "过多", "过快", "太多", "太快", "too many requests", "验证", "captcha", "geetest", "防火墙", "拦截",
    "阻断", "禁止", "被封", "威胁", "可疑", "攻击", "非法", "denied", "blocked", "rejected",
)  # fmt: skip
_MOST_CHARACTERS = 400  # of text that a reader sees
_MOST_LINKS = 3
_LINK = re.compile(r"<a\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def wall_of(source: str, title: str, visible: str) -> str | None:
    """The code of the wall that a page is, None where it is none; ``visible`` is the text without tags."""
    shown = _SPACE.sub(" ", visible).strip()
    if len(shown) > _MOST_CHARACTERS or len(_LINK.findall(source)) > _MOST_LINKS:
        return None
    return _first(_MARKS, source) or _first(_SAID, f"{title} {shown}")


def may_be_wall(source: str) -> bool:
    """Whether a page has few links and a word of a wall: asked first, as it takes microseconds."""
    small = source.lower()
    return small.count("<a ") <= _MOST_LINKS and any(needle in small for needle in _NEEDLES)


def _first(signs: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    return next((code for code, sign in signs.items() if sign.search(text)), None)
