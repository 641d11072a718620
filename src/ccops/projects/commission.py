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
from ccops.projects.return_limit import check_return_limit
from ccops.rules import Shape, pack_field
from ccops.values import Rounding, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan import Surroundings

_BY_TIER: Final = Label(zh="按档计算", en="by tier")
_NET: Final = Label(
    zh="扣除退单后的基数", en="sold, less what came back", zh_TW="扣除退單後的基數"
)
_KEPT: Final = Label(
    zh="退单后应得提成", en="earned without what came back", zh_TW="退單後應得提成"
)
#: Of the sales of which month something is left; of those before by the number of months.
_SOLD: Final = (
    Label(zh="本月成交", en="of sales of the month", zh_TW="本月成交"),
    Label(zh="上月成交", en="of sales of last month", zh_TW="上月成交"),
    Label(zh="上上月成交", en="of sales of the month before last", zh_TW="上上月成交"),
)
_UNKNOWN: Final = Label(zh="退单原提成不详", en="what returned sales had earned is not known")
_WARNS: Final = Label(
    zh="退单的原提成不详，未扣回：请在期初给出成交当期的基数与提成",
    en="what returned sales had earned is not known, and nothing is taken back: "
    "an opening can say it",
)
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

    ``x_by_tier`` is what the tiers come to, ``x`` that up to the ``cap``. A returned sale takes
    back what it had earned in the period of its sale, at its place in the tiers and under the
    cap: what was earned there less what would have been without it. ``returned`` are what came
    back of the sales of this period, of the one before, and so on; ``x_net`` and ``x_kept`` (of
    those before ``x_net_1``, ``x_kept_1``) are what is left of sales and of commission, so that
    all returns together never take more than was earned. Of a period nobody knows nothing is
    taken, and ``x_unknown`` warns.

    What they take back, ``x_back``, is posted to the account ``x_debt`` and taken from commission
    that is earned: the line ``x_recovered`` (below 0) takes at most ``recover_at_most`` of it and
    leaves ``floor``. What is not taken stays in ``x_debt`` and is carried on, for ``limit``
    periods; nobody's commission falls under zero.
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
    returned: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="figure",
        zh="退单",
        en="what came back in time to count: of this period's sales, of the last one's, and on",
    )
    within: Text | None = pack_field(
        Shape.NAME,
        of="parameter",
        default=None,
        zh="退单期限",
        en="the parameter with the days in which a return counts: none of them may go unlisted",
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
            *self._left(),
            self._back(),
            self._unknown(),
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

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what is wrong with its tiers, its share (``commission-share``) and its limits."""
        return (*self._problems(), *check_return_limit(self, around))

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
        return attrs.evolve(made, constants=self._capped, named_at={})

    @property
    def _capped(self) -> Mapping[str, Scalar]:
        return {} if self.cap is None else {"cap": self.cap}

    # -- what returned sales take back ------------------------------------------------------

    def _called(self, part: str, periods: int) -> str:
        return f"{self.name}_{part}" + (f"_{periods}" if periods else "")

    def _before(self, part: str, periods: int) -> str:
        """Return what was left of the sales of some periods ago before this period's returns."""
        if periods:
            return f"previous({self._called(part, periods - 1)})"
        return self.of.value if part == "net" else self.name

    def _left(self) -> Iterator[RowFigure]:
        """Yield what is left of the sales of each period, and what they earn without the rest."""
        none = _NO_PAY if self.tiers[0].share is not None else "0"
        for periods, returned in enumerate(self.returned):
            net, sold = self._called("net", periods), self._before("net", periods)
            left = self._row(
                net.removeprefix(f"{self.name}_"),
                f"max({sold} - {returned.value}, {none})",
                _of_sales(_NET, periods),
                named=returned,
            )
            yield attrs.evolve(left, unit=None, rounding=None)
            earned = banded(net, self.tiers, self.reach)
            yield self._row(
                self._called("kept", periods).removeprefix(f"{self.name}_"),
                earned if self.cap is None else f"min({earned}, cap)",
                _of_sales(_KEPT, periods),
                constants={**band_constants(self.tiers), **self._capped},
            )

    def _back(self) -> RowFigure:
        """Return what the returns of the period take back: what their sales had earned."""
        taken = [self._taken(each) for each in range(len(self.returned))]
        made = self._row("back", f"max({' + '.join(taken)}, {_NO_PAY})", _TAKEN_BACK)
        return attrs.evolve(made, rounding=None)

    def _taken(self, periods: int) -> str:
        kept, before = self._called("kept", periods), self._before("kept", periods)
        less = f"{before} - {kept}"
        if self.reach is BandReach.WHOLE:  # where more may come to less
            less = f"max({less}, {_NO_PAY})"
        if not periods:
            return less
        return f"(({less}) if known({before}) and known({kept}) else {_NO_PAY})"

    def _unknown(self) -> RowFigure:
        """Return the flag of whoever had sales returned of which nobody knows what they earned."""
        none = _NO_PAY if self.tiers[0].share is not None else "0"
        tests = [
            f"({each.value} > {none} and not known({self._called('kept', periods)}))"
            for periods, each in enumerate(self.returned)
            if periods
        ]
        made = self._row("unknown", " or ".join(tests) or "no", _UNKNOWN)
        return attrs.evolve(made, unit=Unit.FLAG, rounding=None, warns=_WARNS)

    # -- what is taken ----------------------------------------------------------------------

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


def _of_sales(part: Label, periods: int) -> Label:
    """Return the label of what is left of the sales of some months ago: of which, and what."""
    if periods < len(_SOLD):
        sold = _SOLD[periods]
    else:
        ago = f"{periods} 个月前成交", f"{periods} 個月前成交"
        sold = Label(zh=ago[0], en=f"of sales of {periods} months before", zh_TW=ago[1])
    return Label(
        zh=f"{part.zh}（{sold.zh}）",
        en=f"{part.en}, {sold.en}",
        zh_TW=f"{part.zh_TW}（{sold.zh_TW}）",
    )
