"""The center against its targets: the value, the limit, by how much it is missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.facts import CENTER, GROUP_POPULATIONS, GroupKind
from ccops.organization import LimitRule, TargetRule
from ccops.values import Missing, Money, NotApplicable, PublicValue, fraction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.settlement import Settlement

_MILLISECOND = dt.timedelta(milliseconds=1)


@attrs.frozen(kw_only=True, eq=False)
class Aim:
    """A target of the center in a period: whether it is met, and how it was in earlier ones.

    ``past`` are exact numbers by period, oldest first, of the periods that know them.
    """

    target: TargetRule
    limit: LimitRule
    value: PublicValue | Missing | NotApplicable
    met: bool | None
    level: Fraction | None
    past: Mapping[str, Fraction]

    @property
    def number(self) -> Fraction | None:
        """The exact number of the value."""
        return plain_number(self.value)

    @property
    def shortfall(self) -> tuple[int, Fraction]:
        """How far it is from its limit for what the limit is; from a limit of 0 is farthest."""
        number, level = self.number, self.level
        if number is None or level is None:
            return (0, Fraction(0))
        return (1, abs(number - level)) if not level else (0, abs((number - level) / level))


def aims_of(settlement: Settlement, earlier: Sequence[Settlement] = ()) -> tuple[Aim, ...]:
    """Return the targets of the center, what is missed most first, then what is not known.

    ``earlier`` are settlements of earlier periods; what the month's closing before still says of
    them is known as well.
    """
    if GroupKind.CENTER not in settlement.groups:
        return ()
    about = settlement.of(GroupKind.CENTER.value)
    return tuple(sorted(_aims(about, earlier), key=_worst_first))


def _aims(about: Settlement, earlier: Sequence[Settlement]) -> Iterator[Aim]:
    for target in about.rules.aims.targets:
        for limit in target.cohorts:
            if GROUP_POPULATIONS.get(limit.population.value) is not GroupKind.CENTER:
                continue
            met = about.value(CENTER, target.name)
            if isinstance(met, NotApplicable):
                continue
            name = target.of.value
            yield Aim(
                target=target,
                limit=limit,
                value=about.value(CENTER, name),
                met=met if isinstance(met, bool) else None,
                level=_level(about, limit),
                past=past_of(about, name, earlier),
            )


def missed_by_teams(settlement: Settlement, aims: Iterable[Aim]) -> Mapping[str, tuple[str, ...]]:
    """Return the targets that the center meets and some teams miss, each with these teams."""
    if GroupKind.TEAM not in settlement.groups:
        return {}
    about = settlement.of(GroupKind.TEAM.value)
    found: dict[str, tuple[str, ...]] = {}
    for target in (each.target for each in aims if each.met is True):
        kinds = {GROUP_POPULATIONS.get(each.population.value) for each in target.cohorts}
        if GroupKind.TEAM in kinds:
            own = tuple(x for x in about.employees if about.value(x, target.name) is False)
            found.update({target.name: own} if own else {})
    return found


def _worst_first(aim: Aim) -> tuple[int, int, Fraction]:
    is_first, size = aim.shortfall
    if aim.met is None:
        return (1, 0, Fraction(0))
    return (2, is_first, size) if aim.met else (0, -is_first, -size)


def _level(about: Settlement, limit: LimitRule) -> Fraction | None:
    known = about.rules.plan.constants.get(limit.level.value)
    return None if known is None or known.constant is None else known.constant.number


def past_of(about: Settlement, name: str, earlier: Iterable[Settlement]) -> Mapping[str, Fraction]:
    """Return what a value of the center was in earlier periods, oldest first.

    A period whose settlement is at hand says it itself, any other the closing before, where a
    window still reads it.
    """
    found: dict[str, Fraction] = {}
    closing = about.before
    if closing is not None and CENTER in closing.employees:
        place = closing.employees.index(CENTER)
        for each in (x for x in closing.values if x.name == name and place in x.rows):
            cell = each.column.at(list(each.rows).index(place))
            if not isinstance(cell, Missing):
                found[each.period] = fraction_of(cell, each.column.carrier)
    for settled in earlier:
        if GroupKind.CENTER in settled.groups and settled.period < about.period:
            own = settled.of(GroupKind.CENTER.value)
            number = plain_number(own.value(CENTER, name)) if own.has_name(name) else None
            if number is not None:
                found[settled.period] = number
    return dict(sorted(found.items()))


def plain_number(value: object) -> Fraction | None:
    """Return a public value as an exact number: durations in milliseconds; ``None`` for none."""
    match value:
        case bool():
            return None
        case Fraction() | Decimal() | int():
            return Fraction(value)
        case dt.timedelta():
            return Fraction(value // _MILLISECOND)
        case Money():
            return Fraction(value.amount)
        case _:
            return None
