"""The body that issues a report: found in a title, named as a person would write it.

The name goes without province and city in front (淮安市洪泽区人民政府: 洪泽区人民政府) unless they are the
name itself (上海市科学技术委员会); a town or street goes without its county.  A bare place
stands for its government: 沭阳县 is 沭阳县人民政府.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.chinese import simplify, squeeze
from archive.divisions import Level
from archive.places import Place, gazetteer
from archive.years import with_digits

SUBJECT = re.compile(
    r"(?:(?:政府|政务) ?)?(?:网站)?信息(?:与政务)? ?公开|政务公开|公开政府信息"
    r"|(?<=[局委办厅镇乡处年度0-9])工作公开|政府信息(?=工作|年度|年报)"
)
QUOTED = re.compile(r"《([^《》]{4,80})》")
YEARS = re.compile(r"20\d\d ?(?:[-—~至] ?20\d\d ?)?(?:度年|学?年度?|度)?(?:[上下]半年)?|(?<!\d)[012]\d年度?")
DATES = re.compile(
    r"20\d\d(?:-\d{1,2}-\d{1,2}| ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?)(?: ?\d\d:\d\d(?::\d\d)?)?"
)
# A bracket is either the whole of a short remark or a character alone, never both: no backtracking.
REMARK = r"\([^()]{0,12}\)|\((?![^()]{0,12}\))|[^\w(]|_"
LEADING = re.compile(
    r"^(?:附件?\d*[:.、]?|\d{1,3}[.、]|【[^】]{0,12}】|\[[^\]]{0,12}\]|标题:|转发|印发"
    rf"|(?:关于)?(?:公布|发布|报送|公开|编制|做好)|关于|年度?|度|{REMARK})+"
)
TRAILING = re.compile(rf"(?:关于|部门(?=开展|做好|编制|公布|发布)|开展|做好|编制|公布|发布|的|{REMARK})+$")
SEPARATORS = re.compile(r"[\s_|,;·《》()【】\[\]—-]+")
AFTER_REPORT = re.compile(r"^[^\s_|,;·《》()【】—-]{0,16}?(?:报告|年报)")
SCOPE_WORDS = re.compile(r"(?<=[局委厅院会府室])\(?(?:机关|系统|汇总|本级|本机关|机关本级)\)?$")
BODY = re.compile(
    r"(?:局|委|会|办|室|厅|院|部|署|府|街道|办事处|镇|乡|苏木|地区|中心|(?<!网)站|所|支队|大队|总队|处|社|馆|公司|集团|[大中小]学"
    r"|银行|(?<!公)园|[农林牧渔]场|园区|库|[电气]台|区|县|市|省|州|盟|旗|[兵集]团|第.{1,3}师|校)$"
)
NO_BODY = re.compile(
    r"^(?:我[局委办镇乡区县市省院厅街部]|[本该贵](?:机关|单位|部门|[局委办镇乡区县市街院厅级])"
    r"|各|全(?:[市县区省镇乡国]|州(?!县))|有关|所属|政府|人民政府|.?[省市县区]?(?:直|级|本级)?(?:各?部门|单位)"
    r"|[乡镇街道]{1,5}$|[省市县区州]$|[省市县区](?:人民)?政府$|机关$|首页)"
    r"|[。!?;:]|公开|网站|专栏|栏目|办法|制度|情况"
)
LOCAL = (
    r"(?:街道|镇|乡|苏木|地区)(?:人民政府|政府|办事处|党政综合?办公室|党政办|工委|管委会|管理委员会)?"
    r"|[^驻]办事处"
)
LOCAL_BODY = re.compile(rf"^(?:人民政府)?(.{{1,12}}?(?:{LOCAL}))$")
OVER_LOCAL = re.compile(rf"^(?:.{{1,9}}?[县区市旗](?:人民政府)?)(?=.{{1,10}}?(?:{LOCAL})$)")
# A province or city that the code list does not know, before a district or county of its own name.
OVER_COUNTY = re.compile(
    r"^(?:.{2,6}?(?:省|自治区))?(?:.{2,7}?(?:市|自治州|盟))?(?=.{1,8}?[县区市旗](?!域|委|[场政]))"
)
GENERIC_ZONE = re.compile(
    r"^(?:国家级?)?(?:(?:高新|经济|技术|产业|工业|综合|开发|保税|旅游|示范|园|新|景|城|市辖)+(?:区|园区|市))"
)
SHORT_GOVERNMENT = re.compile(r"(?<=[省市区县旗州镇乡])政府(?=$|办公[室厅]$)")
ZONE = re.compile(r"(?:[开综实试示][发合验范]|高新|经开|新|园|景|保税|度假|功能|管理|合作)区$")
Governments = tuple[tuple[re.Pattern[str], str], ...]
COUNTRY_GOVERNMENTS: Governments = (  # what governs a division of the code list, by the end of its name
    (re.compile(r"(?:盟|地区)$"), "行政公署"),
    (re.compile(r""), "人民政府"),
)
GOVERNMENTS: Governments = (  # the same for a place that the list does not know; the first that fits
    (re.compile(r"(?:街道|镇|乡|苏木|地区)$"), ""),  # a town's report bears the town's name
    (ZONE, "管委会"),
    (re.compile(r"[省市区县旗州]$"), "人民政府"),
)
GOVERNED = (Level.PROVINCE, Level.CITY, Level.COUNTY)
UNKNOWN_COUNTY = re.compile(r".{2,12}?[区县市旗]")
SHORTEST, LONGEST = 2, 45
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Publisher:
    """The issuing body's name, and the full name of the division that its title states (None: not told)."""

    name: str
    division: str | None


