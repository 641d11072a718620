"""Timeliness: the day results are due, and what is said of those that are published or not."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.organization import Delay, DueRule, Punctuality, Timeliness, due_day
from ccops.values import DayKind
from ccops.worktime import WorkCalendar
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Callable

END: Final = dt.date(2026, 9, 25)  # a Friday, the last day of an attendance period
#: The National Day of 2026 with its bridge days, as a center would hand it in.
HOLIDAY: Final = WorkCalendar(
    kinds={
        **{dt.date(2026, 10, day): "statutory" for day in (1, 2, 3)},
        **{dt.date(2026, 10, day): "bridge_off" for day in (4, 5, 6, 7)},
        dt.date(2026, 10, 10): "bridge_work",
    }
)
WEEK: Final = WorkCalendar()
DAYS: Final = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))


def at(day: str) -> dt.date:
    return dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("days", "kind", "calendar", "due"),
    [
        (0, "calendar_days", WEEK, "2026-09-25"),
        (0, "workdays", WEEK, "2026-09-25"),
        (1, "calendar_days", WEEK, "2026-09-26"),
        (1, "workdays", WEEK, "2026-09-28"),
        (5, "workdays", WEEK, "2026-10-02"),
        (5, "workdays", HOLIDAY, "2026-10-09"),
        (6, "workdays", HOLIDAY, "2026-10-10"),
        (5, "calendar_days", HOLIDAY, "2026-09-30"),
    ],
)
def test_days_are_counted_from_the_day_after_the_period(
    days: int, kind: str, calendar: WorkCalendar, due: str
) -> None:
    rule = DueRule(days=days, kind=DayKind(kind))

    assert due_day(rule, END, calendar.is_workday) == at(due)


@given(last=DAYS, days=st.integers(0, 60))
def test_the_due_day_is_a_workday_with_so_many_behind_the_period(last: dt.date, days: int) -> None:
    due = due_day(DueRule(days=days, kind=DayKind.WORKDAYS), last, HOLIDAY.is_workday)

    between = (last + dt.timedelta(days=each + 1) for each in range((due - last).days))
    assert sum(map(HOLIDAY.is_workday, between)) == days
    assert due == last or HOLIDAY.is_workday(due)


def test_a_day_that_is_decided_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="decided"):
        due_day(DueRule(decided=Text("publish_by")), END, WEEK.is_workday)


def standing(on: str, published: str = "", promised: str = "") -> Timeliness:
    return Timeliness(
        publication="board",
        period="2026-09",
        due=at("2026-10-09"),
        on=at(on),
        published_on=at(published) if published else None,
        delay=Delay(because="system upgrade", promised_for=at(promised)) if promised else None,
    )


@pytest.mark.parametrize(
    ("asked", "state", "days", "codes"),
    [
        (standing("2026-10-09"), "not_due", 0, []),
        (standing("2026-10-10"), "late", 1, ["publication-late"]),
        (standing("2026-10-20", "2026-10-09"), "on_time", 0, []),
        (standing("2026-10-20", "2026-10-12"), "late", 3, ["publication-late"]),
        (standing("2026-10-01", "2026-10-08"), "not_due", 0, []),
        (standing("2026-10-01", "2026-10-12"), "late", 3, ["publication-late"]),
        (standing("2026-10-12", "", "2026-10-12"), "late", 3, ["publication-promised"]),
        (standing("2026-10-13", "", "2026-10-12"), "late", 4, ["publication-promise-broken"]),
        (standing("2026-10-20", "2026-10-12", "2026-10-12"), "late", 3, ["publication-promised"]),
        (standing("2026-10-20", "2026-10-09", "2026-10-12"), "on_time", 0, []),
    ],
)
def test_what_is_late_is_explained_and_promised(
    asked: Timeliness, state: str, days: int, codes: list[str]
) -> None:
    assert (asked.state, asked.days_late) == (Punctuality(state), days)
    assert [each.code for each in asked.findings] == codes


def test_a_late_publication_says_what_is_to_be_done_in_both_languages() -> None:
    (late,) = standing("2026-10-12").findings
    (broken,) = standing("2026-10-14", "", "2026-10-12").findings

    assert late.text("en") == "board of 2026-09 was due on 2026-10-09; days late: 3"
    assert late.hint("en") == "explain the delay to staff and promise a date (S2-14)"
    assert late.text("zh_CN") == "2026-09 的 board 应于 2026-10-09 前公布，迟 3 天"
    assert "说明延迟原因" in late.hint("zh_CN")
    assert broken.args["broken"] == "2"
    assert broken.args["because"] == "system upgrade"


@pytest.mark.parametrize("because", ["", "  "])
def test_a_delay_needs_words(because: str) -> None:
    with pytest.raises(ValueError, match="in words"):
        Delay(because=because, promised_for=END)


@given(due=DAYS, on=DAYS, published=st.none() | DAYS)
def test_it_stands_in_exactly_one_way(
    due: dt.date, on: dt.date, published: dt.date | None
) -> None:
    one = Timeliness(publication="b", period="2026-09", due=due, on=on, published_on=published)

    judged = published or on
    expected: dict[Punctuality, Callable[[], bool]] = {
        Punctuality.LATE: lambda: judged > due,
        Punctuality.ON_TIME: lambda: published is not None and published <= min(on, due),
        Punctuality.NOT_DUE: lambda: judged <= due and not (published and published <= on),
    }
    assert [state for state, holds in expected.items() if holds()] == [one.state]
    assert (one.days_late > 0) is bool(one.findings) is (one.state is Punctuality.LATE)


def test_it_is_plain_data() -> None:
    late = standing("2026-10-14", "", "2026-10-20")

    assert pickled(late) == late
    assert json.loads(json.dumps(late.to_dict())) == {
        "schema": "ccops.timeliness/1",
        "publication": "board",
        "period": "2026-09",
        "due": "2026-10-09",
        "on": "2026-10-14",
        "published_on": None,
        "state": "late",
        "days_late": 5,
        "because": "system upgrade",
        "promised_for": "2026-10-20",
        "findings": ["publication-promised"],
    }
