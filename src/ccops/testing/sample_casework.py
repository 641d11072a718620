"""Work around the calls of a sample month: orders and their steps, the shift log, trainings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.testing.sample_days import SampleDays, local_time, second_at, written
from ccops.testing.sample_draws import happens, one_of
from ccops.testing.sample_people import Person, Story
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

_MINUTE: Final = 60
_DAY: Final = 86_400
_ORDER_COLUMNS: Final = (
    "order_id", "employee_id", "kind", "urgency", "opened_at", "promised_at", "customer",
)  # fmt: skip
_STEP_COLUMNS: Final = ("order_id", "at", "step", "employee_id", "to", "reason", "proof")
_LOG_COLUMNS: Final = (
    "entry_id", "employee_id", "at", "kind", "topic", "taken_by", "due_at", "taken_at", "told_at",
    "settled_at",
)  # fmt: skip
_TRAINING_COLUMNS: Final = (
    "training_id", "employee_id", "course", "kind", "from", "ended_on", "result", "hours",
)  # fmt: skip
_ITEMS: Final = ("资费说明", "退订流程", "理赔材料", "救援网点", "还款方式", "活动规则")
_REMOVED_ON: Final = 17
_LOGGED: Final = (("open_item", "待回电"), ("incident", "系统故障"), ("accident", "误报"))
_PARTS: Final = ("attitude", "communication", "system")
_TAKES_CALLS: Final = frozenset({"agent", "telesales_agent"})
_NEWCOMER_DAYS: Final = 185
_REASONS: Final = ("career_plan", "薪酬", "工作量", "家庭原因", "薪酬")


@frozen(kw_only=True)
class OrderKinds:
    """The orders of a center: their kinds, those that need proof, and where they go."""

    kinds: tuple[str, ...]
    proof: frozenset[str] = frozenset()
    passed_to: tuple[str, ...] = ("分公司",)


def order_tables(
    chance: random.Random, people: Sequence[Person], days: SampleDays, orders: OrderKinds
) -> tuple[SampleTable, ...]:
    """Return the files ``work_orders`` and ``work_order_steps``: most are settled, some never."""
    opened: list[Cells] = []
    steps: list[Cells] = []
    for number, person in enumerate(_agents(people), 1):
        order, taken = _order(chance, f"O{number:03}", person, (days, orders))
        opened.append(order)
        steps.extend(taken)
    return (
        SampleTable(name="work_orders", columns=_ORDER_COLUMNS, rows=tuple(opened)),
        SampleTable(name="work_order_steps", columns=_STEP_COLUMNS, rows=tuple(steps)),
    )


def casework_tables(
    chance: random.Random, people: Sequence[Person], days: SampleDays
) -> tuple[SampleTable, ...]:
    """Return the shift log, trainings, items of the knowledge base and exit interviews."""
    return (
        _shift_log(chance, _agents(people), days),
        _trainings(chance, _agents(people), days),
        _kb_items(days),
        _exit_interviews(chance, people),
    )


def _agents(people: Iterable[Person]) -> list[Person]:
    return [each for each in people if each.is_agent and each.story is not Story.MATERNITY]


def _order(
    chance: random.Random, name: str, person: Person, of: tuple[SampleDays, OrderKinds]
) -> tuple[Cells, list[Cells]]:
    days, orders = of
    day = one_of(chance, [each for each in days.every if person.is_employed(each)])
    opened = second_at(day, 600 + chance.randrange(480))
    kind, urgency = one_of(chance, orders.kinds), one_of(chance, ("normal", "normal", "urgent"))
    promised = written(opened + 240 * _MINUTE) if happens(chance, 930) else ""
    customer = f"1390000{chance.randrange(10_000):04}"
    order = (name, person.employee_id, kind, urgency, written(opened), promised, customer)
    taken = list(_steps(chance, opened, one_of(chance, orders.passed_to)))
    proof = "P" if kind in orders.proof and happens(chance, 800) else ""
    return order, [
        (name, written(at), step, "", to, reason, proof if step == "closed" else "")
        for at, step, to, reason in taken
    ]


def _steps(chance: random.Random, opened: int, to: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the steps of an order: when, which, where it goes, why."""
    at = opened + (5 + chance.randrange(30)) * _MINUTE
    yield at, "assigned", to, ""
    if happens(chance, 100):
        at += 60 * _MINUTE
        yield at, "returned", "", "资料不全"
        yield at + _MINUTE, "assigned", to, ""
    at += (20 + chance.randrange(200)) * _MINUTE
    yield at, "replied", "", ""
    if happens(chance, 930):
        at += (60 + chance.randrange(3_000)) * _MINUTE
        yield at, "closed", "", ""
        if happens(chance, 920):
            yield at + _DAY, "visited", "", ""


