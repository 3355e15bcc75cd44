"""The Spidermon suite: one monitor a rule, run over one portal's counts.

Spidermon's own Scrapy extension is not used.  Under Scrapy 2.19 it still runs when a spider closes, but it
writes through ``Spider.log``, which Scrapy has deprecated, says thirty lines a portal, and an error in a
monitor ends in Scrapy's log, where nobody learns that nothing was judged.  Here the same suite is run by
Spidermon's runner before the portal's outcome is written, and an error in a monitor is a finding itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spidermon import Monitor, MonitorSuite
from spidermon.runners import MonitorRunner

from crawler.health.rules import Finding, Measures, Rule, by_gravity, rules


@dataclass(slots=True)
class _Findings:
    """What the monitors of one suite have found so far; a rule may ask what was found before it."""

    found: list[Finding] = field(default_factory=list)

    @property
    def failures(self) -> set[str]:
        """The codes of the rules that found a failure."""
        return {finding.code for finding in self.found if finding.outcome == "failed"}


class RuleMonitor(Monitor):  # type: ignore[misc]
    """Holds one rule against a portal's counts; fails with what the rule finds."""

    def __init__(self, rule: Rule) -> None:
        super().__init__("test_rule", name=rule.code)
        self.rule = rule

    def test_rule(self) -> None:
        """The rule holds."""
        findings: _Findings = self.data.findings
        if any(code in findings.failures for code in self.rule.unless):
            self.skipTest("follows from what was found before")
        finding = self.rule.judge(self.data.measures)
        if finding is not None:
            findings.found.append(finding)
            self.fail(str(finding))


def suite(stage: str, *, is_whole_walk: bool = True) -> MonitorSuite:
    """The monitors of a stage (crawl or read), as Spidermon takes them; a suite can be run once."""
    monitors = [RuleMonitor(rule) for rule in _asked(stage, is_whole_walk)]
    return MonitorSuite(name=f"nianbao-{stage}", monitors=monitors)


def judge(measures: Measures, stage: str, *, is_whole_walk: bool = True) -> tuple[Finding, ...]:
    """Run the suite of a stage over one portal's counts; gives what was found, the gravest first."""
    findings, runner = _Findings(), MonitorRunner()
    result = runner.run(suite(stage, is_whole_walk=is_whole_walk), measures=measures, findings=findings)
    defects = [_defect(item) for item in result.monitors_failed_results if item.status == "ERROR"]
    return by_gravity([*findings.found, *defects])


def _asked(stage: str, is_whole_walk: bool) -> Iterable[Rule]:
    return (
        rule for rule in rules().values() if rule.stage == stage and (is_whole_walk or not rule.whole_walk)
    )


def _defect(item: object) -> Finding:
    name, error = item.monitor.rule.code, str(item.error).strip().rpartition("\n")[2]  # type: ignore[attr-defined]
    return Finding("monitor-error", "failed", f"监测规则 {name} 出错：{error}", f"monitor {name}: {error}")
