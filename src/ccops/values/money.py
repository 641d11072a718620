"""Money: a currency and whole minor units inside, a decimal outside. No float, no conversion."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

import attrs

from ccops.frozen import frozen
from ccops.values.currencies import CURRENCIES, minor_scale


def _checked_currency(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    if value not in CURRENCIES:
        raise ValueError(f"{attribute.name} must be a code of ISO 4217, not {value!r}")


def _decimal(value: Decimal | int | str) -> Decimal:
    if isinstance(value, float):
        raise TypeError("money is never a float; give a Decimal, an int or a text")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no amount") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is no amount")
    return number


def _of_minor(minor: int, scale: int) -> Decimal:
    """Return minor units as a decimal; written out, so that no decimal context rounds them."""
    return Decimal(f"{minor}E-{len(str(scale)) - 1}")


@frozen(order=False)
class Money:
    """An amount of one currency, exact to the minor unit.

    Raises ``ValueError`` for an amount finer than the minor unit and ``TypeError`` for a float.

    >>> Money("CNY", "300") + Money("CNY", "0.50")
    Money(currency='CNY', amount=Decimal('300.50'))
    """

    currency: str = attrs.field(validator=_checked_currency)
    amount: Decimal = attrs.field(converter=_decimal)

    def __attrs_post_init__(self) -> None:
        scale = minor_scale(self.currency)
        exact = Fraction(self.amount) * scale
        if exact.denominator != 1:
            raise ValueError(f"{self.amount} {self.currency} is finer than the minor unit")
        object.__setattr__(self, "amount", _of_minor(exact.numerator, scale))

    @classmethod
    def from_minor(cls, currency: str, minor: int) -> Money:
        """Return the money of a number of minor units (fen, cents).

        Such an amount is never too fine, so what a written one is held against is not asked.
        Raises ``ValueError`` for a currency that is none.
        """
        if currency not in CURRENCIES:
            return cls(currency, _of_minor(minor, minor_scale(currency)))
        made = object.__new__(cls)
        object.__setattr__(made, "currency", currency)
        object.__setattr__(made, "amount", _of_minor(minor, minor_scale(currency)))
        return made

    @property
    def minor(self) -> int:
        """The whole number of minor units."""
        return int(f"{self.amount:f}".replace(".", ""))

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up: no conversion")

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money.from_minor(self.currency, self.minor + other.minor)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money.from_minor(self.currency, self.minor - other.minor)

    def __neg__(self) -> Money:
        return Money.from_minor(self.currency, -self.minor)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"
