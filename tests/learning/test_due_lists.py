"""Due lists: what is due when, for whom, and what can be relied on (S2-11, S2-15, S2-18)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.errors import DataError
from ccops.learning import (
    DueState,
    DueTerms,
    Interval,
    due_entry,
    parse_interval,
)
from ccops.messages import LOCALES
from ccops.rules.months import months_between
from ccops.settlement import source
from ccops.testing.builders import an_employee_row
from ccops.values import months_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
TWO_MONTHS = DueTerms(every=Interval(months=2), first=Interval())
OCTOBER_31 = dt.date(2026, 10, 31)
ACTIVITY = {"activity_id": "1", "team": "A", "at": "2026-10-01", "kind": "trip"}
DOCUMENT = {"document_id": "P", "kind": "process", "title": "x", "from": "2026-10-01"}
ACCOUNT = {"account": "a", "user": "internal", "right": "edit", "from": "2026-10-01"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 months", Interval(months=2)),
        ("1 week", Interval(days=7)),
        ("90 days", Interval(days=90)),
        ("1 year", Interval(months=12)),
        ("0 days", Interval()),
        ("two months", None),
        ("2 h", None),
        ("-1 months", None),
        ("", None),
    ],
)
def test_an_interval_is_read_as_it_is_written(text: str, expected: Interval | None) -> None:
    assert expected == parse_interval(text)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-10-15", 0, "2026-10-15"),
    ],
)
def test_a_month_too_short_ends_on_its_last_day(day: str, months: int, expected: str) -> None:
    found = months_after(dt.date.fromisoformat(day), months)

    assert dt.date.fromisoformat(expected) == found


@given(DAYS, st.integers(0, 120))
def test_so_many_months_after_a_day_lie_so_many_months(day: dt.date, months: int) -> None:
    assert months_between(day, months_after(day, months)) == months


@given(DAYS, DAYS, st.lists(DAYS, max_size=5), DAYS)
def test_nothing_is_due_before_the_list_is_kept(
    since: dt.date, on: dt.date, done: list[dt.date], start: dt.date
) -> None:
    found = due_entry("E1", since=since, done=done, terms=TWO_MONTHS, on=on, start=start)
    before = due_entry("E1", since=since, done=done, terms=TWO_MONTHS, on=on)

    assert found.since >= start
    assert found.due >= min(start, found.since)
    assert found.overdue_by <= max((on - start).days, 0)
    assert start > since or found == before


@pytest.mark.parametrize(
    ("done", "due"),
    [
        ((), "2026-10-01"),  # whoever was there before joins the list as it begins
        (("2026-09-15",), "2026-11-15"),  # what was done before counts
        (("2020-01-01",), "2026-10-01"),
        (("2026-10-05",), "2026-12-05"),
    ],
)
def test_a_list_that_begins_knows_what_was_done_and_owes_nothing_of_years_before(
    done: Sequence[str], due: str
) -> None:
    found = due_entry(
        "E1",
        since=dt.date(2019, 6, 21),
        done=map(dt.date.fromisoformat, done),
        terms=TWO_MONTHS,
        on=OCTOBER_31,
        start=dt.date(2026, 10, 1),
    )

    assert (found.since, found.due) == (dt.date(2026, 10, 1), dt.date.fromisoformat(due))


@given(DAYS, DAYS, st.lists(DAYS, max_size=5), DAYS)
def test_nobody_is_less_overdue_for_waiting(
    since: dt.date, on: dt.date, done: list[dt.date], later: dt.date
) -> None:
    on, later = sorted((on, later))
    before = due_entry("A", since=since, done=done, terms=TWO_MONTHS, on=on)
    after = due_entry("A", since=since, done=done, terms=TWO_MONTHS, on=later)

    nothing_new = not any(on < day <= later for day in done)
    assert not nothing_new or after.overdue_by >= before.overdue_by


@given(DAYS, DAYS, st.lists(DAYS, max_size=5), DAYS)
def test_having_it_once_more_never_brings_the_day_forward(
    since: dt.date, on: dt.date, done: list[dt.date], once_more: dt.date
) -> None:
    before = due_entry("A", since=since, done=done, terms=TWO_MONTHS, on=on)
    after = due_entry("A", since=since, done=[*done, once_more], terms=TWO_MONTHS, on=on)

    assert after.due >= before.due


@given(DAYS, DAYS, st.lists(DAYS, max_size=5))
def test_overdue_means_past_the_day(since: dt.date, on: dt.date, done: list[dt.date]) -> None:
    found = due_entry("A", since=since, done=done, terms=TWO_MONTHS, on=on)

    assert (found.state is DueState.OVERDUE) == (found.overdue_by > 0) == (found.due < on)


def test_who_comes_back_is_due_on_coming_back() -> None:
    found = due_entry(
        "A",
        since=dt.date(2026, 10, 20),
        done=[dt.date(2025, 1, 5)],
        terms=TWO_MONTHS,
        on=OCTOBER_31,
    )

    assert (found.due, found.overdue_by) == (dt.date(2026, 10, 20), 11)


# -- in the pack ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def telecom() -> Center:
    return Center.open("telecom-7x24")


def briefings(telecom: Center, people: Sequence[Mapping[str, object]]) -> dict[str, DueState]:
    month = telecom.month("2026-10", employees=people, decisions={"award_themes": []})
    found = month.learning(on=OCTOBER_31).due_lists[0]
    return {each.subject: each.state for each in found.entries}


def test_a_rehired_person_is_listed_with_the_span_that_holds(telecom: Center) -> None:
    first = an_employee_row("A", hired_on="2020-01-01", ended_on="2024-01-01")
    again = an_employee_row("A", hired_on="2026-10-31")

    assert briefings(telecom, [first, again]) == {"A": DueState.DUE}


def test_who_has_left_and_does_not_come_back_is_on_no_list(telecom: Center) -> None:
    gone = an_employee_row("A", hired_on="2020-01-01", ended_on="2026-10-30")

    assert briefings(telecom, [gone]) == {}


def test_a_center_without_anybody_has_empty_lists(telecom: Center) -> None:
    month = telecom.month("2026-10", employees=[], decisions={"award_themes": []})

    assert all(not each.entries for each in month.learning().due_lists)


@pytest.mark.parametrize(
    ("kind", "rows", "code"),
    [
        ("team_activities", [ACTIVITY] * 2, "activity-twice"),
        ("documents", [DOCUMENT] * 2, "document-twice"),
        ("documents", [{**DOCUMENT, "until": "2026-09-30"}], "document-backwards"),
        ("document_reviews", [{"document_id": "P", "at": "2026-10-01", "outcome": "fine"}],
         "value-malformed"),
        ("kb_items", [{"item_id": "K", "module": "m", "title": "x", "from": "2026-10-01"}] * 2,
         "kb-item-twice"),
        ("kb_accounts", [ACCOUNT] * 2, "kb-account-twice"),
        ("kb_searches", [{"search_id": "1", "account": "a", "at": "2026-10-01", "results": "1",
                          "used": "yes"}] * 2, "kb-search-twice"),
        ("kb_searches", [{"search_id": "1", "account": "a", "at": "2026-10-01", "results": "1"}],
         "value-absent"),
        ("topics", [{"contact_id": "1", "at": "2026-10-01", "topic": "x"}] * 2, "topic-twice"),
        ("coaching", [{"session_id": "1", "employee_id": "A", "coach": "A", "at": "2026-10-01",
                       "kind": "side_by_side", "state": "held"}], "session-alone"),
        ("coaching", [{"session_id": "1", "employee_id": "A", "coach": "Z", "at": "2026-10-01",
                       "kind": "side_by_side", "state": "held"}], "roster-stranger"),
        ("coaching", [{"session_id": "1", "employee_id": "A", "coach": "B", "at": "2026-10-01",
                       "kind": "side_by_side", "state": "held"}] * 2, "session-twice"),
        ("study", [{"pair": "1", "employee_id": "A", "module": "m", "from": "2026-02-14"}] * 2,
         "study-twice"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_in_every_language(
    telecom: Center, kind: str, rows: list[dict[str, object]], code: str
) -> None:
    people = [an_employee_row("A"), an_employee_row("B")]
    month = telecom.month("2026-10", employees=people, decisions={"award_themes": []})

    with pytest.raises(DataError) as caught:
        month.learning(source(kind, rows))

    found = caught.value.diagnostics
    assert code in {each.code for each in found}
    assert all("{" not in each.text(locale) for each in found for locale in LOCALES)
