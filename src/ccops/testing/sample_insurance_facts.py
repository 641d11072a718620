"""What the sample insurance hotline hands in by hand, and the events of its month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import second_at, written
from ccops.testing.sample_draws import bell, happens, one_of, some_of
from ccops.testing.sample_people import Person, Story
from ccops.testing.sample_quality import SampleEvaluation, SampleEvent, SampleExam, Work
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ccops.testing.sample_attendance import Presence
    from ccops.testing.sample_days import SampleDays

_FEN: Final = 100
#: The invented minimum wage of the sample center's city, in yuan.
_MINIMUM_WAGE: Final = 2_200
#: The invented post pay of a junior agent in a month, in yuan.
_POST_PAY: Final = 800
_CHECKED_EVERY: Final = 5
_CHECKED: Final = 20
_PASS: Final = 60
#: Claims, rescue, enquiries, complaints, return visits; who trains others has been there longer.
_KINDS_OF_BUSINESS: Final = 5
_TRAINS_AFTER: Final = 3
#: One complaint of so many is a serious one.
_SERIOUS_EVERY: Final = 9
_REVIEWED_EVERY: Final = 8
_UPHELD: Final = 2
#: How many of a thousand customers say that their matter is settled.
_SETTLED: Final = 840


def _points(low: int, high: int) -> Callable[[random.Random], str]:
    return lambda chance: str(bell(chance, low, high))


def _count(most: int) -> Callable[[random.Random], str]:
    return lambda chance: str(max(0, bell(chance, -most, most)))


#: What is handed in about whoever holds a post, and how it is drawn: what no record says.
_GIVEN: Final[dict[str, dict[str, Callable[[random.Random], str]]]] = {
    "team_lead": {"attendance_record_faults": _count(2)},
    "shift_supervisor": {"floor_points": _points(80, 98), "incident_points": _points(78, 98)},
    "info_coordinator": {"coordination_points": _points(80, 96)},
}
#: Who is judged by a form, beside agents.
_JUDGED: Final = frozenset({*_GIVEN, "qa_trainer"})


def insurance_facts(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> SampleTable:
    """Return the file ``facts``: pay, the base of the bonus, and what each post is judged by."""
    named = sorted({name for own in _GIVEN.values() for name in own})
    columns = ("subject_kind", "subject_id", "basic_pay_due", "performance_base",
               "post_pay_base", "local_minimum_wage", *named, "skills_held",
               "trains_others")  # fmt: skip
    rows = [_row(chance, each, days, named) for each in people]
    return SampleTable(name="facts", columns=columns, rows=tuple(rows))


def _row(chance: random.Random, person: Person, days: SampleDays, named: Sequence[str]) -> Cells:
    workdays = days.workdays
    there = sum(person.is_employed(day) for day in workdays)
    monthly = person.basic_pay * _FEN
    is_judged = person.role in _JUDGED or person.is_agent
    given = {name: draw(chance) for name, draw in _GIVEN.get(person.role, {}).items()}
    return (
        "employee",
        person.employee_id,
        _money(monthly * there // len(workdays)),
        _money(monthly * 3 // 10) if is_judged else "",
        _money(_POST_PAY * _FEN * there // len(workdays)) if person.is_agent else "",
        _money(_MINIMUM_WAGE * _FEN),
        *(given.get(name, "") for name in named),
        *(_career(person, days) if person.is_agent else ("", "")),
    )


def _career(person: Person, days: SampleDays) -> Cells:
    """Return how many kinds of business an agent masters, and whether he trains others."""
    years = (days.performance.last - person.hired_on).days // 365
    trains = "yes" if years > _TRAINS_AFTER and int(person.employee_id) % 4 == 0 else "no"
    return str(min(_KINDS_OF_BUSINESS, 1 + years)), trains


def _money(fen: int) -> str:
    return f"CNY {fen // _FEN}.{fen % _FEN:02}"


def insurance_checks(chance: random.Random, presences: Iterable[Presence]) -> tuple[Work, ...]:
    """Return the back-office checks of what agents registered: of every fifth shift."""
    return tuple(
        _check(chance, presence.duty.person, presence.duty.day)
        for number, presence in enumerate(presences)
        if number % _CHECKED_EVERY == 0
        and presence.duty.person.is_agent
        and presence.duty.person.takes_calls(presence.duty.day)
    )


def _check(chance: random.Random, person: Person, day: dt.date) -> Work:
    permille = person.skill.order_errors // 2
    errors = sum(happens(chance, permille) for _ in range(_CHECKED))
    return Work(person=person, day=day, kind="record_check", handled=_CHECKED, errors=errors)


def insurance_exams(
    chance: random.Random, people: Iterable[Person], days: SampleDays
) -> tuple[SampleExam, ...]:
    """Return the monthly exam of all posts; who joins later sits it later, who is away not."""
    label = f"{days.performance.first:%Y-%m}"
    return tuple(
        SampleExam(
            exam_id=f"SKILLS-{label}",
            person=person,
            day=_exam_day(person, days),
            score=max(_PASS - 12, min(100, bell(chance, 62, 104) - person.skill.slips // 25)),
            kind="skills",
        )
        for person in people
        if person.story is not Story.MATERNITY
    )


def _exam_day(person: Person, days: SampleDays) -> dt.date:
    return days.day(21 if person.story is Story.JOINER else 12)


#: Kind, topic and note of events, and one in how many agents has one.
_EVENTS: Final = {
    ("praise", "服务态度", "表扬态度"): 9,
    ("praise", "救援及时", "表扬救援及时"): 16,
    ("violation", "shouting", "大声喧哗"): 24,
    ("violation", "posture", "坐姿不端"): 40,
}


def with_answers(chance: random.Random, ratings: SampleTable) -> SampleTable:
    """Return the ratings with what customers say of their matter: whether it is settled."""
    score = ratings.columns.index("score")
    rows = tuple(
        (*row, ("yes" if happens(chance, _SETTLED) else "no") if row[score] else "")
        for row in ratings.rows
    )
    return SampleTable(name=ratings.name, columns=(*ratings.columns, "resolved"), rows=rows)


def insurance_events(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> tuple[SampleEvent, ...]:
    """Return the events of the month by day; the director reports the moods of the staff."""
    agents = [each for each in people if each.is_agent and each.story is not Story.MATERNITY]
    found = [
        _event(chance, person, days, of)
        for of, one_in in _EVENTS.items()
        for person in some_of(chance, agents, max(1, len(agents) // one_in))
    ]
    found += [
        SampleEvent(person=each, day=days.day(24), minute=600, kind="mood_report", topic="staff")
        for each in people
        if each.role == "center_director"
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.minute, each.person.employee_id)))


def _event(
    chance: random.Random, person: Person, days: SampleDays, of: tuple[str, str, str]
) -> SampleEvent:
    kind, topic, note = of
    employed = [day for day in days.every if person.is_employed(day)]
    return SampleEvent(
        person=person,
        day=one_of(chance, employed),
        minute=chance.randrange(540, 1_080),
        kind=kind,
        topic=topic,
        level="light" if kind == "violation" else "",
        written="yes" if kind == "praise" and happens(chance, 450) else "",
        valid="yes",
        note=note,
    )


#: What customers complain of, and one in how many agents is named in one.
_CAUSES: Final = {"服务态度": 14, "理赔进度": 20}


def insurance_complaints(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> SampleTable:
    """Return the complaints of the hotline."""
    return complaints_table(chance, people, days, _CAUSES)


def complaints_table(
    chance: random.Random,
    people: Sequence[Person],
    days: SampleDays,
    causes: Mapping[str, int],
) -> SampleTable:
    """Return the file ``complaints``: trainers verify them in turn; the last one is still open."""
    agents = [each for each in people if each.is_agent and each.story is not Story.MATERNITY]
    trainers = [each.employee_id for each in people if each.role == "qa_trainer"]
    named = [
        (cause, person)
        for cause, one_in in causes.items()
        for person in some_of(chance, agents, max(1, len(agents) // one_in))
    ]
    columns = (
        "complaint_id", "employee_id", "at", "channel", "level", "cause", "verified_at",
        "verified_by", "valid", "closed_at", "measure",
    )  # fmt: skip
    rows = [
        _complaint(
            chance,
            number,
            of,
            days,
            "" if number == len(named) else trainers[number % len(trainers)],
        )
        for number, of in enumerate(named, 1)
    ]
    return SampleTable(name="complaints", columns=columns, rows=tuple(rows))


def _complaint(
    chance: random.Random, number: int, of: tuple[str, Person], days: SampleDays, trainer: str
) -> Cells:
    cause, person = of
    day = one_of(chance, [day for day in days.every if person.is_employed(day)])
    valid = "yes" if happens(chance, 450) else "no"
    verified = written(second_at(day, 1_080))
    closed = written(second_at(day, 1_080 + 1_440 * (number % 3 + 1)))
    measure = "改进话术并通报" if valid == "yes" and number % 2 else ""
    found = (verified, trainer, valid, closed, measure) if trainer else ("",) * 5
    channel = ("phone", "letter", "phone")[number % 3]
    level = "normal" if number % _SERIOUS_EVERY else "serious"
    whose = (f"C{number:03}", person.employee_id, written(second_at(day, 600)))
    return *whose, channel, level, cause, *found


def disputed_last(evaluations: Sequence[SampleEvaluation]) -> list[SampleEvaluation]:
    """Return evaluations of which the last one that stands is disputed, and not yet decided."""
    last = max(
        number
        for number, each in enumerate(evaluations)
        if each.status == "valid" and not each.replaces
    )
    return [
        attrs.evolve(each, status="disputed") if number == last else each
        for number, each in enumerate(evaluations)
    ]


def insurance_reviews(
    evaluations: Iterable[SampleEvaluation], people: Sequence[Person]
) -> SampleTable:
    """Return the file ``evaluation_reviews``: the director hears every eighth call again.

    Two agents dispute what was found, and it is upheld; a third still waits for the decision.
    """
    every = list(evaluations)
    director = next(each.employee_id for each in people if each.role == "center_director")
    stand = [each for each in every if each.status == "valid" and not each.replaces]
    rows: tuple[Cells, ...] = tuple(
        (each.evaluation_id, "review", director, f"{each.at:%Y-%m-%d %H:%M}", "upheld", director,
         f"{each.at:%Y-%m-%d}")
        for each in stand[::_REVIEWED_EVERY]
    )  # fmt: skip
    disputed = [each for number, each in enumerate(stand) if number % _REVIEWED_EVERY == 1]
    rows += tuple(
        (each.evaluation_id, "dispute", each.person.employee_id, f"{each.at:%Y-%m-%d} 18:30",
         "upheld", director, f"{each.at:%Y-%m-%d}")
        for each in disputed[:_UPHELD]
    )  # fmt: skip
    rows += tuple(
        (each.evaluation_id, "dispute", each.person.employee_id, f"{each.at:%Y-%m-%d} 18:30",
         "pending", "", "")
        for each in every
        if each.status == "disputed"
    )  # fmt: skip
    columns = ("evaluation_id", "raised", "raised_by", "at", "outcome", "decided_by", "decided_on")
    return SampleTable(name="evaluation_reviews", columns=columns, rows=rows)


def insurance_activities(people: Iterable[Person], days: SampleDays) -> Iterator[SampleTable]:
    """Yield the file ``team_activities``: an incentive activity of every team."""
    teams = sorted({each.team for each in people})
    yield SampleTable(
        name="team_activities",
        columns=("activity_id", "team", "at", "kind", "participants"),
        rows=tuple(
            (f"TA{team}", team, str(days.day(3 + 5 * number)), "incentive", "14")
            for number, team in enumerate(teams)
        ),
    )
