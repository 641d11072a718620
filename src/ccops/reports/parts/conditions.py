"""Which condition of a formula did not hold: its parts are held against the values it read."""

from __future__ import annotations

import ast
import datetime as dt
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.values import Missing, Money, NotApplicable, Scalar, decode

if TYPE_CHECKING:
    from ccops.plan import Trace, TracedValue

_COMPARED: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.GtE: operator.ge, ast.Gt: operator.gt, ast.LtE: operator.le, ast.Lt: operator.lt,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
_WORKED: Final[Mapping[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}  # fmt: skip


class UndecidedError(Exception):
    """The part asks for more than the values that a trace holds."""


@attrs.frozen
class Conditions:
    """Decides parts of a formula by the values it read; what it cannot decide it says so."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, trace: Trace, currency: str) -> Conditions:
        """Return the conditions of a figure, by its inputs and parameters."""
        given = {name: _scalar(scalar) for name, scalar, _, _ in trace.parameters}
        read = {each.name: _plain(each.value, currency) for each in trace.inputs}
        return cls({"yes": True, "no": False, **given, **read})

    def holds(self, node: ast.expr) -> bool:
        """Say whether a condition holds. Raises ``UndecidedError``."""
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return all(map(self.holds, parts))
            case ast.BoolOp(values=parts):
                return any(map(self.holds, parts))
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return not self.holds(inner)
            case ast.Call(func=ast.Name(id="known"), args=[ast.Name(id=name)]):
                return not isinstance(self._read(name), Missing)
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if (
                type(sign) in _COMPARED
            ):
                return self._compared(left, sign, right)
            case ast.Name(id=name) if isinstance(self.values.get(name), bool):
                return bool(self.values[name])
            case _:
                raise UndecidedError

    def _compared(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> bool:
        first, second = self._value(left), self._value(right)
        if type(sign) not in _COMPARED or isinstance(first, str) != isinstance(second, str):
            raise UndecidedError
        try:
            return _COMPARED[type(sign)](first, second)
        except TypeError as error:
            raise UndecidedError from error

    def _value(self, node: ast.expr) -> Any:  # noqa: ANN401 - a number, a day or a word
        match node:
            case ast.Name(id=name):
                found = self._read(name)
                if isinstance(found, Missing):
                    raise UndecidedError
                return found
            case ast.Constant(value=bool() | str() as said):
                return said
            case ast.Constant(value=int() | float() as number):
                return Fraction(str(number))
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _WORKED:
                try:
                    return _WORKED[type(sign)](self._value(left), self._value(right))
                except (TypeError, ZeroDivisionError) as error:
                    raise UndecidedError from error
            case _:
                raise UndecidedError

    def _read(self, name: str) -> Any:  # noqa: ANN401 - a number, a day or a word
        found = self.values.get(name)
        if found is None:
            raise UndecidedError
        return found


def _plain(traced: TracedValue, currency: str) -> Any:  # noqa: ANN401 - a number, a day or a word
    if isinstance(traced.cell, Missing):
        return traced.cell
    if isinstance(traced.cell, NotApplicable):
        return None
    value = decode(traced.cell, traced.type, traced.carrier, currency=currency)
    if isinstance(value, Money):
        return Fraction(value.amount)
    if isinstance(value, dt.timedelta):
        return Fraction(value // dt.timedelta(microseconds=1), 1000)
    return value if isinstance(value, bool | str | dt.date) else Fraction(value)


def _scalar(scalar: Scalar) -> Any:  # noqa: ANN401 - a number, a day or a word
    value = scalar.value
    return value if isinstance(value, bool | str | dt.date) else Fraction(value)
