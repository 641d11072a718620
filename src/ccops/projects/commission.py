"""Commission on sales: tiers, a cap, and what returned sales take back through an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Text
from ccops.plan import (
    AccountFigure,
    Beyond,
    Definition,
    PayLine,
    PayLinePolicy,
    RowFigure,
    Usable,
    account_parts,
)
from ccops.projects.bands import BandReach, BandRule, band_constants, banded, check_bands
from ccops.rules import Shape, pack_field
from ccops.values import Rounding, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan import Surroundings

_BY_TIER: Final = Label(zh="按档计算", en="by tier")
_TAKEN_BACK: Final = Label(zh="退单应扣回", en="to be taken back")
_MOST: Final = Label(zh="本期至多扣回", en="taken back at most")
_DEBT: Final = Label(zh="未扣回余额", en="still to be taken back")
_RECOVERED: Final = Label(zh="退单扣回", en="taken back")
_NO_PAY: Final = "no_pay"
#: How many periods a debt may be carried at most.
_LONGEST: Final = 120


@frozen(kw_only=True)
class CommissionPolicy(PayLinePolicy):
    """A commission ``x`` on what somebody sold (S4-08): a pay line, and one that takes back.

    ``x_by_tier`` is what the tiers come to, ``x`` that up to the ``cap``. What returned sales
    take back, ``x_back``, is posted to the account ``x_debt`` and taken from commission that is
    earned: the line ``x_recovered`` (below 0) takes at most ``recover_at_most`` of it and leaves
    ``floor``. What is not taken stays in ``x_debt`` and is carried on, for ``limit`` periods;
    nobody's commission falls under zero.
    """

    section: ClassVar[str] = "commissions"

    of: Text = pack_field(
        Shape.NAME, of="figure", zh="提成基数", en="what is sold: an amount, or a number of sales"
    )
    tiers: tuple[BandRule, ...] = pack_field(
        Shape.MANY, of=BandRule, zh="提成档", en="the share, or the price of each, by how much"
    )
    reach: BandReach = pack_field(
        Shape.WORD,
        of=BandReach,
        zh="分档方式",
        en="slices: each part at its own rate; whole: all of it at the rate reached",
    )
    cap: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.MONEY, default=None, zh="封顶", en="the most in a period"
    )
    returned: Text = pack_field(
        Shape.NAME, of="figure", zh="退单", en="what came back in the period, in time to count"
    )
    take_back: Scalar = pack_field(
        Shape.SCALAR, zh="扣回标准", en="the share of it, or the price of each, taken back"
    )
    recover_at_most: Scalar = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        zh="每期至多扣回",
        en="the most of the commission of a period that is taken back",
    )
    floor: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.MONEY, default=None, zh="保底", en="what is left in any case"
    )
    limit: int = pack_field(
        Shape.WHOLE, zh="扣回期限（期）", en="after how many periods what is still open lapses"
    )
    recovered_code: Text = pack_field(
        Shape.TEXT,
        last=True,
        zh="扣回的工资项代码",
        en="the code for payroll of what is taken back",
    )
    rounding: Rounding = pack_field(
        Shape.ROUNDING, key="round", zh="舍入", en="the one rounding of each amount"
    )

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the commission, what is taken back, and the account between them."""
        if any(each.severity.value == "error" for each in self._problems()):
            return ()
        account = self._account()
        return (
            self._row(
                "by_tier",
                banded(self.of.value, self.tiers, self.reach),
                _BY_TIER,
                constants=band_constants(self.tiers),
                named=self.of,
            ),
            self._earned(),
            self._row(
                "back",
                f"max({self.returned.value} * take_back, {_NO_PAY})",
                _TAKEN_BACK,
                constants={"take_back": self.take_back},
                named=self.returned,
            ),
            self._at_most(),
            account,
            *account_parts(account),
            attrs.evolve(
                self._row("recovered", f"{_NO_PAY} - {self.name}_debt_used", _RECOVERED),
                rounding=None,
            ),
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return the commission as a line, and what is taken back as another."""
        taken = self.line()
        return (
            taken,
            attrs.evolve(
                taken,
                figure=f"{self.name}_recovered",
                code=self.recovered_code.value,
                label=self.label.followed_by(_RECOVERED),
            ),
        )

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what is wrong with its tiers, its share (``commission-share``) and its limit."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[Diagnostic]:
        yield from check_bands(self.name, self.tiers, self.reach, self.origin)
        share = self.recover_at_most.number
        if not 0 <= share <= 1:
            told = {"name": self.name, "share": f"{share * 100}%"}
            yield Diagnostic(code="commission-share", span=self.origin.span, args=told)
        if not 1 <= self.limit <= _LONGEST:
            told = {"name": self.name, "got": str(self.limit), "most": str(_LONGEST)}
            yield Diagnostic(code="commission-limit", span=self.origin.span, args=told)

    def _earned(self) -> RowFigure:
        by_tier = f"{self.name}_by_tier"
        made = self.paid(
            Text(by_tier if self.cap is None else f"min({by_tier}, cap)", self.origin.span)
        )
        return attrs.evolve(
            made, constants={} if self.cap is None else {"cap": self.cap}, named_at={}
        )

    def _at_most(self) -> RowFigure:
        """Return what may be taken of the commission of the period."""
        most, constants = f"{self.name} * recover_at_most", dict[str, Scalar]()
        if self.floor is not None:
            most, constants = f"min({most}, {self.name} - floor)", {"floor": self.floor}
        return self._row(
            "at_most",
            f"max({most}, {_NO_PAY})",
            _MOST,
            constants={**constants, "recover_at_most": self.recover_at_most},
        )

    def _account(self) -> AccountFigure:
        span = self.origin.span
        return AccountFigure(
            name=f"{self.name}_debt",
            population=self.population,
            label=self.label.followed_by(_DEBT),
            origin=self.origin,
            policy=self.name,
            unit=Unit.MONEY,
            posted=Text(f"{self.name}_back", span),
            used=Text(f"{self.name}_at_most", span),
            usable=Usable.SAME_PERIOD,
            beyond=Beyond.CUT,
            lapse_after=self.limit,
        )

    def _row(
        self,
        part: str,
        formula: str,
        label: Label,
        *,
        constants: Mapping[str, Scalar] | None = None,
        named: Text | None = None,
    ) -> RowFigure:
        return RowFigure(
            name=f"{self.name}_{part}",
            population=self.population,
            label=self.label.followed_by(label),
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=Unit.MONEY,
            rounding=self.rounding,
            constants=constants or {},
            named_at={named.value: named.span} if named else {},
        )
