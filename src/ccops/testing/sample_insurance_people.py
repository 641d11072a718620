"""The people of the sample insurance hotline, who works when, and who is on the phone how long.

Four teams take turns on two early, two late and two night shifts and two days off; the team of
the day works office hours. Leads and information coordinators take a share of the calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import is_legal_workday
from ccops.testing.sample_people import (
    DAY_TEAM,
    LEAST_SEATS,
    ROUND_TEAMS,
    Person,
    Post,
    Story,
    people_of,
)
from ccops.testing.sample_roster import Duty
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_answers import Stretch
    from ccops.testing.sample_days import SampleDays

#: The letters of the roster.
SHIFTS: Final = ("E", "L", "N", "O")
_ROUND: Final = ("E", "E", "L", "L", "N", "N", "", "")
_TURN: Final = 2
_OFFICE: Final = "O"
#: Who takes calls, and those of them who take a share alone, with the seconds of it a shift.
ON_THE_PHONE: Final = frozenset({"agent", "team_lead", "info_coordinator"})
_SHARING_SECONDS: Final = {"team_lead": 5_400, "info_coordinator": 5_400}
_STORIES: Final = {
    "A": (Story.PROBATION,),
    "B": (Story.ENDED, Story.ABSENT_THREE),
    "C": (Story.RESIGNED, Story.IN_NOTICE),
    "D": (Story.PROBATION,),
    DAY_TEAM: (),
}
_OFFICES: Final = (
    ("center_manager", 1),
    ("center_director", 1),
    ("shift_supervisor", 3),
    ("qa_trainer", 2),
    ("info_coordinator", 2),
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
    for role, count in _OFFICES:
        for _ in range(count):
            yield role, DAY_TEAM, Story.USUAL
    for team in (*ROUND_TEAMS, DAY_TEAM):
        yield "team_lead", team, Story.USUAL
    for team in (*ROUND_TEAMS, DAY_TEAM):
        stories = _STORIES[team]
        count = seats * 3 // 4 if team != DAY_TEAM else seats // 4
        for story in (*stories, *(Story.USUAL,) * (count - len(stories))):
            yield "agent", team, story
    yield "agent", "B", Story.MATERNITY
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
    if person.team == DAY_TEAM:
        return _OFFICE if is_legal_workday(day) else ""
    place = day.toordinal() + _TURN * ROUND_TEAMS.index(person.team)
    return _ROUND[place % len(_ROUND)]


def shared_out(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the times at which calls are taken; who only takes a share of them stops early.

    He stays signed on to the end of his shift, as everybody does until the relief is there.
    """
    return tuple(map(_shortened, stretches))


def _shortened(stretch: Stretch) -> Stretch:
    seconds = _SHARING_SECONDS.get(stretch.person.role)
    if seconds is None:
        return stretch
    return attrs.evolve(stretch, ends=min(stretch.ends, stretch.begins + seconds))


def with_superiors(changes: SampleTable, people: Sequence[Person]) -> SampleTable:
    """Return the file ``assignments`` with the shift supervisor of each lead on the round.

    The lead of the day has none named: three supervisors are in his team, and the pack says so.
    """
    supervisors = [each for each in people if each.role == "shift_supervisor"]
    leads = [each for each in people if each.role == "team_lead" and each.team != DAY_TEAM]
    rows = tuple(
        (
            each.employee_id,
            "superior",
            supervisors[number * len(supervisors) // len(leads)].employee_id,
            max(each.hired_on, supervisors[-1].hired_on, supervisors[0].hired_on).isoformat(),
            "",
        )
        for number, each in enumerate(leads)
    )
    return SampleTable(name=changes.name, columns=changes.columns, rows=(*changes.rows, *rows))
