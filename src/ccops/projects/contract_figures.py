"""The figures of a client contract: fees, steps short of a target, penalties, bonuses, total."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Label, Text
from ccops.plan import Definition, RowFigure
from ccops.projects.earn_back import earn_back_figures, earn_back_line
from ccops.projects.invoice_lines import InvoiceLine, LineKind
from ccops.projects.levels import ONE
from ccops.values import Rounding, RoundingMode, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.projects.client_contract import ClientContractPolicy
    from ccops.projects.fees import FeeRule
    from ccops.projects.levels import BonusRule, KpiRule

_FULL: Final = Rounding(scale=1, mode=RoundingMode.DOWN)
_FEES: Final = Label(zh="收费合计", en="fees")
_MET: Final = Label(zh="达标", en="met")
_COUNTS: Final = Label(zh="业务量足够", en="enough volume")
_STEPS: Final = Label(zh="差距步数", en="steps short")
_SHARE: Final = Label(zh="扣减比例", en="share taken")
_PENALTY: Final = Label(zh="扣减", en="penalty")
_OVER: Final = Label(zh="超额步数", en="steps beyond")
_BONUS_SHARE: Final = Label(zh="奖励比例", en="share earned")
_BONUS: Final = Label(zh="奖励", en="bonus")
_PENALTIES: Final = Label(zh="扣减合计", en="penalties")
_RELIEF: Final = Label(zh="超过月度上限部分退回", en="given back beyond the cap of the month")


class ContractFigures:
    """Makes the figures of one contract, in the order they are worked out."""

    def __init__(self, rule: ClientContractPolicy) -> None:
        self.rule = rule

    def listed(self) -> tuple[Definition, ...]:
        """Return every figure, the total last."""
        found: list[RowFigure] = [self._fee(each) for each in self.rule.fees]
        found.append(self._sum("fees", [self._fee_name(x) for x in self.rule.fees], _FEES))
        for each in self.rule.levels:
            found.extend(self._level(each))
        if self.rule.levels:
            penalties = [self._name(each.name, "penalty") for each in self.rule.levels]
            found.append(self._sum("penalties", penalties, _PENALTIES))
        if self.has_relief:
            found.append(self._relief())
        for each in self.rule.levels:
            if each.earn_back is not None:
                found.extend(earn_back_figures(each, each.earn_back, self))
        lines = [each.figure for each in self.lines()]
        return (*found, self._row(self.rule.name, " + ".join(lines), Label()))

    def lines(self) -> tuple[InvoiceLine, ...]:
        """Return the lines of the invoice, in the order of the contract."""
        found = [
            InvoiceLine(
                figure=self._fee_name(each),
                kind=LineKind.FEE,
                label=each.label,
                reads=each.of.value,
            )
            for each in self.rule.fees
        ]
        for each in self.rule.levels:
            found.extend(self._level_lines(each))
        if self.has_relief:
            found.append(
                InvoiceLine(
                    figure=self._name("relief"),
                    kind=LineKind.RELIEF,
                    label=_RELIEF,
                    beside=(self._name("penalties"), self._name("fees")),
                )
            )
        return tuple(found)

    def _level_lines(self, level: KpiRule) -> Iterator[InvoiceLine]:
        kinds = [(LineKind.PENALTY, _PENALTY, ("steps", "share"), "penalty")]
        if level.bonus is not None:
            kinds.append((LineKind.BONUS, _BONUS, ("over", "bonus_share"), "bonus"))
        for kind, part, beside, name in kinds:
            more = ("met", *(("counts",) if level.needs else ()), *beside)
            yield InvoiceLine(
                figure=self._name(level.name, name),
                kind=kind,
                label=level.label.followed_by(part),
                reads=level.metric.value,
                beside=tuple(self._name(level.name, each) for each in more),
            )
        if level.earn_back is not None:
            yield earn_back_line(level, level.earn_back, self)

    @property
    def has_relief(self) -> bool:
        """Whether the penalties of a month have a cap."""
        return self.rule.penalty_cap is not None and bool(self.rule.levels)

    # -- fees -------------------------------------------------------------------------------

    def _fee_name(self, fee: FeeRule) -> str:
        return self._name("fee", fee.name)

    def _fee(self, fee: FeeRule) -> RowFigure:
        return self._row(
            self._fee_name(fee),
            fee.formula(),
            fee.label,
            constants=fee.constants(),
            rounding=self.rule.rounding,
            named=(fee.of,),
        )

    def _sum(self, part: str, names: list[str], label: Label) -> RowFigure:
        return self._row(self._name(part), " + ".join(names), label)

    def _relief(self) -> RowFigure:
        """Return what penalties take beyond the cap of the month."""
        cap = self.rule.penalty_cap
        fees, taken = self._name("fees"), self._name("penalties")
        return self._row(
            self._name("relief"),
            f"max(none - {taken} - {fees} * penalty_cap, none)",
            _RELIEF,
            constants={**self.no_money, **({"penalty_cap": cap} if cap else {})},
            rounding=self.rule.rounding,
        )

    # -- levels -----------------------------------------------------------------------------

    def _level(self, level: KpiRule) -> Iterator[RowFigure]:
        targets = level.target_constants
        met = self._of(level, "met", level.met(), _MET, constants=targets, unit=Unit.FLAG)
        yield met
        if level.needs is not None:
            enough = f"{level.needs.of.value} >= volume"
            least = {"volume": Scalar(Unit.NUMBER, Fraction(level.needs.at_least))}
            named = (level.needs.of,)
            yield self._of(
                level, "counts", enough, _COUNTS, constants=least, unit=Unit.FLAG, named=named
            )
        constants = {**targets, **level.zero, "one": ONE}
        steps = self._of(
            level,
            "steps",
            level.short(),
            _STEPS,
            constants=constants,
            unit=Unit.QUANTITY,
            rounding=level.steps.rounding,
        )
        yield steps
        shares = {"penalty_pct": level.penalty_pct, "cap_pct": level.cap_pct}
        yield from self._money(level, ("steps", "share", "penalty"), shares)
        if level.bonus is not None:
            yield from self._bonus(level, level.bonus)

    def _bonus(self, level: KpiRule, bonus: BonusRule) -> Iterator[RowFigure]:
        yield self._of(
            level,
            "over",
            level.over(),
            _OVER,
            constants={**level.bonus_constants, **level.zero, "one": ONE},
            unit=Unit.QUANTITY,
            rounding=_FULL,
        )
        shares = {"bonus_pct": bonus.bonus_pct, "cap_pct": bonus.cap_pct}
        yield from self._money(level, ("over", "bonus_share", "bonus"), shares)

    def _money(
        self, level: KpiRule, parts: tuple[str, str, str], shares: Mapping[str, Scalar]
    ) -> Iterator[RowFigure]:
        """Yield the share of the fees that steps come to, and the amount."""
        steps, share, amount = (self._name(level.name, each) for each in parts)
        rate, _ = shares
        formula = f"min({steps} / one * {rate}, cap_pct)"
        if level.needs is not None:
            formula = f"{formula} if {self._name(level.name, 'counts')} else 0"
        is_bonus = parts[2] == "bonus"
        label = _BONUS_SHARE if is_bonus else _SHARE
        constants = {**shares, "one": ONE}
        yield self._of(level, parts[1], formula, label, constants=constants, unit=Unit.RATIO)
        fees = self._name("fees")
        taken = f"{fees} * {share}" if is_bonus else f"none - {fees} * {share}"
        yield self._row(
            amount,
            taken,
            level.label.followed_by(_BONUS if is_bonus else _PENALTY),
            constants={} if is_bonus else self.no_money,
            rounding=self.rule.rounding,
        )

    # -- making them ------------------------------------------------------------------------

    @property
    def no_money(self) -> Mapping[str, Scalar]:
        """No money in the currency of the contract, as ``none``."""
        return {"none": Scalar(Unit.MONEY, Fraction(0), self.rule.currency.value)}

    def named(self, *parts: str) -> str:
        """Return the name of a figure of the contract."""
        return self._name(*parts)

    def of_level(
        self,
        level: KpiRule,
        part: str,
        formula: str,
        label: Label,
        *,
        constants: Mapping[str, Scalar],
        unit: Unit,
    ) -> RowFigure:
        """Return a figure of a service level; one of money is rounded as the lines are."""
        rounding = self.rule.rounding if unit is Unit.MONEY else None
        return self._of(
            level, part, formula, label, constants=constants, unit=unit, rounding=rounding
        )

    def _name(self, *parts: str) -> str:
        return "_".join((self.rule.name, *parts))

    def _of(  # noqa: PLR0913 - what a figure says
        self,
        level: KpiRule,
        part: str,
        formula: str,
        label: Label,
        *,
        constants: Mapping[str, Scalar],
        unit: Unit,
        rounding: Rounding | None = None,
        named: tuple[Text, ...] = (),
    ) -> RowFigure:
        return self._row(
            self._name(level.name, part),
            formula,
            level.label.followed_by(label),
            constants=constants,
            unit=unit,
            rounding=rounding,
            named=named or (level.metric,),
        )

    def _row(  # noqa: PLR0913 - what a figure says
        self,
        name: str,
        formula: str,
        label: Label,
        *,
        constants: Mapping[str, Scalar] | None = None,
        unit: Unit = Unit.MONEY,
        rounding: Rounding | None = None,
        named: tuple[Text, ...] = (),
    ) -> RowFigure:
        return RowFigure(
            name=name,
            population=self.rule.population,
            label=self.rule.label if label == Label() else label,
            origin=self.rule.origin,
            policy=self.rule.name,
            formula=Text(formula, self.rule.origin.span),
            unit=unit,
            rounding=rounding,
            constants=constants or {},
            named_at={each.value: each.span for each in named},
        )
