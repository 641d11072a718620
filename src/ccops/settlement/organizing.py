"""A month's organization: its staff day by day, its duties and reports over all records."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs

from ccops.facts import Assignment, Employee, changing_days
from ccops.kpi import Records, measure
from ccops.kpi.keys import parts_of
from ccops.messages import Diagnostic, Severity
from ccops.organization import (
    ARCHIVED,
    REPORT_SUBMISSION,
    DutyRule,
    Frequency,
    Organization,
    OrganizationRules,
    OwedReport,
    ReportCalendar,
    ReportDutyRule,
    ReportList,
    ReportState,
    StaffTrouble,
    Stretch,
    evidence_name,
    stretches,
)
from ccops.organization.duties.duty_entries import Counted, DutyDesk, duty_list
from ccops.organization.duties.risk_entries import RiskEntry, risk_entry
from ccops.organization.reporting.archive_entries import Archived, archive_list
from ccops.organization.reporting.report_entries import report_list
from ccops.organization.reporting.report_troubles import report_findings
from ccops.organization.reporting.submissions import ReportDesk, Submission
from ccops.organization.staff.post_entries import posts_of
from ccops.organization.staff.span_entries import span_list
from ccops.organization.staff.staff import Staff
from ccops.organization.whole.own_people import scored_own_people
from ccops.organization.whole.staff_troubles import StaffFinding, staff_findings
from ccops.settlement.rules import MonthRules
from ccops.settlement.work_days import WorkDays, work_days
from ccops.values import PeriodDays
from ccops.worktime import (
    CALENDAR_DAY,
    WORKED_SHIFT,
    WorkCalendar,
    compile_shifts,
)
from ccops.worktime.work_calendar import calendar_handed_in

_ONE_DAY: Final = dt.timedelta(days=1)
#: A report of a month is due in the next one, and where a week is over in the first days of it.
_PERIODS_BACK: Final = 3
_LEAST_MONTH: Final = 28
#: What is wrong with a staff list itself, not with how the center is led.
_ERRORS: Final = frozenset({"staff-role-unknown"})
_DOCUMENT, _EVENT, _EVALUATION = "document", "event", "evaluation"


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
            troubles=troubles,
            diagnostics=tuple(map(_diagnostic, troubles)),
        )

    def report_calendar(self) -> ReportCalendar:
        """Return every report owed for the period, and what lies in the archives."""
        lists = tuple(self.reports.values())
        things = tuple(self._archived())
        return ReportCalendar(
            period=self.rules.period.label,
            on=self.on,
            reports=lists,
            archives=tuple(archive_list(each, things, self.on) for each in self.own.archives),
            diagnostics=(
                *self._assumed(),
                *report_findings(self.own.report_duties, lists, self._submissions),
            ),
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

    # -- workdays and shifts ----------------------------------------------------------------

    @cached_property
    def _calendar(self) -> WorkCalendar:
        if CALENDAR_DAY.name in self.records or self.work_calendar is None:
            return calendar_handed_in(self.records)
        return self.work_calendar

    def _assumed(self) -> Iterator[Diagnostic]:
        """Yield what was not handed in: which days are workdays, which shifts were worked."""
        if CALENDAR_DAY.name not in self.records and self.work_calendar is None:
            yield Diagnostic(code="calendar-assumed", severity=Severity.WARNING)
        owed = sum(len(each.of(ReportState.UNKNOWN)) for each in self.reports.values())
        if not self._are_reports_told and owed:
            told = {"count": owed}
            yield Diagnostic(code="reports-not-told", severity=Severity.WARNING, args=told)
        for rule in self.own.report_duties:
            if rule.every is Frequency.SHIFT and WORKED_SHIFT.name not in self.records:
                yield Diagnostic(
                    code="report-shifts-unknown",
                    severity=Severity.WARNING,
                    args={"report": rule.name},
                )

    def _due_for(self, frequency: Frequency, calendar: str) -> tuple[Stretch, ...] | None:
        """Return what something is due for in the period; ``None`` where no shifts are known."""
        if frequency is Frequency.SHIFT:
            found = self._work_days.worked(self.rules.period.days(calendar))
        else:
            is_workday = self._calendar.is_workday
            found = stretches(frequency, self.rules.period, calendar, is_workday)
        return None if found is None else tuple(x for x in found if x.last >= self.since)

    @cached_property
    def _work_days(self) -> WorkDays:
        templates = compile_shifts(self.rules.shifts)[0]
        return work_days(self.records, templates, self._calendar)

    # -- reports ----------------------------------------------------------------------------

    @cached_property
    def reports(self) -> Mapping[str, ReportList]:
        """Every report of the pack by its id, with all that is owed of it for the period."""
        found: dict[str, ReportList] = {}
        for rule in self.own.report_duties:
            named = rule.calendar
            calendar = self.rules.default_calendar if named is None else named.value
            due_for = self._due_for(rule.every, calendar) or ()
            days = self.rules.period.days(calendar)
            within = PeriodDays(max(days.first, self.since), days.last)
            found[rule.name] = report_list(rule, due_for, self._report_desk, within=within)
        return found

    def owed_in(self, days: PeriodDays) -> Iterator[tuple[OwedReport, dt.date, tuple[str, ...]]]:
        """Yield the reports of some days with that day, and everybody who owes them.

        It is the day a report is due, whenever the days ended that it is about; what is owed for
        a shift is of the day of the shift. Of a post that owes one report all who held it do.
        """
        for rule in self.own.report_duties:
            for stretch in self._perhaps_due(rule) if rule.due is not None else ():
                for each in report_list(rule, (stretch,), self._report_desk, within=days).entries:
                    day = stretch.first if stretch.who or each.due is None else each.due.day
                    if days.holds(day) and each.state is not ReportState.NOBODY:
                        yield each, day, self._owing(each, stretch)

    def _perhaps_due(self, rule: ReportDutyRule) -> Iterator[Stretch]:
        """Yield what a report is due for, also stretches that ended before the period began."""
        calendar = self.rules.default_calendar if rule.calendar is None else rule.calendar.value
        if rule.every is Frequency.SHIFT:
            yield from self._work_days.worked(self.rules.period.days(calendar)) or ()
            return
        after = 0 if rule.due is None else rule.due.days or 0
        for back in range(_PERIODS_BACK + after // _LEAST_MONTH):
            period = self.rules.period.earlier(back)
            yield from stretches(rule.every, period, calendar, self._calendar.is_workday)

    def _owing(self, entry: OwedReport, stretch: Stretch) -> tuple[str, ...]:
        if entry.who:
            return (entry.who,)
        holders = self.staff_on(stretch.last).holders
        found = {x.employee for post in entry.posts for x in holders.get(post, ())}
        return tuple(sorted(found))

    @property
    def _are_reports_told(self) -> bool:
        return REPORT_SUBMISSION.name in self.records

    @cached_property
    def _report_desk(self) -> ReportDesk:
        handed_in: dict[tuple[str, str], list[Submission]] = {}
        for each in self._submissions:
            handed_in.setdefault((each.report, each.period), []).append(each)
        archived: dict[str, set[str]] = {}
        for thing in self._archived():
            archived.setdefault(thing.archive, set()).add(thing.item)
        return ReportDesk(
            on=self.on,
            staff_on=self.staff_on,
            is_workday=self._calendar.is_workday,
            works_on=self._work_days.works_on,
            is_told=self._are_reports_told,
            handed_in={key: tuple(listed) for key, listed in handed_in.items()},
            archived={name: frozenset(items) for name, items in archived.items()},
        )

    @cached_property
    def _submissions(self) -> tuple[Submission, ...]:
        """Everything handed in up to the day."""
        rows = _rows(self.records.get(REPORT_SUBMISSION.name))
        found = (
            Submission(
                report=str(row["report"]),
                period=str(row["period"]),
                employee=str(row["employee_id"]),
                day=dt.date.fromordinal(row["day"]),
                time_ms=row["time"] if isinstance(row["time"], int) else None,
                to=row["to"] if isinstance(row["to"], str) else "",
            )
            for row in rows
            if isinstance(row["day"], int)
        )
        return tuple(each for each in found if each.day <= self.on)

    def _archived(self) -> Iterator[Archived]:
        for row in _rows(self.records.get(ARCHIVED.name)):
            since = _day(row["day"])
            if since is not None:
                yield Archived(
                    archive=str(row["archive"]),
                    item=str(row["item"]),
                    since=since,
                    backed_up_on=_day(row["backed_up_on"]),
                    until=_day(row["until"]),
                )

    # -- duties and risks -------------------------------------------------------------------

    @cached_property
    def _duty_desk(self) -> DutyDesk:
        return DutyDesk(
            on=self.on,
            staff_on=self.staff_on,
            stretches=self._duty_stretches,
            works_on=self._work_days.works_on,
            counted=self._counted,
            reports=self.reports if self._are_reports_told else None,
        )

    def _duty_stretches(self, rule: DutyRule) -> tuple[Stretch, ...] | None:
        every = rule.every or Frequency.AS_IT_COMES
        return self._due_for(every, self.rules.default_calendar)

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
        records = self.records.get(_EVENT)
        last = min(self._period.last, self.on)
        inside = None if records is None else records.within(PeriodDays(self._period.first, last))
        for row in _rows(inside):
            day = _day(row["day"])
            if row["kind"] == "incident" and day is not None:
                yield str(row["topic"]), day

    def _plans(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield what each document of a kind in force on the day serves."""
        for row in _rows(self.records.get(_DOCUMENT)):
            first, until = _day(row["day"]), _day(row["until"])
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


def _rows(records: Records | None) -> Iterable[Mapping[str, object]]:
    return () if records is None else map(records.row, range(len(records)))


def _day(cell: object) -> dt.date | None:
    return dt.date.fromordinal(cell) if isinstance(cell, int) else None
