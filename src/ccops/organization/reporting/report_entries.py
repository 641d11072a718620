"""The report calendar of a period: every report that is owed, by whom, by when, and how it stands.

A report is owed for a stretch of days by whoever holds the post on the last of them. Inside the
center it is handed in once for all who receive it; whoever is outside is to be sent it by himself.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label
from ccops.organization.reporting.frequencies import Frequency
from ccops.organization.reporting.report_dues import Deadline, deadline
from ccops.organization.reporting.report_duties import OwedBy
from ccops.organization.staff.staff import Staff

if TYPE_CHECKING:
    from ccops.organization.reporting.frequencies import Stretch
    from ccops.organization.reporting.report_duties import ReportDutyRule

_MINUTE_MS: Final = 60_000
_DAY_MINUTES: Final = 24 * 60
#: The recipients inside the center, as one.
INSIDE: Final = ""
EVERYBODY: Final = "everybody"
SUPERIOR: Final = "superior"


class ReportState(enum.Enum):
    """How a report that is owed stands on a day.

    ``LATER`` and ``DUE`` (on this very day): not handed in, not late. ``UNCLEAR``: handed in on
    the very day, nobody said at what time. ``NOBODY``: the post is vacant. ``AS_IT_COMES``: no
    day is set. ``UNKNOWN``: when the shift ended is not known.
    """

    LATER = "later"
    DUE = "due"
    MISSING = "missing"
    ON_TIME = "on_time"
    LATE = "late"
    UNCLEAR = "unclear"
    NOBODY = "nobody"
    AS_IT_COMES = "as_it_comes"
    UNKNOWN = "unknown"


@attrs.frozen
class Submission:
    """A report handed in: by whom and when, on the center's clock; ``to`` outside the center."""

    report: str
    period: str
    employee: str
    day: dt.date
    time_ms: int | None = None
    to: str = INSIDE


@attrs.frozen(kw_only=True)
class OwedReport:
    """One report of one stretch that somebody owes to those inside, or to one outside.

    ``posts`` are those of his that owe it; all that do where one of them is enough.
    """

    report: str
    period: str
    who: str
    posts: frozenset[str]
    to: tuple[str, ...]
    external: bool
    due: Deadline | None
    state: ReportState
    handed_in: Submission | None = None
    archived: bool | None = None

    @property
    def is_handed_in(self) -> bool:
        """Whether it is there, in time or not."""
        return self.handed_in is not None

    @property
    def minutes_late(self) -> int | None:
        """How many minutes it came late; ``None`` where it did not, or where a time is unknown."""
        if self.state is not ReportState.LATE or self.due is None or self.handed_in is None:
            return None
        if self.due.minute is None or self.handed_in.time_ms is None:
            return None
        days = (self.handed_in.day - self.due.day).days
        return days * _DAY_MINUTES + self.handed_in.time_ms // _MINUTE_MS - self.due.minute

    @property
    def days_late(self) -> int:
        """How many days after its day it came; 0 on the day itself."""
        if self.due is None or self.handed_in is None:
            return 0
        return max((self.handed_in.day - self.due.day).days, 0)

    @property
    def subject(self) -> str:
        """What it is called in a list: ``2026-10/Q01``, and who outside is to have it."""
        return "/".join(each for each in (self.period, self.who, *self._outside()) if each)

    def _outside(self) -> Iterator[str]:
        yield from self.to if self.external else ()

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        handed = self.handed_in
        return {
            "period": self.period,
            "who": self.who or tuple(sorted(self.posts)),
            "to": self.to,
            "external": self.external,
            "due": None if self.due is None else self.due.day,
            "by": (self.due.clock if self.due is not None else "") or None,
            "state": self.state.value,
            "handed_in": None if handed is None else handed.day,
            "handed_in_by": None if handed is None else handed.employee,
            "days_late": self.days_late,
            "archived": self.archived,
        }


@attrs.frozen(kw_only=True)
class ReportList:
    """One report: everything that is owed of it for a period, or what came of it as it came.

    ``roles`` owe it, ``to`` receive it: posts, everybody, the superior, names outside.
    """

    name: str
    label: Label
    every: str
    roles: tuple[str, ...]
    to: tuple[str, ...]
    entries: tuple[OwedReport, ...]

    def of(self, *states: ReportState) -> tuple[OwedReport, ...]:
        """Return the entries in some states."""
        return tuple(each for each in self.entries if each.state in states)


@attrs.frozen(kw_only=True, eq=False)
class ReportDesk:
    """What reports are held against: who is there, what was handed in, and the work calendar."""

    on: dt.date
    staff_on: Callable[[dt.date], Staff]
    is_workday: Callable[[dt.date], bool]
    handed_in: Mapping[tuple[str, str], tuple[Submission, ...]]
    archived: Mapping[str, frozenset[str]]


