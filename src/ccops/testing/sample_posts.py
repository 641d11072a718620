"""What the posts of the sample insurance hotline did: patrols, coaching, the information base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.testing.sample_casework import item_on
from ccops.testing.sample_days import SampleDays, written
from ccops.testing.sample_draws import happens, one_of
from ccops.testing.sample_owed import of_months_before
from ccops.testing.sample_people import Person, Story
from ccops.testing.sample_reports import SampleReports, report_submissions
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_attendance import Presence

_MINUTE: Final = 60
_SEARCH_EVERY: Final = 12
_SUMMARIES: Final = ("shift_supervisor", "qa_trainer", "info_coordinator")
#: The reports of the posts that are judged by them (S0-11, S0-16).
_REPORTS: Final = SampleReports(
    daily=(
        ("traffic_daily", "info_coordinator"),
        ("feedback_daily", "info_coordinator"),
        ("quality_daily", "qa_trainer"),
        ("attendance_daily", "team_lead"),
    ),
    same_day=(("kb_changes_daily", "info_coordinator"),),
    weekly=(
        ("feedback_weekly", "info_coordinator"),
        ("patrol_analysis", "shift_supervisor"),
        ("summary_week_lead", "team_lead"),
        *(("summary_week", role) for role in _SUMMARIES),
    ),
    monthly=(
        ("feedback_monthly", "info_coordinator"),
        ("quality_exam_month", "qa_trainer"),
        ("skills_exam_month", "shift_supervisor"),
        ("group_kpi_month", "team_lead"),
        *(("summary_month", role) for role in (*_SUMMARIES, "team_lead")),
    ),
    sheets=(("attendance_sheet", "team_lead"),),
    of_shifts=(("shift_log", "shift_supervisor"),),
    shared=frozenset({
        "traffic_daily", "feedback_daily", "quality_daily", "kb_changes_daily", "feedback_weekly",
        "feedback_monthly", "quality_exam_month", "skills_exam_month",
    }),
)  # fmt: skip


def post_tables(
    chance: random.Random,
    people: Sequence[Person],
    presences: Sequence[Presence],
    visits: Iterable[Visit],
    days: SampleDays,
) -> Iterator[SampleTable]:
    """Yield the files of reports, patrols, coaching and searches in the information base."""
    submissions = report_submissions(chance, _REPORTS, people, presences, days)
    yield of_months_before(submissions, days)
    yield _patrols(chance, presences)
    yield _coaching(chance, people, days)
    answered = [each for each in visits if each.agent is not None]
    yield from _searches(chance, people, answered, days)


def _patrols(chance: random.Random, presences: Iterable[Presence]) -> SampleTable:
    """Return a patrol of nearly every shift of a supervisor; some find something."""
    supervised = [each.duty for each in presences if each.duty.person.role == "shift_supervisor"]
    rows = tuple(
        (
            f"P{number:03}",
            duty.person.employee_id,
            written(duty.starts + 120 * _MINUTE),
            *(
                ("桌面杂物", "yes" if happens(chance, 900) else "no")
                if number % 3 == 0
                else ("", "")
            ),
        )
        for number, duty in enumerate(supervised, 1)
        if happens(chance, 950)
    )
    columns = ("patrol_id", "employee_id", "at", "topic", "settled")
    return SampleTable(name="patrols", columns=columns, rows=rows)


def _settled(chance: random.Random) -> str:
    return "yes" if happens(chance, 900) else "no"


def _coaching(chance: random.Random, people: Sequence[Person], days: SampleDays) -> SampleTable:
    """Return a session of every agent with the lead of his team; some were not held."""
    leads = {each.team: each.employee_id for each in people if each.role == "team_lead"}
    first = days.performance.first
    coached = [each for each in people if each.is_agent and each.story is not Story.MATERNITY]
    rows = tuple(
        (
            f"G{number:03}",
            person.employee_id,
            leads[person.team],
            str(days.day(8 + number % 12)),
            "coaching",
            "held" if happens(chance, 900) else "planned",
        )
        for number, person in enumerate(coached, 1)
        if person.team in leads and person.hired_on <= first and person.ended_on is None
    )
    columns = ("session_id", "employee_id", "coach", "at", "kind", "state")
    return SampleTable(name="coaching", columns=columns, rows=rows)


def _searches(
    chance: random.Random,
    people: Iterable[Person],
    answered: Sequence[Visit],
    days: SampleDays,
) -> Iterator[SampleTable]:
    yield SampleTable(
        name="kb_accounts",
        columns=("account", "employee_id", "user", "right", "from", "until"),
        rows=tuple(
            (
                f"kb-{each.employee_id}",
                each.employee_id,
                "internal",
                "browse",
                str(each.hired_on),
                str(each.ended_on) if each.ended_on else "",
            )
            for each in people
            if each.alias
        ),
    )
    searches, seen = [], []
    for number, visit in enumerate(answered[::_SEARCH_EVERY], 1):
        account = f"kb-{visit.agent.employee_id if visit.agent is not None else ''}"
        at, search = written(visit.connected), f"Q{number:04}"
        is_used = happens(chance, 780)
        searches.append((search, account, at, one_of(chance, ("理赔", "救援", "保单")),
                         "3" if is_used else "0", "yes" if is_used else "no"))  # fmt: skip
        if is_used:
            helped = "yes" if happens(chance, 920) else "no"
            seen.append((item_on(number, visit.connected, days), account, at, search, helped))
    columns = ("search_id", "account", "at", "term", "results", "used")
    yield SampleTable(name="kb_searches", columns=columns, rows=tuple(searches))
    of_visits = ("item_id", "account", "at", "search_id", "effective")
    yield SampleTable(name="kb_visits", columns=of_visits, rows=tuple(seen))
