"""No capture bears a reason that the reference page does not explain."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from archive.models import Disposition
from crawler import exchange, walls
from crawler.alarms import HIJACKED
from crawler.exceptions import BadEncoding, Bomb, RedirectLoop, RedirectNowhere
from crawler.reasons import reason_of, reasons
from tests.crawler.faults import FAULTS, ROBOTS_FAULTS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


@pytest.mark.parametrize("fault", [*FAULTS, *ROBOTS_FAULTS], ids=lambda fault: fault.name)
def test_the_outcome_of_every_fault_is_explained(fault: object) -> None:
    reason, disposition = getattr(fault, "reason", None), getattr(fault, "disposition", None)
    if reason:
        explained = reason_of(reason)
        assert explained is not None
        assert explained.disposition == disposition


def verdicts() -> dict[str, str]:
    """Every literal ``Verdict(Disposition.X, "code")`` of the crawler's source."""
    found = {}
    for path in (ROOT / "crawler").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "Verdict"
                and len(node.args) == 2
            ):
                disposition, code = node.args
                if isinstance(code, ast.Constant) and isinstance(disposition, ast.Attribute):
                    found[str(code.value)] = disposition.attr
    return found


def test_every_verdict_in_the_source_is_explained() -> None:
    found = verdicts()
    assert len(found) > 20
    for code, name in found.items():
        assert reasons()[code].disposition is Disposition[name], code


def test_every_wall_refusal_and_stop_is_explained() -> None:
    assert set(walls._SAID) | set(walls._MARKS) <= {
        code for code, reason in reasons().items() if reason.disposition is Disposition.BLOCKED
    }
    assert all(reason_of(str(v.reason)) for v in exchange._FAILURES.values())
    assert all(
        reason_of(str(kind.verdict.reason)) for kind in (BadEncoding, Bomb, RedirectLoop, RedirectNowhere)
    )
    source = "".join(
        (ROOT / "crawler" / f"{name}.py").read_text("utf-8") for name in ("admission", "retrying")
    )
    stops = {code for code in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', source) if CODE.fullmatch(code)}
    assert {"request-ceiling", "night-window", "retry-after", "not-answering"} <= stops
    deferred = {code for code, reason in reasons().items() if reason.disposition is Disposition.DEFERRED}
    assert {"request-ceiling", "night-window", "retry-after", "not-answering", "challenged"} <= deferred


def test_an_error_of_no_known_kind_explains_itself() -> None:
    assert reason_of("KeyError: 'x'") is None
    assert reason_of("http-418 after 3 attempts") is reasons()["http-"]


def noted() -> set[str]:
    """Every literal code of an ``issues.note("code", …)`` in the crawler's source."""
    calls = (
        node
        for path in (ROOT / "crawler").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "note" and node.args
    )
    return {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)} | {HIJACKED}


def test_every_issue_of_a_walk_is_explained_to_the_operator() -> None:
    page = (ROOT / "docs" / "how-to" / "watch-the-crawls.md").read_text("utf-8")
    assert len(noted()) > 15
    assert [code for code in sorted(noted()) if f"`{code}`" not in page] == []
