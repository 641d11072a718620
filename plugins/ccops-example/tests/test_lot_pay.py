"""The function, and the kind of pay that asks it."""

from __future__ import annotations

from pathlib import Path

import ccops_example
import pytest
from ccops_example.full_lots import full_lots

import ccops
from ccops.values import Money

AGENT = {"employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2024-01-08"}
KNOWN = {"quality": "90", "answered": 0, "matters_reached": 60, "solve_rate": "90%"}


@pytest.mark.parametrize(("number", "lots"), [(0, 0), (9, 0), (10, 1), (29, 2), (30, 3)])
def test_a_lot_counts_once_it_is_full(number: int, lots: int) -> None:
    assert full_lots(number, 10) == lots


@pytest.mark.parametrize(("solved", "pay"), [(9, "0.00"), (10, "50.00"), (60, "200.00")])
def test_each_full_lot_is_paid_up_to_the_limit(solved: int, pay: str) -> None:
    center = ccops.Center.open(ccops_example.PACK, plugins=[ccops_example])
    month = center.month("2026-10", employees=[{"employee_id": "E1", **AGENT}])

    settlement = month.settle(month.facts({"E1": {**KNOWN, "matters_solved": solved}}))

    assert settlement.value("E1", "lot_pay") == Money("CNY", pay)
    told = str(settlement.explain("E1", "lot_pay", locale="en"))
    assert f"function full_lots(number: {solved}; size: 10)" in told


def test_a_wrong_field_of_the_section_is_told_at_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "wrong"
    folder.mkdir()
    for path in (Path(ccops_example.__file__).parent / ccops_example.PACK).glob("*.yaml"):
        text = path.read_text("utf-8").replace("    rate: lot_rate\n", "    rates: lot_rate\n")
        (folder / path.name).write_text(text, "utf-8")

    _, found = ccops.check_pack(folder, plugins=[ccops_example])

    (wrong,) = [each for each in found if each.code == "key-unknown"]
    assert str(wrong.span).startswith("wrong/pay.yaml:")
    assert (wrong.args["got"], wrong.args["nearest"]) == ("rates", "rate")
