"""Reports that were owed, as records: of each who owed them, on the day they were due (S0-11)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.settlement import source
from ccops.testing.builders import an_employee_row
from ccops.values import Missing
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.settlement import Settlement

PACK = """
pack:
  {id: owing, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles:
  boss: {label: {zh: 主任, en: boss}, source: M-01}
  clerk: {label: {zh: 文员, en: clerk}, reports_to: [boss], source: M-01}
shifts:
  N: {label: {zh: 夜班, en: night},
    starts: '20:00', ends: '08:00+1', counted: 12 h, night: yes, source: M-01}
report_duties:
  daily:
    label: {zh: 日报, en: daily}
    roles: [clerk]
    owed_by: post
    to: [boss]
    every: day
    due: {days: 1, kind: calendar_days, at: '10:00', free_day: keep}
    source: M-02
  monthly:
    label: {zh: 月报, en: monthly}
    roles: [clerk]
    owed_by: each
    to: [boss]
    external: [client]
    every: month
    due: {days: 5, kind: calendar_days, free_day: keep}
    source: M-02
  of_shift:
    label: {zh: 值班日志, en: log of a shift}
    roles: [boss]
    owed_by: each
    to: [clerk]
    every: shift
    due: {after: 0 min}
    source: M-02
  notices: {label: {zh: 通报, en: notices}, roles: [clerk], owed_by: post, to: [boss],
    every: as_it_comes, source: M-02}
indicators:
  in_time:
    label: {zh: 及时率, en: in time}
    over: owed_report
    ratio: {of: on_time, over: yes}
    better: higher
    by: [employee, report, day]
    source: M-02
  owed:
    label: {zh: 应交数, en: owed}
    over: owed_report
    count: yes
    better: neither
    by: [employee, report, day]
    source: M-02
figures:
  share: {for: employees, label: {zh: 及时, en: share}, unit: ratio, is: in_time, source: M-02}
"""
_DAY = dt.timedelta(days=1)
#: The days of October on which a daily is due: those after a day on which somebody works.
DUE = [
    day
    for day in (dt.date(2026, 10, 1) + each * _DAY for each in range(31))
    if (day - _DAY).weekday() < 5
]


@pytest.fixture(scope="module")
def owing(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder = tmp_path_factory.mktemp("owing")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    return Center.open(folder)


def settled(
    center: Center,
    rows: list[dict[str, str]] | None,
    roster: list[dict[str, str]] | None = None,
    **hired: str,
) -> Settlement:
    people = [
        an_employee_row("B", role="boss"),
        an_employee_row("C1", role="clerk"),
        an_employee_row("C2", role="clerk", hired_on=hired.get("c2", "2020-01-01")),
    ]
    month = center.month("2026-10", employees=people)
    sources: list[Any] = [] if rows is None else [source("report_submissions", rows)]
    if roster is not None:
        sources.append(source("roster", roster))
    settlement: Settlement = month.settle(month.measure(*sources))
    return settlement


def handed_in(report: str, period: str, who: str, at: str, to: str = "") -> dict[str, str]:
    return {"report": report, "period": period, "employee_id": who, "at": at, "to": to}


def test_what_is_due_in_the_month_is_owed_in_it_whichever_days_it_is_about(owing: Center) -> None:
    settlement = settled(owing, [])

    # dailies of workdays, from that of September 30; the monthly of September, to the boss and to
    # the client
    assert settlement.value("C1", "owed") == len(DUE) + 2 == 25
    assert settlement.value("C1", "in_time") == 0
    assert settlement.value("B", "owed") == 0
    assert settlement.value("B", "in_time") is Missing.ZERO_BASE


def test_a_post_that_owes_one_report_owes_it_together_and_each_his_own(owing: Center) -> None:
    rows = [
        handed_in("daily", "2026-09-30", "C2", "2026-10-01 10:00"),
        handed_in("daily", "2026-10-01", "C1", "2026-10-02 10:01"),
        handed_in("monthly", "2026-09", "C1", "2026-10-05"),
        handed_in("monthly", "2026-09", "C1", "2026-10-06", to="client"),
        handed_in("notices", "x", "C1", "2026-10-06"),
    ]
    settlement = settled(owing, rows)

    assert settlement.value("C1", "in_time") == Decimal("0.08")
    assert settlement.value("C2", "in_time") == Decimal("0.04")


def test_who_holds_the_post_on_the_last_of_the_days_owes_it(owing: Center) -> None:
    settlement = settled(owing, [], c2="2026-10-30")

    assert settlement.value("C2", "owed") == 1  # that of the 30th, due on the 31st


def test_a_report_of_a_shift_is_of_the_day_of_the_shift(owing: Center) -> None:
    roster = [
        {"employee_id": "B", "work_date": "2026-10-31", "kind": "final", "shift": "N"},
        {"employee_id": "C1", "work_date": "2026-10-31", "kind": "final", "shift": "N"},
    ]
    late = [handed_in("of_shift", "2026-10-31/N", "B", "2026-11-01 08:01")]
    sharp = [handed_in("of_shift", "2026-10-31/N", "B", "2026-11-01 08:00")]

    assert settled(owing, late, roster).value("B", "in_time") == 0
    assert settled(owing, sharp, roster).value("B", "in_time") == 1
    assert settled(owing, sharp, roster).value("B", "owed") == 1


def test_what_nobody_can_tell_leaves_the_share_unknown(owing: Center) -> None:
    rows = [handed_in("daily", "2026-09-30", "C1", "2026-10-01")]

    assert settled(owing, rows).value("C1", "in_time") is Missing.NOT_MEASURED
    assert settled(owing, None).value("C1", "share") is Missing.NO_RECORDS


def test_the_records_behind_the_share_are_what_was_owed(owing: Center) -> None:
    people = [an_employee_row("B", role="boss"), an_employee_row("C1", role="clerk")]
    month = owing.month("2026-10", employees=people)
    records = month.records(
        source("report_submissions", [handed_in("daily", "2026-10-01", "C1", "2026-10-02 09:00")])
    )

    rows = month.evidence("C1", "in_time", records)

    assert "daily/2026-10-01/C1" in list(rows.columns["source_ref"])
    assert "monthly/2026-09/C1/client" in list(rows.columns["source_ref"])


def _share(value: object) -> Fraction:
    assert isinstance(value, (Decimal, Fraction, int))
    return Fraction(value)


@tried(20)
@given(days=st.sets(st.sampled_from(DUE)), late=st.sets(st.sampled_from(DUE)))
def test_every_report_owed_is_counted_once_and_in_time_or_not(
    owing: Center, days: set[dt.date], late: set[dt.date]
) -> None:
    rows = [
        handed_in("daily", f"{day - _DAY}", "C1", f"{day} {'10:01' if day in late else '09:59'}")
        for day in sorted(days)
    ]
    settlement = settled(owing, rows)

    assert settlement.value("C1", "owed") == len(DUE) + 2
    assert _share(settlement.value("C1", "in_time")) == Fraction(len(days - late), len(DUE) + 2)
    assert settlement.value("C2", "in_time") == settlement.value("C1", "in_time")
