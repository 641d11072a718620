"""The days somebody is employed on and paid for, and his basic pay added up by day (2.20)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.kpi import Records
from ccops.kpi.record_accounts import AccountMonth
from ccops.messages import Label, Origin, Text
from ccops.testing.builders import an_employee
from ccops.testing.hours import ATTENDANCE
from ccops.values import Cell, Missing, Money, Period, PeriodDays
from ccops.worktime.part_month import PartMonthPolicy
from ccops.worktime.part_month_ready import PartMonth, days_paid
from ccops.worktime.work_calendar import CALENDAR_DAY, WorkCalendar, each_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.facts import Column

Stretch = tuple[Money | None, PeriodDays]

#: 26 November to 25 December 2026: 22 workdays, no statutory day, 30 days.
PERIOD: Final = Period.of("2026-12", (ATTENDANCE,))
DAYS: Final = PERIOD.days("attendance")
RULE: Final = PartMonth(
    policy=PartMonthPolicy(
        name="here",
        label=Label(zh="在职日数", en="days of employment"),
        population=Text("employees"),
        calendar=Text("attendance"),
        origin=Origin(source="M-01"),
    ),
    currency="CNY",
)
WAGE: Final = Money("CNY", Decimal(4350))
OLD: Final = Money("CNY", Decimal(3480))


def december(day: int) -> dt.date:
    return dt.date(2026, 12, day)


def counted(*stretches: Stretch, records: dict[str, Records] | None = None) -> dict[str, object]:
    """Return the facts of somebody employed in some stretches of days."""
    month = AccountMonth(
        period=PERIOD,
        days=DAYS,
        rows=(0,),
        employees=(an_employee(),),
        employed=lambda _, __: tuple(span for _, span in stretches),
        wages=lambda _, __: stretches,
        contracts=lambda _, __: tuple((span, an_employee()) for _, span in stretches),
        records=records or {},
        constants={},
        held={},
        rulings={},
    )
    columns = RULE.run(month).columns
    return {name.removeprefix("here_"): read(column) for name, column in columns.items()}


def read(column: Column) -> Cell | Missing:
    return column.at(0)


def test_a_whole_month_is_every_day_of_it() -> None:
    assert counted((WAGE, DAYS)) == {
        "paid_days": 22,
        "period_days": 22,
        "calendar_days": 30,
        "wage": 435_000,
        "wage_sum": 22 * 435_000,
        "wage_days": 22,
        "workdays_outside": 0,
    }


def test_gc_90_a_joiner_with_eight_paid_days() -> None:
    found = counted((WAGE, PeriodDays(december(16), DAYS.last)))

    assert (found["paid_days"], found["wage_sum"]) == (8, 8 * 435_000)


def test_gc_135_a_raise_from_the_twelfth_paid_day_on() -> None:
    found = counted(
        (OLD, PeriodDays(DAYS.first, december(10))), (WAGE, PeriodDays(december(11), DAYS.last))
    )

    assert (found["wage"], found["wage_days"]) == (435_000, 22)
    assert found["wage_sum"] == 11 * 348_000 + 11 * 435_000


def test_without_a_paid_day_the_wage_of_the_last_day_stands_for_one() -> None:
    saturday = december(19)
    found = counted((WAGE, PeriodDays(saturday, saturday)))

    assert (found["paid_days"], found["wage_days"], found["wage_sum"]) == (0, 1, 435_000)


def test_who_was_not_there_has_no_day_and_no_wage() -> None:
    found = counted()

    assert (found["paid_days"], found["period_days"]) == (0, 22)
    assert (found["wage"], found["wage_sum"]) == (Missing.NOT_MEASURED, Missing.NOT_MEASURED)


def test_a_wage_nobody_knows_leaves_the_pay_open_not_the_days() -> None:
    found = counted(
        (None, PeriodDays(DAYS.first, december(10))), (WAGE, PeriodDays(december(11), DAYS.last))
    )

    assert (found["paid_days"], found["wage"]) == (22, 435_000)
    assert found["wage_sum"] is Missing.NOT_MEASURED


def test_a_wage_nobody_knows_of_days_without_pay_matters_to_nobody() -> None:
    weekend = PeriodDays(dt.date(2026, 11, 28), dt.date(2026, 11, 29))
    found = counted((None, weekend), (WAGE, PeriodDays(december(16), DAYS.last)))

    assert found["wage_sum"] == 8 * 435_000


@pytest.mark.parametrize(
    ("kind", "paid"), [("statutory", 1), ("bridge_work", 1), ("rest", 0), ("bridge_off", 0)]
)
def test_the_monthly_wage_pays_for_workdays_and_statutory_days(kind: str, paid: int) -> None:
    day = december(19)  # a Saturday

    assert days_paid(WorkCalendar(kinds={day: kind}), PeriodDays(day, day)) == paid


def test_a_statutory_workday_is_one_paid_day() -> None:
    day = december(17)

    assert days_paid(WorkCalendar(kinds={day: "statutory"}), PeriodDays(day, day)) == 1


kinds: Final = st.dictionaries(
    st.sampled_from(list(each_day(DAYS))),
    st.sampled_from(["workday", "rest", "bridge_off", "bridge_work", "statutory"]),
)


@given(told=kinds, at=st.integers(min_value=1, max_value=29))
def test_the_days_of_two_parts_are_those_of_the_whole(told: dict[dt.date, str], at: int) -> None:
    calendar = WorkCalendar(kinds=told)
    turn = DAYS.first + dt.timedelta(days=at)
    parts = (
        PeriodDays(DAYS.first, turn - dt.timedelta(days=1)),
        PeriodDays(turn, DAYS.last),
    )

    assert sum(days_paid(calendar, each) for each in parts) == days_paid(calendar, DAYS)


@given(turns=st.sets(st.integers(min_value=1, max_value=29), max_size=5))
def test_the_same_wage_in_several_stretches_adds_up_as_in_one(turns: set[int]) -> None:
    found = counted(*((WAGE, each) for each in stretches(sorted(turns))))

    assert found == counted((WAGE, DAYS))


def stretches(turns: Sequence[int]) -> list[PeriodDays]:
    """Return the period in pieces that begin so many days after its first."""
    starts = [DAYS.first + dt.timedelta(days=each) for each in (0, *turns)]
    ends = [each - dt.timedelta(days=1) for each in starts[1:]] + [DAYS.last]
    return [PeriodDays(first, last) for first, last in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("first", "last", "outside"),
    [(16, 25, 14), (19, 20, 22), (1, 25, 3)],
    ids=["joiner", "a weekend", "from 1 December"],
)
def test_legal_workdays_outside_the_employment(first: int, last: int, outside: int) -> None:
    found = counted((WAGE, PeriodDays(december(first), december(last))))

    assert found["workdays_outside"] == outside


def test_a_statutory_day_outside_is_no_legal_workday() -> None:
    kinds = Records.of_rows(
        CALENDAR_DAY,
        [(dt.date(2026, 11, 26).toordinal(), "statutory", "")],
    )
    joined = (WAGE, PeriodDays(december(1), DAYS.last))

    assert counted(joined, records={"calendar_day": kinds})["workdays_outside"] == 2


def test_who_was_not_there_has_every_workday_outside() -> None:
    assert counted()["workdays_outside"] == 22
