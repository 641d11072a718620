"""Duties of a month: who had each, for which days it was due, and for which it is shown."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label
from ccops.organization.duties.duties import DutyRule
from ccops.organization.reporting.frequencies import DAILY, Stretch
from ccops.organization.reporting.report_entries import ReportList, ReportState
from ccops.organization.staff.staff import Staff

if TYPE_CHECKING:
    from ccops.organization.staff.staff import Person


class DutyState(enum.Enum):
    """How it stands with a duty.

    ``NOT_DUE``: none of its days is over. ``NO_EVIDENCE``: the pack does not say what shows it.
    ``NOBODY``: nobody holds the post. ``UNKNOWN``: the records that say when are not handed in.
    """

    SHOWN = "shown"
    PARTLY = "partly"
    NOT_SHOWN = "not_shown"
    NOT_DUE = "not_due"
    NO_EVIDENCE = "no_evidence"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class DutyEntry:
    """A duty of somebody in a month: how often it was due, and how often it is shown."""

    who: str
    state: DutyState
    asked: int = 0
    shown: int = 0
    not_shown: tuple[str, ...] = ()

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "asked": self.asked,
            "shown": self.shown,
            "state": self.state.value,
            "not_shown": self.not_shown,
        }


@attrs.frozen(kw_only=True)
class DutyList:
    """A duty and everybody who had it."""

    name: str
    label: Label
    role: str
    every: str
    entries: tuple[DutyEntry, ...]

    def of(self, *states: DutyState) -> tuple[DutyEntry, ...]:
        """Return the entries in some states."""
        return tuple(each for each in self.entries if each.state in states)


#: The days on which records show a duty, by who did it and, where that is asked, for whom.
Counted = Mapping[tuple[str, ...], frozenset[dt.date]]


@attrs.frozen
class _Asked:
    """One thing somebody had to do: under what its records are counted, and what it is called."""

    who: str
    key: tuple[str, ...]
    label: str


@attrs.frozen(kw_only=True, eq=False)
class DutyDesk:
    """What duties are held against: who is there, the stretches that are over, what is counted.

    ``works_on`` says whether somebody works on a day: what is due every day is due on these.
    ``counted`` says of a duty on which days records show it, by who did it (or his team) and for
    whom; ``None`` where its records were not handed in, as ``reports`` is then.
    """

    on: dt.date
    staff_on: Callable[[dt.date], Staff]
    stretches: Callable[[DutyRule], tuple[Stretch, ...] | None]
    works_on: Callable[[str, dt.date], bool]
    counted: Callable[[DutyRule], Counted | None]
    reports: Mapping[str, ReportList] | None


def duty_list(rule: DutyRule, desk: DutyDesk) -> DutyList:
    """Return how a duty was done in a month, person by person."""
    return DutyList(
        name=rule.name,
        label=rule.label,
        role=rule.role.value,
        every="" if rule.every is None else rule.every.value,
        entries=tuple(_entries(rule, desk)),
    )


def _entries(rule: DutyRule, desk: DutyDesk) -> Iterator[DutyEntry]:
    shown = rule.shown_by
    if shown is None:
        yield from _without_evidence(rule, desk)
    elif shown.report is not None and desk.reports is None:
        yield DutyEntry(who="", state=DutyState.UNKNOWN)
    elif shown.report is not None:
        listed = None if desk.reports is None else desk.reports.get(shown.report.value)
        yield from _by_report(rule, desk, listed)
    else:
        yield from _by_records(rule, desk)


def _without_evidence(rule: DutyRule, desk: DutyDesk) -> Iterator[DutyEntry]:
    holders = desk.staff_on(desk.on).holders.get(rule.role.value, ())
    for each in holders:
        yield DutyEntry(who=each.employee, state=DutyState.NO_EVIDENCE)
    if not holders:
        yield DutyEntry(who="", state=DutyState.NOBODY)


def _by_report(rule: DutyRule, desk: DutyDesk, listed: ReportList | None) -> Iterator[DutyEntry]:
    """Yield who had to hand in the report that shows a duty, and for which days he did."""
    found: dict[str, list[tuple[str, bool]]] = {}
    is_vacant = False
    for each in listed.entries if listed is not None else ():
        due = each.due
        is_over = due is not None and due.day < desk.on
        if rule.role.value in each.posts and (is_over or each.is_handed_in):
            label = "/".join((each.period, *(each.to if each.external else ())))
            found.setdefault(each.who, []).append((label, each.is_handed_in))
            is_vacant |= each.state is ReportState.NOBODY
    if not found:
        yield DutyEntry(who="", state=DutyState.NOT_DUE)
    for who, stretches in sorted(found.items()):
        entry = _summed(who, stretches)
        is_nobodys = not who and is_vacant and not entry.shown
        yield attrs.evolve(entry, state=DutyState.NOBODY) if is_nobodys else entry


def _by_records(rule: DutyRule, desk: DutyDesk) -> Iterator[DutyEntry]:
    stretches, counted = desk.stretches(rule), desk.counted(rule)
    if stretches is None or counted is None:
        yield DutyEntry(who="", state=DutyState.UNKNOWN)
        return
    found: dict[str, list[tuple[str, bool]]] = {}
    for stretch in stretches:
        for asked in _asked(rule, stretch, desk) if stretch.last <= desk.on else ():
            is_done = _is_done(counted.get(asked.key, ()), stretch)
            found.setdefault(asked.who, []).append((asked.label, is_done))
    if not found:
        yield DutyEntry(who="", state=DutyState.NOT_DUE)
    for who, days in sorted(found.items()):
        entry = _summed(who, days)
        yield entry if who else attrs.evolve(entry, state=DutyState.NOBODY)


def _asked(rule: DutyRule, stretch: Stretch, desk: DutyDesk) -> Iterator[_Asked]:
    """Yield what was to be done in a stretch, by whoever held the post on its last day.

    Of a shift it is whoever worked it; what is due every day is due of who works on the day.
    With ``each`` there is one for everybody who answers to him.
    """
    staff = desk.staff_on(stretch.last)
    holders = staff.holders.get(rule.role.value, ())
    if not holders and _is_asked("", rule, stretch, desk):
        yield _Asked("", (), stretch.label)
    for person in holders:
        if not _is_asked(person.employee, rule, stretch, desk):
            continue
        shown = rule.shown_by
        own = (_key(rule, person),) if shown is not None and shown.who is not None else ()
        if shown is None or shown.each is None:
            yield _Asked(person.employee, own, stretch.label)
            continue
        for led in staff.led.get(person.employee, ()):
            label = f"{stretch.label}/{led.employee}"
            yield _Asked(person.employee, (*own, led.employee), label)


def _is_asked(who: str, rule: DutyRule, stretch: Stretch, desk: DutyDesk) -> bool:
    """Say whether a stretch asks something of somebody: his own shift, a day on which he works."""
    if stretch.who:
        return stretch.who == who
    return rule.every not in DAILY or desk.works_on(who, stretch.last)


def _key(rule: DutyRule, person: Person) -> str:
    """Return under what somebody's records are counted: himself, or his team."""
    is_by_team = rule.shown_by is not None and rule.shown_by.is_by_team
    return person.team if is_by_team else person.employee


def _is_done(days: Iterable[dt.date], stretch: Stretch) -> bool:
    return any(stretch.first <= each <= stretch.last for each in days)


def _summed(who: str, days: list[tuple[str, bool]]) -> DutyEntry:
    missed = tuple(label for label, is_done in days if not is_done)
    shown = len(days) - len(missed)
    state = DutyState.SHOWN
    if missed:
        state = DutyState.PARTLY if shown else DutyState.NOT_SHOWN
    return DutyEntry(who=who, state=state, asked=len(days), shown=shown, not_shown=missed)
