"""Quality of a sample month: monitored calls, exams, work orders, events."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import SampleDays, local_time
from ccops.testing.sample_draws import Weights, bell, happens, one_of, some_of
from ccops.testing.sample_people import Person, Story

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_attendance import Presence

#: The form for monitored calls of the sample center's pack, and its items (S1-08).
CALL_FORM: Final = "call_form"
SLIP: Final = "L1"
FATAL: Final = "A6"
_SOURCES: Final = ("internal", "system", "external")
_SOURCE_WEIGHTS: Final = Weights(16, 3, 1)
_LEAST_EVALUATIONS: Final = 4
_OVERTURNED: Final = 3
_MOST_SLIPS: Final = 6
_PASS: Final = 60


@attrs.frozen(kw_only=True)
class SampleEvaluation:
    """One monitored call: how often each item was seen. ``replaces`` names one that was wrong."""

    evaluation_id: str
    person: Person
    call_id: str
    items: tuple[tuple[str, int], ...]
    evaluator: str
    at: dt.datetime
    source: str
    status: str = "valid"
    replaces: str = ""


@attrs.frozen(kw_only=True)
class Work:
    """The work orders or refunds somebody handled on a day, and the errors made in them."""

    person: Person
    day: dt.date
    kind: str
    handled: int
    errors: int
    found_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class SampleExam:
    """One exam somebody sat; ``score`` of 100."""

    exam_id: str
    person: Person
    day: dt.date
    score: int
    kind: str = "monthly"


@attrs.frozen(kw_only=True)
class SampleEvent:
    """A complaint, praise, violation or the like."""

    person: Person
    day: dt.date
    minute: int
    kind: str
    topic: str
    level: str = ""
    written: str = ""
    valid: str = ""
    note: str = ""


def make_evaluations(
    chance: random.Random,
    visits: Iterable[Visit],
    people: Sequence[Person],
    days: SampleDays,
    *,
    least: int = _LEAST_EVALUATIONS,
) -> tuple[SampleEvaluation, ...]:
    """Return the evaluations: at least so many of everybody with calls in the attendance period.

    Three turned out wrong and are replaced; one finds what is fatal.
    """
    trainers = [each.employee_id for each in people if each.role == "qa_trainer"]
    found: list[SampleEvaluation] = []
    for person, own in _answered(visits).values():
        inside = [each for each in own if days.attendance.holds(_day(each))]
        after = [
            each for each in own if days.attendance.last < _day(each) <= days.performance.last
        ]
        picked = some_of(chance, inside, least + chance.randrange(3))
        for visit in (*picked, *some_of(chance, after, chance.randrange(2))):
            found.append(_evaluation(chance, person, visit, days, len(found) + 1, trainers))
    return tuple(_with_faults(chance, found, trainers))


def make_work(chance: random.Random, presences: Iterable[Presence]) -> tuple[Work, ...]:
    """Return what agents handled beside their calls, shift by shift."""
    return tuple(
        work
        for presence in presences
        if presence.duty.person.takes_calls(presence.duty.day)
        for work in _work(chance, presence.duty.person, presence.duty.day)
    )


def make_exams(
    chance: random.Random, people: Iterable[Person], days: SampleDays
) -> tuple[SampleExam, ...]:
    """Return the exam of the month, which every agent sits, and the joiner's first."""
    label = f"{days.performance.first:%Y-%m}"
    return tuple(
        SampleExam(
            exam_id=f"{'START' if person.story is Story.JOINER else 'MONTH'}-{label}",
            person=person,
            day=days.day(22 if person.story is Story.JOINER else 17),
            score=max(_PASS - 12, min(100, bell(chance, 62, 104) - person.skill.slips // 25)),
        )
        for person in people
        if person.is_agent and person.story is not Story.MATERNITY
    )


def make_events(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> tuple[SampleEvent, ...]:
    """Return the events of the month, by day."""
    agents = [each for each in people if each.is_agent and each.story is not Story.MATERNITY]
    found: list[SampleEvent] = []
    for (kind, topic, note), one_in in _EVENTS.items():
        for person in some_of(chance, agents, max(1, len(agents) // one_in)):
            employed = [day for day in days.every if person.is_employed(day)]
            event = SampleEvent(
                person=person,
                day=one_of(chance, employed),
                minute=chance.randrange(540, 1_080),
                kind=kind,
                topic=topic,
                note=note,
            )
            found.append(_judged(chance, event))
    return tuple(sorted(found, key=lambda each: (each.day, each.minute, each.person.employee_id)))


#: Kind, topic and note of events, and one in how many agents has one.
_EVENTS: Final = {
    ("complaint", "attitude", "用户投诉态度"): 16,
    ("complaint", "process", "用户投诉处理慢"): 12,
    ("praise", "attitude", "用户表扬态度"): 11,
    ("praise", "skill", "用户表扬业务熟练"): 18,
    ("violation", "phone", "手机未静音"): 14,
    ("violation", "food", "工作区进食"): 22,
    ("violation", "logout", "随意签出"): 26,
    ("training", "billing", "资费业务培训"): 3,
    ("meeting", "handover", "班前会"): 5,
    ("test_call", "quality", "拨测"): 10,
}


def _judged(chance: random.Random, event: SampleEvent) -> SampleEvent:
    """Return an event with what was found about it."""
    if event.kind == "complaint":
        return attrs.evolve(event, valid="yes" if happens(chance, 400) else "no", level="normal")
    if event.kind == "praise":
        return attrs.evolve(event, written="yes" if happens(chance, 450) else "no", valid="yes")
    if event.kind == "violation":
        return attrs.evolve(event, level="light", valid="yes")
    return event


def _answered(visits: Iterable[Visit]) -> dict[str, tuple[Person, list[Visit]]]:
    """Return the answered calls of everybody, by staff number."""
    found: dict[str, tuple[Person, list[Visit]]] = {}
    for visit in visits:
        if visit.agent is not None:
            found.setdefault(visit.agent.employee_id, (visit.agent, []))[1].append(visit)
    return dict(sorted(found.items()))


def _day(visit: Visit) -> dt.date:
    return local_time(visit.connected).date()


def _evaluation(
    chance: random.Random,
    person: Person,
    visit: Visit,
    days: SampleDays,
    number: int,
    trainers: Sequence[str],
) -> SampleEvaluation:
    """Return the evaluation of a call, made some days later but in the period of the call."""
    called = _day(visit)
    last = days.attendance.last if days.attendance.holds(called) else days.performance.last
    heard = min(called + dt.timedelta(days=chance.randrange(3)), last, person.ended_on or last)
    hour, minute = chance.randrange(10, 18), chance.randrange(60)
    return SampleEvaluation(
        evaluation_id=f"QA{number:05}",
        person=person,
        call_id=visit.caller.call_id,
        items=((SLIP, _slips(chance, person)),),
        evaluator=one_of(chance, trainers),
        at=dt.datetime.combine(heard, dt.time(hour, minute)),
        source=_SOURCES[_SOURCE_WEIGHTS.drawn(chance)],
    )


def _slips(chance: random.Random, person: Person) -> int:
    """Return how often the item was seen in a call: the mean is the person's."""
    tries = 2 * _MOST_SLIPS
    return min(
        _MOST_SLIPS, sum(happens(chance, person.skill.slips * 10 // tries) for _ in range(tries))
    )


def _with_faults(
    chance: random.Random, found: list[SampleEvaluation], trainers: Sequence[str]
) -> Iterator[SampleEvaluation]:
    wrong = set(some_of(chance, range(len(found)), _OVERTURNED + 1))
    fatal = min(wrong)
    for number, each in enumerate(found):
        if number == fatal:
            yield attrs.evolve(each, items=((SLIP, 1), (FATAL, 1)))
        elif number in wrong:
            yield attrs.evolve(each, items=((SLIP, _MOST_SLIPS),), status="overturned")
            yield attrs.evolve(
                each,
                evaluation_id=f"{each.evaluation_id}R",
                evaluator=next((one for one in trainers if one != each.evaluator), trainers[0]),
                replaces=each.evaluation_id,
            )
        else:
            yield each


def in_items(
    evaluations: Sequence[SampleEvaluation], slips: Sequence[str], fatal: str = FATAL
) -> list[SampleEvaluation]:
    """Return evaluations in the items of a form; those of ``slips`` cost alike, in one section.

    Nothing is drawn: what was seen is of one item or two, as often as ``slips`` names each.
    """
    return [
        attrs.evolve(each, items=tuple(_in_items(each, number, slips, fatal)))
        for number, each in enumerate(evaluations)
    ]


def _in_items(
    evaluation: SampleEvaluation, number: int, slips: Sequence[str], fatal: str
) -> Iterator[tuple[str, int]]:
    one, other = slips[number % len(slips)], slips[(number * 3 + 1) % len(slips)]
    for name, seen in evaluation.items:
        if name == FATAL:
            yield fatal, seen
        elif one == other or seen < 2:  # noqa: PLR2004 - nothing to part
            yield one, seen
        else:
            yield one, seen - 1
            yield other, 1


def _work(chance: random.Random, person: Person, day: dt.date) -> Iterator[Work]:
    yield _handled(chance, person, day, "work_order", chance.randrange(6, 16))
    if happens(chance, 600):
        yield _handled(chance, person, day, "refund", chance.randrange(1, 5))


def _handled(chance: random.Random, person: Person, day: dt.date, kind: str, count: int) -> Work:
    errors = sum(happens(chance, person.skill.order_errors) for _ in range(count))
    found = day + dt.timedelta(days=1 + chance.randrange(4)) if errors else None
    return Work(person=person, day=day, kind=kind, handled=count, errors=errors, found_on=found)
