"""Scales of monthly forms: a ratio up to its cap, points kept until faults take them, bands."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

from ccops.frozen import frozen
from ccops.messages import Origin, Text
from ccops.rules import Name, Shape, origin_field, pack_field
from ccops.scorecards.scales import Effect, Measure
from ccops.values import (
    WHOLE,
    Bounds,
    Scalar,
    Type,
    Unit,
    carrier_of,
    decimal_digits,
    decimal_of,
    parse_scalar,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Final = Fraction(0)
#: A share of the weight of an item, as a band writes it.
_SHARE: Final = "%"


@frozen(kw_only=True)
class CappedRatioRule:
    """``{cap: 110%}``: the points are the value times the weight, up to the cap."""

    cap: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="封顶", en="the greatest value that counts"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class BandsRule:
    """``{rows: [['>= 95%', 100%], ['[90%..95%)', 80%]], otherwise: 60%}``: points by bands.

    What a band gives is points, or with ``%`` a share of the weight. The bands are checked like
    any table: none overlap, and every value lies in one.
    """

    rows: tuple[tuple[Text, ...], ...] = pack_field(
        Shape.ROWS, zh="各档", en="the bands: a cell, then the points or the share of the weight"
    )
    otherwise: Text | None = pack_field(
        Shape.TEXT, default=None, zh="其余", en="what a value in no band is given"
    )
    step: Fraction | None = pack_field(
        Shape.STEP, default=None, zh="最小刻度", en="the least difference of two values"
    )
    better: Text | None = pack_field(
        Shape.TEXT,
        default=None,
        zh="优劣方向",
        en="higher or lower: better values never get less",
    )
    origin: Origin = origin_field()

    def in_points(self, weight: Fraction) -> BandsInPoints:
        """Return the bands with what they give in points of an item of that weight."""
        rows = tuple((*row[:-1], _in_points(row[-1], weight)) if row else row for row in self.rows)
        otherwise = None if self.otherwise is None else _in_points(self.otherwise, weight)
        return BandsInPoints(rows=rows, otherwise=otherwise)


@frozen(kw_only=True)
class BandsInPoints:
    """Rows of bands that give points, and what is given elsewhere."""

    rows: tuple[tuple[Text, ...], ...]
    otherwise: Text | None

    def most(self) -> Fraction | None:
        """Return the most points a band gives, or ``None`` where one names a parameter."""
        return max(self._given() or (), default=None)

    def least(self) -> Fraction | None:
        """Return the least points a band gives, or ``None`` where one names a parameter."""
        return min(self._given() or (), default=None)

    def _given(self) -> list[Fraction] | None:
        """Return what the bands give, ``None`` where that is not said in figures."""
        given = [row[-1] for row in self.rows if row]
        given += [self.otherwise] if self.otherwise is not None else []
        found = [parse_scalar(each.value, unit=Unit.POINTS) for each in given]
        known = [each.number for each in found if each is not None]
        return known if len(known) == len(found) else None


def _in_points(written: Text, weight: Fraction) -> Text:
    """Return a share of the weight as points; anything else as it is written."""
    share = parse_scalar(written.value) if written.value.endswith(_SHARE) else None
    points = None if share is None else share.number * weight
    digits = None if points is None else decimal_digits(points)
    if points is None or digits is None:
        return written
    return Text(str(decimal_of(points, digits)), written.span)


@frozen(kw_only=True)
class Met:
    """All the points where a flag holds, and none where it does not: a target that was met."""

    effect: ClassVar[Effect] = Effect.ADDS

    points: Fraction

    @property
    def input(self) -> Name:
        """A flag."""
        return Name(name=Measure.VALUE.value, type=Type(Unit.FLAG), carrier=WHOLE)

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The points of the item, and none."""
        points = Scalar(Unit.POINTS, self.points)
        return {"item_points": points, "none_met": Scalar(Unit.POINTS, _NONE)}

    def formula(self, reads: str) -> str:
        """Return the formula of the points reached."""
        return f"item_points if {reads} else none_met"


@frozen(kw_only=True)
class Ratio:
    """The value times the points, up to a cap that may lie above the whole."""

    effect: ClassVar[Effect] = Effect.ADDS

    points: Fraction
    cap: Fraction

    @property
    def input(self) -> Name:
        """A ratio."""
        type_ = Type(Unit.RATIO)
        return Name(
            name=Measure.VALUE.value, type=type_, carrier=carrier_of(type_), bounds=Bounds(_NONE)
        )

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The points of the item, and the cap."""
        points = Scalar(Unit.POINTS, self.points)
        return {"item_points": points, "cap": Scalar(Unit.RATIO, self.cap)}

    @property
    def gains(self) -> Bounds:
        """The least and the most points."""
        return Bounds(_NONE, self.points * self.cap)

    def formula(self, reads: str) -> str:
        """Return the formula of the points reached."""
        return f"item_points * min(cap, {reads})"


@frozen(kw_only=True)
class Kept:
    """All points at first, ``deduct`` less for each fault; ``at_least`` may lie below nothing."""

    effect: ClassVar[Effect] = Effect.ADDS

    points: Fraction
    deduct: Fraction
    at_most: int | None = None
    at_least: Fraction = _NONE

    @property
    def input(self) -> Name:
        """How many faults there were."""
        return Name(
            name=Measure.OCCURRENCES.value,
            type=Type(Unit.COUNT),
            carrier=WHOLE,
            bounds=Bounds(_NONE),
        )

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The points of the item, those of one fault, and the least that is left."""
        found = {
            "item_points": Scalar(Unit.POINTS, self.points),
            "deduct": Scalar(Unit.POINTS, self.deduct),
            "at_least": Scalar(Unit.POINTS, self.at_least),
        }
        if self.at_most is not None:
            found["at_most"] = Scalar(Unit.COUNT, Fraction(self.at_most))
        return found

    @property
    def gains(self) -> Bounds:
        """The least and the most points."""
        return Bounds(self.at_least, self.points)

    def formula(self, reads: str) -> str:
        """Return the formula of the points kept."""
        counted = reads if self.at_most is None else f"min(at_most, {reads})"
        return f"max(at_least, item_points - deduct * {counted})"


@frozen(kw_only=True)
class Bands:
    """Points by the band a value lies in; its figure is a table and not a formula."""

    effect: ClassVar[Effect] = Effect.ADDS

    points: Fraction

    @property
    def input(self) -> Name:
        """A value of any kind; the table says of which."""
        type_ = Type(Unit.POINTS)
        return Name(name=Measure.VALUE.value, type=type_, carrier=carrier_of(type_))

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """None: the rows hold them."""
        return {}

    def formula(self, reads: str) -> str:
        """Return what the item's figure takes of its table."""
        return reads
