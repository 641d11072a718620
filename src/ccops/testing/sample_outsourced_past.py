"""What the sample outsourced center knows of the months before: appraisals and violations."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ccops.testing.sample_insurance_past import labels_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.testing.sample_days import SampleDays
    from ccops.testing.sample_people import Person

_MONTHS: Final = 5
_KEPT_MONTHS: Final = 2
_KEPT_FROM: Final = 75
_FROM: Final = {"skilled_from": 80, "senior_from": 85}
_VIOLATED: Final = "violations_light + violations_serious + violations_grave"
#: Of so many staff numbers one had a violation in a month.
_VIOLATED_EVERY: Final = 37


def months_before(agents: Iterable[Person], days: SampleDays) -> Iterator[tuple[str, ...]]:
    """Yield the rows of ``opening`` about the months of everybody who was there."""
    labels = tuple(labels_before(days, _MONTHS))
    for person in agents:
        for number, label in enumerate(labels):
            if f"{person.hired_on:%Y-%m}" < label:
                for name, amount, unit in _month(person, number):
                    yield "employee", person.employee_id, name, label, amount, unit


def _month(person: Person, number: int) -> Iterator[tuple[str, str, str]]:
    seed = int(person.employee_id) + 7 * number
    yield _VIOLATED, "1" if seed % _VIOLATED_EVERY == 0 else "0", "count"
    if number < _KEPT_MONTHS:
        failed = "yes" if _points(person, number) < _KEPT_FROM else "no"
        yield "service_points < kept_from", failed, "flag"
    for name, least in _FROM.items() if number == 0 else ():
        reached = (_points(person, each) >= least for each in range(_MONTHS))
        months = len(list(takewhile(bool, reached)))
        yield f"streak(service_points >= {name})", str(months), "count"


def _points(person: Person, number: int) -> int:
    """Return the appraisal of so many months ago; who makes few slips has the better ones."""
    seed = int(person.employee_id) + 7 * number
    return max(68, min(97, 96 - person.skill.slips // 11 + seed % 5 - 2))
