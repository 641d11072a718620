"""In force: the days on which rules hold, and which of them a period takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span
from ccops.plan import PeriodRule

if TYPE_CHECKING:
    from ccops.values import PeriodDays

#: The keys of a rule that say on which days it holds, and which one a period takes.
FROM: Final = "from"
UNTIL: Final = "until"
PERIOD_RULE: Final = "period_rule"
DATE_KEYS: Final = (FROM, UNTIL)
_DAY: Final = dt.timedelta(days=1)

#: A rule of a pack: its section and its id.
RuleId = tuple[str, str]


@frozen(kw_only=True)
class InForce:
    """The days on which a rule holds: from ``first`` to ``last``, both included.

    An end that is ``None`` is open. ``period_rule`` says which day decides for a period in which
    the rule begins or ends.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    period_rule: PeriodRule | None = None

    def holds(self, day: dt.date) -> bool:
        """Say whether the rule holds on a day.

        >>> InForce(last=dt.date(2026, 10, 31)).holds(dt.date(2026, 10, 31))
        True
        """
        return self.begins <= day <= self.ends

    def meets(self, other: InForce) -> bool:
        """Say whether both hold on some day."""
        return self.begins <= other.ends and other.begins <= self.ends

    def within(self, days: PeriodDays) -> bool:
        """Say whether it holds on some day of a period."""
        return self.begins <= days.last and days.first <= self.ends

    @property
    def changes(self) -> tuple[dt.date, ...]:
        """The days on which something is other than the day before."""
        ended = self.last + _DAY if self.last is not None and self.last < dt.date.max else None
        return tuple(each for each in (self.first, ended) if each is not None)

    @property
    def is_always(self) -> bool:
        """Whether it holds on every day."""
        return self.first is None and self.last is None

    @property
    def begins(self) -> dt.date:
        """The first day; the first of all where that end is open."""
        return self.first or dt.date.min

    @property
    def ends(self) -> dt.date:
        """The last day; the last of all where that end is open."""
        return self.last or dt.date.max


@frozen(kw_only=True, eq=False)
class Version:
    """One of the rules that stand under an id, with its days. ``span`` is where it is written.

    Versions of one ``population`` follow each other; those of different ones stand side by side.
    """

    rule: Any
    in_force: InForce
    population: str
    span: Span | None


Versions = Mapping[RuleId, tuple[Version, ...]]


@frozen
class Gaps:
    """The rules a pack has, but not in a period, by the name they give: section and day."""

    days: Mapping[str, tuple[str, dt.date]] = attrs.field(factory=dict[str, tuple[str, dt.date]])

    def of(self, name: str) -> tuple[str, dt.date, str] | None:
        """Return section, day and id of the absent rule that would give a name.

        A policy gives names that begin with its id: ``monthly_bonus_by_table``.
        """
        parts = name.split("_")
        for end in range(len(parts), 0, -1):
            id_ = "_".join(parts[:end])
            if id_ in self.days:
                return (*self.days[id_], id_)
        return None


def overlaps(versions: Versions) -> Iterator[Diagnostic]:
    """Yield the versions of a rule that hold on the same day for one population.

    Each is told once, with one that it meets: versions are many, pairs of them too many.
    """
    for (section, id_), listed in versions.items():
        by_population: dict[str, list[tuple[int, Version]]] = {}
        for number, each in enumerate(listed):
            by_population.setdefault(each.population, []).append((number, each))
        for those in by_population.values():
            for first, second in _meeting(those):
                args = {"id": id_, "section": section, "first": first.span}
                yield Diagnostic(code="versions-overlap", span=second.span, args=args)


def _meeting(numbered: Iterable[tuple[int, Version]]) -> Iterator[tuple[Version, Version]]:
    """Yield each version that begins before another has ended, with that one, as written."""
    in_order = sorted(numbered, key=lambda each: (each[1].in_force.begins, each[0]))
    longest = in_order[0]
    for each in in_order[1:]:
        one, other = longest[1].in_force, each[1].in_force
        if one.meets(other) and not (one.is_always and other.is_always):
            first, second = sorted((longest, each), key=lambda pair: pair[0])
            yield first[1], second[1]
        longest = max(longest, each, key=lambda pair: pair[1].in_force.ends)


def deciding_day(
    rule: RuleId, versions: Iterable[Version], days: PeriodDays
) -> tuple[dt.date, tuple[Diagnostic, ...]]:
    """Return the day that decides which versions of a rule a period takes.

    A rule that changes within a period must say so by ``period_rule``, and in one way.
    """
    listed = tuple(versions)
    changes = {day for each in listed for day in each.in_force.changes}
    inside = sorted(day for day in changes if days.first < day <= days.last)
    if not inside:
        return days.first, ()
    around = [each for each in listed if each.in_force.within(days)]
    said = {each.in_force.period_rule: each for each in around if each.in_force.period_rule}
    told = {"name": rule[1], "section": rule[0], "day": inside[0]}
    if len(said) > 1:
        span = list(said.values())[-1].span
        return days.first, (Diagnostic(code="period-rules-differ", span=span, args=told),)
    if not said:
        told |= {"first": days.first, "last": days.last}
        span = around[-1].span if around else None
        return days.first, (Diagnostic(code="period-rule-missing", span=span, args=told),)
    return (days.last if PeriodRule.END in said else days.first), ()
