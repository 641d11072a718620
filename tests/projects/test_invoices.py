"""Invoices: lines that add up, penalties within their caps, and nothing missing taken for 0."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import LOCALES, Severity
from ccops.projects import Invoice, LineKind
from ccops.settlement.words.invoices_text import write_invoice
from ccops.values import Missing, Money
from tests.laws import tried
from tests.projects.conftest import GOOD_BANK, settled


def bank(**more: object) -> Invoice:
    (found,) = [
        each
        for each in settled(projects={"bank": {**GOOD_BANK, **more}}).invoices()
        if each.contract == "bank_contract"
    ]
    return found


def amounts(invoice: Invoice, *kinds: LineKind) -> Decimal:
    listed = [each.amount for each in invoice.lines if each.kind in (kinds or tuple(LineKind))]
    return sum((each.amount for each in listed if isinstance(each, Money)), Decimal(0))


def total(invoice: Invoice) -> Decimal:
    assert isinstance(invoice.total, Money)
    return invoice.total.amount


RESULTS = st.fixed_dictionaries(
    {
        "answered": st.integers(0, 60_000),
        "offered": st.integers(0, 70_000),
        "bank_service_level": st.integers(0, 1000).map(lambda x: f"{Decimal(x) / 10}%"),
        "speed_of_answer": st.integers(0, 3_000).map(lambda x: f"{x} s"),
        "ratings_given": st.integers(0, 500),
        "satisfaction_rate": st.integers(0, 1000).map(lambda x: f"{Decimal(x) / 10}%"),
    }
)


@given(RESULTS)
@tried(25)
def test_lines_add_up_and_penalties_stay_within_their_caps(results: dict[str, Any]) -> None:
    invoice = bank(**results)
    fees = amounts(invoice, LineKind.FEE)
    taken = amounts(invoice, LineKind.PENALTY, LineKind.RELIEF)
    cent = Decimal("0.01")

    assert total(invoice) == amounts(invoice)
    assert -taken <= fees / 10 + cent
    for line in invoice.lines:
        assert isinstance(line.amount, Money)
        if line.kind is LineKind.PENALTY:
            assert 0 <= -line.amount.amount <= fees / 10 + cent
        if line.kind is LineKind.BONUS:
            assert 0 <= line.amount.amount <= fees / 100 + cent


@given(st.integers(0, 1000), st.integers(0, 1000))
@tried(10)
def test_a_better_service_level_is_never_invoiced_less(one: int, other: int) -> None:
    worse, better = sorted((one, other))
    levels = [f"{Decimal(each) / 10}%" for each in (worse, better)]

    assert total(bank(bank_service_level=levels[0])) <= total(bank(bank_service_level=levels[1]))


@given(st.integers(0, 60_000), st.integers(0, 60_000))
@tried(10)
def test_more_calls_in_slices_never_cost_less(one: int, other: int) -> None:
    few, many = sorted((one, other))

    assert amounts(bank(answered=few), LineKind.FEE) <= amounts(bank(answered=many), LineKind.FEE)


def test_what_is_not_known_is_not_taken_for_nothing() -> None:
    given_of_bank = {name: value for name, value in GOOD_BANK.items() if "rate" not in name}
    found = settled(projects={"bank": given_of_bank}).invoices()[0]

    assert isinstance(found.total, Missing)
    missing = [each.figure for each in found.lines if isinstance(each.amount, Missing)]
    assert missing == ["bank_contract_satisfaction_penalty", "bank_contract_relief"]


def test_a_line_says_what_it_was_measured_by_and_how_it_came_about() -> None:
    line = bank(bank_service_level="76.5%").lines[1]

    assert line.measured is not None
    assert (line.measured.name, line.measured.value) == ("bank_service_level", Decimal("0.765"))
    assert {each.name.rpartition("_")[2]: each.value for each in line.beside} == {
        "met": False,
        "counts": True,
        "steps": 4,
        "share": Fraction(1, 50),
    }
    assert line.before == Decimal("-1200.0472")
    assert line.amount == Money("CNY", "-1200.05")


def test_every_line_is_explained_by_the_settlement_it_is_of() -> None:
    settlement = settled(projects={"bank": GOOD_BANK})
    own = settlement.of("project")
    for invoice in settlement.invoices():
        for line in invoice.lines:
            assert line.figure in str(own.explain(invoice.project, line.figure, locale="en"))


def test_each_invoice_is_in_the_currency_of_its_contract() -> None:
    found = settled(projects={"travel": {"time_served": "1 h", "travel_service_level": "90%"}})

    by_contract = {each.contract: each for each in found.invoices()}
    assert by_contract["travel_contract"].total == Money("USD", "37.20")
    assert by_contract["bank_contract"].currency == "CNY"


def test_the_data_of_an_invoice_is_plain_json_and_pickles() -> None:
    invoice = bank()
    data = json.loads(json.dumps(invoice.to_dict(), ensure_ascii=False))

    assert (data["schema"], data["total"]) == ("ccops.invoice/1", str(total(invoice)))
    assert data["lines"][0]["measured"]["value"] == 20001
    assert pickle.loads(pickle.dumps(invoice)) == invoice  # noqa: S301 - our own


@pytest.mark.parametrize("locale", LOCALES)
def test_an_invoice_is_read_in_every_language(locale: str) -> None:
    text = "\n".join(write_invoice(bank(bank_service_level="76.5%"), locale))

    assert "58,8" in text
    assert "invoice-" not in text
    assert "1,200.05" in text


def test_a_pack_without_contracts_sends_no_invoice() -> None:
    from tests import loaded

    month = loaded.center().month(
        "2026-10",
        employees=[],
        decisions={"standard_days": "22 d", "award_themes": []},
    )
    assert month.settle(month.facts()).invoices() == ()


def test_an_invoice_without_a_total_is_told_with_what_it_lacks() -> None:
    broadband = {**GOOD_BANK, "sales_amount": "1000", "success_per_connect": "20%"}
    found = settled(projects={"broadband": broadband, "bank": GOOD_BANK})

    told = {x.args["project"]: x for x in found.diagnostics if x.code == "invoice-open"}
    assert told.keys() == {"broadband", "travel"}
    assert told["broadband"].severity is Severity.WARNING
    assert "seats_provided" in told["broadband"].args["names"]
    assert str(told["broadband"].span).startswith("outsourced/client-broadband.yaml:")
    assert not any("{" in told["broadband"].text(locale) for locale in LOCALES)


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("79996/100000", "79.99%"),
        ("1/3", "33.33%"),
        ("765/1000", "76.5%"),
        ("9999/10000", "99.99%"),
    ],
)
def test_a_share_is_cut_and_the_invoice_says_so(level: str, shown: str) -> None:
    made = bank(bank_service_level=Fraction(level))

    text = "\n".join(write_invoice(made, "en"))

    assert f"service level 20 s: {shown}" in text.lower()
    assert "…" not in text
    is_cut = Fraction(level) != Fraction(shown.rstrip("%")) / 100
    assert ("the rest cut off" in text) is is_cut
