"""A month of an insurance hotline, made from a seed: people of every post, calls, appraisals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.testing.sample_answers import make_visits
from ccops.testing.sample_attendance import make_leave, make_presences
from ccops.testing.sample_before import Telling
from ccops.testing.sample_callers import CALLS_PER_SEAT, make_callers
from ccops.testing.sample_casework import casework_tables, with_entry_exams
from ccops.testing.sample_days import SampleDays
from ccops.testing.sample_desk import (
    action_table,
    damage_table,
    document_tables,
    with_calibration,
)
from ccops.testing.sample_draws import Chance, apart
from ccops.testing.sample_insurance_facts import (
    disputed_last,
    insurance_activities,
    insurance_checks,
    insurance_complaints,
    insurance_events,
    insurance_exams,
    insurance_facts,
    insurance_reviews,
    with_answers,
)
from ccops.testing.sample_insurance_past import insurance_opening
from ccops.testing.sample_insurance_people import (
    SHARES,
    SHIFTS,
    make_insurance_people,
    make_insurance_roster,
)
from ccops.testing.sample_insurance_slips import insurance_slips
from ccops.testing.sample_levels import level_changes, with_levels
from ccops.testing.sample_log import make_log
from ccops.testing.sample_month import SampleMonth
from ccops.testing.sample_owed import with_what_is_owed
from ccops.testing.sample_people import budget_of
from ccops.testing.sample_phones import make_sittings, on_the_phone, taking_turns
from ccops.testing.sample_posts import post_tables
from ccops.testing.sample_quality import in_items, make_evaluations
from ccops.testing.sample_ratings import make_ratings, ratings_table
from ccops.testing.sample_tables import (
    activity_table,
    agents_table,
    calendar_table,
    employees_table,
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
    from collections.abc import Sequence

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_attendance import Leave, Presence
    from ccops.testing.sample_log import SampleLog
    from ccops.testing.sample_people import Person
    from ccops.testing.sample_roster import Duty
    from ccops.testing.sample_tables import SampleTable

#: The pack the sample center works by, and its form for monitored calls.
PACK: Final = "insurance-hotline"
_FORM: Final = "call_form"
#: What is missed most: how a call begins and ends, and words that have no place in one.
_SLIPS: Final = ("L1", "L2", "L1", "L5", "L2")
#: So many calls of everybody are heard, newcomers need twelve.
_LEAST_EVALUATIONS: Final = 12
#: Claims and rescue in one queue, all other matters in the other.
_QUEUES: Final = ("claims", "service")
_EXTENSIONS: Final = {"claims": "8002", "service": "8001"}
#: What is called about in each: claims most of all.
_TOPICS: Final = {
    "claims": ("claims", "claim_progress", "rescue", "claims", "claim_papers", "rescue", "claims"),
    "service": ("policy", "renewal", "policy", "surrender"),
}
_PARTS: Final = 7
#: What is budgeted for pay, in percent of the basic pay of all.
_BUDGET: Final = 140
#: The share of an agent's calls that leads and information coordinators take, as the director
#: has decided.
_SHARE: Final = "15%"


def make_insurance_month(
    seed: int,
    *,
    period: str = "2026-10",
    seats: int = 20,
    calls_per_seat: int = CALLS_PER_SEAT,
    telling: Telling | None = None,
) -> SampleMonth:
    """Return the month of a seed: about 40 agents and 7,000 calls with 20 seats.

    Raises ``ValueError`` for fewer than 12 seats and for a period that is no ``YYYY-MM``.
    """
    told = telling or Telling(seed=seed, period=period)
    days, drawn = _days(period), told.of_people()
    people = make_insurance_people(apart(drawn), _days(told.stories), seats)
    chance, people = told.of_month(drawn), told.people(people, days)
    own = tuple(apart(chance) for _ in range(_PARTS))
    roster = make_insurance_roster(people, days)
    leave = make_leave(own[0], roster, people, days)
    presences = make_presences(own[1], roster, leave, days)
    callers = make_callers(own[2], days, seats * calls_per_seat, _QUEUES)
    sittings = taking_turns(make_sittings(presences), callers, SHARES)
    visits = make_visits(own[2], callers, on_the_phone(sittings), _QUEUES)
    tables = (
        *_handed_in(own[4], people, days),
        *_rostered((roster, leave, presences), people, days),
        *_appraised(own[3], people, presences, visits, days),
        with_answers(own[5], ratings_table(make_ratings(own[5], visits))),
        *casework_tables(Chance(seed), people, days),
        damage_table(people, days),
        *(() if told.goes_on else (insurance_opening(people, days),)),
        *post_tables(own[6], people, presences, visits, days),
        topics_table(visits, _TOPICS),
    )
    log = make_log(own[4], visits, sittings, days, _EXTENSIONS)
    month = _month(told, seats, people, tables, (visits, log, len(callers)))
    return with_what_is_owed(month, roster)


def _month(
    told: Telling,
    seats: int,
    people: tuple[Person, ...],
    tables: tuple[SampleTable, ...],
    calls: tuple[tuple[Visit, ...], SampleLog, int],
) -> SampleMonth:
    visits, log, callers = calls
    return SampleMonth(
        seed=told.seed,
        period=told.period,
        seats=seats,
        days=_days(told.period),
        people=people,
        tables=tables,
        visits=visits,
        queue_log=log,
        pack=PACK,
        shifts=SHIFTS,
        decisions=_decided(callers, people),
    )


def _rostered(
    told: tuple[Sequence[Duty], Sequence[Leave], tuple[Presence, ...]],
    people: tuple[Person, ...],
    days: SampleDays,
) -> tuple[SampleTable, ...]:
    """Return who was to work when, who was away, and who came and left."""
    roster, leave, presences = told
    return (
        roster_table(roster, people, days),
        punches_table(presences, people),
        leave_table(leave, people),
    )


def _days(period: str) -> SampleDays:
    whole = Calendar(id="performance").days(period)
    return SampleDays(attendance=whole, performance=whole)


def _decided(calls: int, people: tuple[Person, ...]) -> tuple[tuple[str, str], ...]:
    """Return what the director has decided for the month."""
    agents = sum(each.is_agent for each in people)
    return (
        ("handled_share", _SHARE),
        ("forecast_calls", str(calls * 21 // 20)),
        ("planned_agents", str(agents)),
        ("pay_budget", budget_of(people, _BUDGET)),
    )


def _handed_in(
    chance: random.Random, people: tuple[Person, ...], days: SampleDays
) -> tuple[SampleTable, ...]:
    """Return what personnel and the director hand in, and the calendar."""
    return (
        with_levels(employees_table(people), people, days),
        level_changes(people, days),
        insurance_facts(chance, people, days),
        agents_table(people),
        calendar_table(days),
        *insurance_activities(people, days),
        *insurance_slips(chance, people, days),
    )


def _appraised(
    chance: random.Random,
    people: tuple[Person, ...],
    presences: tuple[Presence, ...],
    visits: tuple[Visit, ...],
    days: SampleDays,
) -> tuple[SampleTable, ...]:
    """Return what people are appraised by: monitored calls, exams, checks, what customers say."""
    evaluations = make_evaluations(chance, visits, people, days, least=_LEAST_EVALUATIONS)
    of_agents = in_items(
        disputed_last([each for each in evaluations if each.person.is_agent]), _SLIPS
    )
    director = next(each.employee_id for each in people if each.role == "center_director")
    trainers = [each.employee_id for each in people if each.role == "qa_trainer"]
    return (
        with_calibration(
            evaluations_table(of_agents, _FORM), of_agents, (*trainers, director), days
        ),
        insurance_reviews(of_agents, people),
        action_table(people, of_agents, days),
        *document_tables(days, director),
        with_entry_exams(exams_table(insurance_exams(chance, people, days)), people, days),
        activity_table(insurance_checks(chance, presences)),
        events_table(insurance_events(chance, people, days), people),
        insurance_complaints(chance, people, days),
    )
