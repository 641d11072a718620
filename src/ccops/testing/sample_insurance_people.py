"""The people of the sample insurance hotline, who works when, and who is on the phone how long.

Two groups of twenty, as the chart has them; in each, four quarters take turns on two early and two
late shifts, then a third of them on two nights and two days off, the others on days off and one
more early shift: most calls come in the morning, few at night. All other posts are held once and
work office hours. Leads and information coordinators take a share of the calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.testing.sample_days import is_legal_workday
from ccops.testing.sample_people import (
    Person,
    Post,
    Story,
    people_of,
)
from ccops.testing.sample_roster import Duty

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Iterable, Iterator

    from ccops.testing.sample_days import SampleDays

#: The letters of the roster.
SHIFTS: Final = ("E", "L", "N", "O")
_ROUND: Final = ("E", "E", "L", "L", "N", "N", "", "")
#: The rounds of those whose turn the nights are not: days off after the late shifts, then early.
_WITHOUT_NIGHTS: Final = (
    ("E", "E", "L", "L", "", "", "E", ""),
    ("E", "E", "L", "L", "", "", "", "E"),
)
#: Of so many in a quarter one has the nights, another one each round.
_NIGHTS_EVERY: Final = 3
_TURN: Final = 2
_QUARTERS: Final = 4
_OFFICE: Final = "O"
#: Who takes calls, and those of them who take a share alone, with the seconds of it in each half
#: of a shift.
ON_THE_PHONE: Final = frozenset({"agent", "team_lead", "info_coordinator"})
SHARES: Final = {"team_lead": 1_300, "info_coordinator": 1_300}
#: A group has fewer than that where not enough people are there for what happens in a month.
LEAST_SEATS: Final = 12
_STORIES: Final = {
    "A": (Story.PROBATION, Story.RESIGNED, Story.IN_NOTICE),
    "B": (Story.ENDED, Story.ABSENT_THREE, Story.MATERNITY),
}
_OFFICE_TEAM: Final = "O"
_OFFICES: Final = (
    ("center_manager", 1),
    ("center_director", 1),
    ("shift_supervisor", 1),
    ("qa_trainer", 1),
    ("info_coordinator", 1),
)
_PAY: Final = {
    "center_manager": 9_600,
    "center_director": 8_000,
    "shift_supervisor": 5_600,
    "qa_trainer": 5_200,
    "info_coordinator": 4_800,
    "team_lead": 4_800,
}


def make_insurance_people(
    chance: random.Random, days: SampleDays, seats: int
) -> tuple[Person, ...]:
    """Return everybody by staff number. Raises ``ValueError`` for fewer than 12 seats."""
    if seats < LEAST_SEATS:
        raise ValueError(f"a sample center has at least {LEAST_SEATS} seats, not {seats}")
    posts = tuple(_posts(seats))
    return people_of(chance, days, posts, basic_pay=_basic_pay, on_the_phone=ON_THE_PHONE)


def _posts(seats: int) -> Iterator[Post]:
    """Yield the posts; of twenty in a group one is hired when another has left."""
    for role, count in _OFFICES:
        for _ in range(count):
            yield role, _OFFICE_TEAM, Story.USUAL
    for team in _STORIES:
        yield "team_lead", team, Story.USUAL
    for team, stories in _STORIES.items():
        for story in (*stories, *(Story.USUAL,) * (seats - len(stories))):
            yield "agent", team, story
    yield "agent", "B", Story.JOINER


def _basic_pay(chance: random.Random, role: str) -> int:
    return _PAY.get(role, 3_000 + 40 * chance.randrange(20))


def make_insurance_roster(people: Iterable[Person], days: SampleDays) -> tuple[Duty, ...]:
    """Return every shift of everybody, by person and day."""
    return tuple(
        Duty(person=person, day=day, shift=shift, team=person.team)
        for person in people
        for day in days.every
        if person.is_employed(day) and (shift := _shift(person, day))
        and not (shift == "N" and day == person.ended_on)
    )  # fmt: skip


def _shift(person: Person, day: dt.date) -> str:
    if person.story is Story.MATERNITY:
        return ""
    if not person.is_agent:
        return _OFFICE if is_legal_workday(day) else ""
    place = day.toordinal() + _TURN * (person.turn % _QUARTERS)
    number = person.turn // _QUARTERS + place // len(_ROUND)
    turn = number % _NIGHTS_EVERY
    own = _WITHOUT_NIGHTS[turn - 1] if turn else _ROUND
    return own[place % len(_ROUND)]