def _shift_log(chance: random.Random, agents: Sequence[Person], days: SampleDays) -> SampleTable:
    rows: list[Cells] = []
    for number, day in enumerate(days.every[::2], 1):
        kind, topic = _LOGGED[0] if number % 5 else one_of(chance, _LOGGED[1:])
        person = one_of(chance, [each for each in agents if each.is_employed(day)])
        at = second_at(day, 1_200)
        taken = at + (11 + chance.randrange(23)) * _MINUTE
        handed = (written(at + 30 * _MINUTE), written(taken)) if kind == "open_item" else ("", "")
        told = written(at + 10 * _MINUTE) if kind != "open_item" else ""
        settled = written(at + _DAY) if happens(chance, 800) else ""
        whose = (f"L{number:02}", person.employee_id, written(at))
        rows.append((*whose, kind, topic, "", *handed, told, settled))
    return SampleTable(name="shift_log", columns=_LOG_COLUMNS, rows=tuple(rows))


def _trainings(chance: random.Random, agents: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return the trainings: newcomers before they begin, everybody else on the job."""
    begun, ended = days.day(2), days.day(4)
    rows = [
        _training(chance, person, (begun, ended))
        for person in agents
        if person.is_employed(begun) and person.is_employed(ended)
    ]
    return SampleTable(name="trainings", columns=_TRAINING_COLUMNS, rows=tuple(rows))


def _training(chance: random.Random, person: Person, of: tuple[dt.date, dt.date]) -> Cells:
    first, last = of
    is_new = person.probation_until is not None
    kind, course = ("before_post", "induction") if is_new else ("on_job", "product")
    result = "passed" if happens(chance, 850) else one_of(chance, ("failed", "dropped"))
    days_of = (first.isoformat(), last.isoformat())
    return (f"T-{course}", person.employee_id, course, kind, *days_of, result, "8")


def _kb_items(days: SampleDays) -> SampleTable:
    """Return the items of the knowledge base: one a week came, and one of them went."""
    rows = tuple(
        (
            f"K{number}",
            "service",
            title,
            (days.day(7 * number - 6) if number else days.day(-200)).isoformat(),
            days.day(_REMOVED_ON).isoformat() if number == 1 else "",
        )
        for number, title in enumerate(_ITEMS)
    )
    return SampleTable(
        name="kb_items", columns=("item_id", "module", "title", "from", "until"), rows=rows
    )


def item_on(number: int, second: int, days: SampleDays) -> str:
    """Return an item of the knowledge base that could be found at a moment."""
    day = local_time(second).date()
    there = min(len(_ITEMS), 1 + max(0, (day - days.day(0)).days + 6) // 7)
    place = number % there
    is_gone = place == 1 and day >= days.day(_REMOVED_ON)
    return f"K{0 if is_gone else place}"


def _exit_interviews(chance: random.Random, people: Iterable[Person]) -> SampleTable:
    rows = tuple(
        (each.employee_id, each.ended_on.isoformat(), one_of(chance, _REASONS))
        for each in people
        if each.ended_on is not None
    )
    return SampleTable(
        name="exit_interviews", columns=("employee_id", "date", "reason"), rows=rows
    )


def with_entry_exams(
    exams: SampleTable, people: Sequence[Person], days: SampleDays
) -> SampleTable:
    """Return the file ``exams`` with what newcomers passed; the last lacks one of three.

    Newcomers are the agents who joined in the last half year.
    """
    since = days.performance.last - dt.timedelta(days=_NEWCOMER_DAYS)
    newcomers = [each for each in people if each.role in _TAKES_CALLS and each.hired_on >= since]
    rows = [
        (f"ENTRY-{part}", person.employee_id, person.hired_on.isoformat(), "85", "100",
         "onboarding", part)
        for person in newcomers
        for part in (_PARTS[:-1] if person is newcomers[-1] else _PARTS)
    ]  # fmt: skip
    before = tuple((*each, "") for each in exams.rows)
    return SampleTable(name=exams.name, columns=(*exams.columns, "topic"), rows=(*before, *rows))
