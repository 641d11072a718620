"""Pay and invoices rest on the same values: measured once more, by person and project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from ccops.contacts import QUEUE_VISIT
from ccops.kpi import Records
from ccops.messages import LOCALES
from ccops.projects import sale_records
from ccops.settlement import Verdict
from ccops.settlement.words.reconciling_text import write_reconciliation
from ccops.values import Missing, Money, Unit
from tests.projects.conftest import a_month, an_employee

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.center import CenterMonth
    from ccops.kpi import RecordColumn
    from ccops.settlement import Reconciliation, Settlement

USUAL: Mapping[str, object] = {"basic_pay_due": "3000", "local_minimum_wage": "2000"}


def visits(*rows: Mapping[str, Any]) -> Records:
    """Return queue visits: what a row does not say is nothing, missing or this October's."""
    made = [
        tuple(_cell(each, {"outcome": "answered", **row}) for each in QUEUE_VISIT.columns)
        for row in rows
    ]
    return Records.of_rows(QUEUE_VISIT, made)


def _cell(column: RecordColumn, row: Mapping[str, Any]) -> Any:
    if column.name in row:
        return row[column.name]
    if column.name.endswith("_day"):
        return a_month().month.days.first.toordinal()
    if column.optional:
        return Missing.NO_RECORDS
    return {Unit.WORD: "x", Unit.FLAG: False}.get(column.type.unit, 0)


CALLS = visits(
    *[{"queue": "bank_hotline", "agent": "E1"}] * 3,
    *[{"queue": "bank_hotline", "agent": "E2"}] * 2,
    *[{"queue": "travel_hotline", "agent": "E2"}] * 4,
    {"queue": "elsewhere", "agent": "E1"},
    {"queue": "bank_hotline", "outcome": "abandoned"},
)


SALES = sale_records(
    [
        {"sale_id": "S1", "employee_id": "E2", "date": "2026-10-05", "campaign": "broadband",
         "amount": "1200.50", "recorded": "yes"},
    ],
    zone=ZoneInfo("Asia/Shanghai"),
    currency="CNY",
)[0]  # fmt: skip


def october() -> CenterMonth:
    month = a_month("2026-10", an_employee("E1"), an_employee("E2"))
    return month.starting_from(month.opening([]))


def settled(month: CenterMonth, *sources: Records, more: Any = None) -> Settlement:
    facts = month.measure(*sources).joined({"E1": USUAL, "E2": USUAL})
    return month.settle(facts.joined_groups(more) if more else facts)


def shown(found: Reconciliation, indicator: str) -> dict[tuple[str, str], object]:
    rows = (each for each in found.rows if each.indicator == indicator)
    return {(each.kind, each.subject): each.used for each in rows}


def test_pay_and_invoices_of_the_same_calls_are_even() -> None:
    month = october()
    found = month.reconcile(settled(month, CALLS, SALES), CALLS, SALES)

    assert found.indicators == ("answered", "sales_amount")
    assert shown(found, "sales_amount")[("project", "broadband")] == Money("CNY", "1200.50")
    assert shown(found, "answered") == {
        ("employee", "E1"): 4,
        ("employee", "E2"): 6,
        ("project", "bank"): 5,
        ("project", "broadband"): 0,
        ("project", "travel"): 4,
    }
    assert found.is_even


def test_calls_that_came_in_later_are_found() -> None:
    month = october()
    late = visits({"queue": "bank_hotline", "agent": "E1"})
    found = month.reconcile(settled(month, CALLS, SALES), CALLS, late, SALES)

    assert {(each.kind, each.subject) for each in found.differing} == {
        ("employee", "E1"),
        ("project", "bank"),
    }
    assert not found.is_even


def test_a_value_handed_in_for_the_invoice_alone_is_found() -> None:
    month = october()
    facts = month.facts({"E1": {**USUAL, "answered": 4}, "E2": {**USUAL, "answered": 6}})
    told = facts.joined_groups({"project": {"bank": {"answered": 50}, "travel": {"answered": 4}}})
    found = month.reconcile(month.settle(told), CALLS)

    differing = {(each.kind, each.subject): each.used for each in found.differing}
    assert differing[("project", "bank")] == 50
    assert ("employee", "E1") not in differing


def test_without_the_calls_nothing_can_be_said() -> None:
    month = october()
    found = month.reconcile(settled(month, CALLS))

    assert found.unseen == found.indicators
    assert (found.rows, found.verdict, found.is_even) == ((), Verdict.UNSEEN, False)
    text = "\n".join(write_reconciliation(found, "en"))
    assert "is not known" in text
    assert "0 of" not in text
    assert "do not rest" not in text


def test_what_is_unknown_on_both_sides_does_not_differ() -> None:
    month = october()
    found = month.reconcile(settled(month), SALES)

    assert (found.unseen, found.verdict) == (("answered",), Verdict.UNEVEN)
    same = attrs.evolve(found.rows[0], used=Missing.NOT_MEASURED, measured=Missing.NO_RECORDS)
    assert same.agrees
    assert not attrs.evolve(same, measured=Money("CNY", "1")).agrees


def test_where_nothing_is_shared_nothing_is_said_to_agree() -> None:
    found = attrs.evolve(
        october().reconcile(settled(october())), indicators=(), unseen=(), rows=()
    )

    assert (found.verdict, found.is_even) == (Verdict.NOTHING, True)
    for locale in LOCALES:
        lines = list(write_reconciliation(found, locale))
        assert len(lines) == 3
    assert list(write_reconciliation(found, "en"))[-1].startswith("no indicator decides both")


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_read_in_every_language_and_as_data(locale: str) -> None:
    month = october()
    found = month.reconcile(settled(month, CALLS, SALES), CALLS, SALES)
    text = "\n".join(write_reconciliation(found, locale))
    data = json.loads(json.dumps(found.to_dict()))

    assert "bank" in text
    assert "reconcile-" not in text
    assert (data["even"], data["pack_digest"]) == (True, found.pack)
