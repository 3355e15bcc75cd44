"""The indicator catalogue (indicators.toml) and the views that compute it.

General rules, kept by construction: NULL if any operand is NULL; a denominator of 0 gives NULL; a
rate is published with its numerator, its denominator and a mark where the denominator is under 10;
pooled (sum / sum) and mean-of-bodies are separate views, grouped by kind and scope so that a summary
report is never pooled with its parts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from archive.schema import Column, quote

SMALL = 10  # a rate on fewer is marked
_DIGITS = 6  # of a published rate; the exact fraction is its numerator and denominator
_NAME = re.compile(r"[a-z_]+")
_STATUTORY = ("2019", "2021")
_GROUP = ("year", "division_code", "division", "kind", "scope")


@dataclass(frozen=True, slots=True)
class Operand:
    """A named expression over the wide columns of a report (``cells``) and the one before (``prior``)."""

    name: str
    sql: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue: a rate (numerator and denominator) or a value, over operands."""

    code: str
    number: int
    zh: str
    en: str
    unit: str = "1"
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    editions: tuple[str, ...] = _STATUTORY
    formula_zh: str = ""
    formula_en: str = ""
    caveat_zh: str = ""
    caveat_en: str = ""
    where: str = "indicators"  # the view that has it; empty where it is not computed yet

    @property
    def is_rate(self) -> bool:
        """Whether it is published with a numerator and a denominator."""
        return self.numerator is not None

    @property
    def sql(self) -> str:
        """The expression over operands that gives its value."""
        if self.is_rate:
            return f"round(({self.numerator}) * 1.0 / nullif({self.denominator}, 0), {_DIGITS})"
        return str(self.value)

    @property
    def is_summable(self) -> bool:
        """Whether values of several bodies can be added up."""
        return self.unit in ("件", "项", "万元") and "prior_" not in str(self.value)

    def columns(self) -> Iterator[tuple[str, str, Column]]:
        """Name, expression and description of each column that it takes in the view."""
        type_ = {"date": "TEXT", "0/1": "INTEGER"}.get(self.unit, "ANY")
        unit = None if self.unit in ("1", "date", "0/1") else self.unit
        yield self.code, self.sql, Column(self.code, type_, self.zh, self.en, unit)
        if not self.is_rate:
            return
        for part, expression, zh, en, part_type in (
            ("numerator", self.numerator, "分子", "numerator", "ANY"),
            ("denominator", self.denominator, "分母", "denominator", "ANY"),
            ("is_small", f"{self.denominator} < {SMALL}", "分母小于10", "denominator under 10", "INTEGER"),
        ):
            name = f"{self.code}_{part}"
            yield name, str(expression), Column(name, part_type, f"{self.zh}：{zh}", f"{self.en}: {en}")


@cache
def operands() -> Mapping[str, Operand]:
    """The named expressions, by name."""
    return {name: Operand(name, **body) for name, body in _catalogue()["operands"].items()}


@cache
def computed() -> tuple[Indicator, ...]:
    """What the ``indicators`` view computes, in the order of the catalogue."""
    return tuple(_indicator(code, body) for code, body in _catalogue()["indicators"].items())


@cache
def catalogue() -> tuple[Indicator, ...]:
    """The whole catalogue by number: computed here, elsewhere, or not yet."""
    rest = (_elsewhere(code, body) for code, body in _catalogue()["elsewhere"].items())
    return tuple(sorted((*computed(), *rest), key=lambda indicator: indicator.number))


def create_view_sql() -> str:
    """The ``indicators`` view: one row a report."""
    names = ",\n".join(f"    {o.sql} as {quote(o.name)}" for o in operands().values())
    columns = ",\n".join(
        f"  {expression} as {quote(name)}"
        for indicator in computed()
        for name, expression, _ in indicator.columns()
    )
    return (
        resources.files("archive")
        .joinpath("sql", "indicators.sql")
        .read_text("utf-8")
        .replace("/* operands */", names)
        .replace("/* indicators */", columns)
    )


