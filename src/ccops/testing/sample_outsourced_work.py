"""What the people of the sample outsourced center did: monitoring, coaching, meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_casework import casework_tables
from ccops.testing.sample_days import second_at, written
from ccops.testing.sample_draws import bell, happens, one_of, some_of
from ccops.testing.sample_people import Person, Story
from ccops.testing.sample_quality import SampleEvaluation, SampleEvent
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_days import SampleDays
    from ccops.testing.sample_sales import SampleDial

#: Of ten calls that are heard so many are of each (S4-16); QA hears the others in turn.
_HEARD: Final = (
    "seat_supervisor", "seat_supervisor", "seat_supervisor",
    "director_assistant", "director_assistant", "director_assistant",
    "deputy_director",
)  # fmt: skip
_TEN: Final = 10
_SALES_FORM: Final = "sales_form"
_SALES_ITEMS: Final = ("tone", "listening", "needs", "product", "objections")
_SALES_HEARD: Final = 8
#: The plans for an emergency: id, kind, title, and the risk each serves (S3-24).
PLANS: Final = (
    ("EP-SYSTEM", "emergency_plan", "系统故障应急预案", "system_risk"),
    ("EP-OPERATION", "emergency_plan", "话务突增应急预案", "operation_risk"),
    ("EP-MARKET", "emergency_plan", "客户终止合作预案", "market_risk"),
    ("EP-LEGAL", "emergency_plan", "个人信息泄露预案", "legal_risk"),
)
#: Kind, topic, level and note of events, and one in how many agents has one.
_EVENTS: Final = {
    ("praise", "服务态度", "", "用户表扬态度"): 11,
    ("praise", "业务熟练", "", "用户表扬业务熟练"): 18,
    ("violation", "break_not_approved", "light", "未经批准离席"): 14,
    ("violation", "impolite_language", "serious", "用语不礼貌"): 40,
}
_LEADS: Final = ("team_lead", "telesales_lead")
_COURSES: Final = ("communication_funnel", "management_styles")
_SATURDAY: Final = 6
_SEGMENTS: Final = ("个人客户", "企业客户", "老年客户")


def shared_evaluations(
    evaluations: Iterable[SampleEvaluation], people: Sequence[Person]
) -> list[SampleEvaluation]:
    """Return the evaluations by whom each is heard: managers hear their shares, QA the others."""
    first = {each.role: each.employee_id for each in reversed(people)}
    trainers = [each.employee_id for each in people if each.role == "qa_trainer"]
    found: list[SampleEvaluation] = []
    for number, each in enumerate(evaluations):
        place = number % _TEN
        who = first[_HEARD[place]] if place < len(_HEARD) else trainers[number % len(trainers)]
        found.append(each if each.replaces else attrs.evolve(each, evaluator=who))
    return found


def with_sales_form(
    chance: random.Random,
    table: SampleTable,
    people: Sequence[Person],
    dials: Iterable[SampleDial],
    days: SampleDays,
) -> SampleTable:
    """Return the file ``evaluations`` with what was heard of telesales, item by item."""
    talked: dict[str, list[SampleDial]] = {}
    for dial in dials:
        if dial.result == "connected":
            talked.setdefault(dial.person.employee_id, []).append(dial)
    scorer = next(each.employee_id for each in people if each.role == "qa_trainer")
    columns = (*table.columns, "value")
    rows: list[Cells] = [(*row, "") for row in table.rows]
    number = 0
    for who, own in talked.items():
        for dial in some_of(chance, own, _SALES_HEARD):
            number += 1
            at = f"{days.day(5 + number % 24).isoformat()} 16:{number % 60:02}"
            for item in _SALES_ITEMS:
                given = {
                    "evaluation_id": f"QS{number:04}",
                    "employee_id": who,
                    "contact_id": dial.dial_id,
                    "form": _SALES_FORM,
                    "item": item,
                    "evaluator": scorer,
                    "at": at,
                    "source": "internal",
                    "channel": "phone",
                    "status": "valid",
                    "value": str(bell(chance, 78, 100)),
                }
                rows.append(tuple(given.get(each, "") for each in columns))
    return SampleTable(name=table.name, columns=columns, rows=tuple(rows))


def with_online_tests(
    exams: SampleTable, people: Iterable[Person], days: SampleDays
) -> SampleTable:
    """Return the file ``exams`` with the online test of the month of everybody who talks."""
    rows = tuple(
        (f"ONLINE-{days.performance.first:%Y-%m}", each.employee_id, days.day(14).isoformat(),
         str(72 + int(each.employee_id) % 27), "100", "online", "")
        for each in people
        if each.role in ("agent", "telesales_agent")
        and each.is_employed(days.day(14))
        and each.story is not Story.MATERNITY
    )  # fmt: skip
    return SampleTable(name=exams.name, columns=exams.columns, rows=(*exams.rows, *rows))


def with_segments(ratings: SampleTable) -> SampleTable:
    """Return the ratings with what kind of customer gave each."""
    rows = tuple(
        (*row, _SEGMENTS[number % len(_SEGMENTS)]) for number, row in enumerate(ratings.rows)
    )
    return SampleTable(name=ratings.name, columns=(*ratings.columns, "segment"), rows=rows)


def outsourced_events(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> tuple[SampleEvent, ...]:
    """Return praise and violations, all of them of conducts that the pack knows."""
    agents = [each for each in people if each.is_agent and each.story is not Story.MATERNITY]
    found = [
        SampleEvent(
            person=person,
            day=one_of(chance, [day for day in days.every if person.is_employed(day)]),
            minute=chance.randrange(540, 1_020),
            kind=kind,
            topic=topic,
            level=level,
            written="yes" if kind == "praise" and happens(chance, 450) else "",
            valid="yes",
            note=note,
        )
        for (kind, topic, level, note), one_in in _EVENTS.items()
        for person in some_of(chance, agents, max(1, len(agents) // one_in))
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.minute, each.person.employee_id)))


def outsourced_casework(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> Iterator[SampleTable]:
    """Yield the shift log, trainings with the courses of leads, coaching, meetings, the rota."""
    for table in casework_tables(chance, people, days):
        yield _with_courses(table, people, days) if table.name == "trainings" else table
    yield _coaching(people, days)
    yield _meetings(people, days)
    yield _rota(people, days)


def _with_courses(
    trainings: SampleTable, people: Iterable[Person], days: SampleDays
) -> SampleTable:
    leads = [each for each in people if each.role in (*_LEADS, "qa_trainer")]
    rows = tuple(
        (
            f"T-{course}", each.employee_id, course, "on_job", days.day(5).isoformat(),
            days.day(6).isoformat(), "passed", "8",
        )
        for each in leads
        for course in (_COURSES if each.role in _LEADS else _COURSES[:1])
    )  # fmt: skip
    return SampleTable(
        name=trainings.name, columns=trainings.columns, rows=(*trainings.rows, *rows)
    )


def _coaching(people: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return the review of the month of everybody by his lead, and who is coached beside it."""
    leads = {each.team: each.employee_id for each in people if each.role in _LEADS}
    supervisor = next(each.employee_id for each in people if each.role == "seat_supervisor")
    reviewed = [
        each
        for each in people
        if each.role in ("agent", "telesales_agent")
        and each.story is not Story.MATERNITY
        and each.is_employed(days.day(22))
    ]
    rows = [
        (f"PR{number:03}", each.employee_id, leads[each.team],
         days.day(16 + number % 7).isoformat(), "review", "held")
        for number, each in enumerate(reviewed)
    ]  # fmt: skip
    rows += [
        (f"SB{number:03}", each.employee_id, supervisor, days.day(8 + number).isoformat(),
         "side_by_side", "held")
        for number, each in enumerate(reviewed[::13])
    ]  # fmt: skip
    rows += [
        (f"NC{number:03}", each.employee_id, leads[each.team],
         days.day(10 + number).isoformat(), "newcomer", "held")
        for number, each in enumerate(_newest(reviewed))
    ]  # fmt: skip
    columns = ("session_id", "employee_id", "coach", "at", "kind", "state")
    return SampleTable(name="coaching", columns=columns, rows=tuple(rows))


