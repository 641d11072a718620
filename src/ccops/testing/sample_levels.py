"""The levels of a sample center's agents: which one each has, since when, and who is on trial."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.testing.sample_people import Story
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_days import SampleDays
    from ccops.testing.sample_people import Person

#: The levels from the lowest up, with the least days in each before the next one, and how many
#: more it takes at most.
_STEPS: Final = (("trainee", 90, 1), ("junior", 184, 160), ("intermediate", 366, 240))
_HIGHEST: Final = "senior"
#: Numbers without a common factor spread the days over staff numbers, without any chance.
_SPREAD: Final = 37
#: The levels of which one holder is on trial in the month, each with the one he is promoted to.
_RISES: Final = (("junior", "intermediate"), ("intermediate", "senior"))


def with_levels(employees: SampleTable, people: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return the file ``employees`` with the level that each agent has at the end of the month."""
    last = days.performance.last
    levels = {each.employee_id: _levels(each, last)[-1][0] for each in people if each.is_agent}
    rows = tuple((*row, levels.get(row[0], "")) for row in employees.rows)
    return SampleTable(name=employees.name, columns=(*employees.columns, "level"), rows=rows)


def level_changes(people: Iterable[Person], days: SampleDays) -> SampleTable:
    """Return the file ``assignments``: every level that an agent has had, from its first day."""
    rows = tuple(row for each in people if each.is_agent for row in _rows(each, days))
    return SampleTable(
        name="assignments", columns=("employee_id", "what", "value", "from", "until"), rows=rows
    )


def _rows(person: Person, days: SampleDays) -> Iterator[tuple[str, ...]]:
    stays = _levels(person, days.performance.last)
    ends = [(first - dt.timedelta(days=1)).isoformat() for _, first in stays[1:]]
    for (level, first), until in zip(stays, (*ends, ""), strict=True):
        yield (person.employee_id, "level", level, first.isoformat(), until)


def _levels(person: Person, last: dt.date) -> list[tuple[str, dt.date]]:
    """Return the levels of an agent up to a day, each with its first day."""
    first, found = person.hired_on, list[tuple[str, dt.date]]()
    for level, least, more in _STEPS:
        found.append((level, first))
        first += dt.timedelta(days=least + int(person.employee_id) * _SPREAD % more)
        if first > last:
            return found
    return [*found, (_HIGHEST, first)]


def promoted_before(
    agents: Iterable[tuple[Person, str]], days: SampleDays
) -> Iterator[tuple[str, ...]]:
    """Yield the row of ``opening`` that puts one agent on trial: he was promoted last month.

    ``agents`` come with their levels; it is the usual one who has been there longest.
    """
    usual = sorted(
        ((each.hired_on, each.employee_id, level) for each, level in agents
         if each.story is Story.USUAL)
    )  # fmt: skip
    before = days.performance.first - dt.timedelta(days=1)
    for has, tried in _RISES:
        for _, employee, level in usual:
            if level == has:
                name = f"agent_grade_{tried}_promoted"
                yield ("employee", employee, name, f"{before:%Y-%m}", "yes", "flag")
                return


def promotion_rows(people: Iterable[Person], days: SampleDays) -> Iterator[tuple[str, ...]]:
    """Yield the row of ``opening`` of a center whose agents have dated levels."""
    last = days.performance.last
    agents = [(each, _levels(each, last)[-1][0]) for each in people if each.is_agent]
    yield from promoted_before(agents, days)
