"""A month of a 7x24 telecom center, made from a seed: everything such a center hands in.

The month is invented, and the same for the same seed on every machine. It holds what happens to
people in a month (joiners, leavers, leave, lateness, a move, a promotion) and what real files
have wrong in them (lines there twice, broken ones, calls still open at the end).
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

import attrs

from ccops.testing.sample_answers import Visit, make_visits
from ccops.testing.sample_attendance import Leave, make_leave, make_presences
from ccops.testing.sample_callers import CALLS_PER_SEAT, make_callers
from ccops.testing.sample_days import SampleDays, days_of
from ccops.testing.sample_draws import apart
from ccops.testing.sample_learning import (
    learning_tables,
    make_briefings,
    make_study_exams,
)
from ccops.testing.sample_log import ADAPTER, SampleLog, make_log
from ccops.testing.sample_people import Person, make_people
from ccops.testing.sample_phones import make_stretches, taking_turns
from ccops.testing.sample_quality import (
    CALL_FORM,
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

#: The pack the sample center works by.
PACK: Final = "telecom-7x24"
#: What the sample center decides for each month; the manual has 22 or 21.
STANDARD_DAYS: Final = "21"
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
) -> SampleMonth:
    """Return the month of a seed: about 135 agents and 15,000 calls with 40 seats.

    It begins with the attendance period and ends with the calendar month. Raises ``ValueError``
    for fewer than 12 seats and for a period that is no ``YYYY-MM``.
    """
    chance = random.Random(seed)
    people = make_people(apart(chance), days_of(period), seats)
    size = Size(seats=seats, calls_per_seat=calls_per_seat)
    return month_of_people(chance, people, seed=seed, period=period, size=size, has_opening=True)


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
    stretches = taking_turns(make_stretches(presences), size.calls)
    visits = make_visits(own[2], make_callers(own[2], days, size.calls), stretches)
    tables = (
        *_people_tables(people, leave, days),
        roster_table(roster, people, days),
        punches_table(presences, people),
        leave_table(leave, people),
        evaluations_table(make_evaluations(own[3], visits, people, days), CALL_FORM),
        exams_table((*make_exams(own[3], people, days), *make_study_exams(people, days))),
        activity_table(make_work(own[3], presences)),
        events_table((*make_events(own[3], people, days), *make_briefings(people, days)), people),
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
        queue_log=make_log(own[4], visits, stretches, days),
        decisions=(("standard_days", STANDARD_DAYS), ("award_themes", THEMES)),
    )


def _people_tables(
    people: tuple[Person, ...], leave: tuple[Leave, ...], days: SampleDays
) -> tuple[SampleTable, ...]:
    """Return what personnel hands in, and the calendar."""
    return (
        employees_table(people),
        assignments_table(people, days),
        facts_table(people, leave, days),
        agents_table(people),
        calendar_table(days),
    )
