"""A month of a 7x24 telecom center, made from a seed: everything such a center hands in.

The month is invented, and the same for the same seed on every machine. It holds what happens to
people in a month (joiners, leavers, leave, lateness, a move, a promotion) and what real files
have wrong in them (lines there twice, broken ones, calls still open at the end).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_answers import Visit, make_visits
from ccops.testing.sample_attendance import Leave, make_leave, make_presences
from ccops.testing.sample_before import Telling
from ccops.testing.sample_callers import CALLS_PER_SEAT, EVENINGS, make_callers
from ccops.testing.sample_days import SampleDays, days_of
from ccops.testing.sample_desk import action_table, with_calibration
from ccops.testing.sample_draws import apart
from ccops.testing.sample_learning import (
    learning_tables,
    make_briefings,
    make_study_exams,
)
from ccops.testing.sample_levels import with_levels
from ccops.testing.sample_log import ADAPTER, SampleLog, make_log
from ccops.testing.sample_people import Person, budget_of, make_people
from ccops.testing.sample_phones import make_sittings, on_the_phone, taking_turns
from ccops.testing.sample_quality import (
    CALL_FORM,
    SampleEvaluation,
    make_evaluations,
    make_events,
    make_exams,
    make_work,
)
from ccops.testing.sample_ratings import make_ratings, ratings_table
from ccops.testing.sample_roster import make_roster
from ccops.testing.sample_tables import (
    SampleTable,
    activity_table,
    agents_table,
    assignments_table,
    calendar_table,
    employees_table,
    evaluations_table,
    events_table,
    exams_table,
    facts_table,
    leave_table,
    opening_table,
    punches_table,
    roster_table,
    swaps_table,
)

if TYPE_CHECKING:
    import random

    from ccops.testing.sample_attendance import Presence

#: The pack the sample center works by.
PACK: Final = "telecom-7x24"
#: The standard days the sample center decides for a month, or its legal workdays, if they are
#: fewer; the manual has 22 or 21.
STANDARD_DAYS: Final = 21
#: What the sample center budgets for pay, in percent of the basic pay of all.
_BUDGET: Final = 125
#: The theme of the month of the sample center.
THEMES: Final = ({"id": "accuracy_theme", "winners": "3", "amount": "CNY 200"},)
_PARTS: Final = 6


@attrs.frozen(kw_only=True)
class SampleMonth:
    """One month of the sample center: tables by file, and the log of its telephones.

    ``adapter`` is what reads the log, ``shifts`` are the letters of the roster, ``decisions``
    what management decided for the period: names and values as ``period.yaml`` has them.
    """

    seed: int
    period: str
    seats: int
    days: SampleDays
    people: tuple[Person, ...]
    tables: tuple[SampleTable, ...]
    visits: tuple[Visit, ...]
    queue_log: SampleLog
    adapter: str = ADAPTER
    pack: str = PACK
    shifts: tuple[str, ...] = ("R", "C", "W")
    decisions: tuple[tuple[str, str | tuple[Mapping[str, str], ...]], ...] = ()

    def table(self, name: str) -> SampleTable:
        """Return the table of an input file. Raises ``KeyError`` for one there is not."""
        return {each.name: each for each in self.tables}[name]


@attrs.frozen(kw_only=True)
class Size:
    """How large a sample center is: its seats, and how many calls a seat has on a weekday."""

    seats: int
    calls_per_seat: int = CALLS_PER_SEAT

    @property
    def calls(self) -> int:
        """The calls of a usual weekday."""
        return self.seats * self.calls_per_seat


def make_month(
    seed: int,
    *,
    period: str = "2026-10",
    seats: int = 40,
    calls_per_seat: int = CALLS_PER_SEAT,
    telling: Telling | None = None,
) -> SampleMonth:
    """Return the month of a seed: about 135 agents and 16,000 calls with 40 seats.

    With ``telling`` it is the one before, or one that goes on from it.

    It begins with the attendance period and ends with the calendar month. Raises ``ValueError``
    for fewer than 8 seats and for a period that is no ``YYYY-MM``.
    """
    told = telling or Telling(seed=seed, period=period)
    drawn = told.of_people()
    people = make_people(apart(drawn), days_of(told.stories), seats)
    return month_of_people(
        told.of_month(drawn),
        told.people(people, days_of(period)),
        seed=seed,
        period=period,
        size=Size(seats=seats, calls_per_seat=calls_per_seat),
        has_opening=not told.goes_on,
    )


def month_of_people(
    chance: random.Random,
    people: tuple[Person, ...],
    *,
    seed: int,
    period: str,
    size: Size,
    has_opening: bool,
) -> SampleMonth:
    """Return a month of given people; with an opening, what is known of the months before it."""
    days = days_of(period)
    own = tuple(apart(chance) for _ in range(_PARTS))
    roster = make_roster(people, days)
    leave = make_leave(own[0], roster, people, days)
    presences = make_presences(own[1], roster, leave, days)
    callers = make_callers(own[2], days, size.calls, curve=EVENINGS)
    sittings = taking_turns(make_sittings(presences), callers)
    visits = make_visits(own[2], callers, on_the_phone(sittings))
    tables = (
        *_people_tables(people, leave, days),
        roster_table(roster, people, days),
        punches_table(presences, people),
        leave_table(leave, people),
        *_heard(make_evaluations(own[3], visits, people, days), people, days),
        *_happened(own[3], presences, people, days),
        ratings_table(make_ratings(own[5], visits)),
        *(swaps_table(people, days), *learning_tables(people, visits, days)),
        *([opening_table(people, days)] if has_opening else []),
    )
    return SampleMonth(
        seed=seed,
        period=period,
        seats=size.seats,
        days=days,
        people=people,
        tables=tables,
        visits=visits,
        queue_log=make_log(own[4], visits, sittings, days),
        decisions=_decided(people, days),
    )


def _happened(
    chance: random.Random,
    presences: Sequence[Presence],
    people: tuple[Person, ...],
    days: SampleDays,
) -> tuple[SampleTable, ...]:
    """Return what was examined, what was worked beside calls, and what else happened."""
    exams = (*make_exams(chance, people, days), *make_study_exams(people, days))
    work = activity_table(make_work(chance, presences))
    events = (*make_events(chance, people, days), *make_briefings(people, days))
    return exams_table(exams), work, events_table(events, people)


def _heard(
    evaluations: Sequence[SampleEvaluation], people: tuple[Person, ...], days: SampleDays
) -> tuple[SampleTable, ...]:
    """Return the evaluations with a calibration of all who score, and what is done about them."""
    trainers = [each.employee_id for each in people if each.role == "qa_trainer"]
    table = evaluations_table(evaluations, CALL_FORM)
    calibrated = with_calibration(table, evaluations, trainers, days)
    return calibrated, action_table(people, evaluations, days)


def _decided(
    people: tuple[Person, ...], days: SampleDays
) -> tuple[tuple[str, str | tuple[Mapping[str, str], ...]], ...]:
    return (
        ("standard_days", standard_days(days)),
        ("award_themes", THEMES),
        ("pay_budget", budget_of(people, _BUDGET)),
    )


def standard_days(days: SampleDays) -> str:
    """Return the standard days the sample center decides for a month.

    >>> standard_days(days_of("2026-10")), standard_days(days_of("2026-09"))
    ('18', '21')
    """
    return str(min(STANDARD_DAYS, len(days.workdays)))


def _people_tables(
    people: tuple[Person, ...], leave: tuple[Leave, ...], days: SampleDays
) -> tuple[SampleTable, ...]:
    """Return what personnel hands in, and the calendar."""
    return (
        with_levels(employees_table(people), people, days),
        assignments_table(people, days),
        facts_table(people, leave, days),
        agents_table(people),
        calendar_table(days),
    )
