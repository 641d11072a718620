"""Consecutive months of the sample center: the same people, who come and go as time passes.

Each month is drawn by itself, also the days around the cut-off that two months share.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import SampleDays, days_of
from ccops.testing.sample_draws import Chance
from ccops.testing.sample_month import SampleMonth, Size, month_of_people
from ccops.testing.sample_names import invented_names
from ccops.testing.sample_people import PROBATION, Person, Story, make_people, make_skill
from ccops.values.periods import shifted_label

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

#: In which month of maternity leave somebody is back, counted from the first one made.
_BACK_AFTER: Final = 4
#: New staff learn before the first call.
_LEARNING: Final = dt.timedelta(days=3)


def make_months(seed: int, *, first: str, count: int, seats: int = 12) -> Iterator[SampleMonth]:
    """Yield consecutive months of the center of a seed; the first one alone has an opening.

    In the first month happens what ``make_month`` tells of. Then those who left are gone, and
    somebody new sits in the place of each; who was promoted leads. Raises ``ValueError`` for
    fewer than 12 seats and for a first period that is no ``YYYY-MM``.
    """
    days = days_of(first)
    people = make_people(Chance(f"{seed} people"), days, seats)
    for number in range(count):
        label = shifted_label(first, number)
        days = days_of(label)
        chance = Chance(f"{seed} {label}")
        if number:
            people = _a_month_later(chance, people, days, number)
        yield month_of_people(
            chance,
            people,
            seed=seed,
            period=label,
            size=Size(seats=seats),
            has_opening=not number,
        )


def _a_month_later(
    chance: random.Random, people: Sequence[Person], days: SampleDays, number: int
) -> tuple[Person, ...]:
    gone = [each for each in people if _has_left(each, days)]
    stayed = [_a_month_on(each, days, number) for each in people if not _has_left(each, days)]
    names = invented_names(chance, len(gone))
    last = max(int(each.employee_id) for each in people)
    new = (
        _successor(chance, each, name, last + place, days)
        for place, (each, name) in enumerate(zip(gone, names, strict=True), 1)
    )
    return (*stayed, *new)


def _has_left(person: Person, days: SampleDays) -> bool:
    return person.ended_on is not None and person.ended_on < days.attendance.first


def _a_month_on(person: Person, days: SampleDays, number: int) -> Person:
    """Return somebody whose story has become the state of things."""
    match person.story:
        case Story.TEAM_MOVE:
            return attrs.evolve(person, story=Story.USUAL, team="C")
        case Story.PROMOTED:
            return attrs.evolve(person, story=Story.USUAL, role="team_lead", alias="")
        case Story.IN_NOTICE:
            return attrs.evolve(person, story=Story.LEAVING)
        case Story.MATERNITY if number > _BACK_AFTER:
            alias, since = f"PJSIP/{person.employee_id}", days.attendance.first
            return attrs.evolve(person, story=Story.USUAL, alias=alias, calls_from=since)
        case Story.JOINER:
            return attrs.evolve(person, story=Story.PROBATION)
        case Story.ABSENT_THREE | Story.ABSENT_HALF:
            return attrs.evolve(person, story=Story.USUAL)
        case _:
            return person


def _successor(
    chance: random.Random, gone: Person, name: str, number: int, days: SampleDays
) -> Person:
    """Return who sits in the place of somebody who left, from the first day of the period on."""
    hired, employee_id = days.attendance.first, f"{number:06}"
    return Person(
        employee_id=employee_id,
        name=name,
        role=gone.role,
        team=gone.team,
        story=Story.PROBATION,
        line=gone.line,
        hired_on=hired,
        basic_pay=gone.basic_pay,
        skill=make_skill(chance, is_good=False),
        turn=gone.turn,
        alias=f"PJSIP/{employee_id}",
        calls_from=hired + _LEARNING,
        probation_until=hired + PROBATION,
    )
