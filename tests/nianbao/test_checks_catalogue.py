"""The catalogue of checks: every rule file is in it, in two languages, and a question asks."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import archive.checks
from archive.checks import Rule
from nianbao import checking
from nianbao.checks_reference import checks_page

MODULES = [
    importlib.import_module(f"archive.checks.{module.name}")
    for module in pkgutil.iter_modules(archive.checks.__path__)
    if module.name != "facts"
]
RULES = list(checking.rules().values())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_rule_file_states_rule_and_basis_and_is_in_the_catalogue(module: ModuleType) -> None:
    assert module.__doc__ is not None
    assert "\nRule:" in module.__doc__
    assert "\nBasis:" in module.__doc__
    if rule := getattr(module, "RULE", None):
        assert rule in RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_and_basis_are_in_two_languages(rule: Rule) -> None:
    for text in (rule.rule, rule.basis):
        chinese, _, english = text.partition(" · ")
        assert not chinese.isascii()
        assert any(word.isascii() and word.isalpha() for word in english.split())
    assert rule.version >= 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_question_asks_and_nothing_else_does(rule: Rule) -> None:
    assert ("？" in rule.rule) == (rule.kind == "question")


def test_the_page_names_every_rule_once() -> None:
    page = checks_page()
    assert {rule.code: page.count(f"| `{rule.code}` |") for rule in RULES} == dict.fromkeys(
        (rule.code for rule in RULES), 1
    )
