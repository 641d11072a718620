"""The month before a sample month: the same people, before what happens to them in it.

Who begins in the month is not there yet; who leaves, moves or rises in it is as everybody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_draws import Chance
from ccops.testing.sample_people import Person, Story
from ccops.values.periods import shifted_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.testing.sample_days import SampleDays

#: What is no story of one month.
_LASTING: Final = frozenset({Story.USUAL, Story.PROBATION, Story.MATERNITY, Story.PART_TIME})


@attrs.frozen(kw_only=True)
class Telling:
    """Which month of a center is told: that of its stories, or the one before it.

    With ``goes_on`` the month follows another one, whose closing it starts from: nothing is
    handed in of the time before.
    """

    seed: int
    period: str
    is_before: bool = False
    goes_on: bool = False

    @property
    def stories(self) -> str:
        """The period in which the stories of the people happen."""
        return shifted_label(self.period, 1) if self.is_before else self.period

    def of_people(self) -> Chance:
        """Return what draws the people: the same in every month."""
        return Chance(self.seed)

    def of_month(self, people: Chance) -> Chance:
        """Return what draws the month; that of the stories is drawn after its people."""
        return Chance(f"{self.seed} {self.period}") if self.is_before else people

    def people(self, people: tuple[Person, ...], days: SampleDays) -> tuple[Person, ...]:
        """Return who is there, as he is in the month."""
        return people_before(people, days) if self.is_before else people


def people_before(people: Iterable[Person], days: SampleDays) -> tuple[Person, ...]:
    """Return the people of a month as they were in the one before, whose days are given."""
    last = days.performance.last
    return tuple(_before(each, days) for each in people if each.hired_on <= last)


def _before(person: Person, days: SampleDays) -> Person:
    last = days.performance.last
    is_gone_later = person.ended_on is not None and person.ended_on > last
    is_told = person.notice_from is not None and person.notice_from <= last
    return attrs.evolve(
        person,
        story=person.story if person.story in _LASTING else Story.USUAL,
        ended_on=None if is_gone_later else person.ended_on,
        end_reason="" if is_gone_later else person.end_reason,
        notice_from=person.notice_from if is_told else None,
        calls_until=None,
    )
