"""Ratings of a sample month: which answered calls were sent to the rating, and what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import written
from ccops.testing.sample_draws import Weights, happens
from ccops.testing.sample_people import Person
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from ccops.testing.sample_answers import Visit

#: How many calls in a thousand a usual agent sends to the rating, and how many are rated then.
_SENT: Final = 868
_RATED: Final = 610
_MOST_SLIPS: Final = 250
#: The grades from 5 down, and how often each is given: 10,000 in all.
_GRADES: Final = (5, 4, 3, 2, 1)
_WEIGHTS: Final = Weights(8_900, 990, 60, 20, 30)


@attrs.frozen(kw_only=True)
class SampleRating:
    """An answered call: whether it was sent to the rating, and the grade of five, if any."""

    person: Person
    call_id: str
    ended: int
    invited: bool
    score: int | None = None


def make_ratings(chance: random.Random, visits: Iterable[Visit]) -> tuple[SampleRating, ...]:
    """Return the answered calls as customers were asked about them, in the order of time."""
    found = [_rating(chance, visit, visit.agent) for visit in visits if visit.agent is not None]
    return tuple(sorted(found, key=lambda each: (each.ended, each.call_id)))


def ratings_table(ratings: Iterable[SampleRating]) -> SampleTable:
    """Return the file ``ratings``: a row for each answered call."""
    rows = tuple(
        (
            each.call_id,
            each.person.employee_id,
            written(each.ended),
            "yes" if each.invited else "no",
            "" if each.score is None else str(each.score),
        )
        for each in ratings
    )
    columns = ("contact_id", "employee_id", "at", "invited", "score")
    return SampleTable(name="ratings", columns=columns, rows=rows)


def _rating(chance: random.Random, visit: Visit, agent: Person) -> SampleRating:
    """Return what was asked after a call; careful agents send more of them to the rating."""
    invited = happens(chance, _SENT + (_MOST_SLIPS // 2 - agent.skill.slips) // 5)
    rated = happens(chance, _RATED)
    grade = _GRADES[_WEIGHTS.drawn(chance)]
    return SampleRating(
        person=agent,
        call_id=visit.caller.call_id,
        ended=visit.connected + visit.talk,
        invited=invited,
        score=grade if invited and rated else None,
    )
