"""Accounts: what is posted, used, lapsed and left, lot by lot (star pay, points, time owed)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import ClassVar, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import (
    AccountFigure,
    Beyond,
    Definition,
    PayLine,
    RowFigure,
    Stop,
    StopWhen,
    Surroundings,
    Usable,
    account_parts,
)
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Unit

#: How many periods a lot may live, or be used over.
LONGEST: Final = 120
_PERIODS: Final = re.compile(r"([0-9]{1,3}) periods?")
_NEVER: Final = "never"


@frozen(kw_only=True)
class StopRule:
    """What ends all open lots: its reason code, when it hits, and whether before or after use."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    if_: Text = pack_field(Shape.FORMULA, key="if", zh="条件", en="when it hits")
    when: StopWhen = pack_field(
        Shape.WORD, of=StopWhen, zh="先后", en="before the use of the period, or after it"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class AccountPolicy:
    """Dated lots of everybody, with every choice stated.

    ``x`` is the balance at the end of the period; beside it stand ``x_opening``, ``x_posted``,
    ``x_used``, ``x_lapsed`` and ``x_stopped``. What was there and what is posted is always what
    is used, lapsed, stopped and left.
    """

    section: ClassVar[str] = "accounts"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="who has the account"
    )
    unit: Unit = pack_field(
        Shape.WORD,
        of=Unit,
        zh="单位",
        en="money, duration, points, count or quantity",
    )
    step: Fraction | None = pack_field(
        Shape.STEP, default=None, zh="最小刻度", en="the least amount of points or a quantity"
    )
    posted: Text = pack_field(
        Shape.NAME, of="figure", zh="记入", en="the figure that is posted as a lot"
    )
    used: Text | None = pack_field(
        Shape.NAME,
        of="figure",
        default=None,
        zh="使用",
        en="the figure that says how much is wanted, from the oldest lot first",
    )
    use_over: Text | None = pack_field(
        Shape.TEXT,
        default=None,
        zh="分期使用",
        en="over how many periods each lot is used in equal parts: 3 periods",
    )
    usable: Usable = pack_field(
        Shape.WORD, of=Usable, zh="起用期", en="whether a lot may be used in the period posting it"
    )
    beyond: Beyond | None = pack_field(
        Shape.WORD,
        of=Beyond,
        default=None,
        zh="超出余额时",
        en="what a use beyond the balance takes: what there is, or nothing; with used",
    )
    lapse: Text = pack_field(
        Shape.TEXT, zh="失效", en="after how many periods a lot lapses: 6 periods, or never"
    )
    stop_on: tuple[StopRule, ...] = pack_field(
        Shape.BY_NAME, of=StopRule, default=(), zh="终止条件", en="what ends all open lots"
    )
    was: Text | None = pack_field(
        Shape.NAME, default=None, zh="原名", en="its name in earlier periods"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the flags of the stops, the account, and the figures beside its balance."""
        account = AccountFigure(
            name=self.name,
            population=self.population,
            label=self.label,
            origin=self.origin,
            policy=self.name,
            was=self.was.value if self.was else "",
            unit=self.unit,
            step=self.step,
            posted=self.posted,
            used=self.used,
            parts=None if self.use_over is None else _periods(self.use_over),
            usable=self.usable,
            beyond=self.beyond,
            lapse_after=_periods(self.lapse),
            stops=tuple(self._stop(each) for each in self.stop_on),
        )
        flags = tuple(self._flag(each) for each in self.stop_on)
        return (*flags, account, *account_parts(account))

    def _flag_name(self, stop: StopRule) -> str:
        return f"{self.name}_stop_{stop.name}"

    def _stop(self, stop: StopRule) -> Stop:
        return Stop(
            code=stop.name,
            flag=self._flag_name(stop),
            when=stop.when,
            label=stop.label,
            origin=stop.origin,
        )

    def _flag(self, stop: StopRule) -> RowFigure:
        return RowFigure(
            name=self._flag_name(stop),
            population=self.population,
            label=stop.label,
            origin=stop.origin,
            policy=self.name,
            formula=stop.if_,
            unit=Unit.FLAG,
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a pay line reads ``x_used``."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what does not go together in how the account is kept."""
        found: list[Diagnostic] = []
        told = {"name": self.name}
        if (self.used is None) == (self.use_over is None):
            found.append(Diagnostic(code="account-use-one", span=self.origin.span, args=told))
        if (self.used is None) != (self.beyond is None):
            found.append(Diagnostic(code="account-beyond", span=self.origin.span, args=told))
        for text in (self.lapse, self.use_over):
            is_never = text is self.lapse and text.value.strip() == _NEVER
            if text is not None and not is_never and _periods(text) is None:
                wrong = {**told, "got": text.value, "most": str(LONGEST)}
                found.append(Diagnostic(code="account-periods", span=text.span, args=wrong))
        return tuple(found)


def _periods(text: Text) -> int | None:
    """Return a number of periods as it is written: ``3 periods``; ``None`` for anything else."""
    found = _PERIODS.fullmatch(text.value.strip())
    number = int(found[1]) if found else 0
    return number if 1 <= number <= LONGEST else None
