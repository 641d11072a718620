"""Scales: how what was seen of an item becomes points, one small class each.

A scale is a formula over one input and a few constants of its own. The same formula scores an
evaluation (the input is what the evaluator wrote) and a monthly form (the input is a figure).
"""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

import attrs

from ccops.frozen import frozen
from ccops.rules import Name
from ccops.values import WHOLE, Bounds, Scalar, Type, Unit, carrier_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The full mark of a form, and the greatest value of an item rated directly.
FULL_MARK: Final = Fraction(100)
#: The finest step in which evaluations are scored: 0.01.
SCORE_SCALE: Final = 100
_NONE: Final = Fraction(0)


class Effect(enum.Enum):
    """What an item does to the score.

    Its points are added, come on top or are deducted, or nothing is left.
    """

    ADDS = "adds"
    REWARDS = "rewards"
    DEDUCTS = "deducts"
    VOIDS = "voids"


class Measure(enum.Enum):
    """What an evaluator writes down for an item: how often it was seen, or a value."""

    OCCURRENCES = "occurrences"
    VALUE = "value"


class Scale(Protocol):
    """From one input to points (or, for a scale that voids, to a flag)."""

    @property
    def effect(self) -> Effect:
        """What the item does to the score."""

    @property
    def input(self) -> Name:
        """What an evaluator writes down for the item, and within which bounds."""

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The values with units that the formula names."""

    def formula(self, reads: str) -> str:
        """Return the formula over an input of that name."""


def _occurrences() -> Name:
    type_ = Type(Unit.COUNT)
    name = Measure.OCCURRENCES.value
    return Name(name=name, type=type_, carrier=WHOLE, bounds=Bounds(_NONE))


def _points(number: Fraction) -> Scalar:
    return Scalar(Unit.POINTS, number)


@frozen(kw_only=True)
class Deduction:
    """So many points off for each occurrence; past ``at_most`` occurrences nothing more."""

    effect: ClassVar[Effect] = Effect.DEDUCTS

    deduct: Fraction
    at_most: int | None = None

    @property
    def input(self) -> Name:
        """How often it was seen."""
        return _occurrences()

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The points of one occurrence, and how many count."""
        found = {"deduct": _points(self.deduct)}
        if self.at_most is not None:
            found["at_most"] = Scalar(Unit.COUNT, Fraction(self.at_most))
        return found

    def formula(self, reads: str) -> str:
        """Return the formula of the points lost."""
        counted = reads if self.at_most is None else f"min(at_most, {reads})"
        return f"deduct * {counted}"


@frozen(kw_only=True)
class Bonus:
    """So many points on top for each occurrence; past ``at_most`` occurrences nothing more."""

    effect: ClassVar[Effect] = Effect.REWARDS

    bonus: Fraction
    at_most: int | None = None

    @property
    def input(self) -> Name:
        """How often it was seen."""
        return _occurrences()

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The points of one occurrence, and how many count."""
        found = {"bonus": _points(self.bonus)}
        if self.at_most is not None:
            found["at_most"] = Scalar(Unit.COUNT, Fraction(self.at_most))
        return found

    def formula(self, reads: str) -> str:
        """Return the formula of the points on top."""
        counted = reads if self.at_most is None else f"min(at_most, {reads})"
        return f"bonus * {counted}"


@frozen(kw_only=True)
class Fatal:
    """Seen once, it leaves no points at all."""

    effect: ClassVar[Effect] = Effect.VOIDS

    @property
    def input(self) -> Name:
        """How often it was seen."""
        return _occurrences()

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """None."""
        return {}

    def formula(self, reads: str) -> str:
        """Return the formula of the flag that says it was seen."""
        return f"{reads} > 0"


@frozen(kw_only=True)
class Linear:
    """No points at ``zero_at``, all of them at ``full_at``, in proportion between, exactly.

    Less is better where ``zero_at`` is above ``full_at``. The two differ and share a unit.
    """

    effect: ClassVar[Effect] = Effect.ADDS

    points: Fraction
    zero_at: Scalar
    full_at: Scalar

    @property
    def input(self) -> Name:
        """A value in the unit of the two ends."""
        type_ = Type(self.zero_at.unit)
        carrier = carrier_of(type_, currency=self.zero_at.currency)
        name = Measure.VALUE.value
        return Name(name=name, type=type_, carrier=carrier, bounds=Bounds(_NONE))

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The two ends, what lies between them, and the points of the item."""
        between = abs(self.full_at.number - self.zero_at.number)
        return {
            "item_points": _points(self.points),
            "zero_at": self.zero_at,
            "full_at": self.full_at,
            "between": attrs.evolve(self.zero_at, value=between),
        }

    def formula(self, reads: str) -> str:
        """Return the formula of the points reached; its bounds prove themselves."""
        if self.zero_at.number < self.full_at.number:
            way = f"min(full_at, max(zero_at, {reads})) - zero_at"
        else:
            way = f"zero_at - max(full_at, min(zero_at, {reads}))"
        return f"item_points * (({way}) / between)"


@frozen(kw_only=True)
class Direct:
    """The input is points out of a hundred already; the item weighs them."""

    effect: ClassVar[Effect] = Effect.ADDS

    points: Fraction

    @property
    def input(self) -> Name:
        """Points from 0 to 100."""
        type_ = Type(Unit.POINTS)
        bounds = Bounds(_NONE, FULL_MARK)
        name = Measure.VALUE.value
        return Name(name=name, type=type_, carrier=carrier_of(type_), bounds=bounds)

    @property
    def constants(self) -> Mapping[str, Scalar]:
        """The weight of the item."""
        return {"item_weight": Scalar(Unit.RATIO, self.points / FULL_MARK)}

    def formula(self, reads: str) -> str:
        """Return the formula of the points reached."""
        return f"item_weight * {reads}"