def create_pooled_sql() -> str:
    """The ``indicators_pooled`` view: sums of numerators over sums of denominators."""
    return _grouped("indicators_pooled", "\n".join(_pooled(indicator) for indicator in computed()))


def create_mean_sql() -> str:
    """The ``indicators_mean`` view: each body counts once, whatever its size."""
    return _grouped(
        "indicators_mean",
        "\n".join(
            f',\n  round(avg("{i.code}"), {_DIGITS}) as "{i.code}", count("{i.code}") as "{i.code}_count"'
            for i in computed()
            if i.is_rate
        ),
    )


def grouped_columns(view: str) -> Iterator[Column]:
    """The columns of ``indicators_pooled`` or ``indicators_mean`` after those they are grouped by."""
    for i in computed():
        if i.is_rate:
            yield Column(i.code, "REAL", i.zh, i.en)
        if i.is_rate and view == "indicators_pooled":
            yield Column(f"{i.code}_numerator", "ANY", f"{i.zh}：分子之和", f"{i.en}: sum of numerators")
            yield Column(f"{i.code}_denominator", "ANY", f"{i.zh}：分母之和", f"{i.en}: sum of denominators")
        if i.is_rate:
            yield Column(f"{i.code}_count", "INTEGER", f"{i.zh}：机关数", f"{i.en}: number of bodies")
        elif i.is_summable and view == "indicators_pooled":
            yield Column(i.code, "ANY", f"{i.zh}：合计", f"{i.en}: sum", i.unit)
            yield Column(f"{i.code}_count", "INTEGER", f"{i.zh}：机关数", f"{i.en}: number of bodies")


def _grouped(view: str, columns: str) -> str:
    keys = ", ".join(_GROUP)
    select = f"create view {view} as\nselect {keys}, count(*) as report_count{columns}"
    return f"{select}\nfrom indicators\nwhere year is not null\ngroup by {keys}"


def _pooled(i: Indicator) -> str:
    if i.is_rate:
        both = f'filter (where "{i.code}_numerator" + "{i.code}_denominator" is not null)'
        numerator, denominator = (f'sum("{i.code}_{part}") {both}' for part in ("numerator", "denominator"))
        return (
            f',\n  round({numerator} * 1.0 / nullif({denominator}, 0), {_DIGITS}) as "{i.code}",'
            f' {numerator} as "{i.code}_numerator", {denominator} as "{i.code}_denominator",'
            f' count(*) {both} as "{i.code}_count"'
        )
    if i.is_summable:
        return f',\n  sum("{i.code}") as "{i.code}", count("{i.code}") as "{i.code}_count"'
    return ""


def _catalogue() -> dict[str, Any]:
    return tomllib.loads(resources.files("archive").joinpath("indicators.toml").read_text("utf-8"))


def _indicator(code: str, body: dict[str, Any]) -> Indicator:
    attributes = {**body, "editions": tuple(body.get("editions", _STATUTORY))}
    for language in ("zh", "en"):
        attributes.setdefault(f"formula_{language}", _in_words(body, language))
    return Indicator(code, **attributes)


def _in_words(body: dict[str, Any], language: str) -> str:
    parts = [body[part] for part in ("value", "numerator", "denominator") if part in body]
    bracketed = [f"({part})" if " " in part and len(parts) > 1 else part for part in parts]
    formula = " ÷ ".join(bracketed).replace(" - ", " − ").replace("<=", "≤")
    return _NAME.sub(lambda name: _word(name[0], language), formula)


def _word(name: str, language: str) -> str:
    operand = operands().get(name)
    return str(getattr(operand, language)) if operand else name


def _elsewhere(code: str, body: dict[str, Any]) -> Indicator:
    attributes = {key: value for key, value in body.items() if not key.startswith("why")}
    attributes.setdefault("where", "")
    return Indicator(
        code, **attributes, caveat_zh=body.get("why_zh", ""), caveat_en=body.get("why_en", ""), editions=()
    )
