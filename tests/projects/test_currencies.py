"""Money of two currencies is of two types: it is neither added nor compared nor paid together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ccops.settlement import load_settlement, save_settlement
from ccops.values import Money, Type, Unit, decode, encode
from ccops.values.carriers import carrier_of
from tests.projects.conftest import settled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects.conftest import Shelf

FIGURES = """\
facts:
  here: {{label: 本币, unit: money, range: '[CNY 0..CNY 100]'}}
  abroad: {{label: 外币, unit: money, currency: USD}}
  parts: {{label: 份数, unit: count, range: '[1..9]'}}
figures:
  made:
    for: agents
    label: 得数
    {unit}
    is: {formula}
    round: {{to: 0.01, mode: half_up}}
    warns: {{zh: 请核对, en: look}}
    source: M-01
"""


@pytest.mark.parametrize(
    "formula",
    [
        "here + abroad",
        "abroad - here",
        "max(here, abroad)",
        "coalesce(abroad, here)",
        "abroad + no_pay",
        "abroad if parts > 2 else here",
        "here * (abroad / here)",
    ],
)
def test_two_currencies_do_not_meet(shelf: Shelf, formula: str) -> None:
    shelf.pack(FIGURES.format(formula=formula, unit="unit: money"))

    assert "unit-clash" in {code for code, _ in shelf.found()}


def test_two_currencies_are_not_compared(shelf: Shelf) -> None:
    shelf.pack(FIGURES.format(formula="abroad > here", unit="unit: flag").replace("round:", "#"))

    assert "unit-clash" in {code for code, _ in shelf.found()}


@pytest.mark.parametrize(
    "formula", ["abroad * parts", "abroad / 2 + abroad", "abroad / abroad * here"]
)
def test_money_of_one_currency_stays_what_it_is(shelf: Shelf, formula: str) -> None:
    shelf.pack(FIGURES.format(formula=formula, unit="unit: money"))

    assert "unit-clash" not in {code for code, _ in shelf.found()}


def test_a_value_is_handed_in_and_out_in_its_own_currency() -> None:
    dollars = Type(Unit.MONEY, currency="USD")
    carrier = carrier_of(dollars, currency="JPY")

    cell = encode("USD 12.34", dollars, carrier, currency="JPY")
    assert decode(cell, dollars, carrier, currency="JPY") == Money("USD", "12.34")
    with pytest.raises(ValueError, match="no conversion"):
        encode("JPY 12", dollars, carrier, currency="JPY")


def test_a_currency_without_minor_units_is_rounded_to_whole_ones() -> None:
    yen = Type(Unit.MONEY, currency="JPY")

    assert carrier_of(yen, currency="CNY").scale == 1


def test_a_stored_settlement_says_dollars_again(tmp_path: Path) -> None:
    made = settled(projects={"travel": {"time_served": "200 h", "travel_service_level": "83.2%"}})
    save_settlement(made, tmp_path)
    found = load_settlement(tmp_path, made.rules).of("project")

    assert found.value("travel", "travel_contract") == Money("USD", Decimal("7227.00"))
    assert "$7,227.00" in str(found.explain("travel", "travel_contract", locale="en"))
