"""The reference page of the rules of health, written from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.health.rules import Level, Rule, endings, rules
from nianbao.summary import OUTCOMES

_HEAD = """# 抓取健康规则 · Rules of health

由 `crawler/health/rules.toml` 生成，请勿手改。Written from `crawler/health/rules.toml`; do not edit.

每个门户抓取结束时由 Spidermon 监测套件逐条核对（`read` 阶段在文件读完之后）。门槛是“某个数占另一个数的比例”；
分母小于“至少”一栏时不判断。Each rule compares a count with the count that it is a share of.
"""
_MEASURES = {
    "found": ("列表上见到的年报", "reports seen on lists"),
    "baseline": ("上次正常运行见到的年报", "reports that the last normal run saw"),
    "wanted": ("其中要取的（`--since` 之后）", "those of them that are asked for"),
    "came": ("取到的、未到复查期的和留待下次的页面", "pages had, not due, or left to the next run"),
    "asked": ("向对方请求过的网址（robots.txt 除外）", "URLs asked for, robots.txt apart"),
    "years_found": ("列表上至多见到的年度", "report years seen at most"),
    "years_expected": ("登记表 `first_year` 至今应有的年度", "report years that the row makes us expect"),
    "fetched": ("新的或改动过的文章", "new and revised articles"),
    "unread": ("其中页面和附件都没有数字的", "those of them that show no figure"),
    "walks": ("恒为 1", "always 1"),
    "issue:CODE": ("抓取中出现该问题时为 1", "1 where the walk noted that issue"),
}


def health_page() -> str:
    """The page, in Markdown."""
    return "\n".join([_HEAD, *map(_section, rules().values()), *_measures(), *_endings()])


def _section(rule: Rule) -> str:
    scope = "只在走完全部列表时判断 only after a whole walk. " if rule.whole_walk else ""
    lines = [
        f"## `{rule.code}`\n\n{rule.zh}  \n{rule.en}\n",
        "| 门槛 bound | 至少 floor | 结果 outcome |\n|---|---|---|",
        *(f"| {_bound(rule, level)} | {level.floor} | {_outcome(level.outcome)} |" for level in rule.levels),
        f"\n{scope}{rule.why}\n",
    ]
    return "\n".join(lines)


def _bound(rule: Rule, level: Level) -> str:
    return f"`{rule.measure}` {level.sign} {level.share:.0%} × `{rule.of}`"


def _outcome(outcome: str) -> str:
    return f"{OUTCOMES[outcome]} {outcome}"


def _measures() -> Iterator[str]:
    yield "## 数 · Counts\n\n| 数 count | 含义 | meaning |\n|---|---|---|"
    yield from (f"| `{name}` | {zh} | {en} |" for name, (zh, en) in _MEASURES.items())
    yield ""


def _endings() -> Iterator[str]:
    yield "## 提前结束 · Walks that end early\n"
    yield "| 原因 reason | 结果 outcome | 说明 |\n|---|---|---|"
    for reason, said in endings().items():
        yield f"| `{reason}` | {_outcome(said.outcome)} | {said.zh} · {said.en} |"
    yield ""
