"""Hours accounts as a pack writes them: what does not go together does not load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

ACCOUNT = """\
leave_kinds:
  absenteeism: {paid: no, counts_as_absence: yes, bars_full_attendance: yes, hours_account: none,
    source: M-02}
  comp: {paid: yes, counts_as_absence: no, bars_full_attendance: no, hours_account: credit,
    source: M-02}
parameters:
  day: {unit: duration, values: {2026-01-01: 8 h}, source: M-02}
  rate: {unit: ratio, values: {2026-01-01: 100%}, source: M-02}
per_period:
  days: {unit: quantity, range: '[1 d..23 d]', needed: where_read}
figures:
  balance: {for: agents, is: hours_balance, source: M-02}
  scored: {for: agents, is: score, round: none, source: M-02}
populations:
  high: {is: score > 50}
hours_accounts:
  hours:
    label: hours
    for: agents
    gives: comp_hours
    lots: comp_time
    calendar: month
    standard_days: days
    standard_day: day
    day_hours: contract
    part_month: full
    shift_day: start_date
    partial_shift: minutes
    minute_rounding: down
    holiday_hours: counted
    leave_credit: rostered_shift
    long_leave_days: 7
    surplus: comp_time
    offset: auto
    taken_by: comp
    step: 30 min
    notice: 3
    notice_days: calendar_days
    lapse: 6 months
    on_lapse: report
    lapsing_days: 60
    lapsing_soon_days: 30
    source: M-02
"""


def errors(shelf: Shelf, old: str = "", new: str = "") -> list[str]:
    assert old in ACCOUNT
    shelf.pack(ACCOUNT.replace(old, new, 1))
    _, found = shelf.check()
    return sorted({each.code for each in found if each.severity.value == "error"})


def test_an_hours_account_loads(shelf: Shelf) -> None:
    assert errors(shelf) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("lapse: 6 months", "lapse: half a year", "hours-lapse"),
        ("lapsing_soon_days: 30", "lapsing_soon_days: 61", "hours-lapsing"),
        ("step: 30 min", "step: 90 s", "hours-step"),
        ("step: 30 min", "step: 0 min", "hours-step"),
        ("standard_day: day", "standard_day: rate", "hours-day"),
        ("standard_day: day", "standard_day: dya", "hours-day"),
        ("for: agents\n    gives", "for: high\n    gives", "account-population"),
        ("for: agents\n    gives", "for: agnts\n    gives", "unknown-population"),
        ("calendar: month\n    standard", "calendar: moon\n    standard", "unknown-calendar"),
        ("standard_days: days", "standard_days: dasy", "unknown-name"),
        ("lots: comp_time", "lots: hours_debt", "name-twice"),
    ],
)
def test_what_does_not_go_together_is_told(shelf: Shelf, old: str, new: str, code: str) -> None:
    assert code in errors(shelf, old, new)


def test_a_shift_cut_at_midnight_counts_by_the_minute(shelf: Shelf) -> None:
    both = "shift_day: split_at_midnight\n    partial_shift: none"

    found = errors(shelf, "shift_day: start_date\n    partial_shift: minutes", both)

    assert found == ["hours-split-partial"]


@pytest.mark.parametrize("field", ["on_lapse: report", "offset: auto", "notice: 3"])
def test_nothing_has_a_default(shelf: Shelf, field: str) -> None:
    assert errors(shelf, f"    {field}\n") == ["key-missing"]


def test_a_decision_needed_where_it_is_read_is_asked_for_by_a_figure(shelf: Shelf) -> None:
    shelf.pack(ACCOUNT.replace("is: hours_balance", "is: hours_balance * (days / days)"))
    pack, _ = shelf.check()

    from ccops.errors import SettlementError
    from ccops.rulepack.month import month_rules

    assert pack is not None
    with pytest.raises(SettlementError, match="decision-missing"):
        month_rules(pack, "2026-10", {})
    assert month_rules(pack, "2026-10", {"days": "22"}).record_accounts
