"""The input files of a sample month as tables: columns and rows of text."""

from __future__ import annotations

import datetime as dt
from itertools import cycle, pairwise
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_attendance import Leave, Presence, requested_at
from ccops.testing.sample_days import SampleDays, is_statutory, second_at, written
from ccops.testing.sample_people import TURN_OF, Person, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_quality import SampleEvaluation, SampleEvent, SampleExam, Work
    from ccops.testing.sample_roster import Duty

_HOUR: Final = 3_600
_QUARTER: Final = 3
_QUARTER_DAYS: Final = 92
_SWAP_EVERY: Final = 9
_SWAP_FROM: Final = 4
#: What agents have of the last quarter, one after the other (S1-16).
_STAR_RATES: Final = (100, 300, 100, 500, 200, 100, 300, 0, 100, 200)
_FEN: Final = 100
#: The invented minimum wage of the sample center's city, in yuan.
_MINIMUM_WAGE: Final = 2_600
#: The days a month is paid for, in hundredths, and what leave takes of a day in percent.
_PAID_DAYS: Final = 2_175
_DEDUCTED: Final = {"personal": 100, "sick": 40}
#: One agent of so many has comp time of so many months before.
_LOTS_EVERY: Final = 4
_LOTS: Final = (5, 4, 3, 4, 1)
#: The cells of one row.
Cells = tuple[str, ...]


@attrs.frozen(kw_only=True)
class SampleTable:
    """One input file: its name without ending, its header and its rows."""

    name: str
    columns: Cells
    rows: tuple[Cells, ...]


def employees_table(people: Iterable[Person]) -> SampleTable:
    """Return the file ``employees``."""
    columns = (
        "employee_id", "name", "employment_type", "role", "team", "hired_on", "probation_until",
        "contract_hours_day", "notice_from", "ended_on", "end_reason", "locale", "basic_pay",
    )  # fmt: skip
    return SampleTable(name="employees", columns=columns, rows=tuple(map(_employee, people)))


def _employee(person: Person) -> Cells:
    return (
        person.employee_id,
        person.name,
        "part_time" if person.story is Story.PART_TIME else "full_time",
        person.role,
        person.team,
        person.hired_on.isoformat(),
        _day(person.probation_until),
        str(person.hours_day),
        _day(person.notice_from),
        _day(person.ended_on),
        person.end_reason,
        person.locale,
        _money(_monthly_fen(person)),
    )


def assignments_table(people: Iterable[Person], days: SampleDays) -> SampleTable:
    """Return the file ``assignments``: one team move, one change of role."""
    changes = {Story.TEAM_MOVE: ("team", "C"), Story.PROMOTED: ("role", "team_lead")}
    rows = tuple(
        (each.employee_id, *changes[each.story], days.day(TURN_OF[each.story]).isoformat())
        for each in people
        if each.story in changes
    )
    return SampleTable(
        name="assignments", columns=("employee_id", "what", "value", "from"), rows=rows
    )


def facts_table(people: Iterable[Person], leave: Iterable[Leave], days: SampleDays) -> SampleTable:
    """Return the file ``facts``: what personnel and leads give by hand.

    The basic pay due is prorated by legal workdays employed, as this host does it; that of a full
    month at full hours is not. For a day of personal leave it takes off the wage of a day, for
    one of sick leave two fifths of it. The minimum wage of the city is invented.
    """
    columns = (
        "employee_id", "basic_pay_due", "discipline", "lead_tasks", "channel", "workdays_outside",
        "monthly_basic", "local_minimum_wage", "leave_deducted",
    )  # fmt: skip
    taken: dict[str, int] = {}
    for each in leave:
        if each.kind in _DEDUCTED and days.attendance.holds(each.first):
            who = each.person.employee_id
            taken[who] = taken.get(who, 0) + _deducted_fen(each)
    rows = tuple((*_facts(each, days), _given(taken.get(each.employee_id))) for each in people)
    return SampleTable(name="facts", columns=columns, rows=rows)


def _deducted_fen(leave: Leave) -> int:
    """Return what is taken off for leave of one shift, or of half a shift."""
    day = _monthly_fen(leave.person) * 100 // _PAID_DAYS
    return day * _DEDUCTED[leave.kind] // (200 if leave.hours else 100)


def _given(fen: int | None) -> str:
    return "" if fen is None else _money(fen)