def report_list(rule: ReportDutyRule, due_for: Iterable[Stretch], desk: ReportDesk) -> ReportList:
    """Return everything owed of a report for some stretches, in the order of its days."""
    if rule.every is Frequency.AS_IT_COMES:
        entries = tuple(_as_they_came(rule, desk))
    else:
        entries = tuple(each for stretch in due_for for each in _owed(rule, stretch, desk))
    flags = ((EVERYBODY, rule.to_everybody), (SUPERIOR, rule.to_superior))
    named = (*rule.to, *rule.external)
    return ReportList(
        name=rule.name,
        label=rule.label,
        every=rule.every.value,
        roles=tuple(each.value for each in rule.roles),
        to=(*(each.value for each in named), *(word for word, holds in flags if holds)),
        entries=entries,
    )


def _as_they_came(rule: ReportDutyRule, desk: ReportDesk) -> Iterator[OwedReport]:
    """Yield what was handed in of a report that has no day, in the order in which it came."""
    came = (x for (name, _), listed in desk.handed_in.items() if name == rule.name for x in listed)
    for each in sorted(came, key=lambda x: (x.day, x.time_ms or 0, x.period, x.employee)):
        staff = desk.staff_on(each.day)
        posts = frozenset(x.value for x in rule.roles)
        person = staff.by_id.get(each.employee)
        yield OwedReport(
            report=rule.name,
            period=each.period,
            who=each.employee,
            posts=frozenset() if person is None else posts.intersection(person.posts),
            to=(each.to,) if each.to else _inside(rule, staff, each.employee),
            external=bool(each.to),
            due=None,
            state=ReportState.AS_IT_COMES,
            handed_in=each,
        )


def _owed(rule: ReportDutyRule, stretch: Stretch, desk: ReportDesk) -> Iterator[OwedReport]:
    staff = desk.staff_on(stretch.last)
    holders = {x.employee: x for role in rule.roles for x in staff.holders.get(role.value, ())}
    if stretch.who:  # a shift is reported on by whoever worked it
        owing = [stretch.who] if stretch.who in holders else []
    elif rule.owed_by is OwedBy.POST or not holders:
        owing = [""]
    else:
        owing = sorted(holders)
    for who in owing:
        inside = _inside(rule, staff, who)
        if inside:
            yield _entry(rule, stretch, desk, (who, inside, INSIDE), has_holder=bool(holders))
        for each in rule.external:
            to = (each.value,)
            yield _entry(rule, stretch, desk, (who, to, each.value), has_holder=bool(holders))


def _inside(rule: ReportDutyRule, staff: Staff, who: str) -> tuple[str, ...]:
    """Return the recipients inside the center: roles, everybody, the superior of who owes it."""
    found = [each.value for each in rule.to]
    if rule.to_everybody:
        found.append(EVERYBODY)
    if rule.to_superior:
        line = staff.lines.get(who)
        found.append(line.superior if line is not None and line.superior else SUPERIOR)
    return tuple(found)


def _entry(
    rule: ReportDutyRule,
    stretch: Stretch,
    desk: ReportDesk,
    owed: tuple[str, tuple[str, ...], str],
    *,
    has_holder: bool,
) -> OwedReport:
    who, to, outside = owed
    found = _first(desk.handed_in.get((rule.name, stretch.label), ()), who, outside)
    due = None if rule.due is None else deadline(rule.due, stretch, desk.is_workday)
    if found is not None and found.day > desk.on:
        found = None  # what lies ahead is not known yet
    state = _state(due, found, desk.on) if has_holder or found else ReportState.NOBODY
    person = desk.staff_on(stretch.last).by_id.get(who)
    posts = frozenset(each.value for each in rule.roles)
    return OwedReport(
        report=rule.name,
        period=stretch.label,
        who=who,
        posts=posts if person is None else posts.intersection(person.posts),
        to=to,
        external=bool(outside),
        due=due,
        state=state,
        handed_in=found,
        archived=_is_archived(rule, stretch, who, desk) if found else None,
    )


def _first(handed_in: Iterable[Submission], who: str, outside: str) -> Submission | None:
    """Return the first of some reports that is by somebody, or anybody, and for a recipient."""
    own = [x for x in handed_in if x.to == outside and who in ("", x.employee)]
    return min(own, key=lambda each: (each.day, each.time_ms or 0), default=None)


def _state(due: Deadline | None, found: Submission | None, on: dt.date) -> ReportState:
    if due is None:
        return ReportState.UNKNOWN
    if found is None:
        if on == due.day:
            return ReportState.DUE
        return ReportState.LATER if on < due.day else ReportState.MISSING
    match due.is_kept(found.day, found.time_ms):
        case None:
            return ReportState.UNCLEAR
        case True:
            return ReportState.ON_TIME
        case False:
            return ReportState.LATE


def _is_archived(
    rule: ReportDutyRule, stretch: Stretch, who: str, desk: ReportDesk
) -> bool | None:
    """Say whether a report lies in its archive; ``None`` where it has none."""
    if rule.archive is None:
        return None
    names = {f"{rule.name}/{stretch.label}", f"{rule.name}/{stretch.label}/{who}"}
    return not names.isdisjoint(desk.archived.get(rule.archive.value, frozenset()))
