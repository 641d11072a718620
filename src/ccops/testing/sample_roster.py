"""The roster of a sample month: R and W round the clock by four teams, C by day (S1-26, S1-35)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import SampleDays, is_legal_workday, second_at
from ccops.testing.sample_people import DAY_TEAM, ROUND_TEAMS, TURN_OF, Person, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Minutes after midnight at which each shift starts and ends: those of the telecom center (S1-26),
#: and those of the insurance hotline, whose shifts overlap by half an hour.
SHIFT_MINUTES: Final = {
    "R": (510, 1_230), "C": (570, 1_080), "W": (1_230, 1_950),
    "E": (465, 975), "L": (945, 1_455), "N": (1_425, 1_935), "O": (540, 1_050),
}  # fmt: skip
_ROUND: Final = ("R", "W", "", "")
_WEEK: Final = 7


@attrs.frozen(kw_only=True)
class Duty:
    """One shift of one person on the day it starts; the team is the one of that day."""

    person: Person
    day: dt.date
    shift: str
    team: str

    @property
    def starts(self) -> int:
        """The second of UTC at which it starts."""
        return second_at(self.day, SHIFT_MINUTES[self.shift][0])

    @property
    def ends(self) -> int:
        """The second of UTC at which it ends."""
        return second_at(self.day, SHIFT_MINUTES[self.shift][1])


def make_roster(people: Iterable[Person], days: SampleDays) -> tuple[Duty, ...]:
    """Return every shift of everybody, by person and day."""
    return tuple(duty for person in people for duty in _duties(person, days))


def team_on(person: Person, day: dt.date, days: SampleDays) -> str:
    """Return somebody's team on a day."""
    is_moved = person.story is Story.TEAM_MOVE and day >= days.day(TURN_OF[Story.TEAM_MOVE])
    return "C" if is_moved else person.team


def _duties(person: Person, days: SampleDays) -> Iterator[Duty]:
    """Yield the shifts of one person. Nobody works the day after a night, whatever the round."""
    before = ""
    for day in days.every:
        team = team_on(person, day, days)
        shift = _shift(person, team, day) if person.is_employed(day) and before != "W" else ""
        if shift == "W" and day == person.ended_on:
            shift = ""  # a night would end after the last day
        if shift:
            yield Duty(person=person, day=day, shift=shift, team=team)
        before = shift


def _shift(person: Person, team: str, day: dt.date) -> str:
    if person.story is Story.MATERNITY:
        return ""
    if person.role in ("center_manager", "qa_trainer"):
        return "C" if is_legal_workday(day) else ""
    if team != DAY_TEAM:
        return _ROUND[(day.toordinal() + ROUND_TEAMS.index(team)) % len(_ROUND)]
    place = (day.toordinal() + person.turn) % _WEEK
    is_off = place in (0, 1) or (person.story is Story.PART_TIME and place % 2 == 1)
    return "" if is_off else "C"