def _facts(person: Person, days: SampleDays) -> Cells:
    workdays = days.workdays
    outside = sum(not person.is_employed(day) for day in workdays)
    due = _monthly_fen(person) * (len(workdays) - outside) // len(workdays)
    is_lead = person.role in ("team_lead", "qa_trainer") or person.story is Story.PROMOTED
    has_points = (is_lead or person.is_agent) and person.story is not Story.MATERNITY
    return (
        person.employee_id,
        _money(due),
        _hundredths(person.skill.discipline) if has_points else "",
        _hundredths(9_800 - 20 * person.skill.slips // 2) if is_lead else "",
        person.line,
        f"{outside} d" if outside else "",
        _money(person.basic_pay * _FEN),
        _money(_MINIMUM_WAGE * _FEN),
    )


def opening_table(people: Iterable[Person], days: SampleDays) -> SampleTable:
    """Return the file ``opening``: stars still to be paid, places and clean months before.

    Those who began later than the last quarter have no star of it.
    """
    first = dt.date(days.performance.first.year, days.performance.first.month, 1)
    gone = (first.month - 1) % _QUARTER
    graded = first - dt.timedelta(days=1)
    for _ in range(gone):
        graded = graded.replace(day=1) - dt.timedelta(days=1)
    left = _QUARTER - gone
    agents = [each for each in people if each.is_agent and each.hired_on <= _before(graded)]
    rows: tuple[Cells, ...] = tuple(
        (each.employee_id, "star_pay_due", f"{graded:%Y-%m}", f"CNY {left * rate}", "money")
        for each, rate in zip(agents, cycle(_STAR_RATES), strict=False)
        if rate
    )
    columns = ("subject_id", "name", "period", "amount", "unit", "dated_on")
    before = f"{first - dt.timedelta(days=1):%Y-%m}"
    rows += tuple(_last_month(agents, before))
    rows = (*((*each, "") for each in rows), *_comp_time(agents, first))
    return SampleTable(name="opening", columns=columns, rows=rows)


def _comp_time(agents: Sequence[Person], first: dt.date) -> Iterator[Cells]:
    """Yield what some agents have of comp time: some of it is nearly six months old."""
    for number, each in enumerate(agents[::_LOTS_EVERY]):
        earned = first
        for _ in range(_LOTS[number % len(_LOTS)]):
            earned = (earned - dt.timedelta(days=1)).replace(day=1)
        hours = str(4 + 3 * number % 8)
        day = earned.replace(day=10).isoformat()
        yield each.employee_id, "comp_time", f"{earned:%Y-%m}", hours, "h", day


def _last_month(agents: Sequence[Person], period: str) -> Iterator[Cells]:
    """Yield what the month before left of each agent: his place, and his months without error."""
    size = str(len(agents))
    ranked = sorted(agents, key=lambda each: (each.skill.slips, each.employee_id))
    for place, each in enumerate(ranked, 1):
        yield each.employee_id, "month_rank", period, str(place), "count"
        yield each.employee_id, "month_rank_size", period, size, "count"
        yield each.employee_id, "hundred_percent_star_left", period, str(place % _QUARTER), "count"


def swaps_table(people: Iterable[Person], days: SampleDays) -> SampleTable:
    """Return the file ``swaps``: every ninth agent once asked his colleague, the first thrice."""
    agents = [each for each in people if each.is_agent and each.story is Story.USUAL]
    pairs = list(pairwise(agents))[::_SWAP_EVERY]
    asked = [*pairs[:1] * 2, *pairs]
    rows = tuple(
        (
            days.day(_SWAP_FROM + number).isoformat(),
            one.employee_id,
            other.employee_id,
            one.employee_id,
            "voluntary",
        )
        for number, (one, other) in enumerate(asked)
    )
    columns = ("date", "from_employee", "to_employee", "initiator", "kind")
    return SampleTable(name="swaps", columns=columns, rows=rows)


def _before(graded: dt.date) -> dt.date:
    """Return the last day on which somebody could begin to have a star of a quarter."""
    return graded - dt.timedelta(days=_QUARTER_DAYS)


def agents_table(people: Iterable[Person]) -> SampleTable:
    """Return the file ``agents``: who is behind which telephone, and since when."""
    rows = tuple(
        (each.employee_id, each.alias, "asterisk", _day(each.calls_from), _day(each.ended_on))
        for each in people
        if each.alias
    )
    columns = ("employee_id", "alias", "system", "from", "until")
    return SampleTable(name="agents", columns=columns, rows=rows)


def roster_table(
    roster: Iterable[Duty], people: Iterable[Person], days: SampleDays
) -> SampleTable:
    """Return the file ``roster`` as centers keep it: people by days, a letter for each shift.

    Who changes the team has a row in each.
    """
    letters: dict[tuple[str, str], dict[dt.date, str]] = {}
    for duty in roster:
        own = letters.setdefault((duty.person.employee_id, duty.team), {})
        own[duty.day] = duty.shift
    names = {each.employee_id: each.name for each in people}
    rows = tuple(
        (employee, names[employee], team, *(own.get(day, "休") for day in days.every))
        for (employee, team), own in letters.items()
    )
    columns = ("工号", "姓名", "班组", *(day.isoformat() for day in days.every))
    return SampleTable(name="roster", columns=columns, rows=rows)


def punches_table(presences: Iterable[Presence], people: Iterable[Person]) -> SampleTable:
    """Return the file ``punches``, in the order of time."""
    lead = next(each.employee_id for each in people if each.role == "team_lead")
    rows = sorted(
        (cells for each in presences for cells in _punches(each, lead)), key=_second_cell
    )
    columns = ("employee_id", "at", "direction", "device", "source", "corrected_by")
    return SampleTable(name="punches", columns=columns, rows=tuple(rows))


def _second_cell(cells: Cells) -> tuple[str, str]:
    return cells[1], cells[0]


def _punches(presence: Presence, lead: str) -> Iterator[Cells]:
    employee = presence.duty.person.employee_id
    for direction, second in (("in", presence.came), ("out", presence.left)):
        if direction == presence.corrected:
            planned = presence.duty.starts if direction == "in" else presence.duty.ends
            yield employee, written(planned), direction, "", "correction", lead
        elif direction in presence.punches:
            yield employee, written(second), direction, "gate-1", "terminal", ""


def leave_table(leave: Iterable[Leave], people: Iterable[Person]) -> SampleTable:
    """Return the file ``leave``; what was not allowed has no approval."""
    manager = next(each.employee_id for each in people if each.role == "center_manager")
    columns = (
        "employee_id", "kind", "from", "to", "hours", "requested_at", "approved_at", "approver",
    )  # fmt: skip
    rows = tuple(
        (
            each.person.employee_id,
            each.kind,
            each.first.isoformat(),
            each.last.isoformat(),
            each.hours,
            written(requested_at(each)),
            written(requested_at(each) + 2 * _HOUR) if each.is_approved else "",
            manager if each.is_approved else "",
        )
        for each in leave
    )
    return SampleTable(name="leave", columns=columns, rows=rows)


def evaluations_table(evaluations: Iterable[SampleEvaluation], form: str) -> SampleTable:
    """Return the file ``evaluations``: a row for each item that was seen."""
    columns = (
        "evaluation_id", "employee_id", "contact_id", "form", "item", "occurrences", "evaluator",
        "at", "source", "channel", "status", "replaces",
    )  # fmt: skip
    rows = tuple(
        (
            each.evaluation_id,
            each.person.employee_id,
            each.call_id,
            form,
            item,
            str(count),
            each.evaluator,
            f"{each.at:%Y-%m-%d %H:%M}",
            each.source,
            "phone",
            each.status,
            each.replaces,
        )
        for each in evaluations
        for item, count in each.items
    )
    return SampleTable(name="evaluations", columns=columns, rows=rows)


def exams_table(exams: Iterable[SampleExam]) -> SampleTable:
    """Return the file ``exams``."""
    rows = tuple(
        (
            each.exam_id,
            each.person.employee_id,
            each.day.isoformat(),
            str(each.score),
            "100",
            each.kind,
        )
        for each in exams
    )
    columns = ("exam_id", "employee_id", "at", "score", "max", "kind")
    return SampleTable(name="exams", columns=columns, rows=rows)


def activity_table(work: Iterable[Work]) -> SampleTable:
    """Return the file ``activity``."""
    rows = tuple(
        (
            each.person.employee_id,
            each.day.isoformat(),
            each.kind,
            str(each.handled),
            str(each.errors),
            _day(each.found_on),
        )
        for each in work
    )
    columns = ("employee_id", "date", "kind", "handled", "errors", "found_on")
    return SampleTable(name="activity", columns=columns, rows=rows)


def events_table(events: Iterable[SampleEvent], people: Sequence[Person]) -> SampleTable:
    """Return the file ``events``."""
    trainer = next(each.employee_id for each in people if each.role == "qa_trainer")
    columns = (
        "event_id", "employee_id", "at", "kind", "level", "topic", "written", "valid",
        "verified_by", "note",
    )  # fmt: skip
    rows = tuple(
        (
            f"EV{number:04}",
            each.person.employee_id,
            written(second_at(each.day, each.minute)),
            each.kind,
            each.level,
            each.topic,
            each.written,
            each.valid,
            trainer if each.valid else "",
            each.note,
        )
        for number, each in enumerate(events, 1)
    )
    return SampleTable(name="events", columns=columns, rows=rows)


def calendar_table(days: SampleDays) -> SampleTable:
    """Return the file ``calendar``: the statutory days; all else is as the week has it."""
    rows = tuple((day.isoformat(), "statutory") for day in days.every if is_statutory(day))
    return SampleTable(name="calendar", columns=("date", "kind"), rows=rows)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _monthly_fen(person: Person) -> int:
    """Return the basic pay of a full month in fen; part-time staff have their contract's share."""
    return person.basic_pay * _FEN * person.hours_day // 8


def _money(fen: int) -> str:
    return f"CNY {_hundredths(fen)}"


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02}"
