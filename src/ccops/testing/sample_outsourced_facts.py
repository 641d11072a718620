"""What the sample outsourced center hands in of people and projects: grades, pay, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.testing.sample_days import SampleDays
    from ccops.testing.sample_people import Person

#: Grades of agents, and under how many slips in a hundred calls one has risen.
_LEVELS: Final = ("junior", "intermediate", "senior")
_RISEN: Final = (150, 60)
#: The day of the month, counted from its first, on which those who have risen did so.
_ROSE_ON: Final = -212
#: What those above a lead candidate judge.
_ABILITIES: Final = ("lead_comprehension", "lead_execution", "lead_influence")

#: The invented post pay of a junior agent in a month.
_POST_PAY: Final = "800"
#: What a project is planned to bring, to cost, and how far it is, for 12 seats.
PROJECT_PLANS: Final = {
    "bank": ("41000", "141000", "50%", "50%", "", "18000"),
    "broadband": ("75000", "40000", "35%", "45%", "9", "6000"),
    "travel": ("15500", "65000", "60%", "60%", "", "5000"),
}


def level_of(person: Person) -> str:
    """Return the grade of an agent: who does few things wrong has risen."""
    steps = [limit for limit in _RISEN if person.skill.slips < limit]
    return _LEVELS[len(steps)]


def level_changes(person: Person, days: SampleDays) -> Iterator[tuple[str, str, str, str]]:
    """Yield since when an agent has his level; who has risen was a junior before."""
    level, risen = level_of(person), max(person.hired_on, days.day(_ROSE_ON))
    if level != _LEVELS[0] and risen > person.hired_on:
        yield (person.employee_id, "level", _LEVELS[0], person.hired_on.isoformat())
    since = person.hired_on if level == _LEVELS[0] else risen
    yield (person.employee_id, "level", level, since.isoformat())


def _judged_of(person: Person) -> tuple[str, ...]:
    """Return how a senior agent is judged as a lead to be, and that no post of one is open."""
    if person.role != "agent" or level_of(person) != _LEVELS[-1]:
        return ("",) * (len(_ABILITIES) + 1)
    skill = person.skill
    judged = (95 - skill.slips // 4, 96 - skill.order_errors // 2, 72 + skill.discipline % 20)
    return (*(str(max(each, 60)) for each in judged), "0")


def outsourced_facts(people: Iterable[Person]) -> SampleTable:
    """Return what personnel gives of everybody, and management of the projects."""
    columns = (
        "subject_kind", "subject_id", "basic_pay_due", "post_pay_base", "local_minimum_wage",
        "revenue_planned", "cost_planned", "progress_done", "progress_planned",
        "seats_provided", "other_cost", "targets_chosen", *_ABILITIES, "lead_posts_open",
    )  # fmt: skip
    of_people = [
        (
            "employee",
            each.employee_id,
            str(each.basic_pay),
            _POST_PAY if each.role == "agent" else "",
            "2200",
            *("",) * 7,
            *_judged_of(each),
        )
        for each in people
    ]
    of_projects = [
        ("project", name, *[""] * 3, *plan, "9000" if name == "broadband" else "", *[""] * 4)
        for name, plan in PROJECT_PLANS.items()
    ]
    return SampleTable(name="facts", columns=columns, rows=(*of_people, *of_projects))
