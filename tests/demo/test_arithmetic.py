"""The figures obey the form's identities, and break them exactly where the manifest says so."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks import ReportFacts
from archive.checks.identities import evaluate
from archive.models import NOWHERE, Identity, Observation, Outcome, Status, Term
from nianbao.demo import ExpectedReport, manifest

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
RESULTS = (
    "granted",
    "granted_in_part",
    "refused_state_secret",
    "refused_other_law",
    "refused_security_stability",
    "refused_third_party",
    "refused_internal_affairs",
    "refused_process",
    "refused_enforcement_file",
    "refused_admin_query",
    "unavailable_not_held",
    "unavailable_needs_creation",
    "unavailable_still_unclear",
    "rejected_petition",
    "rejected_repeat",
    "rejected_publication",
    "rejected_excessive",
    "rejected_reconfirmation",
)
OTHER = Term((("other_handling",), ("other_overdue_correction", "other_unpaid_fee", "other_other")))
OUTCOMES = ("upheld", "corrected", "other", "pending")
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def _terms(*codes: str) -> tuple[Term, ...]:
    return tuple(Term(((code,),)) for code in codes)


def _identity(
    code: str, table: str, along: str, over: tuple[str, ...], left: tuple[Term, ...], right: tuple[Term, ...]
) -> Identity:
    return Identity(code, 1, table, along, over, left, right, "", "")


ALL_ROWS = (
    "new_received",
    "carried_in",
    *RESULTS,
    "other_handling",
    "other_overdue_correction",
    "other_unpaid_fee",
    "other_other",
    "total_handled",
    "carried_forward",
)
COLUMNS = (*APPLICANTS, "total")
IDENTITIES = (
    _identity(
        "requests-balance",
        "applications",
        "column",
        COLUMNS,
        _terms("new_received", "carried_in"),
        _terms("total_handled", "carried_forward"),
    ),
    _identity(
        "results-sum", "applications", "column", COLUMNS, (*_terms(*RESULTS), OTHER), _terms("total_handled")
    ),
    _identity("applicants-sum", "applications", "row", ALL_ROWS, _terms(*APPLICANTS), _terms("total")),
    _identity("outcomes-sum", "challenges", "row", BLOCKS, _terms(*OUTCOMES), _terms("total")),
)
POSITION = {"column": 2, "row": 1}
ALONG = {identity.code: identity.along for identity in IDENTITIES}


def _observations(report: ExpectedReport, visit: int = 1) -> list[Observation]:
    return [
        Observation(*key, figure.value, figure.status, figure.raw, None, NOWHERE)
        for key, figure in report.figures_on(visit).items()
    ]


def _failures(report: ExpectedReport, visit: int = 1) -> Iterator[tuple[str, int, str, str, frozenset[str]]]:
    for result in evaluate(ReportFacts(tuple(_observations(report, visit)), IDENTITIES)):
        if result.outcome is Outcome.FAIL:
            position = result.cells[0].split("/")[POSITION[ALONG[result.check]]]
            yield report.publisher, report.year, result.check, position, frozenset(result.cells)


def test_identities_break_exactly_where_errors_were_planted() -> None:
    truth = manifest()
    planted = {
        (error.publisher, error.year, error.check, error.position, frozenset(error.cells))
        for error in truth.planted
        if error.check in ALONG
    }
    found = {failure for report in truth.reports for visit in (1, 2) for failure in _failures(report, visit)}
    assert found == planted
    assert len({(publisher, year) for publisher, year, *_ in planted}) >= 8


def test_most_identities_can_be_evaluated() -> None:
    outcomes = [
        result.outcome
        for report in manifest().reports
        for result in evaluate(ReportFacts(tuple(_observations(report)), IDENTITIES))
    ]
    assert outcomes.count(Outcome.PASS) > 0.95 * len(outcomes)
    assert outcomes.count(Outcome.NOT_EVALUABLE) > 0


def test_what_is_left_one_year_comes_in_the_next_except_where_planted() -> None:
    truth = manifest()
    by_year = {(report.publisher, report.year): report for report in truth.reports}
    found = set()
    for (publisher, year), report in by_year.items():
        before = by_year.get((publisher, year - 1))
        if before is None:
            continue
        for column in COLUMNS:
            handed_on = before.figures["applications", "carried_forward", column].value
            taken_on = report.figures["applications", "carried_in", column].value
            if None not in (handed_on, taken_on) and handed_on != taken_on:
                found.add((publisher, year, f"applications/carried_in/{column}", handed_on))
    assert found == {
        (error.publisher, error.year, error.position, error.stated)
        for error in truth.planted
        if error.check == "carry-over"
    }


def test_documents_in_force_follow_what_was_made_and_repealed_except_where_planted() -> None:
    truth = manifest()
    by_year = {
        (report.publisher, report.year): report for report in truth.reports if report.edition == "2021"
    }
    found = set()
    for (publisher, year), report in by_year.items():
        before = by_year.get((publisher, year - 1))
        if before is None:
            continue
        row = "normative_documents"
        stock, now, made, repealed = (
            source.figures["disclosure", row, column].value
            for source, column in (
                (before, "in_force"),
                (report, "in_force"),
                (report, "made"),
                (report, "repealed"),
            )
        )
        if stock is None or now is None or made is None or repealed is None:
            continue
        if now != stock + made - repealed:
            found.add((publisher, year, stock + made - repealed))
    planted = {(e.publisher, e.year, e.stated) for e in truth.planted if e.check == "in-force"}
    assert found == planted
    assert len(planted) == 1


def test_every_form_prints_the_rows_and_columns_of_its_edition() -> None:
    for report in manifest().reports:
        keys = set(report.figures)
        is_2021 = ("disclosure", "normative_documents", "in_force") in keys
        assert is_2021 == (report.edition == "2021") == (report.year >= 2021)
        rows = {row for table, row, _ in keys if table == "applications"}
        assert rows <= set(ALL_ROWS)
        assert len(keys) == {23: 23, 25: 25}[len(rows)] * 7 + 15 + sum(
            table == "disclosure" for table, *_ in keys
        )


def test_a_figure_has_a_value_exactly_where_a_number_is_printed() -> None:
    statuses = set()
    for report in manifest().reports:
        for figure in report.figures.values():
            statuses.add(figure.status)
            assert (figure.value is not None) == (figure.status is Status.REPORTED)
            assert (figure.raw == "") == (figure.status is Status.BLANK)
    assert statuses == {Status.REPORTED, Status.BLANK, Status.MARKER}


def test_amounts_are_in_wan_yuan_whatever_is_printed() -> None:
    amounts = [
        figure
        for report in manifest().reports
        for key, figure in report.figures.items()
        if key[2] == "amount_wan_yuan" and figure.raw.endswith("元")
    ]
    assert len(amounts) == 2
    for figure in amounts:
        assert float(figure.raw.removesuffix("元")) / 10_000 == figure.value
