"""Project results: what a project brings and costs, against its plan, before and after start."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.plan import Definition, RowFigure
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Rounding, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan import PayLine, Surroundings

_REVENUE: Final = Label(zh="收入", en="revenue")
_COST: Final = Label(zh="成本", en="cost")
_BEFORE_START: Final = Label(zh="上线前", en="before the start")
_REVENUE_VARIANCE: Final = Label(zh="收入差异", en="revenue against plan")
_COST_VARIANCE: Final = Label(zh="成本差异", en="cost against plan")
_VARIANCE: Final = Label(zh="结果差异", en="result against plan")
_PROGRESS: Final = Label(zh="进度差异", en="progress against plan")
_BEFORE: Final = Label(zh="上线前累计结果", en="result before the start, added up")
_AFTER: Final = Label(zh="上线后累计结果", en="result since the start, added up")
_BEHIND: Final = Label(zh="落后于计划", en="behind its plan")


@frozen(kw_only=True)
class PlanRule:
    """What a project was planned to bring, to cost, and how far it was to be."""

    revenue: Text = pack_field(Shape.NAME, of="figure", zh="计划收入", en="the planned revenue")
    cost: Text = pack_field(Shape.NAME, of="figure", zh="计划成本", en="the planned cost")
    progress: Text = pack_field(
        Shape.NAME, of="figure", zh="计划进度", en="how far it was to be by the end of the period"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class ProjectResultPolicy:
    """The result ``r`` of a project in a period: what it brings less what it costs (S4-15).

    ``revenue`` are client contracts. One in another currency is turned into the pay currency at
    ``exchange``, a dated parameter with its source: how much of the pay currency one unit of the
    other is; without it nothing is converted. Beside ``r`` stand ``r_revenue``, ``r_cost``, what
    they are against the plan (``r_revenue_variance``, ``r_cost_variance``, ``r_variance``,
    ``r_progress_variance``), ``r_before_start``, and what the periods before and from the start
    come to, added up (``r_before_total``, ``r_after_total``). ``r_behind``: the result is under
    its plan by more than ``tolerance`` of the planned revenue, or the progress is; settling
    warns, with what is to be done.
    """

    section: ClassVar[str] = "project_results"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用项目", en="the projects it is about"
    )
    revenue: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="figure", zh="收入", en="the client contracts that bring it"
    )
    exchange: Text | None = pack_field(
        Shape.NAME,
        of="parameter",
        default=None,
        zh="汇率",
        en="one unit of the contracts' currency in pay currency, for contracts in another one",
    )
    cost: tuple[Text, ...] = pack_field(Shape.NAMES, of="figure", zh="成本", en="what it costs")
    plan: PlanRule = pack_field(Shape.ONE, of=PlanRule, zh="计划", en="what was planned")
    progress: Text = pack_field(Shape.NAME, of="figure", zh="进度", en="how far it is")
    tolerance: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="容差", en="how far behind is not behind yet"
    )
    warns: Label = pack_field(
        Shape.LABEL, zh="提请复核", en="what is to be done where it is behind"
    )
    rounding: Rounding = pack_field(
        Shape.ROUNDING, key="round", zh="舍入", en="the rounding of a converted amount"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the result and what stands beside it."""
        if any(self._problems(around)):
            return ()
        return (
            self._revenue(around),
            self._money("cost", " + ".join(x.value for x in self.cost), _COST, self.cost),
            self._money("", f"{self.name}_revenue - {self.name}_cost", Label()),
            self._flag("before_start", "period_end < starts_on", _BEFORE_START),
            *self._variances(),
            self._total("before", _BEFORE),
            self._total("after", _AFTER),
            self._behind(),
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: nobody is paid by it."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what is wrong with it.

        A contract there is none of (``result-contract``); contracts of several currencies
        (``result-currencies``); another currency without ``exchange``, or ``exchange`` for
        nothing (``result-exchange``).
        """
        return tuple(self._problems(around))

    looks_up: ClassVar[tuple[str, ...]] = ("client_contracts",)

    def _currencies(self, around: Surroundings) -> set[str]:
        known = around.rules.get("client_contracts", {})
        return {known[x.value].currency.value for x in self.revenue if x.value in known}

    def _problems(self, around: Surroundings) -> Iterator[Diagnostic]:
        known = around.rules.get("client_contracts", {})
        told = {"name": self.name}
        for each in self.revenue:
            if each.value not in known:
                near = nearest(each.value, known) or "-"
                args = {**told, "contract": each.value, "near": near}
                yield Diagnostic(code="result-contract", span=each.span, args=args)
        found = self._currencies(around)
        args = {**told, "found": ", ".join(sorted(found)), "currency": around.currency}
        if len(found) > 1:
            yield Diagnostic(code="result-currencies", span=self.origin.span, args=args)
        elif (found - {around.currency} != set()) is not (self.exchange is not None):
            yield Diagnostic(code="result-exchange", span=self.origin.span, args=args)

    def _revenue(self, around: Surroundings) -> RowFigure:
        added = " + ".join(each.value for each in self.revenue)
        if self.exchange is None:
            return self._money("revenue", added, _REVENUE, self.revenue)
        (currency,) = self._currencies(around)
        one = Fraction(1)
        return self._money(
            "revenue",
            f"({added}) / one_abroad * {self.exchange.value} * one_here",
            _REVENUE,
            (*self.revenue, self.exchange),
            constants={
                "one_abroad": Scalar(Unit.MONEY, one, currency),
                "one_here": Scalar(Unit.MONEY, one, around.currency),
            },
            rounding=self.rounding,
        )

    def _variances(self) -> Iterator[RowFigure]:
        plan, name = self.plan, self.name
        named = (plan.revenue, plan.cost)
        revenue, cost = f"{name}_revenue", f"{name}_cost"
        yield self._money(
            "revenue_variance", f"{revenue} - {plan.revenue.value}", _REVENUE_VARIANCE, named
        )
        yield self._money("cost_variance", f"{cost} - {plan.cost.value}", _COST_VARIANCE, named)
        planned = f"({plan.revenue.value} - {plan.cost.value})"
        yield self._money("variance", f"{name} - {planned}", _VARIANCE, named)
        yield self._row(
            "progress_variance",
            f"{self.progress.value} - {plan.progress.value}",
            _PROGRESS,
            (self.progress, plan.progress),
            unit=Unit.RATIO,
        )

    def _total(self, part: str, label: Label) -> RowFigure:
        """Return what earlier periods came to, and this one where it is of the same part.

        Up to the period of its start a project that left nothing has cost nothing before.
        """
        name = f"{self.name}_{part}_total"
        past = f"coalesce(previous({name}), no_pay) if starts_on >= period_start"
        own = f"{self.name}_before_start"
        counts = own if part == "before" else f"not {own}"
        formula = f"({past} else previous({name})) + ({self.name} if {counts} else no_pay)"
        return self._money(f"{part}_total", formula, label)

    def _behind(self) -> RowFigure:
        name = self.name
        short = f"{name}_variance < no_pay - {self.plan.revenue.value} * tolerance"
        late = f"{name}_progress_variance < 0 - tolerance"
        return self._row(
            "behind",
            f"{short} or {late}",
            _BEHIND,
            (self.plan.revenue,),
            unit=Unit.FLAG,
            constants={"tolerance": self.tolerance},
            warns=self.warns,
        )

    def _flag(self, part: str, formula: str, label: Label) -> RowFigure:
        return self._row(part, formula, label, (), unit=Unit.FLAG)

    def _money(
        self,
        part: str,
        formula: str,
        label: Label,
        named: tuple[Text, ...] = (),
        *,
        constants: Mapping[str, Scalar] | None = None,
        rounding: Rounding | None = None,
    ) -> RowFigure:
        return self._row(
            part, formula, label, named, unit=Unit.MONEY, constants=constants, rounding=rounding
        )

    def _row(  # noqa: PLR0913 - what a figure says
        self,
        part: str,
        formula: str,
        label: Label,
        named: tuple[Text, ...],
        *,
        unit: Unit,
        constants: Mapping[str, Scalar] | None = None,
        rounding: Rounding | None = None,
        warns: Label | None = None,
    ) -> RowFigure:
        return RowFigure(
            name=f"{self.name}_{part}" if part else self.name,
            population=self.population,
            label=self.label.followed_by(label) if label != Label() else self.label,
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=unit,
            rounding=rounding,
            constants=constants or {},
            named_at={each.value: each.span for each in named},
            warns=warns or Label(),
        )
