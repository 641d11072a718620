"""Where the workings' columns stand on their sheet, and what formulas read there."""

from __future__ import annotations

from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Final

import attrs

from ccops.reports.document.following import ByFormula, ByRank, Given
from ccops.reports.document.workings import WorkingColumn
from ccops.rules.sheets import DAY, DAY_ZERO, SheetCell, divides_by_parameter
from ccops.values import EXACT, NUMERIC, Carrier, Missing, Unit, minor_scale, reduced

if TYPE_CHECKING:
    from collections.abc import Collection

    from ccops.values import Cell

#: What stands for the number of the row in a formula until it is written.
ROW: Final = "\x00"
#: What stands where a value is missing.
BLANK: Final = "–"
#: What stands in a column of places where somebody is not among those ranked.
OUTSIDE: Final = "-"
_HOUR: Final = 3_600_000
_LETTERS: Final = 26
#: How many times as great as now the keys of a rank may become.
_KEY_SLACK: Final = 2


def letters(column: int) -> str:
    """Return the letters of a column that counts from 0.

    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found


@attrs.frozen(kw_only=True)
class Placed:
    """A column of the workings on the sheet, from 0.

    A number that is a pair (``is_pair``) has its numerator and denominator in the two columns
    behind ``at`` and, where it is live, what these were before they were reduced in two more; a
    rank has a column for each of its keys there.
    """

    column: WorkingColumn
    at: int
    currency: str
    is_pair: bool

    @property
    def unit(self) -> Unit:
        """The unit of the values."""
        return self.column.type.unit

    @cached_property
    def carrier(self) -> Carrier:
        """How values lie of whatever rule, for whoever reads all of them alike."""
        if self.is_pair:
            return EXACT
        return Carrier(lcm(*(each.scale or 1 for each in self.column.carriers)))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The columns a rank compares by."""
        ranks = (each for each in self.column.follows if isinstance(each, ByRank))
        return next((each.keys for each in ranks if not each.counts), ())

    @cached_property
    def width(self) -> int:
        """How many columns it takes."""
        return 1 + 2 * self.is_pair + 2 * (self.is_pair and self.is_live) + len(self.keys)

    @cached_property
    def is_decimal(self) -> bool:
        """Whether durations stand as decimal hours: a spreadsheet shows no time below 0."""
        return self.unit is Unit.DURATION and self._ends[0] < 0

    @property
    def _time(self) -> int:
        """The milliseconds of a duration that stands on the sheet as 1."""
        return _HOUR if self.is_decimal else DAY

    @cached_property
    def is_live(self) -> bool:
        """Whether values follow from others under any rule."""
        return not all(isinstance(each, Given) for each in self.column.follows)

    # -- as the key of a rank ---------------------------------------------------------------

    @cached_property
    def _key_scale(self) -> int:
        """What pairs are multiplied by so that their whole parts are ordered as they are.

        Two fractions with denominators up to d differ by at least 1/d².
        """
        return (self._most * _KEY_SLACK) ** 2

    @property
    def greatest_key(self) -> int:
        """The greatest whole number that a key may come to."""
        low, high = self._ends
        size = max(abs(low), abs(high)) * _KEY_SLACK
        return size * self._key_scale if self.is_pair else size

    def key_code(self) -> str:
        """Return the formula of a value as a whole number that is ordered as the value is."""
        if not self.is_pair:
            return self.read(self.carrier).code
        above, below, most = self.address(1), self.address(2), self._most * _KEY_SLACK
        return f"IF({below}<={most},INT({above}*{self._key_scale}/{below}),NA())"

    def key_of(self, row: int) -> int | None:
        """Return the key of a row, if it has one."""
        if self.is_pair:
            pair = self.pair_in(row)
            return None if pair is None else pair[0] * self._key_scale // pair[1]
        cell, rule = self.column.cells[row], self.column.rules[row]
        if rule < 0 or not isinstance(cell, int):
            return None
        return cell * ((self.carrier.scale or 1) // (self.column.carriers[rule].scale or 1))

    # -- pairs ------------------------------------------------------------------------------

    def reduced(self) -> tuple[str, str]:
        """Return the formulas of a pair from what it was before it was reduced."""
        above, below = self.address(3), self.address(4)
        shared = f"GCD(ABS({above}),{below})"
        return f"{above}/{shared}", f"{below}/{shared}"

    def pair(self, cell: Cell, carrier: Carrier) -> tuple[int, int]:
        """Return a number as a reduced pair."""
        if isinstance(cell, tuple):
            return cell
        return reduced(int(cell), carrier.scale or 1)

    @cached_property
    def number_format(self) -> str:
        """How values are shown."""
        match self.unit:
            case Unit.MONEY | Unit.RATE:
                digits = len(str(minor_scale(self.column.type.currency or self.currency))) - 1
                return "#,##0" + (f".{'0' * digits}" if digits else "")
            case Unit.RATIO:
                return "0.00%"
            case Unit.DURATION:
                return "0.00##" if self.is_decimal else "[h]:mm:ss"
            case Unit.DATE:
                return "yyyy-mm-dd"
            case Unit.COUNT:
                return '0;-0;"–"' if self.column.is_place else "0"
            case Unit.FLAG:
                return '"✓";;"–"'
            case _:
                return "0.00##"

    def up(self, carrier: Carrier) -> int:
        """Return how many times a whole number is what stands on the sheet."""
        return (carrier.scale or 1) * (self._time if self.unit is Unit.DURATION else 1)

    def read(self, carrier: Carrier) -> SheetCell:
        """Return what a formula reads that takes the values as they lie under a carrier."""
        if not self.is_pair:
            return SheetCell(
                at=self.address(0), unit=self.unit, up=self.up(carrier), ends=self._ends
            )
        return SheetCell(
            at=self.address(1),
            unit=Unit.NUMBER,
            below=self.address(2),
            most=self._most,
            ends=self._ends,
        )

    def shown_pair(self) -> str:
        """Return the formula of the value people read from its two whole numbers."""
        above, below = self.address(1), self.address(2)
        match self.unit:
            case Unit.RATE:
                return f"{above}/{below}*{_HOUR}"
            case Unit.DURATION:
                return f"{above}/({below}*{self._time})"
            case _:
                return f"{above}/{below}"

    def address(self, behind: int) -> str:
        """Return the address of a cell so many columns behind the value, in the same row."""
        return f"${letters(self.at + behind)}{ROW}"

    @cached_property
    def _ends(self) -> tuple[int, int]:
        wholes = [each[0] if isinstance(each, tuple) else each for each in self.numbers]
        return min(wholes, default=0), max(wholes, default=0)

    @cached_property
    def _most(self) -> int:
        return max((each[1] for each in self.numbers if isinstance(each, tuple)), default=1)

    @cached_property
    def numbers(self) -> list[int | tuple[int, int]]:
        """The numbers of all rows that have one, as pairs where they stand so."""
        column = self.column
        found = [
            (cell, column.carriers[rule])
            for cell, rule in zip(column.cells, column.rules, strict=True)
            if rule >= 0 and not isinstance(cell, str | Missing | None)
        ]
        if self.is_pair:
            return [self.pair(cell, carrier) for cell, carrier in found]
        return [cell for cell, _ in found]

    def pair_in(self, row: int) -> tuple[int, int] | None:
        """Return the pair of a row, if it has one."""
        cell, rule = self.column.cells[row], self.column.rules[row]
        if rule < 0 or isinstance(cell, str | Missing | None):
            return None
        return self.pair(cell, self.column.carriers[rule])

    def value(self, cell: Cell, carrier: Carrier) -> float | int | str:
        """Return a cell as it stands on the sheet."""
        if isinstance(cell, str):
            return cell
        above, below = cell if isinstance(cell, tuple) else (int(cell), carrier.scale or 1)
        if self.unit is Unit.DATE:
            return above - DAY_ZERO
        if self.unit is Unit.RATE:
            above *= _HOUR
        below *= self._time if self.unit is Unit.DURATION else 1
        return above // below if above % below == 0 else above / below


def stands_as_pair(column: WorkingColumn, pairs: Collection[str]) -> bool:
    """Say whether values stand as two whole numbers beside the value people read.

    They do where they are exact now, or where a changed parameter may make them so: a column
    that divides by one, and what hands such a column (``pairs``) on unrounded.
    """
    if column.is_exact or column.type.unit is Unit.RATE:
        return True
    if column.type.unit not in NUMERIC:
        return False
    formulas = [each for each in column.follows if isinstance(each, ByFormula)]
    return any(
        divides_by_parameter(each.formula, each.parameters)
        or (each.formula.rounding is None and not set(each.reads.values()).isdisjoint(pairs))
        for each in formulas
    )
