"""Tracing calls: what the typed functions of a formula were asked about one row, and said."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.plan.traces import TracedCall, TracedValue
from ccops.values import EXACT, WHOLE, Carrier, Type, decimal_digits, reduced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.rules import CallMade, Formula, Parameter
    from ccops.values import Cell, Missing


def traced_calls(formula: Formula, values: Mapping[str, Cell | Missing]) -> tuple[TracedCall, ...]:
    """Return the calls that working out one row makes, each once, in the order made."""
    return tuple(map(_traced, formula.calls_at(values)))


def _traced(call: CallMade) -> TracedCall:
    function = call.function
    given = zip(function.parameters, call.arguments, strict=True)
    type_ = Type(function.result, function.words)
    return TracedCall(
        function=function.name,
        label=function.label,
        arguments=tuple((each.name, _argument(each, cell)) for each, cell in given),
        value=TracedValue(cell=call.result, type=type_, carrier=function.carrier),
    )


def _argument(parameter: Parameter, cell: Cell) -> TracedValue:
    """Return an argument as it is told: a number in as few decimals as write it, if any do."""
    type_, carrier = Type(parameter.unit), WHOLE
    if isinstance(cell, tuple):
        number = Fraction(*cell)
        digits = decimal_digits(number)
        carrier = EXACT if digits is None else Carrier(10**digits)
        cell = reduced(*cell) if digits is None else int(number * 10**digits)
    return TracedValue(cell=cell, type=type_, carrier=carrier)
