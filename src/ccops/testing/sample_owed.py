"""What a sample center hands in because its pack asks for it: reports, and what shows duties.

The pack says which, for whom and by when; the month is asked for its report calendar and its
duties, and what they owe is made. Some reports come late and one is missing; here and there a
duty is not shown, as in a center.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Final

import attrs

from ccops.center import Center
from ccops.settlement import source
from ccops.testing.sample_days import second_at, written
from ccops.testing.sample_month import SampleMonth
from ccops.testing.sample_roster import SHIFT_MINUTES, Duty
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.organization import DutyRule
    from ccops.settlement.lists.organizing import OrganizationMonth
    from ccops.testing.sample_days import SampleDays

#: Of so many reports one comes late; of so many showings of a duty one is not there.
_LATE_EVERY: Final = 43
_SKIPPED_EVERY: Final = 31
_HOURS_LATE: Final = 3
_CLOSING: Final = 17 * 60 + 30
_KIND: Final = re.compile(r"kind == '(\w+)'")
_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)")
#: What the files are called that hold the records which show duties.
_FILES: Final = {
    "event": "events",
    "meeting": "meetings",
    "patrol": "patrols",
    "document_review": "document_reviews",
}
_READ: Final = ("calendar", "leave", "punches", "coaching", "report_submissions")
_COLUMNS: Final = {
    "events": ("event_id", "employee_id", "at", "kind", "note"),
    "meetings": (
        "meeting_id", "employee_id", "at", "kind", "team", "invited", "present", "minutes_at",
    ),
    "patrols": ("patrol_id", "employee_id", "at", "area", "topic", "settled"),
    "document_reviews": ("document_id", "at", "reviewer", "outcome"),
    "report_submissions": ("report", "period", "employee_id", "at"),
    "archive_log": ("archive", "item", "from", "backed_up_on"),
}  # fmt: skip
_AREAS: Final = ("东区", "西区", "培训室")
_FOUND: Final = ("", "", "", "", "", "桌面杂物", "", "", "空调过冷")
_DOCUMENT: Final = "P-RULES"


def with_what_is_owed(month: SampleMonth, roster: Iterable[Duty]) -> SampleMonth:
    """Return the month with the reports its pack asks for, and with what shows its duties."""
    desk = _Desk(month=month, roster=tuple(roster))
    shown = list(desk.shown())
    reports = list(desk.reports())
    tables = {each.name: each for each in month.tables}
    before = tables["report_submissions"].rows if "report_submissions" in tables else ()
    archived = list(desk.archived((*before, *reports)))
    handed_in = {"report_submissions": reports, "archive_log": archived, **_by_file(shown)}
    for name, rows in handed_in.items():
        tables[name] = _added(tables.get(name), name, rows)
    return attrs.evolve(month, tables=tuple(tables.values()))


def of_months_before(reports: SampleTable, days: SampleDays) -> SampleTable:
    """Return the reports that are about days before the month, and were due in it."""
    place, first = reports.columns.index("period"), days.performance.first
    before = first - dt.timedelta(days=1)
    year, week, _ = before.isocalendar()
    edge = f"{year}-W{week:02}"
    rows = tuple(
        row
        for row in reports.rows
        if (row[place] < edge if "W" in row[place] else row[place] < f"{first:%Y-%m}")
    )
    return SampleTable(name=reports.name, columns=reports.columns, rows=rows)


def _by_file(shown: Iterable[tuple[str, Cells]]) -> dict[str, list[Cells]]:
    found: dict[str, list[Cells]] = {}
    for name, row in shown:
        found.setdefault(name, []).append(row)
    return found


def _added(table: SampleTable | None, name: str, rows: Sequence[Cells]) -> SampleTable:
    """Return a file with further rows; what they do not say is empty."""
    columns = _COLUMNS[name]
    if table is None:
        return SampleTable(name=name, columns=columns, rows=tuple(rows))
    whole = (*table.columns, *(each for each in columns if each not in table.columns))
    before = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    added = (dict(zip(columns, row, strict=True)) for row in rows)
    filled = (tuple(row.get(each, "") for each in whole) for row in (*before, *added))
    return SampleTable(name=name, columns=whole, rows=tuple(filled))


@attrs.frozen(kw_only=True, eq=False, slots=False)
class _Desk:
    """A month without what it owes, and who worked when."""

    month: SampleMonth
    roster: tuple[Duty, ...]

    @cached_property
    def _center(self) -> Center:
        return Center.open(self.month.pack)

    @cached_property
    def _organizing(self) -> OrganizationMonth:
        """The organization of the month as it is before anything owed is handed in."""
        kinds = dict.fromkeys((*_FILES.values(), *_READ))
        read = {"employees", "assignments", *kinds}
        tables = {each.name: _plain(each) for each in self.month.tables if each.name in read}
        month = self._center.month(
            self.month.period,
            employees=tables["employees"],
            assignments=tables.get("assignments", ()),
            decisions=dict(self.month.decisions),
        )
        handed = [source(each, tables.get(each, ())) for each in kinds]
        roster = source("roster", [_rostered(each) for each in self.roster])
        records, _ = month.read_records(roster, *handed)
        return month.month.organizing(records, on=self._last, work_calendar=month.workdays())

    @property
    def _last(self) -> dt.date:
        return self.month.days.performance.last

    # -- reports ----------------------------------------------------------------------------

    def reports(self) -> Iterator[Cells]:
        """Yield the reports handed in by the end of the month: who, for when, and when it came."""
        owed = [
            (entry, entry.due)
            for listed in self._organizing.report_calendar().reports
            for entry in listed.entries
            if entry.due is not None
            and entry.due.day <= self._last
            and not entry.external
            and not entry.is_handed_in
        ]
        missing = next((x for x, _ in owed[len(owed) // 2 :] if "W" in x.period), None)
        for number, (each, due) in enumerate(owed):
            who = each.who or self._holder(each.posts, due.day)
            if each is missing or not who:
                continue
            minute = _CLOSING if due.minute is None else due.minute
            is_late = number % _LATE_EVERY == _LATE_EVERY - 1
            minute += 60 * _HOURS_LATE if is_late else -(number % 14)
            yield each.report, each.period, who, written(second_at(due.day, minute))

    def _holder(self, posts: Iterable[str], day: dt.date) -> str:
        holders = self._organizing.staff_on(day).holders
        return next((x.employee for post in sorted(posts) for x in holders.get(post, ())), "")

    def archived(self, reports: Iterable[Cells]) -> Iterator[Cells]:
        """Yield what of the reports was put into the archive, once for each period."""
        where = {
            each.name: each.archive.value
            for each in self._center.pack.rules.section("report_duties")
            if each.archive is not None
        }
        last = self._last.isoformat()
        items = {
            (where[report], f"{report}/{period}"): at[:10]
            for report, period, _, at in reports
            if report in where
        }
        for (archive, item), day in items.items():
            yield archive, item, day, last

    # -- duties -----------------------------------------------------------------------------

    def shown(self) -> Iterator[tuple[str, Cells]]:
        """Yield what shows the duties of the month, each with the file it stands in."""
        rules = {each.name: each for each in self._center.pack.rules.section("duties")}
        numbers = count(1)
        for listed in self._organizing.organization().duties:
            rule = rules.get(listed.name)
            over = rule.shown_by.over if rule is not None and rule.shown_by is not None else None
            if rule is None or over is None or over.value not in _FILES:
                continue
            for entry in listed.entries:
                who = entry.who or self._holder((rule.role.value,), self._last)
                for label in entry.not_shown if who else ():
                    number = next(numbers)
                    if number % _SKIPPED_EVERY:
                        name, where = _FILES[over.value], rule.shown_by.where
                        is_last = where is not None and "post_shift" in where.value
                        at = self._at(label, number, is_last=is_last)
                        of = (f"{name[:2].upper()}-{number:04}", who)
                        yield name, self._row(name, rule, of, at)

    def _row(self, name: str, rule: DutyRule, of: tuple[str, str], at: int) -> Cells:
        identity, who = of
        where = rule.shown_by.where if rule.shown_by is not None else None
        found = _KIND.search(where.value) if where is not None else None
        kind, number = found[1] if found else "work", int(identity[-4:])
        match name:
            case "events":
                return identity, who, written(at), kind, rule.label.zh
            case "meetings":
                people = self._organizing.staff_on(self._last)
                team = people.by_id[who].team if who in people.by_id else ""
                size = str(len(people.led.get(who, ())) or 8)
                return identity, who, written(at), kind, team, size, size, written(at + 3_600)
            case "patrols":
                topic = _FOUND[number % len(_FOUND)]
                area = _AREAS[number % len(_AREAS)]
                return identity, who, written(at), area, topic, "yes" if topic else ""
            case _:
                return _DOCUMENT, written(at), who, "kept"

    def _at(self, label: str, number: int, *, is_last: bool) -> int:
        """Return when something was done that is due for a stretch of days or a shift."""
        days = self.month.days.performance
        day, _, shift = label.partition("/")
        minute = 570 + number * 7 % 420
        if shift in SHIFT_MINUTES:
            starts, ends = SHIFT_MINUTES[shift]
            minute = ends - number % 20 if is_last else starts + number % 25
        week = _WEEK.fullmatch(day)
        if week is not None:
            asked = (
                dt.date.fromisocalendar(int(week[1]), int(week[2]), weekday)
                for weekday in (2, 4, 7)
            )
            return second_at(next(each for each in asked if days.holds(each)), minute)
        if len(day) == len("2026-10-01"):
            return second_at(dt.date.fromisoformat(day), minute)
        return second_at(days.first + dt.timedelta(days=11 + number % 12), minute)


def _plain(table: SampleTable) -> list[Mapping[str, str]]:
    """Return the rows of a file by column, without what is empty."""
    rows = (zip(table.columns, row, strict=True) for row in table.rows)
    return [{key: cell for key, cell in row if cell} for row in rows]


def _rostered(duty: Duty) -> Mapping[str, str]:
    who = duty.person.employee_id
    day = duty.day.isoformat()
    return {"employee_id": who, "work_date": day, "shift": duty.shift, "kind": "final"}
