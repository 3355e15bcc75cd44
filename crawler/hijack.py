"""Pages of somebody else at a portal's address: lapsed domains and broken-in servers.

They sell bets and worse, to readers who search for the portal's name.  A county's portal writes simplified
Chinese, by law; a page in traditional script or without a single Chinese character is not its own.  Each rule
is so strict that it calls no report hijacked; what it misses brings no figures later.
"""

from __future__ import annotations

import re
from importlib import resources

_SPAM = re.compile(
    r"博彩|赌场|赌博网|百家乐|葡京|娱乐城|时时彩|六合彩|老虎机|真人视讯|真人荷官|bet365|线上娱乐|威尼斯人|金沙国际|"
    r"棋牌游戏|捕鱼游戏|电竞投注|体育投注|外围(?:平台|投注)|开户送|(?:成人|色情|情色|黄色)(?:视频|电影|影视|网站|直播)|"
    r"无码|約炮|约炮|裸聊|一夜情|av在线|私服发布|代孕|casino|porn",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_HAN = 60
_LEAST_LETTERS = 600
_TRADITIONAL_SHARE = 0.1  # of Chinese characters; in traditional text it is a third, in a quoted name none


def _traditional() -> re.Pattern[str]:
    text = resources.files("archive").joinpath("traditional.txt").read_text("utf-8")
    return re.compile(f"[{text.split()[0]}]")


_TRADITIONAL = _traditional()


def spam_title(title: str) -> bool:
    """Whether a title sells what no government sells."""
    return _SPAM.search(title) is not None


def is_traditional(visible: str) -> bool:
    """Whether a text is written in traditional script."""
    characters = len(_HAN.findall(visible))
    return characters >= _LEAST_HAN and len(_TRADITIONAL.findall(visible)) > _TRADITIONAL_SHARE * characters


def has_traditional(text: str) -> bool:
    """Whether a text holds any traditional character: asked first, as most hold none."""
    return _TRADITIONAL.search(text) is not None


def is_foreign(visible: str) -> bool:
    """Whether a long text has not one Chinese character."""
    return _HAN.search(visible) is None and len(_LETTER.findall(visible)) >= _LEAST_LETTERS


def has_chinese(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return _HAN.search(text) is not None
