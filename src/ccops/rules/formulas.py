"""Formulas ready to run: one lambda over columns, the same for one subject and for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ccops.frozen import frozen
from ccops.rules.expressions import (
    Node,
    addends,
    decided_by,
    every_node,
    functions_called,
    references,
)
from ccops.rules.lowering import (
    FUNCTION,
    MISSING,
    ZERO_BASE,
    Guard,
    Lowering,
    guarded,
)
from ccops.rules.lying import scale_of
from ccops.rules.typed_function import TypedFunction
from ccops.rules.typed_functions import TYPED_FUNCTIONS
from ccops.values import (
    EXACT,
    NUMERIC,
    WHOLE,
    Bounds,
    Carrier,
    Cell,
    Missing,
    Rounding,
    RoundingMode,
    rounded_quotient,
)

if TYPE_CHECKING:
    from ccops.rules.lowered_numbers import Number

#: One row's cells in, one cell out.
Evaluator = Callable[..., Any]


def _half_up(numerator: int, denominator: int) -> int:
    return rounded_quotient(numerator, denominator, RoundingMode.HALF_UP)


def _half_even(numerator: int, denominator: int) -> int:
    return rounded_quotient(numerator, denominator, RoundingMode.HALF_EVEN)


def _down(numerator: int, denominator: int) -> int:
    return rounded_quotient(numerator, denominator, RoundingMode.DOWN)


def _up(numerator: int, denominator: int) -> int:
    return rounded_quotient(numerator, denominator, RoundingMode.UP)


_ROUNDERS: Final = {
    RoundingMode.HALF_UP: "_half_up",
    RoundingMode.HALF_EVEN: "_half_even",
    RoundingMode.DOWN: "_down",
    RoundingMode.UP: "_up",
}
#: What lowered source may name besides its variables.
NAMESPACE: Final[Mapping[str, object]] = {
    "__builtins__": {},
    MISSING: Missing,
    ZERO_BASE: Missing.ZERO_BASE,
    "abs": abs,
    **{FUNCTION + each.name: each.answer for each in TYPED_FUNCTIONS},
    "_half_up": _half_up,
    "_half_even": _half_even,
    "_down": _down,
    "_up": _up,
}


@frozen(kw_only=True)
class Formula:
    """A checked formula with its rounding, ready to be run over columns.

    ``inputs`` are the columns it reads, in written order; an evaluator takes one cell of each.
    """

    node: Node
    rounding: Rounding | None = None

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The names of the columns the formula reads."""
        return tuple(each.name for each in references(self.node))

    @cached_property
    def carrier(self) -> Carrier:
        """How the results lie in a column."""
        if self.rounding is not None:
            return Carrier(self.rounding.scale)
        if self.node.type.unit not in NUMERIC:
            return WHOLE
        scale = scale_of(self.node)
        return EXACT if scale is None else Carrier(scale)

    @property
    def bounds(self) -> Bounds:
        """The bounds of the results, after rounding."""
        if self.rounding is None:
            return self.node.bounds
        low, high = self.node.bounds.low, self.node.bounds.high
        return Bounds(
            None if low is None else self.rounding.apply(low),
            None if high is None else self.rounding.apply(high),
        )

    @cached_property
    def _variables(self) -> Mapping[str, str]:
        return {name: f"v{number}" for number, name in enumerate(self.inputs)}

    @cached_property
    def careful(self) -> Evaluator:
        """The evaluator for rows in which any input may be missing."""
        return self._evaluator(frozenset())

    @cached_property
    def quick(self) -> Evaluator:
        """The evaluator for rows in which every input is there."""
        return self._evaluator(frozenset(self.inputs))

    def _evaluator(self, present: frozenset[str]) -> Evaluator:
        return evaluator(self.source(present), tuple(self._variables.values()), self._functions)

    @cached_property
    def _functions(self) -> Mapping[str, object]:
        return functions_named(self.node)

    def source(self, present: frozenset[str]) -> str:
        """Return the Python source of the formula; ``present`` inputs are never missing."""
        return lowered(self.node, self._variables, rounding=self.rounding, present=present)

    def column(self, inputs: Sequence[Sequence[Cell | Missing]], *, quick: bool) -> list[Any]:
        """Return the results for columns of inputs; ``quick`` where no input cell is missing."""
        run = self.quick if quick else self.careful
        return list(map(run, *inputs))

    def at(self, values: Mapping[str, Cell | Missing]) -> Cell | Missing:
        """Return the result for one row of inputs by name."""
        result: Cell | Missing = self.careful(*(values[name] for name in self.inputs))
        return result

    def calls_at(self, values: Mapping[str, Cell | Missing]) -> tuple[CallMade, ...]:
        """Return the calls of typed functions that working out one row makes, in their order.

        What a condition decides is not asked, so no function is called that the row does not
        need. The same call is told once.
        """
        if not self._functions:
            return ()
        made: dict[CallMade, None] = {}
        names = {
            FUNCTION + name: _noting(each, made)
            for name, each in functions_called(self.node).items()
        }
        source, variables = self.source(frozenset()), tuple(self._variables.values())
        evaluator(source, variables, names)(*(values[name] for name in self.inputs))
        return tuple(made)

    @cached_property
    def unrounded(self) -> Formula:
        """The same formula before its rounding."""
        return Formula(node=self.node)

    @cached_property
    def _decisions(self) -> Mapping[int, Formula]:
        """The parts on which it hangs what else is worked out, as formulas, by their number."""
        return {
            id(part): Formula(node=part)
            for each in every_node(self.node)
            for part in decided_by(each)
        }

    @cached_property
    def terms(self) -> tuple[Formula, ...]:
        """The terms of the sum at the top, each by itself; one term where it is no sum."""
        return tuple(Formula(node=each) for each in addends(self.node))


