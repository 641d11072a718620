"""Star pay granted each quarter and paid in the next: what accounts and cadences carry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.center import Center
from ccops.hooks import gather
from ccops.rulepack import load
from ccops.rulepack.cases import Case, read_cases, run_case
from ccops.testing.builders import an_employee_row
from ccops.values import NOT_APPLICABLE, Missing, Money

if TYPE_CHECKING:
    from ccops.settlement import Closing, Settlement

FOLDER = Path(__file__).parents[1] / "packs" / "quarterly-star"
PACK = load(FOLDER, gather(()).catalog)
CASES, PROBLEMS = read_cases(PACK)


def test_the_cases_are_written_right() -> None:
    assert PROBLEMS == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_worked_cases_hold(case: Case) -> None:
    result = run_case(PACK, case)

    assert result.passed, (result.problem, result.differences)


@pytest.mark.parametrize(
    ("history", "code"),
    [
        ({"monthly_scroe": {"2026-02": "85"}}, "opening-unknown"),
        ({"monthly_score": {"2026-03": "85"}}, "opening-period"),
        ({"monthly_score": {"2026-02": "many"}}, "opening-value"),
    ],
)
def test_a_case_with_a_wrong_history_has_failed(
    history: dict[str, dict[str, str]], code: str
) -> None:
    case = attrs.evolve(CASES[0], history={"subject": history})

    assert code in run_case(PACK, case).problem


def year(center: Center, scores: dict[str, str], *, role_from_may: str = "") -> list[Settlement]:
    """Return the months of E001 among twenty agents; the others score 50."""
    found: list[Settlement] = []
    closing: Closing | None = None
    people = [an_employee_row(f"E{number:03}") for number in range(1, 21)]
    dated = []
    if role_from_may:
        dated.append(
            {"employee_id": "E001", "what": "role", "value": role_from_may, "from": "2026-05-01"}
        )
    for label, score in scores.items():
        month = center.month(label, employees=people, assignments=dated)
        month = month.starting_from(closing if closing is not None else month.opening([]))
        given: dict[str, dict[str, object]] = {
            row["employee_id"]: {"monthly_score": "50", "conduct": "80", "protected_month": "no"}
            for row in people
        }
        given["E001"]["monthly_score"] = score
        settled = month.settle(month.facts(given))
        found.append(settled)
        closing = settled.closing
    return found


def pay(settlements: list[Settlement]) -> list[str]:
    values = [each.value("E001", "star_pay") for each in settlements]
    return [f"{each.amount:.2f}" for each in values if isinstance(each, Money)]


SCORES = {
    "2026-01": "84.99", "2026-02": "85.00", "2026-03": "85.00", "2026-04": "10",
    "2026-05": "10", "2026-06": "10", "2026-07": "10",
}  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "paid"),
    [
        ("per_month", ["0.00", "0.00", "0.00", "500.00", "500.00", "500.00", "0.00"]),
        ("spread", ["0.00", "0.00", "0.00", "166.67", "166.67", "166.66", "0.00"]),
        ("once", ["0.00", "0.00", "0.00", "500.00", "0.00", "0.00", "0.00"]),
    ],
)
def test_a_star_of_one_quarter_is_paid_in_the_next(unit: str, paid: list[str]) -> None:
    """GC-29: the mean of 84.99, 85.00 and 85.00 is 85.00 and pays 500 under each reading."""
    center = Center(pack=PACK, plugins=gather(())).with_choices(star_pay_unit=unit)

    settled = year(center, SCORES)

    assert pay(settled) == paid
    assert settled[1].value("E001", "star_rate") is NOT_APPLICABLE
    assert settled[0].value("E001", "mean_last(monthly_score, 3, skip=protected_month)") is (
        Missing.NO_HISTORY
    )


@pytest.mark.parametrize(
    ("reading", "paid"),
    [("stop", ["500.00", "0.00", "0.00"]), ("run_out", ["500.00", "500.00", "500.00"])],
)
def test_a_change_of_role_stops_it_or_lets_it_run_out(reading: str, paid: list[str]) -> None:
    """GC-31: lead from the first of May."""
    center = Center(pack=PACK, plugins=gather(())).with_choices(star_after_role_change=reading)

    settled = year(center, SCORES, role_from_may="team_lead")

    assert pay(settled)[3:6] == paid
    told = str(settled[4].explain("E001", "star_pay", locale="zh_CN"))
    assert "2026-03 star_granted" in told
    assert ("终止：不再任座席" in told) is (reading == "stop")