def publisher_in(text: str, within: str | None = None) -> Publisher | None:
    """The body that a report's title names, None where it names none (or only 我局, 本机关).

    ``within`` is the full name of the division that is known from elsewhere.
    """
    return next((found for name in _candidates(text) if (found := issuing_body(name, within))), None)


def issuing_body(name: str, within: str | None = None) -> Publisher | None:
    """A body's name in its short form and its division, None where the words name no body."""
    plain = SCOPE_WORDS.sub("", squeeze(name))
    if not SHORTEST <= len(plain) <= LONGEST or NO_BODY.search(plain):
        return None
    place = gazetteer().locate(plain, within)
    if not BODY.search(plain) and (place is None or place.end < len(plain)):
        return None
    return Publisher(_short_form(plain, place), place.full_name if place else None)


def _candidates(text: str) -> Iterator[str]:
    """The parts of a title in which its publisher may stand, the likeliest first."""
    plain = with_digits(simplify(text[:LONGEST_TITLE]))
    inner = next((quoted for quoted in QUOTED.findall(plain) if SUBJECT.search(squeeze(quoted))), plain)
    head, tail = _around_subject(DATES.sub(" ", inner))
    for part in (head, head.rpartition("关于")[0], head.rpartition("关于")[2]):
        yield from _names(part)
    for part in SEPARATORS.split(AFTER_REPORT.sub("", tail)):
        yield _trim(part)


def _around_subject(title: str) -> tuple[str, str]:
    """What stands before and after 信息公开; 政府 belongs to 人民政府 where 人民 stands before it."""
    subject = SUBJECT.search(title)
    if subject is None:
        return _around_spaced_subject(title)
    head, tail = title[: subject.start()], title[subject.end() :]
    return (head + "政府" if head.endswith("人民") else head), tail


def _around_spaced_subject(title: str) -> tuple[str, str]:
    plain = squeeze(title)
    return _around_subject(plain) if SUBJECT.search(plain) else (title, "")


def _names(part: str) -> Iterator[str]:
    trimmed = _trim(YEARS.sub(" ", part))
    pieces = trimmed.split()
    if len(pieces) > 1 and all(BODY.search(piece) for piece in pieces):
        yield pieces[-1]  # 中共…委员会 …办事处: the authority, not the party
    yield trimmed


def _trim(part: str) -> str:
    return TRAILING.sub("", LEADING.sub("", part.strip()))


def _short_form(name: str, place: Place | None) -> str:
    if place and place.end == len(name) and place.division.level in GOVERNED:
        return place.division.name + _government_of(place.division.name, COUNTRY_GOVERNMENTS)
    head, rest = _split(name, place)
    local = LOCAL_BODY.match(rest)
    if local:
        return _full_government(OVER_LOCAL.sub("", local[1]))
    return _full_government(head + rest if place else OVER_LOCAL.sub("", rest))


def _split(name: str, place: Place | None) -> tuple[str, str]:
    """The part of the name that says which place, without those above it, and the rest."""
    if place is None:
        return "", OVER_COUNTY.sub("", name, count=1)
    head, rest = name[place.start : place.end], name[place.end :]
    is_above = place.division.level in (Level.PROVINCE, Level.CITY)
    if is_above and UNKNOWN_COUNTY.match(rest) and not GENERIC_ZONE.match(rest):
        return "", OVER_COUNTY.sub("", rest, count=1)
    return head, rest


def _full_government(name: str) -> str:
    """A bare place becomes its government, 区政府 the 区人民政府 that it is."""
    name = SHORT_GOVERNMENT.sub("人民政府", name) if "人民政府" not in name else name
    return name + _government_of(name, GOVERNMENTS)


def _government_of(name: str, governments: Governments) -> str:
    return next((government for place, government in governments if place.search(name)), "")
