"""The report calendar of a period: every report that is owed, by whom, by when, and how it stands.

A report is owed for a stretch of days by whoever holds the post on the last of them; one of every
day by who works on the day. It is handed in by him, or by a deputy of the post. Inside the center
it is handed in once for all who receive it; whoever is outside is to be sent it by himself.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label
from ccops.organization.reporting.frequencies import Frequency, Stretch
from ccops.organization.reporting.report_dues import Deadline, deadline
from ccops.organization.reporting.submissions import (
    INSIDE,
    Givers,
    Misfit,
    ReportDesk,
    Submission,
    giving,
    may_give,
    misfits,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.organization.reporting.report_duties import ReportDutyRule
    from ccops.organization.staff.staff import Staff
    from ccops.values import PeriodDays

_MINUTE_MS: Final = 60_000
_DAY_MINUTES: Final = 24 * 60
EVERYBODY: Final = "everybody"
SUPERIOR: Final = "superior"


class ReportState(enum.Enum):
    """How a report that is owed stands on a day.

    ``LATER`` and ``DUE`` (on this very day): not handed in, not late. ``UNCLEAR``: handed in on
    the very day, nobody said at what time. ``NOBODY``: the post is vacant. ``AS_IT_COMES``: no
    day is set. ``UNKNOWN``: when the shift ended, or what was handed in, is not known.
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
            "handed_in_at": None if handed is None else handed.clock or None,
            "handed_in_by": None if handed is None else handed.employee,
            "days_late": None if handed is None else self.days_late,
            "archived": self.archived,
        }


@attrs.frozen(kw_only=True)
class ReportList:
    """One report: everything that is owed of it for a period, or what came of it as it came.

    ``roles`` owe it, ``to`` receive it: posts, everybody, the superior, names outside; ``misfits``
    were handed in and count for nobody; ``made_by`` is the report of the library it is made by.
    """

    name: str
    label: Label
    every: str
    roles: tuple[str, ...]
    to: tuple[str, ...]
    entries: tuple[OwedReport, ...]
    misfits: tuple[Misfit, ...] = ()
    made_by: str = ""

    def of(self, *states: ReportState) -> tuple[OwedReport, ...]:
        """Return the entries in some states."""
        return tuple(each for each in self.entries if each.state in states)


def report_list(
    rule: ReportDutyRule, due_for: Iterable[Stretch], desk: ReportDesk, *, within: PeriodDays
) -> ReportList:
    """Return everything owed of a report for some stretches, in the order of its days.

    ``within`` are the days of which all stretches are known that end in them.
    """
    owing = tuple(x for stretch in due_for for x in giving(rule, stretch, desk))
    is_free = rule.every is Frequency.AS_IT_COMES
    owed = _as_they_came(rule, desk) if is_free else (x for each in owing for x in _owed(each))
    flags = ((EVERYBODY, rule.to_everybody), (SUPERIOR, rule.to_superior))
    named = (*rule.to, *rule.external)
    return ReportList(
        name=rule.name,
        label=rule.label,
        every=rule.every.value,
        made_by=rule.made_by.value if rule.made_by else "",
        roles=tuple(each.value for each in rule.roles),
        to=(*(each.value for each in named), *(word for word, holds in flags if holds)),
        entries=tuple(owed),
        misfits=tuple(misfits(rule, owing, desk, within)),
    )


def owed_reports(rule: ReportDutyRule, stretch: Stretch, desk: ReportDesk) -> Iterator[OwedReport]:
    """Yield what is owed of a report for a stretch, inside the center and outside it."""
    for each in giving(rule, stretch, desk):
        yield from _owed(each)


def _as_they_came(rule: ReportDutyRule, desk: ReportDesk) -> Iterator[OwedReport]:
    """Yield what was handed in of a report that has no day, in the order in which it came."""
    came = (x for (name, _), listed in desk.handed_in.items() if name == rule.name for x in listed)
    own = (each for each in came if may_give(rule, each, desk))
    for each in sorted(own, key=lambda x: (x.day, x.time_ms or 0, x.period, x.employee)):
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


def _owed(givers: Givers) -> Iterator[OwedReport]:
    rule, staff = givers.rule, givers.desk.staff_on(givers.stretch.last)
    for who in givers.owing:
        inside = _inside(rule, staff, who)
        if inside:
            yield _entry(givers, (who, inside, INSIDE))
        for each in rule.external:
            yield _entry(givers, (who, (each.value,), each.value))


def _inside(rule: ReportDutyRule, staff: Staff, who: str) -> tuple[str, ...]:
    """Return the recipients inside the center: roles, everybody, the superior of who owes it."""
    found = [each.value for each in rule.to]
    if rule.to_everybody:
        found.append(EVERYBODY)
    if rule.to_superior:
        line = staff.lines.get(who)
        found.append(line.superior if line is not None and line.superior else SUPERIOR)
    return tuple(found)


def _entry(givers: Givers, owed: tuple[str, tuple[str, ...], str]) -> OwedReport:
    who, to, outside = owed
    rule, stretch, desk = givers.rule, givers.stretch, givers.desk
    found = givers.first(who, outside)
    due = None if rule.due is None else deadline(rule.due, stretch, desk.is_workday)
    if found is not None and found.day > desk.on:
        found = None  # what lies ahead is not known yet
    state = _state(due, found, desk) if givers.has_holder or found else ReportState.NOBODY
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


def _state(due: Deadline | None, found: Submission | None, desk: ReportDesk) -> ReportState:
    if due is None:
        return ReportState.UNKNOWN
    if found is None:
        if desk.on > due.day:
            return ReportState.MISSING if desk.is_told else ReportState.UNKNOWN
        return ReportState.DUE if desk.on == due.day else ReportState.LATER
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
    """Say whether a report lies in its archive; ``None`` where it has none, or nobody knows."""
    if rule.archive is None or desk.archived is None:
        return None
    names = {f"{rule.name}/{stretch.label}", f"{rule.name}/{stretch.label}/{who}"}
    return not names.isdisjoint(desk.archived.get(rule.archive.value, frozenset()))