@frozen
class CallMade:
    """What a typed function was asked, and what it said: cells as ``TypedFunction.answer`` has."""

    function: TypedFunction
    arguments: tuple[Cell, ...]
    result: Cell | Missing


def _noting(function: TypedFunction, made: dict[CallMade, None]) -> Callable[..., Cell | Missing]:
    def answer(*cells: Cell) -> Cell | Missing:
        result = function.answer(*cells)
        made[CallMade(function, cells, result)] = None
        return result

    return answer


def functions_named(node: Node) -> Mapping[str, Callable[..., Cell | Missing]]:
    """Return the typed functions that the source of a tree names."""
    return {FUNCTION + name: each.answer for name, each in functions_called(node).items()}


def lowered(
    node: Node,
    variables: Mapping[str, str],
    *,
    rounding: Rounding | None = None,
    present: frozenset[str] = frozenset(),
) -> str:
    """Return the source of a checked tree over the given variables, rounded as declared."""
    lowering = Lowering(variables, present=present)
    if node.type.unit not in NUMERIC:
        return lowering.plain(node)
    guards, number = lowering.number(node)
    return _valued(guards, number, rounding, node.bounds)


def _valued(
    guards: Sequence[Guard], number: Number, rounding: Rounding | None, bounds: Bounds
) -> str:
    if rounding is None:
        pair = f"({number.numerator()},{number.denominator()})"
        return guarded(guards, pair if number.divisors else number.numerator())
    if not number.divisors and rounding.scale % number.below == 0:
        return guarded(guards, number.numerator(rounding.scale // number.below))
    above, below = number.numerator(rounding.scale), number.denominator()
    if rounding.mode is RoundingMode.HALF_UP and bounds.is_non_negative:
        return guarded(guards, f"(2*{above}+{below})//(2*{below})")
    return guarded(guards, f"{_ROUNDERS[rounding.mode]}({above},{below})")


@frozen(kw_only=True)
class Program:
    """An expression as source, compiled when it is first run; it pickles as its source.

    ``careful_source`` is for rows in which an input may be missing, ``quick_source`` for the
    others; ``names`` are what the source names besides its variables.
    """

    careful_source: str
    quick_source: str
    variables: tuple[str, ...]
    names: Mapping[str, object]

    @cached_property
    def careful(self) -> Evaluator:
        """The evaluator for rows in which any input may be missing."""
        return evaluator(self.careful_source, self.variables, self.names)

    @cached_property
    def quick(self) -> Evaluator:
        """The evaluator for rows in which every input is there."""
        return evaluator(self.quick_source, self.variables, self.names)


def evaluator(
    source: str, variables: Sequence[str], names: Mapping[str, object] | None = None
) -> Evaluator:
    """Return the function of lowered source; it sees its arguments and ``names``, no more."""
    code = compile(f"lambda {','.join(variables)}: {source}", "<formula>", "eval")
    made: Evaluator = eval(code, {**NAMESPACE, **(names or {})})  # noqa: S307 - our own generated source only
    return made
