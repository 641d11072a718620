"""Law: a dated, sourced value of labor law, as a pack declares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.values.scalars import Scalar

if TYPE_CHECKING:
    from fractions import Fraction


@frozen
class LegalValue:
    """A value of the law in a period, and where it comes from."""

    scalar: Scalar
    source: str

    @property
    def number(self) -> Fraction:
        """The value. Raises ``TypeError`` for one that is no number."""
        return self.scalar.number
