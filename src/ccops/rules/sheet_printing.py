"""From a checked tree to one formula of a spreadsheet, on whole numbers as in SQL.

A spreadsheet counts in binary floating point: whole numbers are exact there up to some fifteen
digits, and a quotient of two of them has the right whole part as long as the upper one has no
more than fourteen. So every number on the way stays below that, or the formula is refused.
A missing value is an error that travels, as NULL does in SQL; what is asked in written order
decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.frozen import frozen
from ccops.rules.expressions import (
    Call,
    Coalesce,
    Comparison,
    Conditional,
    Constant,
    Known,
    Logic,
    Node,
    Not,
    Reference,
)
from ccops.rules.sql_integers import Integers, SqlDialect, Whole
from ccops.rules.sql_numbers import Numbers, SqlNumber
from ccops.rules.sql_printing import Plain, Printer, SqlColumn
from ccops.values import EXACT, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ccops.rules.expressions import Arithmetic

#: What a missing value is in a formula.
NO_VALUE: Final = "NA()"
#: How long a formula may be; spreadsheets take 8,192 characters.
_LONGEST: Final = 8_000
#: How deep functions may stand in one another: 64 in all, a few of them around a formula.
DEEPEST: Final = 58
#: The longest text that may stand in a formula.
_LONGEST_WORD: Final = 255
#: The greatest whole number whose quotients have the right whole part.
GREATEST: Final = 10**14


class SheetIntegers(Integers):
    """Whole numbers of a spreadsheet."""

    least: ClassVar[int] = -GREATEST
    most: ClassVar[int] = GREATEST
    longest: ClassVar[int] = _LONGEST

    def __init__(self) -> None:
        super().__init__(SqlDialect.SQLITE)

    def either(self, test: str, then: str, otherwise: str = "") -> str:
        """Return the formula of one of two values; without the other one, it is missing."""
        return f"IF({test},{then},{otherwise or NO_VALUE})"

    def both(self, one: str, other: str) -> str:
        """Return the formula of a test of which both parts have to hold."""
        return f"AND({one},{other})"

    def column(self, sql: str, bounds: tuple[int, int], *, nullable: bool) -> Whole:
        """Return what a cell holds."""
        low, high = max(bounds[0], self.least), min(bounds[1], self.most)
        return Whole(code=sql, low=low, high=high, nullable=nullable)

    def divided(self, one: Whole, other: Whole, node: Node) -> Whole:
        """Return the whole part of a quotient; neither is negative and the divisor is not zero."""
        found = super().divided(one, other, node)
        if other.value == 1 or found.refused or found.value is not None:
            return found
        return attrs.evolve(found, code=f"INT({one.code}/{other.code})")


@frozen(kw_only=True)
class SheetName:
    """A parameter with a name in the workbook: ``code`` is the whole number of ``1/below``.

    ``ends`` are what that may be changed to.
    """

    code: str
    below: int
    ends: tuple[int, int]


class SheetPrinter(Printer):
    """Prints the parts of one formula; ``named`` says which constants have names of their own."""

    def __init__(
        self,
        columns: Mapping[str, SqlColumn],
        named: Callable[[Constant], SheetName | None],
    ) -> None:
        super().__init__(SqlDialect.SQLITE, columns)
        self.integers = SheetIntegers()
        self._named = named

    # -- numbers ----------------------------------------------------------------------------

    def _constant(self, node: Constant) -> SqlNumber:
        found = self._named(node) if node.name else None
        if found is None:
            return super()._constant(node)
        above = self.integers.column(found.code, found.ends, nullable=False)
        return SqlNumber(above=above, below=found.below)

    def _reference(self, node: Reference) -> SqlNumber:
        """Return a column; one that stands as pairs is read as such, however it lies otherwise."""
        is_pair = bool(self._columns[node.name].denominator)
        return super()._reference(attrs.evolve(node, carrier=EXACT) if is_pair else node)

    def _or_instead(self, node: Arithmetic, left: SqlNumber, right: SqlNumber) -> SqlNumber:
        numbers = Numbers(self.integers, node)
        value = node.if_zero or 0
        above = self.integers.constant(value.numerator, node)
        instead = SqlNumber(above=above, below=value.denominator)
        first, second = numbers.alike([instead, numbers.quotient(left, right)])
        is_there = " + ".join(each.code for each in left.wholes)
        test = f"AND(ISNUMBER({is_there}),{right.above.code}=0)"
        return self._cased([(Plain(code=test), first)], second, node)

    def _chosen(self, node: Conditional | Coalesce, numbers: Numbers) -> SqlNumber:
        if isinstance(node, Conditional):
            return super()._chosen(node, numbers)
        *firsts, chosen = numbers.alike([self.number(part) for part in node.parts])
        for each in reversed(firsts):
            chosen = self._first(each, chosen, node)
        return chosen

    def _first(self, one: SqlNumber, other: SqlNumber, node: Node) -> SqlNumber:
        """Return the first of two that is there; of a pair both, by what lacks to either."""
        if one.divisor is None or other.divisor is None:
            code = f"IFERROR({one.above.code},{other.above.code})"
            above = self.integers.chosen(code, (one.above, other.above), node)
            return SqlNumber(above=above, below=one.below)
        lacks = f"ISERROR({one.above.code}+{one.divisor.code})"
        above, divisor = (
            self.integers.chosen(
                self.integers.either(lacks, instead.code, own.code), (own, instead), node
            )
            for own, instead in ((one.above, other.above), (one.divisor, other.divisor))
        )
        return SqlNumber(above=above, below=one.below, divisor=divisor)

    def _case(self, tests: Sequence[Plain], values: Sequence[Whole], node: Node) -> Whole:
        codes = [each.code for each in values]
        return self.integers.chosen(_nested(tests, codes), values, node)

    def _called_number(self, node: Call) -> SqlNumber:
        return SqlNumber(above=self._refused_call(node))

    def _refused_call(self, node: Call) -> Whole:
        name = node.function.name
        return self.integers.refuse("sql-no-function", node, name=name, engine="xlsx")

    # -- flags and words --------------------------------------------------------------------

    def plain(self, node: Node) -> Plain:
        """Return the formula of a flag, which is TRUE or FALSE, a word or a date."""
        match node:
            case _ if node.type.unit is Unit.DATE:
                return super().plain(node)
            case Conditional():
                return self._plain_choice(node)
            case Coalesce():
                first, *rest = (self.plain(part).code for part in node.parts)
                for other in rest:
                    first = f"IFERROR({first},{other})"
                return Plain(code=first)
            case Call():
                self._refused_call(node)
                return Plain(code=NO_VALUE)
            case _:
                return super().plain(node)

    def _plain_choice(self, node: Conditional) -> Plain:
        test, then, otherwise = map(self.plain, (node.test, node.then, node.otherwise))
        return Plain(code=self.integers.either(test.code, then.code, otherwise.code))

    def _flag(self, node: Node) -> Plain:
        match node:
            case Not():
                return Plain(code=f"NOT({self.plain(node.operand).code})")
            case Known():
                return Plain(code=f"NOT(ISERROR({self._columns[node.operand.name].value}))")
            case Logic():
                return self._logic(node)
            case _:
                return super()._flag(node)

    def _logic(self, node: Logic) -> Plain:
        """Return flags asked in written order: a missing one counts unless one before decides."""
        *before, found = [self.plain(part).code for part in node.parts]
        for each in reversed(before):
            then, otherwise = (found, "FALSE") if node.operator == "and" else ("TRUE", found)
            found = f"IF({each},{then},{otherwise})"
        return Plain(code=found)

    def _comparison(self, node: Comparison) -> Plain:
        if node.left.type.unit is not Unit.WORD:
            return super()._comparison(node)
        code = f"EXACT({self.plain(node.left).code},{self.plain(node.right).code})"
        return Plain(code=code if node.operator == "==" else f"NOT({code})")

    def _plain_column(self, node: Reference) -> Plain:
        column = self._columns[node.name]
        is_flag = node.type.unit is Unit.FLAG
        return Plain(code=f"({column.value}=1)" if is_flag else column.value)

    def _literal(self, node: Constant) -> str:
        if isinstance(node.value, str) and len(node.value) > _LONGEST_WORD:
            self.integers.refuse("sql-word", node, word=repr(node.value[:20]))
        found = super()._literal(node)
        return sheet_text(str(node.value)) if found.startswith("'") else found


def sheet_text(text: str) -> str:
    """Return a text as it is written in a formula.

    >>> print(sheet_text('the "A" team'))
    "the ""A"" team"
    """
    return '"' + text.replace('"', '""') + '"'


def _nested(tests: Sequence[Plain], codes: Sequence[str]) -> str:
    """Return a choice; the code after those of the tests is for where none holds."""
    found = codes[-1] if len(codes) > len(tests) else NO_VALUE
    for test, code in zip(reversed(tests), reversed(codes[: len(tests)]), strict=True):
        found = f"IF({test.code},{code},{found})"
    return found
