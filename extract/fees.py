"""The fee for processing information (信息处理费), as stated in the prose: charged, cases, amount.

Source: 国办函〔2020〕109号.  It may be charged for requests from 2021 on; the charges of 收费及减免 in
reports before 2019 (检索费, 复制费) are another thing and never counted here.  Where nothing is said there
is no mention: unstated is not zero.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.mentions_scope import Scope
from extract.mentions_topics import Clause
from extract.mentions_words import Figure, Word

CHARGED, CASES, AMOUNT = (
    f"fees.information_processing.{part}" for part in ("charged", "cases", "amount_yuan")
)


def fee_topics(figure: Figure, clause: Clause, scope: Scope) -> Iterator[tuple[str, int | float]]:
    """Topic and value of what a figure says of the fee; nothing where it speaks of something else."""
    is_named = bool(clause.of("fee"))
    if not (is_named or scope.is_about_fees) or clause.of("waived") or figure.value is None:
        return
    if figure.is_money:
        yield AMOUNT, figure.value
    elif is_named:
        yield CASES, figure.value
    else:
        return
    yield CHARGED, int(figure.value > 0)


def is_uncharged(words: list[Word]) -> bool:
    """Whether a clause that says that there is none speaks of the fee."""
    return any(word.kind == "fee" for word in words)
