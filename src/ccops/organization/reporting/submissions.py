"""Reports handed in: by whom, for which days, and for whom each of them counts.

A report counts as that of whoever owes it where he handed it in himself, or a deputy of his post.
That of a post is handed in by whoever holds it, on the last of its days or when it is handed in.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.organization.reporting.frequencies import DAILY, Frequency, Stretch, day_of_label
from ccops.organization.reporting.report_duties import OwedBy, ReportDutyRule
from ccops.organization.staff.staff import Staff

if TYPE_CHECKING:
    from ccops.messages import Text
    from ccops.values import PeriodDays

#: The recipients inside the center, as one.
INSIDE: Final = ""
_SECOND_MS: Final = 1_000
_MINUTE: Final = 60


@attrs.frozen
class Submission:
    """A report handed in: by whom and when, on the center's clock; ``to`` outside the center."""

    report: str
    period: str
    employee: str
    day: dt.date
    time_ms: int | None = None
    to: str = INSIDE

    @property
    def clock(self) -> str:
        """The time of day, with its seconds where it has any; empty where nobody told it."""
        if self.time_ms is None:
            return ""
        minutes, seconds = divmod(self.time_ms // _SECOND_MS, _MINUTE)
        clock = f"{minutes // _MINUTE:02}:{minutes % _MINUTE:02}"
        return f"{clock}:{seconds:02}" if seconds else clock


@attrs.frozen(kw_only=True, eq=False)
class ReportDesk:
    """What reports are held against: who is there, what was handed in, and the work calendar.

    ``works_on`` says whether somebody works on a day; ``is_told`` whether what was handed in is
    known at all; ``archived`` is ``None`` where it is not known what lies in the archives.
    """

    on: dt.date
    staff_on: Callable[[dt.date], Staff]
    is_workday: Callable[[dt.date], bool]
    works_on: Callable[[str, dt.date], bool]
    is_told: bool
    handed_in: Mapping[tuple[str, str], tuple[Submission, ...]]
    archived: Mapping[str, frozenset[str]] | None


class MisfitKind(enum.Enum):
    """Why a report that was handed in counts for nobody.

    ``BY_ANOTHER``: who handed it in neither holds the post nor stands in for it. ``NO_PERIOD``:
    it is for no days such a report is for. ``NOT_OWED``: for such days of the period, on which
    nobody owes it, or he does not.
    """

    BY_ANOTHER = "report-by-another"
    NO_PERIOD = "report-period-unknown"
    NOT_OWED = "report-not-owed"


@attrs.frozen
class Misfit:
    """A report that was handed in and counts for nobody."""

    kind: MisfitKind
    submission: Submission


def giving(rule: ReportDutyRule, stretch: Stretch, desk: ReportDesk) -> Iterator[Givers]:
    """Yield who owes a report of a stretch; nothing where nobody works who might."""
    staff = desk.staff_on(stretch.last)
    holders = tuple(_people(staff, rule.roles))
    at_work = [each for each in holders or ("",) if _is_asked(each, rule, stretch, desk)]
    is_of_post = not stretch.who and (rule.owed_by is OwedBy.POST or not holders)
    owing = ("",) if is_of_post else tuple(sorted(at_work))
    if at_work:
        yield Givers(rule=rule, stretch=stretch, desk=desk, owing=owing, has_holder=bool(holders))


def misfits(
    rule: ReportDutyRule, givers: Iterable[Givers], desk: ReportDesk, within: PeriodDays
) -> Iterator[Misfit]:
    """Yield what was handed in of a report and counts for nobody.

    ``givers`` are those of all stretches that end ``within`` some days.
    """
    known: dict[str, list[Givers]] = {}
    for each in givers:
        known.setdefault(each.stretch.label, []).append(each)
    for (name, label), listed in desk.handed_in.items():
        for given in listed if name == rule.name else ():
            kind = _misfit(rule, given, known.get(label), desk, within)
            if kind is not None:
                yield Misfit(kind, given)


def _misfit(
    rule: ReportDutyRule,
    given: Submission,
    known: Sequence[Givers] | None,
    desk: ReportDesk,
    within: PeriodDays,
) -> MisfitKind | None:
    """Return why a report that was handed in counts for nobody; ``None`` where it counts."""
    if rule.every is Frequency.AS_IT_COMES:
        return None if may_give(rule, given, desk) else MisfitKind.BY_ANOTHER
    if known is not None:
        if any(each.takes(given) for each in known):
            return None
        days = (known[0].stretch.last, given.day)
        return MisfitKind.NOT_OWED if _holds(rule, given, days, desk) else MisfitKind.BY_ANOTHER
    day = day_of_label(rule.every, given.period)
    if day is None:
        return MisfitKind.NO_PERIOD
    return MisfitKind.NOT_OWED if within.first <= day <= within.last else None


@attrs.frozen(kw_only=True, eq=False)
class Givers:
    """Who may hand in a report of a stretch: who owes it, and who stands in for him.

    ``owing`` is ``("",)`` where the post owes one, whoever in it hands it in.
    """

    rule: ReportDutyRule
    stretch: Stretch
    desk: ReportDesk
    owing: tuple[str, ...]
    has_holder: bool

    def first(self, who: str, outside: str) -> Submission | None:
        """Return the first of the reports that count as somebody's (or the post's), if any."""
        listed = self.desk.handed_in.get((self.rule.name, self.stretch.label), ())
        meant = [each for each in listed if each.to == outside]
        own = [each for each in meant if self._is_own(each, who)]
        counted = own or [each for each in meant if self._is_deputy(each)]
        return min(counted, key=lambda each: (each.day, each.time_ms or 0), default=None)

    def takes(self, given: Submission) -> bool:
        """Say whether a report that was handed in counts for anybody who owes it."""
        return any(self._is_own(given, who) for who in self.owing) or self._is_deputy(given)

    def _is_own(self, given: Submission, who: str) -> bool:
        days = (self.stretch.last, given.day)
        return given.employee == who if who else _holds(self.rule, given, days, self.desk)

    def _is_deputy(self, given: Submission) -> bool:
        """Say whether a deputy handed it in, and it is clear for whom he did."""
        is_clear = len(self.owing) == 1 and not self.stretch.who
        return is_clear and _stands_in(self.rule, given, self.desk)


def may_give(rule: ReportDutyRule, given: Submission, desk: ReportDesk) -> bool:
    """Say whether who handed in a report holds a post that owes it, or stands in for one."""
    return _holds(rule, given, (given.day,), desk) or _stands_in(rule, given, desk)


def _people(staff: Staff, posts: Iterable[Text]) -> Iterator[str]:
    """Yield whoever holds one of some posts, each once."""
    held = (x.employee for post in posts for x in staff.holders.get(post.value, ()))
    yield from dict.fromkeys(held)


def _is_asked(who: str, rule: ReportDutyRule, stretch: Stretch, desk: ReportDesk) -> bool:
    """Say whether a report of a stretch is owed by somebody: his shift, a day he works on."""
    if stretch.who:
        return stretch.who == who
    return rule.every not in DAILY or desk.works_on(who, stretch.last)


def _holds(
    rule: ReportDutyRule, given: Submission, days: Iterable[dt.date], desk: ReportDesk
) -> bool:
    """Say whether who handed in a report holds a post that owes it, on one of some days."""
    return any(given.employee in _people(desk.staff_on(each), rule.roles) for each in days)


def _stands_in(rule: ReportDutyRule, given: Submission, desk: ReportDesk) -> bool:
    """Say whether who handed in a report holds a post that stands in for one that owes it."""
    staff = desk.staff_on(given.day)
    owing = (staff.roles.get(each.value) for each in rule.roles)
    deputies = (each for role in owing if role is not None for each in role.stood_in_by)
    return given.employee in _people(staff, deputies)
