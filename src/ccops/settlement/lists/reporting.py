"""A month's reports: what is owed, what was handed in, and on which days people work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import Records
from ccops.messages import Diagnostic, Severity
from ccops.organization import (
    ARCHIVED,
    REPORT_SUBMISSION,
    Frequency,
    OrganizationRules,
    ReportCalendar,
    ReportState,
    stretches,
)
from ccops.organization.publishing.adoption import ACKNOWLEDGEMENT, adoption_findings
from ccops.organization.reporting.archive_accesses import (
    ACCESS,
    ArchiveAccess,
    access_findings,
)
from ccops.organization.reporting.archive_entries import Archived, archive_list
from ccops.organization.reporting.frequencies import DAILY
from ccops.organization.reporting.report_entries import owed_reports, report_list
from ccops.organization.reporting.report_troubles import report_findings
from ccops.organization.reporting.submissions import ReportDesk, Submission
from ccops.organization.staff.staff import Staff
from ccops.organization.whole.called import called
from ccops.settlement.measured.rules import MonthRules
from ccops.settlement.measured.work_days import WorkDays, work_days
from ccops.values import PeriodDays
from ccops.worktime import CALENDAR_DAY, WORKED_SHIFT, WorkCalendar, compile_shifts
from ccops.worktime.work_calendar import calendar_handed_in

if TYPE_CHECKING:
    from ccops.organization import OwedReport, ReportDutyRule, ReportList, Stretch

#: A report of a month is due in the next one, and where a week is over in the first days of it.
_PERIODS_BACK: Final = 3
_LEAST_MONTH: Final = 28

_EVENT: Final = "event"


@attrs.frozen(kw_only=True, eq=False, slots=False)
class ReportingMonth:
    """What a month's reports are made of: rules, the staff of each day, and the records.

    ``own`` are the rules the staff is held against; ``work_calendar`` is that of a pack, where
    no days were handed in. Nothing is due before ``since``.
    """

    rules: MonthRules
    own: OrganizationRules
    records: Mapping[str, Records]
    on: dt.date
    since: dt.date
    staff_on: Callable[[dt.date], Staff]
    work_calendar: WorkCalendar | None

    def calendar(self) -> ReportCalendar:
        """Return every report owed for the period, and what lies in the archives."""
        lists = tuple(self.reports.values())
        things = tuple(self._archived())
        return ReportCalendar(
            period=self.rules.period.label,
            on=self.on,
            reports=lists,
            archives=tuple(archive_list(each, things, self.on) for each in self.own.archives),
            labels=self.rules.labels,
            diagnostics=called(
                (
                    *self._assumed(),
                    *report_findings(self.own.report_duties, lists, self._submissions),
                    *access_findings(self.own.archives, self._accesses(), self.staff_on),
                    *self._adoption(),
                ),
                self.own,
            ),
        )

    # -- workdays and shifts ----------------------------------------------------------------

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return self.work_calendar or calendar_handed_in(self.records)

    def _assumed(self) -> Iterator[Diagnostic]:
        """Yield what was not handed in: which days are workdays, which shifts were worked."""
        if CALENDAR_DAY.name not in self.records and self.work_calendar is None:
            yield Diagnostic(code="calendar-assumed", severity=Severity.WARNING)
        owed = sum(len(each.of(ReportState.UNKNOWN)) for each in self.reports.values())
        if not self.is_told and owed:
            told = {"count": owed}
            yield Diagnostic(code="reports-not-told", severity=Severity.WARNING, args=told)
        if ARCHIVED.name not in self.records:
            yield from self._unknown_archives()
        for rule in self.own.report_duties:
            if rule.every is Frequency.SHIFT and WORKED_SHIFT.name not in self.records:
                yield Diagnostic(
                    code="report-shifts-unknown",
                    severity=Severity.WARNING,
                    args={"report": rule.name},
                )

    def _unknown_archives(self) -> Iterator[Diagnostic]:
        """Yield how many reports came that belong into an archive of which nothing is known."""
        kept = {each.name for each in self.own.report_duties if each.archive is not None}
        there = (x for name in kept for x in self.reports[name].entries if x.is_handed_in)
        count = sum(1 for _ in there)
        if count:
            told = {"count": count}
            yield Diagnostic(code="archives-not-told", severity=Severity.WARNING, args=told)

    def due_for(self, frequency: Frequency, calendar: str) -> tuple[Stretch, ...] | None:
        """Return what something is due for in the period; ``None`` where no shifts are known."""
        if frequency is Frequency.SHIFT:
            found = self.work_days.worked(self.rules.period.days(calendar))
        else:
            is_workday = self._calendar.is_workday
            found = stretches(frequency, self.rules.period, calendar, is_workday)
        return None if found is None else tuple(x for x in found if x.last >= self.since)

    @cached_property
    def work_days(self) -> WorkDays:
        """Who worked when."""
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
            due_for = self.due_for(rule.every, calendar) or ()
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
                for each in owed_reports(rule, stretch, self._report_desk):
                    day = stretch.first if stretch.who or each.due is None else each.due.day
                    if days.holds(day) and each.state is not ReportState.NOBODY:
                        yield each, day, self._owing(rule, each, stretch)

    def _perhaps_due(self, rule: ReportDutyRule) -> Iterator[Stretch]:
        """Yield what a report is due for, also stretches that ended before the period began."""
        calendar = self.rules.default_calendar if rule.calendar is None else rule.calendar.value
        if rule.every is Frequency.SHIFT:
            yield from self.work_days.worked(self.rules.period.days(calendar)) or ()
            return
        after = 0 if rule.due is None else rule.due.days or 0
        for back in range(_PERIODS_BACK + after // _LEAST_MONTH):
            period = self.rules.period.earlier(back)
            yield from stretches(rule.every, period, calendar, self._calendar.is_workday)

    def _owing(self, rule: ReportDutyRule, entry: OwedReport, stretch: Stretch) -> tuple[str, ...]:
        """Return who owes a report: of a post whoever holds it, one of a day who works on it."""
        if entry.who:
            return (entry.who,)
        holders = self.staff_on(stretch.last).holders
        found = {x.employee for post in entry.posts for x in holders.get(post, ())}
        if rule.every in DAILY:
            found = {each for each in found if self.work_days.works_on(each, stretch.last)}
        return tuple(sorted(found))

    @property
    def is_told(self) -> bool:
        """Whether it is known what was handed in."""
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
            works_on=self.work_days.works_on,
            is_told=self.is_told,
            handed_in={key: tuple(listed) for key, listed in handed_in.items()},
            archived={name: frozenset(items) for name, items in archived.items()}
            if ARCHIVED.name in self.records
            else None,
        )

    @cached_property
    def _submissions(self) -> tuple[Submission, ...]:
        """Everything handed in up to the day."""
        rows = rows_of(self.records.get(REPORT_SUBMISSION.name))
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
        for row in rows_of(self.records.get(ARCHIVED.name)):
            since = day_of(row["day"])
            if since is not None:
                yield Archived(
                    archive=str(row["archive"]),
                    item=str(row["item"]),
                    since=since,
                    backed_up_on=day_of(row["backed_up_on"]),
                    until=day_of(row["until"]),
                )

    def _adoption(self) -> tuple[Diagnostic, ...]:
        """Return what is overdue of the publication of the rules, and of signatures."""
        adoption, signed = self.own.adoption, None
        if adoption is not None and _EVENT in self.records and self.on >= adoption.published_on:
            since = PeriodDays(adoption.published_on, self.on)
            found = events_of(self.records, ACKNOWLEDGEMENT, since)
            signed = {str(row["employee_id"]) for row, _ in found}
        staff = self.staff_on(self.on).lines
        return adoption_findings(adoption, self.on, staff=staff, signed=signed)

    def _accesses(self) -> Iterator[ArchiveAccess]:
        """Yield who looked into which archive in the period, up to the day."""
        days = self.rules.period.days(self.rules.default_calendar)
        within = PeriodDays(days.first, min(days.last, self.on)) if self.on >= days.first else None
        for row, day in events_of(self.records, ACCESS, within):
            person = str(row["employee_id"])
            yield ArchiveAccess(archive=str(row["topic"]), employee=person, day=day)


def events_of(
    records: Mapping[str, Records], kind: str, within: PeriodDays | None
) -> Iterator[tuple[Mapping[str, object], dt.date]]:
    """Yield the events of a kind on some days, each with its own day; none without any days."""
    events = records.get(_EVENT)
    inside = None if events is None or within is None else events.within(within)
    for row in rows_of(inside):
        day = day_of(row["day"])
        if row["kind"] == kind and day is not None:
            yield row, day


def rows_of(records: Records | None) -> Iterable[Mapping[str, object]]:
    """Return the rows of records; none where there are none."""
    return () if records is None else map(records.row, range(len(records)))


def day_of(cell: object) -> dt.date | None:
    """Return the day a cell holds; ``None`` for a missing one."""
    return dt.date.fromordinal(cell) if isinstance(cell, int) else None
