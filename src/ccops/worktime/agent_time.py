"""The roster beside the telephone: what somebody was to do, and what he did, piece by piece."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.kpi import RecordKind, Records
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    DURATION,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label
from ccops.values import Missing
from ccops.worktime.kinds import AGENT_STATES
from ccops.worktime.leave_kinds import LeavePay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.values import PeriodDays
    from ccops.values.local_clock import LocalClock
    from ccops.worktime.agent_spans import AgentSpan, AgentTimes
    from ccops.worktime.attendance import Attendance
    from ccops.worktime.record_rows import Row
    from ccops.worktime.roster import RosterShift  # noqa: TC004 - in annotations of attrs alone

#: What somebody is to do: work, have a meal with clock times, be on leave, or nothing.
SCHEDULED: Final = frozenset({"work", "meal", "leave", "none"})
_SECOND_MS: Final = 1_000

#: A piece of time in which neither the roster nor the state at the telephone changes, cut at
#: half-hours; ``offline`` is rostered time without a sign-on. ``paid`` is what of it counts as
#: paid: of a shift's meals without clock times every minute bears its part, so the pieces of a
#: shift add up to what it counts for. ``leave_paid`` is what of it is paid leave; missing where
#: the host decides that. People of whom the telephone shows nothing, or not when they sign on,
#: have none, and neither has the time of which it does not tell.
AGENT_TIME: Final = RecordKind(
    name="agent_time",
    label=Label(zh="坐席时间", en="agent time"),
    subject="agent",
    day="day",
    reference="source_ref",
    groups={
        "agent": "agent",
        "day": "day",
        "half_hour": "half_hour",
        "hour": "hour",
        "team": "team",
        "state": "state",
        "reason": "reason",
    },
    columns=(
        column("agent", WORD, "座席", "agent"),
        optional_column("team", WORD, "班组", "team on the roster"),
        column("day", DATE, "日", "day"),
        column("half_hour", COUNT, "半小时", "half-hour"),
        column("hour", COUNT, "时段", "hour"),
        column("scheduled", listed(SCHEDULED), "排班内容", "what the roster says"),
        column("state", listed(AGENT_STATES), "状态", "state"),
        optional_column("reason", WORD, "示忙原因", "reason of not being ready"),
        column("duration", DURATION, "时长", "how long it lasted"),
        column("paid", DURATION, "计薪时长", "what of it is paid"),
        optional_column("leave_paid", DURATION, "带薪假时长", "what of it is paid leave"),
        column("on_queue", FLAG, "接听状态", "free, ringing, in a contact or after it"),
        REFERENCE,
    ),
)
_ON_QUEUE: Final = frozenset({"available", "reserved", "on_contact", "acw"})
#: What a state is, and why: its local day, half-hour and hour, and its place.
_Did = tuple[str, "str | Missing", int, int, int, str]
#: What is told of time in which nothing is to be done: no team, and nothing of it is paid.
_NOTHING_DUE: Final = (Missing.NO_RECORDS, "none", 0, 0)


@frozen
class _Due:
    """A part of a shift: what is to be done, and what of the shift was paid when it begins.

    Of ``open_ms`` of the shift ``counted_ms`` are paid, ``before_ms`` were open until now.
    ``pay`` says whether leave is paid.
    """

    what: str
    first: int
    last: int
    shift: RosterShift
    open_ms: int
    counted_ms: int
    before_ms: int
    pay: LeavePay | None

    def told(self, begins: int, ends: int) -> tuple[str | Missing, str, int, int | Missing]:
        """Return the team, what is to be done, and what of a piece is paid, and is paid leave.

        The pieces of a shift add up to what it counts for. Paid leave is missing where the host
        decides.
        """
        team, what = self.shift.team or Missing.NO_RECORDS, self.what
        if what == "work":
            return team, what, self._counted(begins, ends), 0
        match self.pay:
            case LeavePay.YES:
                return team, what, 0, self._counted(begins, ends)
            case LeavePay.HOST:
                return team, what, 0, Missing.NOT_MEASURED
            case _:
                return team, what, 0, 0

    def _counted(self, begins: int, ends: int) -> int:
        until = self.before_ms - self.first
        whole, paid = self.open_ms, self.counted_ms
        return paid * (until + ends) // whole - paid * (until + begins) // whole


def agent_time_records(
    kept: Iterable[Attendance],
    times: AgentTimes,
    *,
    days: PeriodDays,
    clock: LocalClock,
    pays: Mapping[str, LeavePay],
) -> Records:
    """Return the records of rostered shifts beside the states of agents, on some days.

    ``pays`` says by its kind who pays a leave; of a kind it does not name nobody does.
    """
    by_person: dict[str, list[Attendance]] = {}
    for each in kept:
        by_person.setdefault(each.shift.employee_id, []).append(each)
    rows: list[Row] = []
    for agent, own in sorted(times.people.items()):
        if own.known:
            due = [part for each in by_person.get(agent, ()) for part in _parts(each, pays)]
            span = (times.first, min(times.last, own.until))
            rows += _rows(agent, due, own.spans, span, clock)
    return Records.of_rows(AGENT_TIME, rows).within(days)


def _parts(kept: Attendance, pays: Mapping[str, LeavePay]) -> Iterator[_Due]:
    """Yield the parts of a shift in order: work, meals, and what leave takes of it."""
    times = kept.shift.times
    leaves = [each.leave for each in kept.missed if each.leave is not None]
    edges = {times.first, times.last}
    for begins, ends in (*times.meals, *((each.first, each.last) for each in leaves)):
        edges |= {max(begins, times.first), min(ends, times.last)}
    whole = times.open_ms(times.first, times.last)
    for begins, ends in itertools.pairwise(sorted(edges)):
        is_meal = any(first <= begins < last for first, last in times.meals)
        what, pay = "meal" if is_meal else "work", None
        away = next((each for each in leaves if each.first <= begins < each.last), None)
        if away is not None:
            what, pay = "leave", None if is_meal else pays.get(away.kind)
        before = times.open_ms(times.first, begins)
        yield _Due(what, begins, ends, kept.shift, whole, times.counted_ms, before, pay)


def _rows(
    agent: str,
    due: Sequence[_Due],
    spans: Sequence[AgentSpan],
    span: tuple[int, int],
    clock: LocalClock,
) -> Iterator[Row]:
    """Yield the pieces of one person within a span of time, in order."""
    waiting, states = list(reversed(due)), list(reversed(spans))
    edges = {edge for each in due for edge in (each.first, each.last)}
    edges.update(span, (each[0] for each in spans), (each[1] for each in spans))
    cuts = sorted(edge for edge in edges if span[0] <= edge <= span[1])
    for begins, ends in itertools.pairwise(cuts):
        while waiting and waiting[-1].last <= begins:
            waiting.pop()
        while states and states[-1][1] <= begins:
            states.pop()
        now = waiting[-1] if waiting and waiting[-1].first <= begins else None
        if states and states[-1][0] <= begins:
            yield _row(agent, now, (begins, ends), states[-1][2:])
        elif now is not None:
            for first, last in _half_hours(begins, ends, clock):
                local = clock.read(first // _SECOND_MS)
                did = ("offline", Missing.NO_RECORDS, *local, now.shift.reference)
                yield _row(agent, now, (first, last), did)


def _half_hours(begins: int, ends: int, clock: LocalClock) -> Iterator[tuple[int, int]]:
    """Yield a stretch of time cut where half-hours of the local clock end."""
    while begins < ends:
        after = min(ends, clock.half_hour(begins // _SECOND_MS)[1] * _SECOND_MS)
        yield begins, after
        begins = after


def _row(agent: str, now: _Due | None, span: tuple[int, int], did: _Did) -> Row:
    begins, ends = span
    state, reason, day, half_hour, hour, place = did
    team, scheduled, paid, leave_paid = _NOTHING_DUE if now is None else now.told(begins, ends)
    lasted, on_queue = ends - begins, state in _ON_QUEUE
    head = (agent, team, day, half_hour, hour, scheduled, state, reason)
    return (*head, lasted, paid, leave_paid, on_queue, place)
