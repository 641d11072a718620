"""Learning in a sample month: briefings, activities, documents, the knowledge base, coaching.

Nothing here is drawn: it follows from the people and the days, so that the rest of a month is
the same with it and without.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, Final

from ccops.testing.sample_days import written
from ccops.testing.sample_quality import SampleEvent, SampleExam
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_days import SampleDays
    from ccops.testing.sample_people import Person

_DAY: Final = dt.timedelta(days=1)
#: Business topics, each a module of the knowledge base, by how often they come.
_TOPICS: Final = ("billing", "roaming", "billing", "faults", "orders", "billing", "roaming")
_MODULES: Final = tuple(dict.fromkeys(_TOPICS))
_SEARCH_EVERY: Final = 40
_ITEMS: Final = 4
_FRIDAY: Final = 4
_STUDENTS: Final = 6
#: Days before the first of the period on which documents were reviewed.
_REVIEWED: Final = {"P-COMPLAINT": 400, "P-HANDOVER": 200, "P-REFUND": 340}
_SERVES: Final = {
    "P-COMPLAINT": ("投诉处理流程", "zero_complaint, satisfaction"),
    "P-HANDOVER": ("交接班流程", "telecom_15s"),
    "P-REFUND": ("退费流程", ""),
}


def learning_tables(
    people: Sequence[Person], visits: Sequence[Visit], days: SampleDays
) -> tuple[SampleTable, ...]:
    """Return the files about learning."""
    answered = [each for each in visits if each.agent is not None]
    agents = [each for each in people if each.is_agent]
    return (
        *_registers(people, days),
        *_knowledge_base(agents, answered, days),
        _topics(answered),
        _coaching(agents, days),
        _study(agents, days),
        _plans(agents, days),
    )


def make_briefings(people: Iterable[Person], days: SampleDays) -> tuple[SampleEvent, ...]:
    """Return who was briefed on the rules on which day; one in nineteen was forgotten."""
    return tuple(
        SampleEvent(person=person, day=day, minute=540, kind="briefing", topic="rules")
        for number, person in enumerate(people)
        for day in [_briefed(number, person, days)]
        if day <= days.performance.last
    )


def _briefed(number: int, person: Person, days: SampleDays) -> dt.date:
    before = 70 if number % 19 == 0 else 1 + number % 24
    return max(days.day(-before), person.hired_on)


def make_study_exams(people: Iterable[Person], days: SampleDays) -> tuple[SampleExam, ...]:
    """Return the weekly tests of those who study in pairs; one week somebody misses."""
    return tuple(
        SampleExam(
            exam_id=f"STUDY-{day}",
            person=person,
            day=day,
            score=100 - 7 * ((number + week) % 4),
            kind="study",
        )
        for number, person in enumerate(_studying(people, days))
        for week, day in enumerate(day for day in days.every if day.weekday() == _FRIDAY)
        if week != number
    )


def _studying(people: Iterable[Person], days: SampleDays) -> list[Person]:
    agents = (each for each in people if each.is_agent and each.is_employed(days.day(-30)))
    steady = (each for each in agents if each.is_employed(days.performance.last))
    return list(islice(steady, _STUDENTS))


def _registers(people: Sequence[Person], days: SampleDays) -> Iterator[SampleTable]:
    teams = sorted({each.team for each in people})
    yield SampleTable(
        name="team_activities",
        columns=("activity_id", "team", "at", "kind", "participants"),
        rows=tuple(
            (f"TA{team}", team, str(days.day(-20 * number - 1)), "outing", "12")
            for number, team in enumerate(teams)
        ),
    )
    begun = str(days.day(-900))
    yield SampleTable(
        name="documents",
        columns=("document_id", "kind", "title", "owner", "serves", "from"),
        rows=tuple(
            (document, "process", title, people[0].employee_id, serves, begun)
            for document, (title, serves) in _SERVES.items()
        ),
    )
    yield SampleTable(
        name="document_reviews",
        columns=("document_id", "at", "outcome"),
        rows=tuple(
            (document, str(days.day(-before)), "simplified")
            for document, before in _REVIEWED.items()
        ),
    )


def _knowledge_base(
    agents: Sequence[Person], answered: Sequence[Visit], days: SampleDays
) -> Iterator[SampleTable]:
    begun = str(days.day(-700))
    yield SampleTable(
        name="kb_items",
        columns=("item_id", "module", "title", "from"),
        rows=tuple(
            (f"{module}-{number}", module, f"{module} {number}", begun)
            for module in _MODULES
            for number in range(1, _ITEMS + 1)
        ),
    )
    yield SampleTable(
        name="kb_accounts",
        columns=("account", "employee_id", "user", "right", "from", "until"),
        rows=tuple(
            (
                f"kb-{each.employee_id}",
                each.employee_id,
                "internal",
                "edit" if number % 30 == 0 else "browse",
                str(max(each.hired_on, days.day(-700))),
                "" if each.ended_on is None else str(each.ended_on),
            )
            for number, each in enumerate(agents)
        ),
    )
    searched = list(enumerate(answered[::_SEARCH_EVERY]))
    yield SampleTable(
        name="kb_searches",
        columns=("search_id", "account", "at", "term", "contact_id", "results", "used"),
        rows=tuple(_search(number, visit) for number, visit in searched),
    )
    yield SampleTable(
        name="kb_visits",
        columns=("item_id", "account", "at", "search_id", "effective"),
        rows=tuple(_visit(number, visit) for number, visit in searched if number % 7),
    )


def _search(number: int, visit: Visit) -> tuple[str, ...]:
    found = number % 7
    return (
        f"S{number:05}",
        _account(visit),
        written(visit.connected),
        _topic(number * _SEARCH_EVERY),
        visit.caller.call_id,
        str(found),
        "yes" if found > 1 else "no",
    )


def _visit(number: int, visit: Visit) -> tuple[str, ...]:
    item = f"{_topic(number * _SEARCH_EVERY)}-{number % _ITEMS + 1}"
    effective = ("yes", "", "no", "yes", "yes")[number % 5]
    return item, _account(visit), written(visit.connected), f"S{number:05}", effective


def _account(visit: Visit) -> str:
    return f"kb-{visit.agent.employee_id if visit.agent is not None else ''}"


def _topic(number: int) -> str:
    return _TOPICS[number % len(_TOPICS)]


def _topics(answered: Sequence[Visit]) -> SampleTable:
    """Return the topics registered: of every third call."""
    rows = (
        (visit.caller.call_id, written(visit.connected), _topic(number))
        for number, visit in enumerate(answered)
        if number % 3 == 0 and visit.number == 1
    )
    return SampleTable(name="topics", columns=("contact_id", "at", "topic"), rows=tuple(rows))


def _coaching(agents: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return sessions: the slowest listen to the quickest, one is still to be held."""
    steady = [each for each in agents if each.is_employed(days.day(0)) and each.alias]
    slow = sorted(steady, key=lambda each: (-each.skill.talk_seconds, each.employee_id))
    quick = slow[::-1]
    planned = days.performance.last + 3 * _DAY
    rows = tuple(
        (
            f"T{number:03}",
            slow[number].employee_id,
            quick[number].employee_id,
            str(planned if number == 0 else days.day(14 + number % 3)),
            "side_by_side",
            "planned" if number == 0 else "held",
            ("idle", "before_shift", "after_shift")[number % 3],
        )
        for number in range(min(6, len(slow) // 2))
    )
    columns = ("session_id", "employee_id", "coach", "at", "kind", "state", "timing")
    return SampleTable(name="coaching", columns=columns, rows=rows)


def _study(agents: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return the modules of three pairs, two modules a person, at different paces."""
    steady = _studying(agents, days)
    begun = days.day(-30)
    rows = [
        (
            f"PAIR{number // 2 + 1}",
            person.employee_id,
            module,
            str(begun + part * 14 * _DAY),
            str(begun + (part + 1) * 14 * _DAY),
            str(begun + (13 + number) * _DAY) if part == 0 else "",
        )
        for number, person in enumerate(steady)
        for part, module in enumerate(_MODULES[number % 2 :: 2])
    ]
    columns = ("pair", "employee_id", "module", "from", "planned_until", "finished_on")
    return SampleTable(name="study", columns=columns, rows=tuple(rows))


def _plans(agents: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return the personal plans of two agents in three."""
    rows = (
        (each.employee_id, _topic(number), str(max(each.hired_on, days.day(-200))))
        for number, each in enumerate(agents)
        if number % 3 and each.hired_on <= days.performance.last
    )
    return SampleTable(
        name="development_plans", columns=("employee_id", "field", "from"), rows=tuple(rows)
    )
