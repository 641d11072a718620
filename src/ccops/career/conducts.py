"""Conducts: what counts as a violation, how severe it is, and its points (S0-12, S3-10)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Label, Origin
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from fractions import Fraction


class Gravity(enum.Enum):
    """How severe a violation is: 轻微、严重、特别严重 (S3-13)."""

    LIGHT = "light"
    SERIOUS = "serious"
    GRAVE = "grave"


class FoundBy(enum.Enum):
    """The findings of reading a month that make a candidate of a violation."""

    LEFT_BEFORE_RELIEF = "left-before-relief"


@frozen(kw_only=True)
class ConductRule:
    """One conduct that is a violation: the topic of an event of the kind ``violation``.

    ``points`` are score points for an account, never money (CN-10). ``found_by`` names the
    finding that makes a candidate of it, which a person confirms or not.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="违规行为", en="what is done")
    severity: Gravity = pack_field(
        Shape.WORD, of=Gravity, zh="轻重", en="how severe it is: light, serious, grave"
    )
    points: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.POINTS, zh="扣分", en="score points: more than 0"
    )
    found_by: FoundBy | None = pack_field(
        Shape.WORD,
        of=FoundBy,
        default=None,
        zh="由何发现",
        en="the finding that makes a candidate of it: left-before-relief",
    )
    origin: Origin = origin_field()

    @property
    def score(self) -> Fraction:
        """Its score points as an exact number."""
        return self.points.number
