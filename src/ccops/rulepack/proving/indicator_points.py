"""The points of an indicator: that it is measured, and the conditions on its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.kpi import Indicator
from ccops.rulepack.proving.formula_points import FormulaProbe
from ccops.rulepack.proving.points import Point, PointKind
from ccops.rules import Logic
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.kpi import Records
    from ccops.rules import Node


@attrs.define(eq=False)
class IndicatorProbe:
    """Knows the points of one indicator, and which of them some records hit."""

    indicator: Indicator
    _probes: tuple[FormulaProbe, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        name, span = self.indicator.name, self.indicator.origin.span
        self._probes = tuple(
            FormulaProbe(rule=name, node=node, span=span, is_made=bool(self.indicator.contract))
            for node in _nodes(self.indicator)
        )

    @property
    def points(self) -> frozenset[Point]:
        """Every point of the indicator."""
        found = (point for each in self._probes for point in each.points)
        return frozenset({self._measured, *found})

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The conditions and values the indicator is made of."""
        return _nodes(self.indicator)

    def hits(self, records: Records) -> Iterator[Point]:
        """Yield the points that records of a period hit."""
        yield self._measured
        for probe in self._probes:
            columns = [records.columns[name] for name in probe.inputs]
            for cells in set(zip(*columns, strict=True)):
                yield from probe.walk(dict(zip(probe.inputs, cells, strict=True))).points

    @property
    def _measured(self) -> Point:
        return Point(
            kind=PointKind.INDICATOR,
            rule=self.indicator.name,
            words="point-indicator",
            span=self.indicator.origin.span,
        )


def _nodes(indicator: Indicator) -> tuple[Node, ...]:
    """Return what the tallies of an indicator read: their conditions as one, and their values."""
    found: dict[object, Node] = {}
    for tally in indicator.tallies:
        parts = tally.conditions
        if parts:
            together = Logic(type=Type(Unit.FLAG), operator="and", parts=parts)
            found.setdefault(tuple(map(id, parts)), together)
        for node in (tally.value, tally.over):
            if node is not None:
                found.setdefault(id(node), node)
    return tuple(found.values())
