"""A month of an outsourced center, made from a seed: a bank's hotline, travellers, telesales.

Inbound agents answer the hotlines of two clients by day and evening, telesales agents call for a
third. A quarter of the agents are dispatched by two employers. Calls come as a queue log, attempts
to sell, sales with what was returned, and promised calls as tables of their own. The maintenance
supervisor leaves, and the post stays vacant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_answers import make_visits
from ccops.testing.sample_attendance import make_leave, make_presences
from ccops.testing.sample_before import Telling
from ccops.testing.sample_callers import CALLS_PER_SEAT, Caller, make_callers
from ccops.testing.sample_casework import OrderKinds, order_tables, with_entry_exams
from ccops.testing.sample_clients import log_of_clients, of_clients
from ccops.testing.sample_days import SampleDays, local_time
from ccops.testing.sample_desk import (
    action_table,
    damage_table,
    document_tables,
    knowledge_tables,
    review_table,
    with_calibration,
)
from ccops.testing.sample_draws import Chance, apart
from ccops.testing.sample_insurance_facts import complaints_table, with_answers
from ccops.testing.sample_levels import promoted_before
from ccops.testing.sample_log import SampleLog, make_log
from ccops.testing.sample_month import SampleMonth
from ccops.testing.sample_outsourced_facts import (
    PROJECT_PLANS,
    level_changes,
    level_of,
    outsourced_facts,
)
from ccops.testing.sample_outsourced_past import months_before
from ccops.testing.sample_outsourced_people import (
    LEAST_SEATS,
    PROJECTS,
    SHARES,
    SHIFTS,
    make_outsourced_people,
    make_outsourced_roster,
)
from ccops.testing.sample_outsourced_work import (
    PLANS,
    outsourced_casework,
    outsourced_events,
    shared_evaluations,
    with_online_tests,
    with_sales_form,
    with_segments,
)
from ccops.testing.sample_owed import with_what_is_owed
from ccops.testing.sample_people import Person, budget_of
from ccops.testing.sample_phones import make_sittings, on_the_phone, taking_turns
from ccops.testing.sample_quality import in_items, make_evaluations, make_exams
from ccops.testing.sample_ratings import make_ratings, ratings_table
from ccops.testing.sample_sales import (
    SampleDial,
    callbacks_table,
    dials_table,
    make_sales,
    sales_table,
)
from ccops.testing.sample_tables import (
    SampleTable,
    agents_table,
    calendar_table,
    evaluations_table,
    events_table,
    exams_table,
    leave_table,
    punches_table,
    roster_table,
)
from ccops.testing.sample_topics import topics_table
from ccops.values import Calendar

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_answers import Visit

#: The pack the sample center works by.
PACK: Final = "outsourced"
#: What is budgeted for pay, in percent of the basic pay of all.
_BUDGET: Final = 120
#: The orders of its projects: repairs, cases of a city, visits to new customers.
_ORDERS: Final = OrderKinds(
    kinds=("repair", "city_case", "on_site", "new_customer"),
    proof=frozenset({"city_case"}),
    passed_to=("技术支持", "区县", "售后"),
)
_PARTS: Final = 8
#: The hotlines are open from that hour to midnight.
_OPENS: Final = 8
#: What telesales agents still owe of returned sales, one after the other.
_OWED: Final = (0, 40, 80, 120, 160, 200)
#: What those sold last month who have a sale of it returned, and the commission they had of it.
_RETURNING: Final = 2
_EARNED: Final = {"net": 52_400, "kept": 536}
#: The form for monitored calls of the pack, and what its items are called here.
_FORM: Final = "call_form"
_LEAST_EVALUATIONS: Final = 8
_REVIEWED_EVERY: Final = 8
_SLIPS: Final = ("polite_words", "opening", "polite_words", "closing", "address", "polite_words")
_FATAL: Final = "rude"
#: What customers complain of, and one in how many agents is named in one.
_CAUSES: Final = {"服务态度": 9, "处理流程": 13}
#: What the bank's customers call about, and travellers.
_TOPICS: Final = {
    "service": ("bill", "repayment", "bill", "card_loss", "credit_limit", "bill", "repayment"),
    "refund": ("ticket_change", "booking", "ticket_change", "itinerary"),
}
_EMPLOYERS: Final = ("", "", "", "", "", "", "华诚人力", "远航派遣")


def make_outsourced_month(
    seed: int,
    *,
    period: str = "2026-10",
    seats: int = LEAST_SEATS,
    calls_per_seat: int = CALLS_PER_SEAT,
    telling: Telling | None = None,
) -> SampleMonth:
    """Return the month of a seed: about 50 agents and 4,000 calls with 12 seats.

    Raises ``ValueError`` for fewer than 12 seats and for a period that is no ``YYYY-MM``.
    """
    told = telling or Telling(seed=seed, period=period)
    days, drawn = _days(period), told.of_people()
    people = make_outsourced_people(apart(drawn), _days(told.stories), seats)
    chance, people = told.of_month(drawn), told.people(people, days)
    own = tuple(apart(chance) for _ in range(_PARTS))
    roster = make_outsourced_roster(people, days)
    leave = make_leave(own[0], roster, people, days)
    presences = make_presences(own[1], roster, leave, days)
    calls = seats * calls_per_seat
    callers = _while_open(make_callers(own[2], days, calls))
    sittings = taking_turns(make_sittings(presences), callers, SHARES)
    visits = make_visits(own[2], callers, on_the_phone(sittings))
    sellers = [each for each in people if each.role == "telesales_agent"]
    dials, sales = make_sales(own[4], sellers, days)
    tables = (
        *_handed_in(people, days),
        *(() if told.goes_on else (_opening(people, sellers, days),)),
        roster_table(roster, people, days),
        punches_table(presences, people),
        leave_table(leave, people),
        *_judged(own[6], people, visits, dials, days),
        with_segments(with_answers(own[5], ratings_table(make_ratings(own[5], visits)))),
        dials_table(dials),
        sales_table(sales),
        callbacks_table(own[5], visits),
        *_cases(seed, people, days),
        *knowledge_tables(people, visits, days),
        topics_table(visits, _TOPICS),
    )
    log = log_of_clients(make_log(own[3], visits, sittings, days))
    made = _month(told, seats, people, tables, (visits, log))
    return with_what_is_owed(made, roster)


def _month(
    told: Telling,
    seats: int,
    people: tuple[Person, ...],
    tables: tuple[SampleTable, ...],
    calls: tuple[Iterable[Visit], SampleLog],
) -> SampleMonth:
    visits, log = calls
    return SampleMonth(
        seed=told.seed,
        period=told.period,
        seats=seats,
        days=_days(told.period),
        people=people,
        tables=tables,
        visits=tuple(of_clients(each) for each in visits),
        queue_log=log,
        pack=PACK,
        shifts=SHIFTS,
        decisions=(("pay_budget", budget_of(people, _BUDGET)),),
    )


def _cases(seed: int, people: tuple[Person, ...], days: SampleDays) -> Iterator[SampleTable]:
    yield from order_tables(Chance(seed), people, days, _ORDERS)
    yield from outsourced_casework(Chance(seed), people, days)


def _days(period: str) -> SampleDays:
    whole = Calendar(id="performance").days(period)
    return SampleDays(attendance=whole, performance=whole)


def _while_open(callers: Iterable[Caller]) -> list[Caller]:
    return [each for each in callers if local_time(each.arrives).hour >= _OPENS]


def _handed_in(people: tuple[Person, ...], days: SampleDays) -> tuple[SampleTable, ...]:
    """Return what personnel and the clients hand in, and the calendar."""
    return (
        _employees(people),
        _assignments(people, days),
        outsourced_facts(people),
        agents_table(people),
        calendar_table(days),
    )


def _judged(
    chance: random.Random,
    people: tuple[Person, ...],
    visits: Iterable[Visit],
    dials: Sequence[SampleDial],
    days: SampleDays,
) -> tuple[SampleTable, ...]:
    """Return monitored calls, exams, what happened, and what customers complained of."""
    evaluations = shared_evaluations(
        [
            each
            for each in make_evaluations(chance, visits, people, days, least=_LEAST_EVALUATIONS)
            if each.person.is_agent
        ],
        people,
    )
    evaluations = in_items(evaluations, _SLIPS, _FATAL)
    scorers = [
        each.employee_id for each in people if each.role in ("qa_trainer", "seat_supervisor")
    ]
    table = with_calibration(evaluations_table(evaluations, _FORM), evaluations, scorers, days)
    exams = [attrs.evolve(each, kind="skills") for each in make_exams(chance, people, days)]
    manager = next(each.employee_id for each in people if each.role == "center_manager")
    trainers = [each.employee_id for each in people if each.role == "qa_trainer"]
    return (
        with_sales_form(chance, table, people, dials, days),
        with_online_tests(with_entry_exams(exams_table(exams), people, days), people, days),
        events_table(outsourced_events(chance, people, days), people),
        complaints_table(chance, people, days, _CAUSES),
        review_table(evaluations, manager, every=_REVIEWED_EVERY),
        action_table(people, evaluations, days),
        *document_tables(days, manager, PLANS, trainers),
        damage_table(people, days),
    )


# -- people ---------------------------------------------------------------------------------


def _employees(people: Iterable[Person]) -> SampleTable:
    columns = (
        "employee_id", "name", "employment_type", "employer", "role", "team", "hired_on",
        "probation_until", "notice_from", "ended_on", "end_reason", "locale", "level",
    )  # fmt: skip
    rows = tuple(
        (
            each.employee_id,
            each.name,
            "dispatched" if _employer(number, each) else "full_time",
            _employer(number, each),
            each.role,
            each.team,
            each.hired_on.isoformat(),
            each.probation_until.isoformat() if each.probation_until else "",
            each.notice_from.isoformat() if each.notice_from else "",
            each.ended_on.isoformat() if each.ended_on else "",
            each.end_reason,
            each.locale,
            level_of(each) if each.role == "agent" else "",
        )
        for number, each in enumerate(people)
    )
    return SampleTable(name="employees", columns=columns, rows=rows)


def _employer(number: int, person: Person) -> str:
    return _EMPLOYERS[number % len(_EMPLOYERS)] if person.role == "agent" else ""


def _assignments(people: Iterable[Person], days: SampleDays) -> SampleTable:
    """Return who is in which project, and since when agents have their levels.

    Two teams of three answer for the bank.
    """
    rows = [
        (
            each.employee_id,
            "project",
            "broadband" if each.role.startswith("telesales") else PROJECTS[each.team],
            max(each.hired_on, days.day(-90)).isoformat(),
        )
        for each in people
        if each.role in ("agent", "telesales_agent", "telesales_lead", "team_lead")
    ]
    rows += [row for each in people if each.role == "agent" for row in level_changes(each, days)]
    columns = ("employee_id", "what", "value", "from")
    return SampleTable(name="assignments", columns=columns, rows=tuple(rows))


def _opening(people: Iterable[Person], sellers: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return what was known before: what sellers owe, projects came to, and who was promoted."""
    before = days.performance.first.replace(day=1)
    last = f"{before.year - (before.month == 1)}-{(before.month - 2) % 12 + 1:02}"
    rows: list[tuple[str, ...]] = [
        ("employee", each.employee_id, "sales_commission_debt", last, f"CNY {owed}", "money")
        for each, owed in zip(sellers, _OWED, strict=False)
        if owed
    ]
    for each in sellers[:_RETURNING]:
        for part, earned in _EARNED.items():
            name = f"sales_commission_{part}"
            rows.append(("employee", each.employee_id, name, last, f"CNY {earned}", "money"))
    for name in PROJECT_PLANS:
        for part, amount in (("before", "-12000"), ("after", "35000")):
            total = f"{name}_result_{part}_total"
            rows.append(("project", name, total, last, f"CNY {amount}", "money"))
    rows.extend(_reasons_before(days))
    agents = [(each, level_of(each)) for each in people if each.role == "agent"]
    rows.extend(promoted_before(agents, days))
    rows.extend(months_before([each for each, _ in agents], days))
    columns = ("subject_kind", "subject_id", "name", "period", "amount", "unit")
    return SampleTable(name="opening", columns=columns, rows=tuple(rows))


def _reasons_before(days: SampleDays) -> Iterator[tuple[str, ...]]:
    """Yield how many leavers of the eleven months before were asked why, and lacked a career."""
    first = days.performance.first
    for back in range(1, 12):
        months = 12 * first.year + first.month - 1 - back
        label = f"{months // 12}-{months % 12 + 1:02}"
        for name, every in (("leavers_asked", 2), ("left_for_career", 6)):
            count = str(int(back % every == 0))
            yield ("center", "center", name, label, count, "count")
