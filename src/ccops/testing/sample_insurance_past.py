"""What the sample insurance hotline knows of the months before: scores, complaints, leave."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ccops.testing.sample_levels import promotion_rows
from ccops.testing.sample_people import Person, Story
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.testing.sample_days import SampleDays

_MONTHS: Final = 5
_BANDS: Final = ((95, 10), (90, 8), (85, 6))
#: From which score on a month counts for the next level, and for the one somebody has.
_FROM: Final = {"intermediate_from": 80, "senior_from": 85, "expert_from": 90}
_KEPT_FROM: Final = 75
_KEPT_MONTHS: Final = 2
#: What a month counts for everybody: once in so many staff numbers, by what it is counted.
_COUNTED: Final = {"complaints_found_valid": 23, "fatal_evaluations": 61, "violations": 37}
#: What a month was not to go beyond, and of how many staff numbers one did.
_BEYOND: Final = {"leaves_taken > leaves_allowed": 29, "late_or_early > lateness_allowed": 19}


def insurance_opening(people: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return the file ``opening``: what five months came to for everybody who was there."""
    labels = tuple(labels_before(days, _MONTHS))
    agents = [each for each in people if each.is_agent and each.story is not Story.MATERNITY]
    rows = tuple(
        row
        for person in agents
        for number, label in enumerate(labels)
        if f"{person.hired_on:%Y-%m}" < label
        for row in _month(person, number, label)
    )
    months = tuple(("employee", *row) for row in rows)
    columns = ("subject_kind", "subject_id", "name", "period", "amount", "unit")
    promoted = tuple(promotion_rows(people, days))
    return SampleTable(name="opening", columns=columns, rows=(*months, *promoted))


def labels_before(days: SampleDays, months: int) -> Iterator[str]:
    """Yield so many periods before that of the month, the latest first."""
    year, month = days.performance.first.year, days.performance.first.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        yield f"{year}-{month:02}"


def _month(person: Person, number: int, label: str) -> Iterator[Cells]:
    """Yield what a month of somebody came to; who makes few slips has the better scores."""
    who, seed = person.employee_id, int(person.employee_id) + 7 * number
    score = _score(person, number)
    points = next((given for least, given in _BANDS if score >= least), 0)
    yield who, "appraisal_points", label, str(points), "points"
    for name, one_in in _COUNTED.items():
        yield who, name, label, "1" if seed % one_in == 0 else "0", "count"
    for name, one_in in _BEYOND.items():
        yield who, name, label, "yes" if seed % one_in == 0 else "no", "flag"
    if number < _KEPT_MONTHS:
        yield who, "monthly_score < kept_from", label, _flag(score < _KEPT_FROM), "flag"
    for name, least in _FROM.items() if number == 0 else ():
        months = _running(person, least)
        yield who, f"streak(monthly_score >= {name})", label, str(months), "count"


def _running(person: Person, least: int) -> int:
    """Return in how many months running the score was at least so much."""
    reached = (_score(person, number) >= least for number in range(_MONTHS))
    return len(list(takewhile(bool, reached)))


def _score(person: Person, number: int) -> int:
    """Return the score of so many months ago."""
    seed = int(person.employee_id) + 7 * number
    return max(70, min(98, 97 - person.skill.slips // 12 + seed % 5 - 2))


def _flag(is_so: bool) -> str:  # noqa: FBT001 - what is written of it
    return "yes" if is_so else "no"
