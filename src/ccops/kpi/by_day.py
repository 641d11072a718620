"""Constants by day: a value that changes inside a period, taken by each record on its own day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.kpi.definitions import Aggregate, Indicator
from ccops.kpi.tallies import Tally, counted, shared, summed
from ccops.rules import Name, Node
from ccops.rules.expressions import Comparison, Conditional, Constant, Reference
from ccops.values import Bounds, PeriodDays, Scalar, Type, Unit, carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.kpi.records import RecordKind

_DAY: Final = dt.timedelta(days=1)
#: Ways of measuring in which each record adds its own part, and nothing else decides.
ADDITIVE: Final = frozenset({Aggregate.TOTAL, Aggregate.COUNT, Aggregate.SHARE_TOTAL})


@frozen(kw_only=True)
class Stretch:
    """The days of a period on which one value holds. ``since``: from when on, also before it."""

    first: dt.date
    last: dt.date
    since: dt.date
    until: dt.date
    scalar: Scalar


@frozen(kw_only=True)
class DayConstant:
    """A constant with its values by the day from which each holds, in order.

    A formula over records takes the value of each record's day. The values of all days count,
    not those of one period alone, so that states of different periods can be put together.
    """

    name: str
    values: tuple[tuple[dt.date, Scalar], ...]

    def stretches(self, days: PeriodDays) -> tuple[Stretch, ...]:
        """Return the parts of a period in which one value holds."""
        ends = [since - _DAY for since, _ in self.values[1:]] + [dt.date.max]
        found = (
            Stretch(
                first=max(since, days.first),
                last=min(until, days.last),
                since=since,
                until=until,
                scalar=scalar,
            )
            for (since, scalar), until in zip(self.values, ends, strict=True)
        )
        return tuple(each for each in found if each.first <= each.last)

    def as_name(self) -> Name:
        """Return what the name stands for while a formula is checked: some value of these."""
        first = self.values[0][1]
        type_ = Type(first.unit)
        carrier = carrier_of(type_, currency=first.currency)
        return Name(name=self.name, type=type_, carrier=carrier, bounds=self._bounds)

    @property
    def _bounds(self) -> Bounds:
        numbers = [each.number for _, each in self.values]
        return Bounds(min(numbers), max(numbers))

    def on_day_of(self, kind: RecordKind) -> Node:
        """Return the value of the day of a record, as a formula over its day."""
        type_ = Type(self.values[0][1].unit)
        (_, first), *later = self.values
        node: Node = _constant(self.name, first)
        for since, scalar in later:
            node = Conditional(
                type=type_,
                test=_compared(kind, "<", since),
                then=node,
                otherwise=_constant(self.name, scalar),
                bounds=self._bounds,
            )
        return node


def _constant(name: str, scalar: Scalar) -> Constant:
    bounds = Bounds(scalar.number, scalar.number)
    return Constant(type=Type(scalar.unit), value=scalar.value, bounds=bounds, name=name)


def _compared(kind: RecordKind, operator: str, day: dt.date) -> Comparison:
    column = kind.column(kind.day)
    return Comparison(
        type=Type(Unit.FLAG),
        operator=operator,
        left=Reference(type=column.type, name=column.name, carrier=column.carrier),
        right=Constant(type=column.type, value=day),
    )


def is_additive(indicator: Indicator) -> bool:
    """Say whether an indicator of days adds up to that of all of them, row by row."""
    return indicator.aggregate in ADDITIVE and not indicator.at_least


def part_of(indicator: Indicator, kind: RecordKind, stretch: Stretch, *, name: str) -> Indicator:
    """Return an additive indicator over the records of some days alone.

    The days are those on which a value holds, whatever the period, so that two periods agree on
    what is measured.
    """
    tests = [_compared(kind, ">=", stretch.since)]
    if stretch.until < dt.date.max:
        tests.append(_compared(kind, "<=", stretch.until))
    return attrs.evolve(indicator, name=name, top=_narrowed(indicator.top, tests))


def _narrowed(tally: Tally, tests: Iterable[Node]) -> Tally:
    conditions = (*tally.conditions, *tests)
    if tally.value is None:
        return counted(conditions)
    if tally.over is None:
        return summed(tally.value, conditions)
    return shared(tally.value, tally.over, conditions)
