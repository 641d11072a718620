"""Spreadsheets: a checked formula with its rounding as one formula of cells, exact or refused."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.rules.expressions import (
    Arithmetic,
    Constant,
    Negation,
    Reference,
    constants,
    every_node,
)
from ccops.rules.sheet_printing import DEEPEST, GREATEST, NO_VALUE, SheetName, SheetPrinter
from ccops.rules.sql_numbers import Numbers, SqlNumber
from ccops.rules.sql_printing import SqlColumn
from ccops.values import NUMERIC, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ccops.rules.formulas import Formula

#: How many days lie between the first day of our calendar and day 0 of spreadsheets.
DAY_ZERO: Final = 693_594
#: Milliseconds of a day: spreadsheets keep a duration as a part of a day.
DAY: Final = 86_400_000
#: How many times greater than now what a formula reads may become; the first that fits is taken.
SLACKS: Final = (100, 10, 2, 1)


@frozen(kw_only=True)
class SheetCell:
    """What stands in a cell: ``at`` is its address; ``ends`` the least and greatest whole number.

    A number stands there as people write it, ``up`` times less than the whole number. Of an
    exact number ``at`` holds the numerator and ``below`` the denominator, at most ``most``.
    """

    at: str
    unit: Unit
    up: int = 1
    below: str = ""
    most: int = 1
    ends: tuple[int, int] = (0, 0)
    blank: str = "–"

    @property
    def code(self) -> str:
        """The formula of its whole number, an error where none stands there."""
        match self.unit:
            case Unit.WORD:
                return f'IF({self.at}="{self.blank}",{NO_VALUE},{self.at})'
            case Unit.DATE:
                return f"({self.at}+{DAY_ZERO})"
            case _:
                return f"ROUND({self.at}*{self.up},0)" if self.up > 1 else f"({self.at}+0)"

    def column(self, slack: int) -> SqlColumn:
        """Return it as a formula reads it that holds while it is so many times as great as now."""
        return SqlColumn(
            value=self.code,
            denominator=f"({self.below}+0)" if self.below else "",
            most=self.most * slack if self.below else None,
            never_null=True,
            ends=wide(*self.ends, slack),
        )

    def within(self, slack: int) -> str:
        """Return the test that it is no greater than that; something missing passes."""
        _, size = wide(*self.ends, slack)
        number = f"ABS(N({self.at}))<={over(str(size), self.up)}"
        return f"{number},N({self.below})<={self.most * slack}" if self.below else number


@frozen(kw_only=True)
class SharedCells:
    """Pairs of several columns over one denominator: the least common one of each row.

    ``most`` is the greatest of these now, ``ends`` the numerators by column.
    """

    cells: Mapping[str, SheetCell]
    most: int
    ends: Mapping[str, tuple[int, int]]

    def columns(self, slack: int) -> Mapping[str, SqlColumn]:
        """Return the columns as a formula reads them."""
        shared = f"LCM({','.join(each.below for each in self.cells.values())})"
        return {
            name: SqlColumn(
                value=f"({each.at}*({shared}/{each.below}))",
                denominator=shared,
                most=self.most * slack,
                never_null=True,
                ends=wide(*self.ends[name], slack),
            )
            for name, each in self.cells.items()
        }


def wide(low: int, high: int, slack: int) -> tuple[int, int]:
    """Return how far whole numbers may come to lie that lie between two ends now."""
    size = max(abs(low), abs(high), 1) * slack
    return -size, size


@frozen(kw_only=True)
class SheetText:
    """A formula without its ``=``: of a value as people write it, or of a pair."""

    value: str
    below: str = ""


def print_sheet(
    formula: Formula,
    columns: Mapping[str, SqlColumn],
    named: Callable[[Constant], SheetName | None],
    *,
    up: int,
    as_pair: bool,
) -> tuple[SheetText | None, str]:
    """Return a formula over cells, or the code of the first reason why it has none.

    ``up`` is how many times less than its whole number the value is as people write it; a value
    that stands ``as_pair`` is two whole numbers.
    """
    printer = SheetPrinter(columns, named)
    text = _printed(formula, printer, up, as_pair=as_pair)
    problems = printer.integers.problems
    if problems:
        return None, problems[0].code
    is_deep = max(nested(text.value), nested(text.below)) > DEEPEST
    return (None, "sql-too-long") if is_deep else (text, "")


def nested(code: str) -> int:
    """Return how deep brackets stand in one another in a formula.

    >>> nested("IF((A1+0)=1,2,3)")
    2
    """
    deepest = depth = 0
    for sign in code:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest


def may_share(formula: Formula) -> bool:
    """Say whether every row needs all that a formula reads: then one denominator serves it."""
    return all(isinstance(each, _PLAIN) for each in every_node(formula.node))


_PLAIN: Final = (Arithmetic, Constant, Reference, Negation)


def _printed(formula: Formula, printer: SheetPrinter, up: int, *, as_pair: bool) -> SheetText:
    node = formula.node
    match node.type.unit:
        case Unit.FLAG:
            return SheetText(value=f"IF({printer.plain(node).code},1,0)")
        case Unit.DATE:
            return SheetText(value=f"{printer.plain(node).code}-{DAY_ZERO}")
        case unit if unit not in NUMERIC:
            return SheetText(value=printer.plain(node).code)
    number, numbers = printer.number(node), Numbers(printer.integers, node)
    if formula.rounding is not None:
        whole = numbers.rounded(number, formula.rounding).code
        scale = str(formula.rounding.scale) if as_pair else ""
        return SheetText(value=over(whole, up), below=scale)
    if formula.carrier.scale is not None and number.divisor is None and not as_pair:
        by = Fraction(up * number.below, formula.carrier.scale)
        above = numbers.scaled(number, by.denominator)
        return SheetText(value=over(above.code, by.numerator))
    divisor = number.divisor or printer.integers.constant(1, node)
    below = numbers.scaled(SqlNumber(above=divisor), number.below)
    return SheetText(value=number.above.code, below=below.code)


def over(code: str, up: int) -> str:
    """Return the formula of a value as people write it from that of its whole number."""
    return f"{code}/{up}" if up > 1 else code


def within_reach(number: int) -> bool:
    """Say whether a whole number is one that sheets count with exactly."""
    return -GREATEST <= number <= GREATEST


def divides_by_parameter(formula: Formula, named: Collection[str]) -> bool:
    """Say whether an unrounded formula divides by a constant that has one of these names.

    Its values lie at a fixed scale only as long as the constant is what it is.
    """
    if formula.rounding is not None:
        return False
    quotients = (x for x in every_node(formula.node) if isinstance(x, Arithmetic))
    divisors = (each.right for each in quotients if each.operator == "/")
    return any(x.name in named for each in divisors for x in constants(each))
