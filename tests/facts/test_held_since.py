"""Since which day somebody has what he has: read off dated changes, and against a given day."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError
from ccops.facts import (
    AssignedKind,
    AssignedRule,
    Assignment,
    AssignmentKind,
    Employee,
    FactRule,
    declare,
    held_since,
)
from ccops.messages import LOCALES
from ccops.testing.builders import an_assignment, an_employee
from ccops.testing.plans import a_month, a_plan
from ccops.values import Unit

LEVEL = AssignmentKind.LEVEL
LAST = dt.date(2026, 10, 31)
SINCE, _ = declare(
    FactRule(
        name="level_since",
        unit=Unit.DATE,
        optional=True,
        assigned=AssignedRule(of=AssignedKind.LEVEL, since=True),
    ),
    currency="CNY",
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def a_level(value: str, first: str, last: str = "") -> Assignment:
    until = day(last) if last else None
    return attrs.evolve(an_assignment("E1", LEVEL, value, first=day(first)), last=until)


def a_person(hired: str = "2024-01-01", *, level: str = "junior") -> Employee:
    return attrs.evolve(an_employee("E1"), hired_on=day(hired), level=level)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], None),
        ([a_level("junior", "2024-03-01")], "2024-03-01"),
        ([a_level("junior", "2024-03-01"), a_level("senior", "2026-05-11")], "2026-05-11"),
        ([a_level("senior", "2026-05-11"), a_level("senior", "2026-07-01")], "2026-05-11"),
        ([a_level("junior", "2023-01-01")], "2024-01-01"),
        ([a_level("senior", "2025-01-01", "2025-12-31")], None),
        ([a_level("senior", "2025-01-01", "2025-12-31"), a_level("senior", "2026-02-01")],
         "2026-02-01"),
        ([a_level("senior", "2026-11-01")], None),
    ],
    ids=["undated", "one", "risen", "said-twice", "before-hiring", "over", "apart", "later"],
)  # fmt: skip
def test_the_first_day_of_the_run_counts(changes: list[Assignment], expected: str | None) -> None:
    found = held_since(a_person(), changes, LEVEL, LAST)

    assert found == (None if expected is None else day(expected))


def test_a_rehire_begins_it_anew() -> None:
    ended = (attrs.evolve(a_person("2023-01-01"), ended_on=day("2024-12-31")),)
    rehired = attrs.evolve(a_person("2025-03-01"), earlier=ended)

    assert held_since(rehired, [a_level("junior", "2024-01-01")], LEVEL, LAST) == day("2025-03-01")


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 1000), st.sampled_from(["junior", "senior"])), max_size=6
    )
)
def test_every_day_since_has_the_level_and_the_day_before_has_not(
    steps: list[tuple[int, str]],
) -> None:
    first = day("2024-01-01")
    dated = {first + dt.timedelta(days=number): level for number, level in steps}
    changes = [a_level(level, each.isoformat()) for each, level in dated.items()]

    found = held_since(a_person(), changes, LEVEL, LAST)

    begun = {each: level for each, level in sorted(dated.items()) if each <= LAST}
    if found is None:
        assert not begun
        return
    levels = [(each, level) for each, level in begun.items() if each <= found]
    now = list(begun.values())[-1]
    assert levels[-1] == (found, now)
    assert all(level == now for each, level in begun.items() if each >= found)
    assert len(levels) == 1 or levels[-2][1] != now


def test_the_day_is_taken_from_the_assignments() -> None:
    month = a_month(a_plan(facts=(SINCE,)), [a_person()])
    month = attrs.evolve(month, assignments=(a_level("junior", "2024-03-01"),))

    assert month.facts({}).value("E1", "level_since") == day("2024-03-01")
    same = month.facts({"E1": {"level_since": day("2024-03-01")}})
    assert same.value("E1", "level_since") == day("2024-03-01")


def test_a_day_handed_in_against_the_assignments_is_refused() -> None:
    month = a_month(a_plan(facts=(SINCE,)), [a_person()])
    month = attrs.evolve(month, assignments=(a_level("junior", "2024-03-01"),))

    with pytest.raises(DataError) as caught:
        month.facts({"E1": {"level_since": day("2024-04-01")}})

    (finding,) = caught.value.diagnostics
    assert finding.code == "fact-against-assignments"
    for locale in LOCALES:
        assert "2024-03-01" in finding.text(locale)
        assert "2024-04-01" in finding.text(locale)


def test_where_no_assignment_says_it_the_day_handed_in_holds() -> None:
    month = a_month(a_plan(facts=(SINCE,)), [a_person()])

    found = month.facts({"E1": {"level_since": day("2024-04-01")}})

    assert found.value("E1", "level_since") == day("2024-04-01")
