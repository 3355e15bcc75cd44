"""The fee for processing information (信息处理费), as stated in the prose: charged, cases, amount.

Source: 国办函〔2020〕109号.  It may be charged for requests from 2021 on; the charges of 收费及减免 in
reports before 2019 (检索费, 复制费) are another thing and never counted here.  Where nothing is said there
is no mention: unstated is not zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.mentions_scope import Scope
from extract.mentions_topics import Clause
from extract.mentions_words import Figure, Word

CHARGED, CASES, AMOUNT, NOTICES = (
    f"fees.information_processing.{part}" for part in ("charged", "cases", "amount_yuan", "notices")
)


def fee_topics(figure: Figure, clause: Clause, scope: Scope) -> Iterator[tuple[str, int | float]]:
    """Topic and value of what a figure says of the fee; nothing where it speaks of something else.

    What notices ask for is no fee collected: of them only the number is a figure of its own.
    """
    if not scope.fee or clause.of("waived") or figure.value is None:
        return
    is_notice = scope.fee == "notice" and not clause.of("charge")
    if figure.is_money and not is_notice:
        yield AMOUNT, figure.value
        yield CHARGED, int(figure.value > 0)
    elif not figure.is_money and clause.of("fee"):
        yield (NOTICES if is_notice else CASES), figure.value
        if not is_notice:
            yield CHARGED, int(figure.value > 0)


def is_uncharged(words: Sequence[Word], scope: Scope) -> bool:
    """Whether a clause that says that there is none of something speaks of the fee."""
    codes = {word.code for word in words if word.kind == "fee"}
    is_of_fee = any(word.kind == "charge" for word in words) and bool(scope.fee)
    return codes == {"information_processing"} or (is_of_fee and codes != {"notice"})
