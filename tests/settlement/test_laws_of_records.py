"""Laws of what is measured: days make a month, and hours neither appear nor vanish."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, Final

import attrs
from hypothesis import given
from hypothesis import strategies as st

import ccops
from ccops.cli.inputs import read_month
from ccops.cli.reading import Calls
from ccops.kpi import Measured, Records, facts_of, measure
from ccops.settlement import calendar_of, chosen
from ccops.testing.builders import a_roster_row, an_employee_row
from ccops.testing.sample_files import write_month
from ccops.testing.sample_month import make_month
from ccops.values import Missing
from tests import loaded
from tests.laws import tried

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ccops.center import Center, CenterMonth
    from ccops.kpi import Indicator
    from ccops.settlement import Closing, Settlement

Row = dict[str, str]


@cache
def telecom() -> Center:
    return loaded.center(plugins="installed")


# -- days make a month --------------------------------------------------------------------------


@cache
def a_sample(folder: Path) -> tuple[CenterMonth, Mapping[str, Records]]:
    """Return a month of a small center and a part of its records, a few hundred of each kind."""
    write_month(make_month(7, seats=12), folder)
    found = read_month(telecom(), "2026-10", folder, Calls(adapter="asterisk-queue-log"))
    thinned = {
        kind: chosen(records, range(0, len(records), 1 + len(records) // 300))
        for kind, records in found.records.items()
    }
    return found.month, thinned


def batches(month: CenterMonth, kind: str) -> dict[tuple[str, str], list[Indicator]]:
    """Return the indicators of employees over some records, by their calendar and their group."""
    rules = month.month.rules
    found: dict[tuple[str, str], list[Indicator]] = {}
    for each in rules.indicators:
        if each.subject_groups and each.over == kind:
            key = (calendar_of(each, rules), each.subject_groups[0])
            found.setdefault(key, []).append(each)
    return found


def split(records: Records, chance: random.Random) -> list[Records]:
    """Return records day by day, the days in any order, each day's rows in any order.

    No records at all are one day without any.
    """
    days: dict[object, list[int]] = {}
    column = records.columns[records.kind.day]
    for row in chance.sample(range(len(records)), len(records)):
        days.setdefault(column[row], []).append(row)
    mixed = [chosen(records, rows) for rows in chance.sample(list(days.values()), len(days))]
    return mixed or [records]


@tried(15)
@given(chance=st.builds(random.Random, st.integers(0)))
def test_a_month_measured_day_by_day_is_the_month(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    """Every indicator of the whole pack over every kind of record, in its own calendar."""
    month, every = a_sample(tmp_path_factory.getbasetemp() / "days")
    some = {
        kind: chosen(records, sorted(chance.sample(range(len(records)), len(records) * 2 // 3)))
        for kind, records in every.items()
    }
    whole = month.month.measure(some).employees

    for kind, records in month.month.counted_records(some).items():
        for (calendar, group), indicators in batches(month, kind).items():
            inside = records.within(month.month.rules.period.days(calendar))
            days = [measure(each, indicators, by=(group,)) for each in split(inside, chance)]
            found = facts_of(reduce(Measured.merged, days), whole.ids)
            for each in indicators:
                cells = list(whole.columns[each.name].sequence())
                assert list(found[each.name].values()) == cells, each.name


# -- the hours account --------------------------------------------------------------------------

MONTHS: Final = ("2025-01", "2025-02", "2025-03")
#: None of the months has a day off that pays, so that every hour is counted or credited.
HOLIDAYS: Final = ({"date": "2025-05-01", "kind": "statutory"},)
SHIFTS: Final = st.sampled_from(["R", "C", "W"])


@attrs.frozen
class Worked:
    """What somebody did in the days of a month, each a number of days from its first."""

    shifts: Mapping[int, str]
    leave: Mapping[int, tuple[str, str, int]]

    def rows(self, first: dt.date) -> tuple[list[Row], list[Row]]:
        roster = [
            a_roster_row(
                "E1", work_date=_day(first, at), shift=shift, source_ref=f"roster.csv:{at}"
            )
            for at, shift in self.shifts.items()
        ]
        leave = [
            {
                "employee_id": "E1", "kind": kind, "from": _day(first, at), "to": _day(first, at),
                "hours": hours, "requested_at": _day(first, at - asked), "approved": "yes",
                "source_ref": f"leave.csv:{at}",
            }
            for at, (kind, hours, asked) in self.leave.items()
        ]  # fmt: skip
        return roster, leave


def _day(first: dt.date, at: int) -> str:
    return (first + dt.timedelta(days=at)).isoformat()


LEAVE = st.tuples(
    st.sampled_from(["comp", "comp", "sick", "annual", "absenteeism"]),
    st.sampled_from(["2", "3.5", "8"]),
    st.sampled_from([1, 3, 5]),
)
WORKED = st.builds(
    Worked,
    st.dictionaries(st.integers(0, 26), SHIFTS, min_size=8, max_size=26),
    st.dictionaries(st.integers(0, 26), LEAVE, max_size=4),
)
OPENING = st.lists(
    st.tuples(
        st.sampled_from(["2024-06", "2024-07", "2024-09", "2024-12"]), st.sampled_from(["3", "8"])
    ),
    max_size=3,
    unique_by=lambda lot: lot[0],  # an opening says once what a period left
)


def hours_settled(
    worked: list[Worked], opening: list[tuple[str, str]], chance: random.Random | None = None
) -> list[Settlement]:
    """Settle months one after the other; by chance the rows come in another order."""
    found: list[Settlement] = []
    closing: Closing | None = None
    for label, own in zip(MONTHS, worked, strict=True):
        month = telecom().month(
            label,
            employees=[an_employee_row("E1")],
            decisions={"standard_days": "21", "award_themes": []},
        )
        if closing is None:
            lots = [
                {"subject_id": "E1", "name": "comp_time", "period": period, "amount": amount,
                 "unit": "h"}
                for period, amount in opening
            ]  # fmt: skip
            closing = month.opening(lots)
        month = month.starting_from(closing)
        rows = own.rows(month.month.days.first)
        if chance is not None:
            rows = (chance.sample(rows[0], len(rows[0])), chance.sample(rows[1], len(rows[1])))
        sources = [
            ccops.source("roster", rows[0]),
            ccops.source("leave", rows[1]),
            ccops.source("calendar", HOLIDAYS),
        ]
        found.append(month.settle(month.measure(*sources)))
        closing = found[-1].closing
    return found


def hours_of(settlement: Settlement) -> dict[str, dt.timedelta]:
    """Return every fact of the account: what it holds, and what became of it."""
    columns = settlement.results.facts.employees.columns
    names = [each for each in columns if each.startswith(("comp_hours_", "hours_"))]
    found: dict[str, Any] = {name: settlement.value("E1", name) for name in names}
    assert not any(isinstance(each, Missing) for each in found.values())
    return {name.removeprefix("comp_hours_"): value for name, value in found.items()}


@tried(20)
@given(worked=st.lists(WORKED, min_size=3, max_size=3), opening=OPENING)
def test_hours_granted_are_used_lapsed_or_left_month_after_month(
    worked: list[Worked], opening: list[tuple[str, str]]
) -> None:
    months = list(map(hours_of, hours_settled(worked, opening)))

    held = sum((dt.timedelta(hours=int(amount)) for _, amount in opening), dt.timedelta())
    debt = dt.timedelta()
    for each in months:
        assert each["before"] == held
        came = each["before"] + each["granted"]
        assert came == each["used"] + each["lapsed"] + each["payout"] + each["open"]
        assert each["used"] == each["taken"] + each["offset"]
        assert each["hours_debt_before"] == debt
        assert (
            min(each[name] for name in ("open", "used", "lapsed", "hours_debt")) >= dt.timedelta()
        )
        held, debt = each["open"], each["hours_debt"]


@tried(10)
@given(
    worked=st.lists(WORKED, min_size=3, max_size=3),
    opening=OPENING,
    chance=st.builds(random.Random, st.integers(0)),
)
def test_any_order_of_records_gives_the_same_account_and_the_same_bytes(
    worked: list[Worked], opening: list[tuple[str, str]], chance: random.Random
) -> None:
    ordered = hours_settled(worked, opening)
    mixed = hours_settled(worked, chance.sample(opening, len(opening)), chance)

    for one, other in zip(ordered, mixed, strict=True):
        assert one.to_json() == other.to_json()
        assert one.closing.to_json() == other.closing.to_json()
