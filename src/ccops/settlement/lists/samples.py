"""The samples of a month: its plans over its people and the calls that were handled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

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

#: The outbound calls in which an agent talked to somebody.
_CONNECTED: Final = "connected"


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
        measured = [*self._conversations(days), *self._dials(days)]
        if plan.shortest is None:
            return tuple(call for call, _ in measured), 0
        shortest = plan.shortest.number
        calls = tuple(x for x, ms in measured if not isinstance(ms, Missing) and ms >= shortest)
        unknown = {x for x, ms in measured if isinstance(ms, Missing) and x.agent in heard}
        return calls, len(unknown)

    def _dials(self, days: PeriodDays) -> Iterator[tuple[Call, Missing]]:
        """Yield the outbound calls in which somebody was reached; their queue is the campaign."""
        for row in self._rows(DIAL.name, days):
            if row["result"] == _CONNECTED and isinstance(row["agent"], str):
                call = Call(
                    contact_id=str(row["dial_id"]),
                    agent=row["agent"],
                    queue=str(row["campaign"]),
                    hour=f"{row['dialed_hour']:02}",
                    day=_iso(row["dialed_day"]),
                )
                yield call, Missing.NOT_MEASURED

    def _rows(self, kind: str, days: PeriodDays) -> Iterator[Mapping[str, Cell | Missing]]:
        records = self.records.get(kind)
        if records is not None:
            inside = records.within(days)
            yield from map(inside.row, range(len(inside)))

    def _conversations(self, days: PeriodDays) -> Iterator[tuple[Call, int | Missing]]:
        """Yield the conversations that are over, and how long each was in ms."""
        for row in self._rows(HANDLE_SEGMENT.name, days):
            if row["ended_by"] != "open":
                queue = row["queue"]
                call = Call(
                    contact_id=str(row["contact_id"]),
                    agent=str(row["agent"]),
                    queue=queue if isinstance(queue, str) else "-",
                    hour=f"{row['connected_hour']:02}",
                    day=_iso(row["connected_day"]),
                )
                yield call, _length(row)

    def _scored(self, evaluators: set[str], days: PeriodDays) -> Iterator[str]:
        """Yield the contacts that those who monitor without a share have scored."""
        for row in self._rows(MONITORING.name, days):
            if row["evaluator"] in evaluators and isinstance(row["contact_id"], str):
                yield row["contact_id"]


def _listened(plan: SamplingPlanRule, employee: Employee, first: dt.date) -> Listened:
    """Return how many calls of somebody are heard; a newcomer is one as the period begins."""
    newcomers = plan.newcomers
    is_new = newcomers is not None and months_between(employee.hired_on, first) < newcomers.months
    calls = newcomers.calls if newcomers is not None and is_new else plan.calls
    return Listened(employee=employee.employee_id, needed=calls, is_newcomer=is_new)


def _length(row: Mapping[str, Cell | Missing]) -> int | Missing:
    """Return how long a conversation was: the talk, or talk and hold where they are one figure."""
    known = (row[name] for name in ("talk", "talk_hold"))
    return next((each for each in known if isinstance(each, int)), Missing.NOT_MEASURED)


def _iso(cell: object) -> str:
    return dt.date.fromordinal(cell).isoformat() if isinstance(cell, int) and cell else "-"
