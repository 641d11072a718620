"""Decision tables in spreadsheets: which row holds, and what it gives, as one formula.

What a row gives stands in cells of its own, so that whoever changes an amount changes what
follows from it; the edges of bands stand in the formula, or are the parameters they name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.rules.cells import CellTest, Words
from ccops.rules.hits import share_ends
from ccops.rules.intervals import AFTER_ALL, Interval, is_finite
from ccops.rules.places import beyond_source, within_source
from ccops.rules.sheet_printing import SheetName, sheet_text
from ccops.rules.tables import Collect, Table
from ccops.values import Unit

if TYPE_CHECKING:
    from ccops.rules.columns import TableColumn
    from ccops.rules.places import Share

#: How deep a spreadsheet lets choices stand in one another.
_DEEPEST: Final = 50
_NAME: Final = re.compile(r"[^\W\d]\w*")
_COMPARED: Final = re.compile(r"(>=|<=|==|!=|>|<)?\s*([^\W\d]\w*)")
_INTERVAL: Final = re.compile(r"([\[(])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])])")
_SIGNS: Final = {"==": "=", "!=": "<>"}
#: What the source of a comparison of places calls the place and the size.
_PLACE: Final = re.compile(r"\b[PS]\b")


class NoSheetError(ValueError):
    """A table has no formula; ``args`` holds the code of the reason."""


@frozen(kw_only=True)
class SheetInput:
    """What a column of a table reads: the formula of a number as ``above / below``.

    Of a word, flag or date ``above`` is its value; a share column has the ``size`` of the rank.
    """

    above: str
    below: str = "1"
    size: str = ""


@frozen(kw_only=True)
class SheetTable:
    """A table as a formula reads it.

    ``outputs`` are the formulas of what each row gives, of ``otherwise`` and of somebody without
    a place; ``unranked`` the test of that. ``named`` are the parameters that cells may name.
    """

    table: Table
    inputs: Sequence[SheetInput]
    outputs: Sequence[str]
    otherwise: str = ""
    unranked_test: str = ""
    unranked: str = ""
    named: Mapping[str, SheetName] = attrs.field(factory=dict[str, "SheetName"])

    def formula(self) -> str:
        """Return the formula of what the table gives. Raises ``NoSheetError`` where it has none.

        A missing input makes it an error, unless cells ask for missing values: those have none.
        """
        if any(self.table.asks_missing(number) for number in range(len(self.inputs))):
            raise NoSheetError("asks-missing")
        found = self._with_inputs(self._one_row() if self.table.takes_one_row else self._added())
        return f"IF({self.unranked_test},{self.unranked},{found})" if self.unranked_test else found

    def _with_inputs(self, formula: str) -> str:
        """Return the formula that is an error where an input is missing, whatever rows ask."""
        numbers = [each.above for each in self.inputs if not each.above.startswith("IF(")]
        return f"IF(ISNUMBER({'+'.join(numbers)}),{formula},NA())" if numbers else formula

    def _one_row(self) -> str:
        if len(self.table.order) > _DEEPEST:
            raise NoSheetError("too-many-rows")
        found = self.otherwise or "NA()"
        for row in reversed(self.table.order):
            test = self._test(row)
            found = f"IF({test},{self.outputs[row]},{found})" if test else self.outputs[row]
        return found

    def _added(self) -> str:
        if self.table.collect is not Collect.SUM:
            raise NoSheetError("rows-together")
        tests = [self._test(row) or "TRUE" for row in range(len(self.table.rows))]
        pairs = zip(tests, self.outputs, strict=True)
        added = "+".join(f"IF({test},{given},0)" for test, given in pairs)
        if not self.otherwise:
            return added
        return f"IF(OR({','.join(tests)}),{added},{self.otherwise})"

    def _test(self, row: int) -> str:
        """Return the test of a row; an empty text where it holds for everybody."""
        tests = self.table.rows[row].tests
        asked = zip(self.table.columns, tests, self.inputs, strict=True)
        return _all([found for each in asked if (found := self._cell(*each))])

    def _cell(self, column: TableColumn, test: CellTest, given: SheetInput) -> str:
        if test.values is None:
            return ""
        if isinstance(test.values, Words):
            return _words(test.values, given.above, is_flag=column.unit is Unit.FLAG)
        used = self.named.keys() & set(_NAME.findall(test.text))
        if used and not column.share:
            return self._with_name(test, given)
        if used:
            raise NoSheetError("names-in-bands")
        return _any([_interval(each, given, column.share) for each in test.values])

    def _with_name(self, test: CellTest, given: SheetInput) -> str:
        """Return the test of a cell that names parameters: a comparison, or one interval."""
        if found := _COMPARED.fullmatch(test.text):
            sign = _SIGNS.get(found[1] or "==", found[1])
            return self._against(sign, found[2], Fraction(0), given)
        found = _INTERVAL.fullmatch(test.text)
        if found is None or not isinstance(test.values, tuple) or len(test.values) != 1:
            raise NoSheetError("names-in-bands")
        opening, low, high, closing = found.groups()
        start, stop = test.values[0].start[1], test.values[0].stop[1]
        parts = [self._against(">=" if opening == "[" else ">", low, start, given)] if low else []
        if high:
            parts.append(self._against("<=" if closing == "]" else "<", high, stop, given))
        return _all(parts) or "TRUE"

    def _against(self, sign: str, edge: str, number: Fraction, given: SheetInput) -> str:
        """Return a comparison with an edge: the parameter it names, or its number."""
        named = self.named.get(edge)
        if named is None:
            return _compared(given, sign, number)
        return f"{given.above}*{named.below}{sign}{named.code}*{given.below}"


def _words(words: Words, code: str, *, is_flag: bool) -> str:
    if is_flag:
        allowed = [flag for flag in (True, False) if words.holds(flag)]
        if len(allowed) != 1:
            return "TRUE" if allowed else "FALSE"
        return f"{code}={int(allowed[0])}"
    listed = [f"EXACT({code},{sheet_text(str(each))})" for each in sorted(map(str, words.listed))]
    return f"NOT({_any(listed)})" if words.except_ else _any(listed)


def _interval(interval: Interval, given: SheetInput, share: Share | None) -> str:
    if share is not None:
        return _share(interval, given, share)
    start, stop = interval.start, interval.stop
    if start[:2] == stop[:2] and is_finite(start):
        return _compared(given, "=", start[1])
    parts = []
    if is_finite(start):
        parts.append(_compared(given, ">" if start[2] else ">=", start[1]))
    if stop != AFTER_ALL:
        parts.append(_compared(given, "<=" if stop[2] else "<", stop[1]))
    return _all(parts) or "TRUE"


def _compared(given: SheetInput, sign: str, edge: Fraction) -> str:
    """Return a comparison of whole numbers, by multiplying crosswise."""
    if given.below.isdigit():
        edge *= int(given.below)
        left = f"{given.above}*{edge.denominator}" if edge.denominator > 1 else given.above
        return f"{left}{sign}{edge.numerator}"
    return f"{given.above}*{edge.denominator}{sign}{given.below}*{edge.numerator}"


def _share(interval: Interval, given: SheetInput, share: Share) -> str:
    low, high = share_ends(interval)
    parts = []
    if low is not None:
        parts.append(_called(beyond_source("P", "S", low, share), given))
    if high is not None:
        parts.append(_called(within_source("P", "S", high, share), given))
    return _all(parts) or "TRUE"


def _called(source: str, given: SheetInput) -> str:
    """Return a comparison of places as a formula; ``P`` is the place, ``S`` the size."""
    code = source.strip("()") if " or " in source or " and " in source else source
    for word, function in ((" or ", "OR"), (" and ", "AND")):
        if word in code:
            code = f"{function}({code.replace(word, ',')})"
    names = {"P": given.above, "S": given.size}
    return _PLACE.sub(lambda found: names[found[0]], code.replace(" ", ""))


def _all(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})" if tests else ""


def _any(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})" if tests else "FALSE"
