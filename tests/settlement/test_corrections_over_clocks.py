"""Corrections of a night on which the clocks change: hours are those that really passed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

import ccops
from ccops.errors import DataError
from ccops.values import Missing, Money
from tests.settlement.test_corrections import SAME

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.facts import Facts
    from ccops.settlement import Settlement

PACK = """\
pack:
  id: in-new-york
  version: 1
  extends: telecom-7x24
  zone: America/New_York
  currency: CNY
  locale: en
  effective: 2022-10-01
  jurisdiction: none
  default_calendar: attendance
"""
HIRED = {
    "employee_id": "E1", "employment_type": "full_time", "role": "agent", "team": "A",
    "hired_on": "2020-01-01",
}  # fmt: skip
#: The period, when the night was left at first and after the correction, and
#: the hours that passed by then.
NIGHTS = [
    ("2025-03", "2025-03-09T06:30:00", "2025-03-09T08:30:00", 9, 11),
    ("2025-11", "2025-11-02T06:30:00", "2025-11-02T08:30:00", 11, 13),
]


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder: Path = tmp_path_factory.mktemp("in-new-york")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    return ccops.Center.open(folder)


def settled(center: Center, day: str, period: str, left: str, revision: int = 1) -> Settlement:
    month = center.month(
        period, employees=[HIRED], decisions={"standard_days": 20, "award_themes": []}
    )
    month = month.starting_from(month.opening([]))
    roster = [{"employee_id": "E1", "work_date": day, "shift": "W", "kind": "final"}]
    punches = [
        {"employee_id": "E1", "at": f"{day}T20:25:00", "direction": "in"},
        {"employee_id": "E1", "at": left, "direction": "out", "corrected_by": "Q1"},
    ]
    facts = month.measure(ccops.source("roster", roster), ccops.source("punches", punches))
    return month.settle(facts.joined({"E1": unmeasured(facts)}), revision=revision)


def unmeasured(facts: Facts) -> dict[str, object]:
    """Return what the records handed in say nothing of."""
    columns = facts.employees.columns
    given = {**SAME, "call_evaluation": 80}
    known = {name for name, each in columns.items() if not isinstance(each.at(0), Missing)}
    return {name: each for name, each in given.items() if name not in known}


@pytest.mark.parametrize(("period", "early", "end", "before", "after"), NIGHTS)
def test_a_late_punch_gives_the_hours_that_passed(
    center: Center, period: str, early: str, end: str, before: int, after: int
) -> None:
    day = str(dt.date.fromisoformat(end[:10]) - dt.timedelta(days=1))
    first = settled(center, day, period, early)
    second = settled(center, day, period, end, revision=2)

    assert first.value("E1", "hours_counted") == dt.timedelta(hours=before)
    assert second.value("E1", "hours_counted") == dt.timedelta(hours=after)
    assert "hours_counted" not in {line.name for line in second.diff(first).lines}  # no money


def test_the_minute_that_makes_half_of_a_short_night_is_paid_the_month_after(
    center: Center,
) -> None:
    """GC-147: 11 hours, of which 329 and 330 minutes are worked."""
    first = settled(center, "2025-03-08", "2025-03", "2025-03-09T01:59:00")
    second = settled(center, "2025-03-08", "2025-03", "2025-03-09T03:00:00", revision=2)
    change = second.diff(first).of("E1", "night_allowance")
    assert (change.before, change.after) == (Money("CNY", "0"), Money("CNY", "10"))

    april = center.month(
        "2025-04", employees=[HIRED], decisions={"standard_days": 20, "award_themes": []}
    )
    given = {**SAME, "call_evaluation": 80}
    april = april.starting_from(first.closing)
    paid = april.settle(april.facts({"E1": given}), corrections=[second.diff(first)])

    assert paid.value("E1", "correction") == Money("CNY", "10")


@pytest.mark.parametrize(
    ("day", "period", "left"),
    [
        ("2025-03-08", "2025-03", "2025-03-09T02:30:00"),
        ("2025-11-01", "2025-11", "2025-11-02T01:30:00"),
    ],
)
def test_an_hour_that_is_not_or_is_twice_is_told(
    center: Center, day: str, period: str, left: str
) -> None:
    with pytest.raises(DataError) as found:
        settled(center, day, period, left)

    assert [each.code for each in found.value.diagnostics] == ["punch-unclear"]
