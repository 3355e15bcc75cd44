"""The reference pages of docs/, written from the descriptions that the database itself is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.cells import form_cells
from archive.indicators import Indicator, catalogue
from archive.published import published
from archive.schema import Column, tables

_WRITTEN = "<!-- Written by `make metadata`; edit the descriptions instead: {sources}. -->\n"
_LONG = ("reports_wide", "report_cells", "indicators", "indicators_pooled", "indicators_mean")


def tables_page() -> str:
    """Every table, view and column in Chinese and English, with its unit."""
    return "\n".join(_tables_lines()) + "\n"


def indicators_page() -> str:
    """The indicator catalogue: formulas in words, editions, caveats, and what is not computed yet."""
    return "\n".join(_indicator_lines()) + "\n"


def _tables_lines() -> Iterator[str]:
    yield "# 数据字典 · Data dictionary\n"
    yield _WRITTEN.format(sources="archive/schema.toml, archive/views.toml, archive/cells.toml")
    yield "空值一律表示“没有”，从不表示零。 · Empty means absent, never zero.\n"
    yield "## 表 · Tables\n"
    for table in tables().values():
        yield from _block(table.name, table.zh, table.en, table.columns)
    yield "## 视图与代码本 · Views and codebooks\n"
    yield "发布时重新生成。 · Made anew at every publication.\n"
    for item in published().values():
        own = (column for column in item.columns if column.name not in _generated_names(item.name))
        yield from _block(item.name, item.zh, item.en, own)
        if item.name in _LONG:
            yield "后接各表格项或指标。 · Followed by the cells or the indicators, see below.\n"
    yield "## 表格项 · Cells of the form\n"
    yield "| 宽表列 column | 中文 | English | 单位 |\n|---|---|---|---|"
    for cell in form_cells().values():
        yield f"| `{cell.name}` | {cell.zh} | {cell.en} | {cell.unit or ''} |"


def _generated_names(view: str) -> frozenset[str]:
    if view not in _LONG:
        return frozenset()
    cells = (cell.name for cell in form_cells().values())
    codes = tuple(indicator.code for indicator in catalogue())
    columns = published()[view].column_names
    return frozenset(cells) | {name for name in columns if name.startswith(codes)}


def _block(name: str, zh: str, en: str, columns: Iterable[Column]) -> Iterator[str]:
    yield f"### `{name}`\n\n{zh} · {en}\n"
    yield "| 列 column | 类型 type | 中文 | English | 单位 |\n|---|---|---|---|---|"
    for c in columns:
        yield f"| `{c.name}` | {c.type} | {c.zh} | {c.en} | {c.unit or ''} |"
    yield ""


def _indicator_lines() -> Iterator[str]:
    yield "# 指标目录 · Indicators\n"
    yield _WRITTEN.format(sources="archive/indicators.toml")
    yield (
        "任一操作数为空则为空；分母为 0 则为空；比率同时给出分子和分母，分母小于 10 时标记。"
        "先求和再相除（`indicators_pooled`）与各机关等权平均（`indicators_mean`）分开发布，汇总报告不与其组成部分相加。\n"
    )
    yield (
        "Empty where an operand is empty or a denominator is 0. A rate is published with its numerator,"
        " denominator and a mark where the denominator is under 10. Pooled and mean-of-bodies are views of"
        " their own; a summary report is never pooled with its parts.\n"
    )
    for indicator in catalogue():
        yield from _indicator(indicator)


def _indicator(i: Indicator) -> Iterator[str]:
    yield f"## {i.number}. {i.zh} · {i.en}\n"
    if i.where:
        yield f"- `{i.code}`，视图 view `{i.where}`" + (f"，单位 unit {i.unit}" if i.unit != "1" else "")
    else:
        yield f"- `{i.code}`：尚未计算 · not computed yet"
    yield f"- {i.formula_zh} · {i.formula_en}"
    if i.editions:
        yield f"- 适用格式 editions: {', '.join(i.editions)}"
    if i.caveat_zh:
        yield f"- {i.caveat_zh} · {i.caveat_en}"
    yield ""
