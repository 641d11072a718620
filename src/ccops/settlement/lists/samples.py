"""The samples of a month: its plans over its people and the calls that were handled."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.contacts import DIAL, HANDLE_SEGMENT
from ccops.facts import Assignment, Employee
from ccops.kpi import Records
from ccops.rules.months import months_between
from ccops.scorecards import (
    MONITORING,
    Call,
    Frame,
    Listened,
    Sample,
    SamplingPlanRule,
    draw_sample,
)
from ccops.settlement.measured.base_facts import people_of
from ccops.settlement.measured.rules import MonthRules
from ccops.values import Cell, Missing, PeriodDays

if TYPE_CHECKING:
    from fractions import Fraction

#: The outbound calls in which an agent talked to somebody.
_CONNECTED: Final = "connected"
#: What a sample asks of outbound calls and of conversations, the lengths last.
_DIALED: Final = ("result", "dial_id", "agent", "campaign", "dialed_hour", "dialed_day")
_TALKED: Final = (
    "ended_by", "contact_id", "agent", "queue", "connected_hour", "connected_day", "talk",
    "talk_hold",
)  # fmt: skip
#: So many days are kept as they are written.
_DAYS_KEPT: Final = 64


@attrs.frozen(kw_only=True)
class SampleMonth:
    """What the samples of a month are drawn from: rules, people, and the calls up to a day."""

    rules: MonthRules
    employees: tuple[Employee, ...]
    assignments: tuple[Assignment, ...]
    records: Mapping[str, Records]
    on: dt.date

    def sample(self, plan: SamplingPlanRule) -> Sample:
        """Return what a plan draws."""
        calendar = plan.calendar.value if plan.calendar else self.rules.default_calendar
        whole = self.rules.period.days(calendar)
        days = PeriodDays(whole.first, min(whole.last, self.on))
        people = people_of(self.employees, self.assignments, whole)
        roles: dict[str, list[str]] = {}
        heard: list[Listened] = []
        wanted = {each.value for each in plan.roles}
        for employee, state in zip(people.employees, people.states, strict=True):
            roles.setdefault(state.role, []).append(employee.employee_id)
            if state.role in wanted:
                heard.append(_listened(plan, employee, whole.first))
        monitors = {x.role.value: tuple(roles.get(x.role.value, ())) for x in plan.monitors}
        own = {who for x in plan.monitors if x.share is None for who in monitors[x.role.value]}
        long_enough, unmeasured = self._calls(plan, days, {each.employee for each in heard})
        frame = Frame(
            period=self.rules.period.label,
            listened=tuple(heard),
            calls=long_enough,
            unmeasured=unmeasured,
            monitors=monitors,
            scored=frozenset(self._scored(own, days)),
        )
        return draw_sample(plan, frame)

    def _calls(
        self, plan: SamplingPlanRule, days: PeriodDays, heard: set[str]
    ) -> tuple[tuple[Call, ...], int]:
        """Return the calls that are long enough, and how many are of a length nobody knows.

        Where a plan asks for no length every call is; how long an outbound call was is not known.
        """
        shortest = 0 if plan.shortest is None else plan.shortest.number
        measured = [*self._conversations(days, shortest), *self._dials(days)]
        if plan.shortest is None:
            return tuple(call for call, _ in measured), 0
        calls = tuple(x for x, ms in measured if not isinstance(ms, Missing))
        unknown = {x for x, ms in measured if isinstance(ms, Missing) and x.agent in heard}
        return calls, len(unknown)

    def _dials(self, days: PeriodDays) -> Iterator[tuple[Call, Missing]]:
        """Yield the outbound calls in which somebody was reached; their queue is the campaign."""
        for result, dial, agent, campaign, hour, day in self._rows(DIAL.name, days, _DIALED):
            if result == _CONNECTED and isinstance(agent, str):
                call = Call(
                    contact_id=str(dial),
                    agent=agent,
                    queue=str(campaign),
                    hour=f"{hour:02}",
                    day=_iso(day),
                )
                yield call, Missing.NOT_MEASURED

    def _rows(
        self, kind: str, days: PeriodDays, names: Sequence[str]
    ) -> Iterator[tuple[Cell | Missing, ...]]:
        """Yield some cells of each record of some days."""
        records = self.records.get(kind)
        if records is not None:
            inside = records.within(days)
            yield from zip(*(inside.columns[name] for name in names), strict=True)

    def _conversations(
        self, days: PeriodDays, shortest: Fraction | int
    ) -> Iterator[tuple[Call, int | Missing]]:
        """Yield the conversations that are over and not too short, and how long each was in ms."""
        for cells in self._rows(HANDLE_SEGMENT.name, days, _TALKED):
            ended_by, contact, agent, queue, hour, day, *lengths = cells
            length = _length(lengths)
            is_long = isinstance(length, Missing) or length >= shortest
            if ended_by != "open" and is_long:
                call = Call(
                    contact_id=str(contact),
                    agent=str(agent),
                    queue=queue if isinstance(queue, str) else "-",
                    hour=f"{hour:02}",
                    day=_iso(day),
                )
                yield call, length

    def _scored(self, evaluators: set[str], days: PeriodDays) -> Iterator[str]:
        """Yield the contacts that those who monitor without a share have scored."""
        for evaluator, contact in self._rows(MONITORING.name, days, ("evaluator", "contact_id")):
            if evaluator in evaluators and isinstance(contact, str):
                yield contact


def _listened(plan: SamplingPlanRule, employee: Employee, first: dt.date) -> Listened:
    """Return how many calls of somebody are heard; a newcomer is one as the period begins."""
    newcomers = plan.newcomers
    is_new = newcomers is not None and months_between(employee.hired_on, first) < newcomers.months
    calls = newcomers.calls if newcomers is not None and is_new else plan.calls
    return Listened(employee=employee.employee_id, needed=calls, is_newcomer=is_new)


def _length(known: Iterable[Cell | Missing]) -> int | Missing:
    """Return how long a conversation was: the talk, or talk and hold where they are one figure."""
    return next((each for each in known if isinstance(each, int)), Missing.NOT_MEASURED)


@functools.lru_cache(maxsize=_DAYS_KEPT)
def _iso(cell: object) -> str:
    return dt.date.fromordinal(cell).isoformat() if isinstance(cell, int) and cell else "-"
