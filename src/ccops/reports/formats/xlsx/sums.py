"""Sums over the rows of the workings: live, and missing where the value of a row has become so.

A spreadsheet's sum passes over what is missing as if it were nothing; so each counts first whether
as many rows have a value as the settlement knew.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import attrs

from ccops.reports.formats.xlsx.book import quoted
from ccops.reports.formats.xlsx.calculation import FIRST, Calculation
from ccops.reports.formats.xlsx.columns import BLANK, letters
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.reports.document.following import SumOf
    from ccops.reports.formats.xlsx.columns import Placed
    from ccops.values import Cell

#: Rows whose column of groups holds no word are alike.
_NO_WORD: Final = ""


@attrs.frozen(eq=False)
class Sums:
    """The sums over the rows of a calculation."""

    calculation: Calculation
    _known: dict[tuple[str, str], Counter[str]] = attrs.field(
        factory=dict[tuple[str, str], Counter[str]]
    )

    def formula(self, follows: SumOf, decimals: int) -> str:
        """Return the formula of a sum; an empty text where the workings have no such column."""
        placed = self.calculation.placed.get(follows.figure)
        if placed is None:
            return ""
        if not follows.by:
            values, known = self._range(placed), self._known_of(follows).total()
            told = f"ROUND(SUM({values}),{decimals})"
            if follows.is_count:
                told = f'COUNTIF({values},">0")+COUNTIF({values},"<0")'
            return f'IF(COUNT({values})={known},{told},"{BLANK}")'
        return self._among(placed, follows, decimals)

    def _among(self, placed: Placed, follows: SumOf, decimals: int) -> str:
        """Return the sum over the rows that are in the group of one of them."""
        groups = self.calculation.placed.get(follows.by)
        like = self.calculation.address(follows.like, follows.by)
        if groups is None or not like:
            return ""
        row = self.calculation.workings.subjects.index(follows.like)
        known = self._known_of(follows)[_word(groups.column.cells[row])]
        values = self._range(placed)
        alike = f"EXACT({self._range(groups)},{like})"
        told = f"ROUND(SUMPRODUCT({alike}*1,{values}),{decimals})"
        if follows.is_count:
            told = f"SUMPRODUCT({alike}*ISNUMBER({values})*({values}<>0))"
        return f'IF(SUMPRODUCT({alike}*ISNUMBER({values}))={known},{told},"{BLANK}")'

    def _range(self, placed: Placed) -> str:
        column, last = letters(placed.at), FIRST + len(self.calculation.workings.subjects)
        return f"{quoted(self.calculation.sheet)}!${column}${FIRST + 1}:${column}${last}"

    def _known_of(self, follows: SumOf) -> Counter[str]:
        """Return how many rows have the figure and know it, group by group."""
        found = self._known.get((follows.figure, follows.by))
        if found is None:
            column = self.calculation.placed[follows.figure].column
            groups = self.calculation.placed[follows.by].column.cells if follows.by else None
            found = self._known[follows.figure, follows.by] = Counter(
                _NO_WORD if groups is None else _word(groups[row])
                for row, cell in enumerate(column.cells)
                if column.rules[row] >= 0 and not isinstance(cell, Missing | None)
            )
        return found


def _word(cell: Cell | Missing | None) -> str:
    return cell if isinstance(cell, str) else _NO_WORD
