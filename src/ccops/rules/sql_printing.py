"""From a checked tree to one SQL expression with our own meaning of missing values.

NULL is a missing value. It travels as in Python: what is asked in written order decides, so
``no and missing`` is no and ``missing and no`` is missing, where SQL says FALSE to both.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.rules.expressions import (
    Absolute,
    Arithmetic,
    Call,
    Coalesce,
    Comparison,
    Conditional,
    Constant,
    Extreme,
    Known,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
)
from ccops.rules.sql_integers import LEAST, MOST, Integers, SqlDialect, Whole
from ccops.rules.sql_numbers import Numbers, SqlNumber
from ccops.rules.writing import written
from ccops.values import NUMERIC, Bounds, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OPERATORS: Final = {"==": "=", "!=": "<>"}
_DAYS: Final = (dt.date.min.toordinal(), dt.date.max.toordinal())
#: What no quoted text may hold: it would end the statement, or cannot be encoded.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@frozen(kw_only=True)
class SqlColumn:
    """The SQL that gives a column: whole numbers of its scale, days counted from 0001-01-01.

    An exact column has a ``denominator``, which is positive and at most ``most``. Where
    ``never_null``, nothing in it is missing. ``ends`` are the least and the greatest whole number
    in it (of an exact column, the numerators), where somebody looked.
    """

    value: str
    denominator: str = ""
    most: int | None = None
    never_null: bool = False
    ends: tuple[int, int] | None = None

    def within(self, bounds: tuple[int, int]) -> tuple[int, int]:
        """Return what its whole numbers lie between, given what its type and place say."""
        if self.ends is None:
            return bounds
        low, high = max(bounds[0], self.ends[0]), min(bounds[1], self.ends[1])
        return (low, high) if low <= high else self.ends


@frozen(kw_only=True)
class Plain:
    """The SQL of a flag or word, and whether it may be NULL."""

    code: str
    nullable: bool = False


class Printer:
    """Prints the parts of one formula; notes what has no SQL, or might be too large."""

    def __init__(self, dialect: SqlDialect, columns: Mapping[str, SqlColumn]) -> None:
        self.integers = Integers(dialect)
        self._columns = columns

    def number(self, node: Node) -> SqlNumber:
        """Return the SQL of a number or, as a whole number, of a date."""
        numbers = Numbers(self.integers, node)
        match node:
            case Constant():
                return self._constant(node)
            case Reference():
                return self._reference(node)
            case Negation():
                return numbers.negated(self.number(node.operand))
            case Absolute():
                return numbers.absolute(self.number(node.operand))
            case Arithmetic():
                return self._arithmetic(node, numbers)
            case Extreme():
                return self._extreme(node, numbers)
            case Conditional() | Coalesce():
                return self._chosen(node, numbers)
            case Call():
                return self._called_number(node)
            case _:
                raise AssertionError(f"{type(node).__name__} is no number")

    def _constant(self, node: Constant) -> SqlNumber:
        if isinstance(node.value, dt.date):
            return SqlNumber(above=self.integers.constant(node.value.toordinal(), node))
        value = node.value if isinstance(node.value, Fraction) else Fraction(0)
        above = self.integers.constant(value.numerator, node)
        return SqlNumber(above=above, below=value.denominator)

    def _reference(self, node: Reference) -> SqlNumber:
        column = self._columns[node.name]
        nullable = not (node.known or column.never_null)
        scale = node.carrier.scale
        if node.type.unit is Unit.DATE:
            days = column.within(_DAYS)
            return SqlNumber(above=self.integers.column(column.value, days, nullable=nullable))
        if scale is not None:
            bounds = column.within(_whole_bounds(node.range, scale))
            whole = self.integers.column(column.value, bounds, nullable=nullable)
            return SqlNumber(above=whole, below=scale)
        if column.most is None:
            return SqlNumber(
                above=self.integers.refuse("sql-no-denominator", node, name=node.name)
            )
        above = _whole_bounds(node.range, 1)
        ends = column.within(
            (min(above[0], above[0] * column.most), max(above[1], above[1] * column.most))
        )
        return SqlNumber(
            above=self.integers.column(column.value, ends, nullable=nullable),
            divisor=self.integers.column(column.denominator, (1, column.most), nullable=nullable),
        )

    def _arithmetic(self, node: Arithmetic, numbers: Numbers) -> SqlNumber:
        left, right = self.number(node.left), self.number(node.right)
        match node.operator:
            case "*":
                return numbers.product(left, right)
            case "/" if node.if_zero is not None:
                return self._or_instead(node, left, right)
            case "/":
                return numbers.quotient(left, right)
            case sign:
                return numbers.total(left, right, sign)

    def _or_instead(self, node: Arithmetic, left: SqlNumber, right: SqlNumber) -> SqlNumber:
        """Return a quotient, or what stands for one over zero where the dividend is there."""
        numbers = Numbers(self.integers, node)
        value = node.if_zero or Fraction(0)
        above = self.integers.constant(value.numerator, node)
        instead = SqlNumber(above=above, below=value.denominator)
        first, second = numbers.alike([instead, numbers.quotient(left, right)])
        is_zero = f"{right.above.code} = 0"
        asked = f"{left.is_there()} AND {is_zero}" if left.nullable else is_zero
        test = Plain(code=f"({asked})")
        # where the dividend is missing the quotient is too; a divisor of NULL is not zero
        return self._cased([(test, first)], second, node)

    def _extreme(self, node: Extreme, numbers: Numbers) -> SqlNumber:
        best, *rest = [self.number(part) for part in node.parts]
        turned = {"<=": ">", ">=": "<"}[node.operator]
        for other in rest:
            left, right = numbers.sides(best, other)
            one, two = numbers.alike([best, other])
            tests = [f"({left.code} {sign} {right.code})" for sign in (node.operator, turned)]
            refused = left.refused or right.refused
            if left.nullable or right.nullable:
                taken = [(Plain(code=tests[0]), one), (Plain(code=tests[1]), two)]
                best = self._cased(taken, None, node)
            else:
                best = self._cased([(Plain(code=tests[0]), one)], two, node)
            if best.divisor is None and not refused:
                best = attrs.evolve(best, above=_extreme_bounds(best.above, one, two, node))
        return best

    def _chosen(self, node: Conditional | Coalesce, numbers: Numbers) -> SqlNumber:
        if isinstance(node, Conditional):
            test = self.plain(node.test)
            then, otherwise = numbers.alike([self.number(node.then), self.number(node.otherwise)])
            return _narrowed(self._cased([(test, then)], otherwise, node), node)
        parts = numbers.alike([self.number(part) for part in node.parts])
        if parts[0].divisor is None:
            codes = [self.integers.alone(part.above) for part in parts]
            found = self.integers.chosen(
                f"COALESCE({', '.join(codes)})", [part.above for part in parts], node
            )
            nullable = all(part.nullable for part in parts)
            above = attrs.evolve(found, nullable=nullable)
            return SqlNumber(above=above, below=parts[0].below)
        tests = [(Plain(code=part.is_there()), part) for part in parts[:-1]]
        return self._cased(tests, parts[-1], node)

    def _cased(
        self,
        taken: Sequence[tuple[Plain, SqlNumber]],
        otherwise: SqlNumber | None,
        node: Node,
    ) -> SqlNumber:
        """Return one ``CASE`` for the numerators, and one for the divisors if there are any."""
        numbers = [number for _, number in taken] + ([otherwise] if otherwise else [])
        tests = [test for test, _ in taken]
        above = self._case(tests, [each.above for each in numbers], node)
        divisors = [each.divisor for each in numbers if each.divisor is not None]
        divisor = self._case(tests, divisors, node) if divisors else None
        return SqlNumber(above=above, below=numbers[0].below, divisor=divisor)

    def _case(self, tests: Sequence[Plain], values: Sequence[Whole], node: Node) -> Whole:
        codes = [self.integers.alone(each) for each in values]
        nullable = len(values) == len(tests) or any(each.nullable for each in tests)
        return self.integers.chosen(_case_code(tests, codes), values, node, nullable=nullable)

    # -- flags and words --------------------------------------------------------------------

    def plain(self, node: Node) -> Plain:
        """Return the SQL of a flag, word or date."""
        if node.type.unit is Unit.DATE:
            whole = self.number(node).above
            return Plain(code=self.integers.alone(whole), nullable=whole.nullable)
        match node:
            case Constant():
                return Plain(code=self._literal(node))
            case Reference():
                return self._plain_column(node)
            case Call():
                return self._called(node)
            case Conditional():
                parts = (self.plain(node.then), self.plain(node.otherwise))
                return _plain_case(self.plain(node.test), *parts)
            case Coalesce():
                found = [self.plain(part) for part in node.parts]
                code = f"COALESCE({', '.join(each.code for each in found)})"
                return Plain(code=code, nullable=all(each.nullable for each in found))
            case _:
                return self._flag(node)

    def _flag(self, node: Node) -> Plain:
        match node:
            case Not():
                flag = self.plain(node.operand)
                return attrs.evolve(flag, code=f"(NOT {flag.code})")
            case Known():
                column = self._columns[node.operand.name]
                is_sure = column.never_null or node.operand.known
                return Plain(code="TRUE" if is_sure else f"(({column.value}) IS NOT NULL)")
            case Comparison():
                return self._comparison(node)
            case Logic():
                return _logic(node.operator, [self.plain(part) for part in node.parts])
            case _:
                raise AssertionError(type(node).__name__)

    def _comparison(self, node: Comparison) -> Plain:
        operator = _OPERATORS.get(node.operator, node.operator)
        if node.left.type.unit in NUMERIC or node.left.type.unit is Unit.DATE:
            sides = self.number(node.left), self.number(node.right)
            left, right = Numbers(self.integers, node).sides(*sides)
            nullable = any(each.nullable for each in sides)
            return Plain(code=f"({left.code} {operator} {right.code})", nullable=nullable)
        one, other = self.plain(node.left), self.plain(node.right)
        nullable = one.nullable or other.nullable
        return Plain(code=f"({one.code} {operator} {other.code})", nullable=nullable)

    def _plain_column(self, node: Reference) -> Plain:
        column = self._columns[node.name]
        is_flag = node.type.unit is Unit.FLAG and self.integers.dialect is SqlDialect.DUCKDB
        code = f"CAST({column.value} AS BOOLEAN)" if is_flag else f"({column.value})"
        return Plain(code=code, nullable=not (node.known or column.never_null))

    def _literal(self, node: Constant) -> str:
        if isinstance(node.value, bool):
            return "TRUE" if node.value else "FALSE"
        text = str(node.value)
        if _UNSAFE.search(text):
            self.integers.refuse("sql-word", node, word=repr(text))
        return "'" + text.replace("'", "''") + "'"

    # -- typed functions --------------------------------------------------------------------

    def _called_number(self, node: Call) -> SqlNumber:
        plain, below = self._called(node), node.function.carrier.scale or 1
        ends = _DAYS if node.type.unit is Unit.DATE else _whole_bounds(node.bounds, below)
        whole = self.integers.column(plain.code, ends, nullable=plain.nullable)
        return SqlNumber(above=whole, below=below)

    def _called(self, node: Call) -> Plain:
        """Return the SQL a typed function brings, asked only where its arguments are there."""
        function, engine = node.function, self.integers.dialect.value
        arguments = [self._argument(part) for part in node.parts] if function.sql else []
        code = function.printed(engine, [each.code for each in arguments])
        if code is None:
            self.integers.refuse("sql-no-function", node, name=function.name, engine=engine)
            return Plain(code="NULL")
        asked = [f"{each.code} IS NOT NULL" for each in arguments if each.nullable]
        if asked:
            code = f"CASE WHEN {' AND '.join(asked)} THEN {code} END"
        return Plain(code=f"({code})", nullable=bool(asked) or function.may_miss)

    def _argument(self, node: Node) -> Plain:
        if node.type.unit not in NUMERIC:
            return self.plain(node)
        number = self.number(node)
        if number.below != 1 or number.divisor is not None:
            self.integers.refuse("sql-not-whole", node, expression=written(node)[:200])
        return Plain(code=self.integers.alone(number.above), nullable=number.nullable)


def _logic(operator: str, parts: Sequence[Plain]) -> Plain:
    """Return flags asked in written order: a missing one counts unless one before decides."""
    *before, last = parts
    found = last
    for part in reversed(before):
        nullable = part.nullable or found.nullable
        if not part.nullable:
            code = f"({part.code} {operator.upper()} {found.code})"
        else:
            then, otherwise = (found.code, "FALSE") if operator == "and" else ("TRUE", found.code)
            code = f"(CASE {part.code} WHEN TRUE THEN {then} WHEN FALSE THEN {otherwise} END)"
        found = Plain(code=code, nullable=nullable)
    return found


def _plain_case(test: Plain, then: Plain, otherwise: Plain) -> Plain:
    code = _case_code([test], [then.code, otherwise.code])
    return Plain(code=code, nullable=test.nullable or then.nullable or otherwise.nullable)


def _case_code(tests: Sequence[Plain], codes: Sequence[str]) -> str:
    """Return a ``CASE``; the code after the tests is for where none holds."""
    if len(tests) == 1 and tests[0].nullable:
        then, otherwise = codes
        return f"(CASE {tests[0].code} WHEN TRUE THEN {then} WHEN FALSE THEN {otherwise} END)"
    branches = [f"WHEN {test.code} THEN {code}" for test, code in zip(tests, codes, strict=False)]
    if len(codes) > len(tests):
        branches.append(f"ELSE {codes[-1]}")
    return f"(CASE {' '.join(branches)} END)"


def _whole_bounds(bounds: Bounds, scale: int) -> tuple[int, int]:
    low = LEAST if bounds.low is None else math.floor(bounds.low * scale)
    return low, MOST if bounds.high is None else math.ceil(bounds.high * scale)


def _extreme_bounds(found: Whole, one: SqlNumber, other: SqlNumber, node: Extreme) -> Whole:
    nearest = min if node.operator == "<=" else max
    return attrs.evolve(
        found,
        low=nearest(one.above.low, other.above.low),
        high=nearest(one.above.high, other.above.high),
    )


def _narrowed(number: SqlNumber, node: Node) -> SqlNumber:
    """Return a choice within the bounds its tests prove: only what was chosen comes out."""
    if number.divisor is not None or number.above.refused:
        return number
    low, high = _whole_bounds(node.bounds, number.below)
    low, high = max(low, number.above.low), min(high, number.above.high)
    if low > high:
        return number
    return attrs.evolve(number, above=attrs.evolve(number.above, low=low, high=high))