def _newest(people: Iterable[Person]) -> list[Person]:
    """Return the agent of each team who came last."""
    found: dict[str, Person] = {}
    for each in sorted(people, key=lambda person: person.hired_on):
        if each.is_agent:
            found[each.team] = each
    return list(found.values())


def _meetings(people: Iterable[Person], days: SampleDays) -> SampleTable:
    """Return the daily meeting of every team, held by its lead; management meets without one."""
    holders = {each.team: each for each in people if each.role in (*_LEADS, "operations_manager")}
    rows = [
        (
            f"DM{team}{day:%d}",
            holder.employee_id,
            written(second_at(day, 525)),
            "daily",
            team,
            "12",
            str(12 - day.day % 3),
            written(second_at(day, 560)),
        )
        for team, holder in sorted(holders.items())
        for day in days.every
    ]
    columns = (
        "meeting_id", "employee_id", "at", "kind", "team", "invited", "present", "minutes_at",
    )  # fmt: skip
    return SampleTable(name="meetings", columns=columns, rows=tuple(rows))


def _rota(people: Iterable[Person], days: SampleDays) -> SampleTable:
    """Return whose Saturday it was, each with its log."""
    telesales = [each for each in people if each.role in ("telesales_agent", "telesales_lead")]
    saturdays = [day for day in days.every if day.isoweekday() == _SATURDAY]
    rows = tuple(
        ("saturday_duty", day.isoformat(), telesales[number % len(telesales)].employee_id,
         "yes")
        for number, day in enumerate(saturdays)
    )  # fmt: skip
    return SampleTable(name="rotas", columns=("rota", "date", "employee_id", "logged"), rows=rows)
