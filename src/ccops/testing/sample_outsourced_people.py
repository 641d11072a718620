"""The people of the sample outsourced center, their projects and shifts.

Three teams of twelve to fourteen take turns on two early and two late shifts and two days off: two
answer for a bank, one for travellers. Telesales and management work office hours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import is_legal_workday
from ccops.testing.sample_people import Person, Post, Story, people_of
from ccops.testing.sample_roster import Duty

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Iterable, Iterator

    from ccops.testing.sample_days import SampleDays

#: The letters of the roster.
SHIFTS: Final = ("E", "L", "O")
_ROUND: Final = ("E", "E", "L", "L", "", "")
_OFFICE: Final = "O"
#: The teams on the round, and the project each answers for.
PROJECTS: Final = {"A": "bank", "B": "bank", "C": "travel"}
_TURNS: Final = {"A": 0, "B": 2, "C": 4}
_MANAGEMENT: Final = "M"
_TELESALES: Final = "T"
_AGENTS: Final = 13
_SELLERS: Final = 7
_STORIES: Final = {
    "A": (Story.PROBATION,),
    "B": (Story.ENDED, Story.ABSENT_THREE, Story.MATERNITY),
    "C": (Story.RESIGNED, Story.IN_NOTICE),
}
_OFFICES: Final = (
    ("center_manager", 1),
    ("deputy_director", 1),
    ("director_assistant", 1),
    ("operations_manager", 1),
    ("seat_supervisor", 1),
    ("maintenance_supervisor", 1),
    ("hr_trainer", 1),
    ("qa_trainer", 2),
)
_PAY: Final = {
    "center_manager": 9_600,
    "deputy_director": 8_400,
    "director_assistant": 6_000,
    "operations_manager": 7_600,
    "seat_supervisor": 5_600,
    "maintenance_supervisor": 5_200,
    "hr_trainer": 5_200,
    "qa_trainer": 5_000,
    "team_lead": 4_800,
    "telesales_lead": 4_800,
}
#: The maintenance supervisor has left; from then on the post is vacant.
_LEFT: Final = "maintenance_supervisor"
_LEFT_ON: Final = 25
ON_THE_PHONE: Final = frozenset({"agent", "seat_supervisor"})
#: How many seconds of each half of a shift the seat supervisor is on the phone.
SHARES: Final = MappingProxyType({"seat_supervisor": 7_200})
#: The seats the sample center has at the least.
LEAST_SEATS: Final = 12


def make_outsourced_people(
    chance: random.Random, days: SampleDays, seats: int
) -> tuple[Person, ...]:
    """Return everybody by staff number. Raises ``ValueError`` for fewer than 12 seats."""
    if seats < LEAST_SEATS:
        raise ValueError(f"a sample center has at least {LEAST_SEATS} seats, not {seats}")
    people = people_of(
        chance, days, tuple(_posts()), basic_pay=_basic_pay, on_the_phone=ON_THE_PHONE
    )
    return tuple(_gone(each, days) if each.role == _LEFT else each for each in people)


def _gone(person: Person, days: SampleDays) -> Person:
    return attrs.evolve(person, ended_on=days.day(_LEFT_ON), end_reason="resignation")


def _posts() -> Iterator[Post]:
    for role, count in _OFFICES:
        for _ in range(count):
            yield role, _MANAGEMENT, Story.USUAL
    for team in PROJECTS:
        yield "team_lead", team, Story.USUAL
    yield "telesales_lead", _TELESALES, Story.USUAL
    for team, stories in _STORIES.items():
        for story in (*stories, *(Story.USUAL,) * (_AGENTS - len(stories))):
            yield "agent", team, story
    yield "agent", "B", Story.JOINER
    for _ in range(_SELLERS):
        yield "telesales_agent", _TELESALES, Story.USUAL


def _basic_pay(chance: random.Random, role: str) -> int:
    return _PAY.get(role, 3_000 + 40 * chance.randrange(20))


def make_outsourced_roster(people: Iterable[Person], days: SampleDays) -> tuple[Duty, ...]:
    """Return every shift of everybody, by person and day."""
    return tuple(
        Duty(person=person, day=day, shift=shift, team=person.team)
        for person in people
        for day in days.every
        if person.is_employed(day) and (shift := _shift(person, day))
    )


def _shift(person: Person, day: dt.date) -> str:
    if person.story is Story.MATERNITY:
        return ""
    if person.team in _TURNS:
        return _ROUND[(day.toordinal() + _TURNS[person.team]) % len(_ROUND)]
    return _OFFICE if is_legal_workday(day) else ""
