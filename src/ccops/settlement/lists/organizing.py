"""A month's organization: its staff day by day, its duties and reports over all records."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs

from ccops.facts import Assignment, Employee, changing_days
from ccops.kpi import Records, measure
from ccops.kpi.keys import parts_of
from ccops.messages import Diagnostic, Severity
from ccops.organization import (
    DutyRule,
    Frequency,
    Organization,
    OrganizationRules,
    ReportCalendar,
    StaffTrouble,
    Stretch,
    evidence_name,
)
from ccops.organization.duties.duty_entries import Counted, DutyDesk, duty_list
from ccops.organization.duties.risk_entries import RiskEntry, risk_entry
from ccops.organization.staff.post_entries import posts_of
from ccops.organization.staff.span_entries import span_list
from ccops.organization.staff.staff import Staff
from ccops.organization.whole.called import called
from ccops.organization.whole.own_people import scored_own_people
from ccops.organization.whole.staff_troubles import StaffFinding, staff_findings
from ccops.settlement.lists.reporting import ReportingMonth, day_of, events_of, rows_of
from ccops.settlement.measured.rules import MonthRules
from ccops.values import PeriodDays
from ccops.worktime import (
    CALENDAR_DAY,
    WorkCalendar,
)

_ONE_DAY: Final = dt.timedelta(days=1)
#: What is wrong with a staff list itself, not with how the center is led.
_ERRORS: Final = frozenset({"staff-role-unknown"})
_DOCUMENT, _EVALUATION = "document", "evaluation"


@attrs.frozen(kw_only=True, eq=False, slots=False)
class OrganizationMonth:
    """What a month's organization is made of: rules, people, and the records of any day.

    ``structure`` names another structure of the pack that the staff is held against. Workdays
    are those of the days handed in, or of ``work_calendar``. Nothing is due before ``since``.
    """

    rules: MonthRules
    employees: tuple[Employee, ...]
    assignments: tuple[Assignment, ...]
    records: Mapping[str, Records]
    on: dt.date
    since: dt.date = dt.date.min
    structure: str = ""
    work_calendar: WorkCalendar | None = None
    _days: dict[dt.date, Staff] = attrs.field(factory=dict[dt.date, Staff], init=False)

    def organization(self) -> Organization:
        """Return who answers to whom on the day, and the month's duties and troubles.

        Raises ``UnknownNameError`` for a structure the pack has not.
        """
        own, staff = self.own, self.staff_on(self.on)
        troubles = tuple(self._troubles())
        return Organization(
            period=self.rules.period.label,
            on=self.on,
            structure=self.structure,
            lines=tuple(staff.lines.values()),
            posts=tuple(posts_of(staff, own.roles)),
            spans=tuple(span_list(each, staff) for each in own.spans),
            duties=tuple(duty_list(each, self._duty_desk) for each in own.duties),
            risks=tuple(self._risks(staff)),
            rights=own.rights_kept(),
            publications=self.rules.publications,
            troubles=troubles,
            diagnostics=called(map(_diagnostic, troubles), own),
            labels=self.rules.labels,
        )

    def report_calendar(self) -> ReportCalendar:
        """Return every report owed for the period, and what lies in the archives."""
        return self.reporting.calendar()

    @cached_property
    def reporting(self) -> ReportingMonth:
        """The reports of the month, and the days and shifts on which people work."""
        handed_in = CALENDAR_DAY.name in self.records
        return ReportingMonth(
            rules=self.rules,
            own=self.own,
            records=self.records,
            on=self.on,
            since=self.since,
            staff_on=self.staff_on,
            work_calendar=None if handed_in else self.work_calendar,
        )

    @cached_property
    def own(self) -> OrganizationRules:
        """The rules, those of another structure where one is named."""
        rules = self.rules.organization
        return rules.structured(self.structure) if self.structure else rules

    # -- the staff, day by day --------------------------------------------------------------

    def staff_on(self, day: dt.date) -> Staff:
        """Return the staff of a day; days on which nothing changes have the same one."""
        place = bisect_right(self._changes, day)
        first = self._changes[place - 1] if place else day
        if first not in self._days:
            self._days[first] = Staff.on(
                first,
                employees=self.employees,
                assignments=self.assignments,
                roles=self.own.roles,
            )
        return self._days[first]

    @cached_property
    def _changes(self) -> tuple[dt.date, ...]:
        """The days on which anybody's post, team or superior may change."""
        return changing_days(self.employees, self.assignments)

    @property
    def _period(self) -> PeriodDays:
        return self.rules.period.days(self.rules.default_calendar)

    def _troubles(self) -> Iterator[StaffTrouble]:
        """Yield what is wrong with the staff on any day of the period, each with its days."""
        open_: dict[StaffFinding, StaffTrouble] = {}
        for days in self._stretches():
            found = dict.fromkeys(staff_findings(self.staff_on(days.first), self.own))
            for each in [x for x in open_ if x not in found]:
                yield open_.pop(each)
            for each in found:
                before = open_.get(each)
                first = days.first if before is None else before.first
                open_[each] = _trouble(each, first, days.last)
        yield from open_.values()
        yield from self._scored()

    def _stretches(self) -> Iterator[PeriodDays]:
        """Yield the period cut wherever the staff changes."""
        whole = self._period
        inside = {x for x in self._changes if whole.first < x <= whole.last}
        starts = sorted({whole.first, *inside})
        for first, following in zip(starts, (*starts[1:], whole.last + _ONE_DAY), strict=True):
            yield PeriodDays(first, following - _ONE_DAY)

    def _scored(self) -> Iterator[StaffTrouble]:
        records = self.records.get(_EVALUATION)
        auditors = {each.role.value for each in self.own.duties if each.audits}
        if records is None or not auditors:
            return
        inside = records.within(self._period)
        names = ("evaluator", "employee_id", "local_day")
        scored = (
            (str(who), str(whom), dt.date.fromordinal(day))
            for who, whom, day in zip(*(inside.columns[x] for x in names), strict=True)
            if isinstance(day, int)
        )
        for finding, day in scored_own_people(scored, self.staff_on, auditors):
            yield _trouble(finding, day, day)

    # -- duties and risks -------------------------------------------------------------------

    @cached_property
    def _duty_desk(self) -> DutyDesk:
        return DutyDesk(
            on=self.on,
            staff_on=self.staff_on,
            stretches=self._duty_stretches,
            works_on=self.reporting.work_days.works_on,
            counted=self._counted,
            reports=self.reporting.reports if self.reporting.is_told else None,
        )

    def _duty_stretches(self, rule: DutyRule) -> tuple[Stretch, ...] | None:
        every = rule.every or Frequency.AS_IT_COMES
        return self.reporting.due_for(every, self.rules.default_calendar)

    def _counted(self, rule: DutyRule) -> Counted | None:
        """Return the days on which records show a duty, by who did it, and of whom."""
        indicator, shown = self.own.own_indicators.get(evidence_name(rule.name)), rule.shown_by
        records = None if indicator is None else self.records.get(indicator.over)
        if indicator is None or shown is None or records is None:
            return None
        measured = measure(records, [indicator], by=(*shown.groups, "day"))
        keys = measured.keys
        found: dict[tuple[str, ...], set[dt.date]] = {}
        for key, count in zip(keys, measured.column(indicator.name, keys), strict=True):
            *people, day = parts_of(key, len(shown.groups) + 1)
            if isinstance(count, int) and count and isinstance(day, int):
                found.setdefault(tuple(map(str, people)), set()).add(dt.date.fromordinal(day))
        return {people: frozenset(days) for people, days in found.items()}

    def _risks(self, staff: Staff) -> Iterator[RiskEntry]:
        incidents = tuple(self._incidents())
        for rule in self.own.risks:
            plans: dict[str, list[str]] = {}
            for served, document in self._plans(rule.plan.value):
                plans.setdefault(served, []).append(document)
            yield risk_entry(rule, staff=staff, plans=plans, incidents=incidents)

    def _incidents(self) -> Iterator[tuple[str, dt.date]]:
        last = min(self._period.last, self.on)
        within = PeriodDays(self._period.first, last) if last >= self._period.first else None
        found = events_of(self.records, "incident", within)
        return ((str(row["topic"]), day) for row, day in found)

    def _plans(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield what each document of a kind in force on the day serves."""
        for row in rows_of(self.records.get(_DOCUMENT)):
            first, until = day_of(row["day"]), day_of(row["until"])
            is_over = first is None or first > self.on or (until is not None and until < self.on)
            if row["kind"] == kind and not is_over and isinstance(row["serves"], str):
                for served in row["serves"].split(","):
                    yield served.strip(), str(row["document_id"])


def _trouble(finding: StaffFinding, first: dt.date, last: dt.date) -> StaffTrouble:
    return StaffTrouble(
        code=finding.kind, subject=finding.subject, first=first, last=last, told=dict(finding.told)
    )


def _diagnostic(trouble: StaffTrouble) -> Diagnostic:
    severity = Severity.ERROR if trouble.code in _ERRORS else Severity.WARNING
    told = {"subject": trouble.subject, "from": trouble.first, "until": trouble.last}
    return Diagnostic(code=trouble.code, severity=severity, args={**told, **trouble.told})
