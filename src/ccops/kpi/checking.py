"""The formulas of one indicator, checked over the columns of its records."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, Final

from ccops.kpi.by_day import ADDITIVE
from ccops.messages import Diagnostic, Span, Text
from ccops.rules import FUNCTIONS, Formula, Name, Node, Scope, check_formula, references
from ccops.rules.expressions import substituted
from ccops.rules.narrowing import NOTHING, Proven, proven_if_true
from ccops.values import NUMERIC, Scalar, Type, Unit, carrier_of, combine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi.by_day import DayConstant
    from ccops.kpi.indicators import IndicatorRule
    from ccops.kpi.records import RecordKind
    from ccops.rules import Function

#: A share of rows is a count over a count.
_COUNTS: Final = Unit.COUNT


class FormulaChecker:
    """Checks the formulas of one rule; collects findings and goes on."""

    def __init__(
        self,
        rule: IndicatorRule,
        kind: RecordKind,
        parameters: Scope,
        by_day: Mapping[str, DayConstant],
        functions: Mapping[str, Function] = FUNCTIONS,
    ) -> None:
        own = {name: _constant(name, scalar) for name, scalar in rule.parameters.items()}
        columns = kind.scope
        self.rule = rule
        self.kind = kind
        self.problems: list[Diagnostic] = []
        dated = {name: each.as_name() for name, each in by_day.items()}
        self._scope: Scope = ChainMap(columns, own, dated, parameters)  # type: ignore[arg-type] # only read
        others = (own, dated, parameters)
        self._clashing = frozenset().union(*(columns.keys() & each.keys() for each in others))
        self._functions = functions
        self._proven = NOTHING
        self._by_day = {name: each for name, each in by_day.items() if name not in columns}

    def checked(self, text: Text) -> Node | None:
        """Return the tree of a formula, or ``None`` where it was refused."""
        node, problems = check_formula(
            text, scope=self._scope, functions=self._functions, proven=self._proven
        )
        self.problems.extend(problems)
        if node is None:
            return None
        clashing = [each.name for each in references(node) if each.name in self._clashing]
        for name in clashing:
            self.refuse("indicator-name-clash", text.span, column=name)
        return None if clashing else self._on_its_day(node, text)

    def _on_its_day(self, node: Node, text: Text) -> Node | None:
        """Return a formula in which constants by day have the value of each record's day."""
        read = [each for each in references(node) if each.name in self._by_day]
        if not read:
            return node
        if not self._adds_up:
            for each in read:
                told = {"name": each.name, "by": self.rule.name}
                span = each.span or text.span
                self.problems.append(Diagnostic(code="split-not-additive", span=span, args=told))
            return None
        days = {each.name: self._by_day[each.name].on_day_of(self.kind) for each in read}
        return substituted(node, days)

    @property
    def _adds_up(self) -> bool:
        """Whether each record adds its own part to the indicator, and nothing else decides."""
        measures = (each.value for each in ADDITIVE)
        sums = any(getattr(self.rule, each) is not None for each in measures)
        return sums and self.rule.at_least is None

    def condition(self, text: Text) -> Node | None:
        """Return the tree of the condition of all that is asked after it.

        What it proves to be there is there for the formulas that follow.
        """
        node = self.flag(text)
        if node is not None:
            self._proven = Proven(names=proven_if_true(node).names)
        return node

    def flag(self, text: Text) -> Node | None:
        """Return the tree of a condition."""
        node = self.checked(text)
        if node is not None and node.type.unit is not Unit.FLAG:
            self.refuse("not-a-flag", text.span, unit=node.type)
            return None
        return node

    def value(self, text: Text) -> Node | None:
        """Return the tree of a number that adds up exactly."""
        node = self.checked(text)
        return None if node is None else self.whole(node, text)

    def whole(self, node: Node, text: Text) -> Node | None:
        """Return a number that lies as whole steps in every row; nothing else adds up exactly."""
        if node.type.unit not in NUMERIC:
            self.refuse("not-a-number", text.span, unit=node.type)
            return None
        if Formula(node=node).carrier.is_exact:
            self.refuse("indicator-not-whole", text.span, formula=text.value)
            return None
        return node

    def quotient(self, top: Unit, base: Unit = _COUNTS) -> Unit | None:
        """Return the unit of one sum over another."""
        unit = combine("/", top, base)
        if unit is None:
            self.refuse("unit-clash", self.span, left=top.value, operator="/", right=base.value)
        return unit

    @property
    def span(self) -> Span | None:
        """Where the rule stands."""
        return self.rule.origin.span or self.rule.over.span

    def refuse(self, code: str, span: Span | None, **arguments: object) -> None:
        """Note a finding about the rule."""
        told = {"name": self.rule.name, **arguments}
        self.problems.append(Diagnostic(code=code, span=span or self.span, args=told))


def _constant(name: str, scalar: Scalar) -> Name:
    type_ = Type(scalar.unit)
    carrier = carrier_of(type_, currency=scalar.currency)
    return Name(name=name, type=type_, carrier=carrier, constant=scalar)
