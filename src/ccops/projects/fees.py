"""Fees of a client contract: per seat, by the month, per call, per minute, by commission.

A minute is counted exactly, or each one that a contact has started: that is an indicator's
business, ``total: started(talk_hold, minute)``, and its number is billed as it is.
"""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.projects.bands import BandReach, BandRule, band_constants, banded, check_bands
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MINUTE: Final = Scalar(Unit.DURATION, Fraction(60_000))


class Billing(enum.Enum):
    """What a client pays for (domain 4.9)."""

    PER_SEAT = "per_seat"
    PACKAGE = "package"  # a fee by the month that includes some, and a price for each further one
    PER_CALL = "per_call"
    PER_MINUTE = "per_minute"
    PER_STARTED_MINUTE = "per_started_minute"  # of: how many minutes contacts have started
    COMMISSION = "commission"


@frozen(kw_only=True)
class FeeRule:
    """One fee: ``calls: {billing: per_call, of: answered, bands: [{from: 0, price: CNY 2.50}]}``.

    ``bands`` hold from how much on which price, for one or for ``per`` of them. A ``package``
    costs ``amount`` and includes ``included``; what is beyond it is banded, and what is missing
    below ``deadband`` of it is given back at ``reduced``. A commission is a share of an amount,
    or a price for each sale. ``least`` is charged in any case.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what stands on the invoice")
    billing: Billing = pack_field(Shape.WORD, of=Billing, zh="计费方式", en="what is paid for")
    of: Text = pack_field(
        Shape.NAME, of="figure", zh="计量", en="what is counted: seats, calls, time, sales"
    )
    bands: tuple[BandRule, ...] = pack_field(
        Shape.MANY, of=BandRule, zh="用量分档", en="the prices, by how much there is"
    )
    reach: BandReach = pack_field(
        Shape.WORD,
        of=BandReach,
        default=BandReach.SLICES,
        zh="分档方式",
        en="slices: each part at its own price; whole: all of it at the price reached",
    )
    per: int | None = pack_field(
        Shape.WHOLE, default=None, zh="每多少计价", en="for how many a price is, where not for one"
    )
    amount: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.MONEY, default=None, zh="套餐月费", en="the fee of a package"
    )
    included: int | None = pack_field(
        Shape.WHOLE, default=None, zh="套餐含量", en="how many a package includes"
    )
    deadband: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="不减费的最低用量",
        en="the share of what is included below which something is given back",
    )
    reduced: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.MONEY, default=None, zh="欠量返还单价", en="given back for each"
    )
    least: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.MONEY, default=None, zh="最低收费", en="what is charged at least"
    )
    origin: Origin = origin_field()

    def formula(self) -> str:
        """Return the fee as a formula, before its rounding."""
        counted = self.of.value
        if self.billing is Billing.PER_MINUTE:
            counted = f"({counted} / one_minute)"
        if self.billing is Billing.PACKAGE:
            found = f"amount + {self._priced(f'max({counted} - included, 0)')}"
            if self.reduced is not None:
                found += f" - max(kept - {counted}, 0) * reduced"
        else:
            found = self._priced(counted)
        return found if self.least is None else f"max({found}, least)"

    def _priced(self, counted: str) -> str:
        priced = banded(counted, self.bands, self.reach)
        return priced if self.per is None else f"({priced}) / per"

    def constants(self) -> Mapping[str, Scalar]:
        """Return what the formula names beside what is counted."""
        found = dict(band_constants(self.bands))
        if self.billing is Billing.PER_MINUTE:
            found["one_minute"] = _MINUTE
        if self.per is not None:
            found["per"] = Scalar(Unit.NUMBER, Fraction(self.per))
        if self.included is not None:
            found["included"] = Scalar(Unit.NUMBER, Fraction(self.included))
            if self.deadband is not None:
                kept = self.included * self.deadband.number
                found["kept"] = Scalar(Unit.NUMBER, kept)
        for name in ("amount", "reduced", "least"):
            value: Scalar | None = getattr(self, name)
            if value is not None:
                found[name] = value
        return found

    def amounts(self) -> Iterator[Scalar]:
        """Yield every amount of money that is written in it."""
        yield from (each for each in self.constants().values() if each.unit is Unit.MONEY)

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with it.

        Its bands, and what its way of billing wants or cannot use (``fee-needs``,
        ``fee-unused``).
        """
        yield from check_bands(self.name, self.bands, self.reach, self.origin)
        is_package = self.billing is Billing.PACKAGE
        told = {"name": self.name, "billing": self.billing.value}
        for key in ("amount", "included"):
            if (getattr(self, key) is not None) is not is_package:
                code = "fee-needs" if is_package else "fee-unused"
                yield Diagnostic(code=code, span=self.origin.span, args={**told, "key": key})
        for key, other in (("deadband", "reduced"), ("reduced", "deadband")):
            if getattr(self, key) is not None and not is_package:
                yield Diagnostic(
                    code="fee-unused", span=self.origin.span, args={**told, "key": key}
                )
            elif getattr(self, key) is None and getattr(self, other) is not None:
                yield Diagnostic(
                    code="fee-needs", span=self.origin.span, args={**told, "key": key}
                )
        if self.per is not None and self.per < 1:
            args = {**told, "key": "per"}
            yield Diagnostic(code="fee-unused", span=self.origin.span, args=args)
        shares = [each for each in self.bands if each.share is not None]
        if shares and self.billing is not Billing.COMMISSION:
            args = {**told, "key": "share"}
            yield Diagnostic(code="fee-unused", span=shares[0].origin.span, args=args)
