"""Why a line comes to nothing, in a few words: what decided, or the values it was made from."""

from __future__ import annotations

import ast
import functools
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Text
from ccops.plan import Trace
from ccops.reports.parts.conditions import Conditions, UndecidedError
from ccops.reports.parts.unfolding import Unfolder
from ccops.rules.parsing import KEPT_FORMULAS, Source, parse_formula
from ccops.values import Missing, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.plan import TracedRow
    from ccops.reports.document.words import Words

#: How many values are told at most.
_MOST: Final = 3
#: How far what decided is followed from figure to figure.
_DEEPEST: Final = 8


@attrs.frozen(eq=False)
class ShortReason:
    """Tells in a sentence what a value of nothing hangs on; it claims no more than is so."""

    unfolder: Unfolder

    def of(self, trace: Trace, depth: int = 0) -> str:
        """Return why a value is nothing."""
        if trace.reasons:
            labels = [self._words.label(each.label, each.code) for each in trace.reasons]
            return self._listed(labels)
        if trace.table:
            return self._by_table(trace)
        if trace.kind == "account" and not trace.lots:
            return self._words.say("nothing-open")
        tree, source, _ = parse_formula(Text(self.unfolder.formula(trace)))
        if tree is None or depth > _DEEPEST or not trace.inputs:
            return self._told(trace)
        return _InFormula(self, trace, source, depth).why(tree)

    @property
    def _words(self) -> Words:
        return self.unfolder.words

    def _listed(self, texts: Sequence[str]) -> str:
        return self._words.say("listed").join(texts)

    def values(self, traces: Sequence[Trace]) -> str:
        """Return some values, each under its label."""
        return self._listed(list(dict.fromkeys(self._told(each) for each in traces))[:_MOST])

    def _told(self, trace: Trace) -> str:
        label, value = self.unfolder.label(trace), self.unfolder.value(trace.value)
        return self._words.say("value-told", label=label, value=value)

    def _by_table(self, trace: Trace) -> str:
        """Return the row that holds, or what the last row asked for that does not."""
        columns = self.unfolder.columns(trace)
        hit = next((row for row in trace.table if row.hit), None)
        if hit is not None:
            held = self.unfolder.conditions(hit, tuple(columns.values()))
            return held or self.values(trace.inputs)
        last = trace.table[-1]
        if last.refused_by not in columns:
            return self._words.say("row-none")
        return self._asked(trace, last, list(columns).index(last.refused_by))

    def _asked(self, trace: Trace, row: TracedRow, column: int) -> str:
        """Return what a row asks for in a column, with the value it was held against."""
        label = list(self.unfolder.columns(trace).values())[column]
        asked = self._words.say(
            "row-asks", column=label, cell=self.unfolder.cell(row.cells[column])
        )
        read = [each for each in trace.inputs if self.unfolder.label(each) == label]
        return self._listed([*map(self._told, read[:1]), asked])


@attrs.frozen(eq=False)
class _InFormula:
    """Why what a formula gives is nothing."""

    reason: ShortReason
    trace: Trace
    source: Source
    depth: int

    def why(self, node: ast.expr) -> str:
        match node:
            case ast.IfExp(test=test, body=body, orelse=otherwise):
                return self._choice(test, body, otherwise)
            case ast.BoolOp(op=ast.And(), values=parts):
                return self._unmet(parts, node)
            case ast.BoolOp() | ast.Compare() | ast.UnaryOp(op=ast.Not()):
                return self._condition(node)
            case ast.BinOp(op=ast.Mult() | ast.Div()):
                return self._factor(node)
            case ast.Name(id=name):
                return self._behind(name)
            case _:
                return self.reason.values(self._read_in(node))

    def _choice(self, test: ast.expr, body: ast.expr, otherwise: ast.expr) -> str:
        try:
            holds = self._conditions.holds(test)
        except UndecidedError:
            return self.reason.values(self._read_in(test))
        if holds:
            return self.why(body) if self._read_in(body) else self._condition(test)
        return self.why(otherwise) if self._read_in(otherwise) else self.why(test)

    def _unmet(self, parts: Sequence[ast.expr], node: ast.expr) -> str:
        """Return the first part of a condition that does not hold."""
        try:
            unmet = next((each for each in parts if not self._conditions.holds(each)), node)
        except UndecidedError:
            return self.reason.values(self._read_in(node))
        return self._condition(node) if unmet is node else self.why(unmet)

    def _condition(self, node: ast.expr) -> str:
        """Return a condition in words, with the values that it asks about."""
        unfolder = self.reason.unfolder
        condition = unfolder.in_words(self.source.written(node), self.trace)
        values = self.reason.values(self._read_in(node))
        return unfolder.words.say("unmet", condition=condition, values=values)

    def _factor(self, node: ast.expr) -> str:
        read = self._read_in(node)
        nothing = next((each for each in read if _is_nothing(each)), None)
        return self.reason.values(read) if nothing is None else self._behind(nothing.name)

    def _behind(self, name: str) -> str:
        found = next((each for each in self.trace.inputs if each.name == name), None)
        if found is None:
            return self.reason.values(self.trace.inputs)
        return self.reason.of(found, self.depth + 1)

    def _read_in(self, node: ast.expr) -> list[Trace]:
        names = _names_in(node)
        return [each for each in self.trace.inputs if each.name in names]

    @property
    def _conditions(self) -> Conditions:
        return Conditions.of(self.trace, self.reason.unfolder.settlement.rules.currency)


@functools.lru_cache(maxsize=KEPT_FORMULAS)
def _names_in(node: ast.expr) -> frozenset[str]:
    """Return the names in a part of a formula; the trees of formulas are kept as well."""
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def _is_nothing(trace: Trace) -> bool:
    cell = trace.value.cell
    if isinstance(cell, Missing | NotApplicable):
        return isinstance(cell, Missing)
    number = cell[0] if isinstance(cell, tuple) else cell
    return not number
