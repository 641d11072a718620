"""Quotas: shares of a rank that add up from the top, as a manual prints a forced distribution.

10, 10, 35 and 45 % are the best tenth, the next tenth (to 20 %), the next 35 % (to 55 %) and the
rest. A column says ``quotas: slices`` (each row has its own part of the rank) or ``quotas: caps``
(each row reaches from the top to the end of its part); its cells are bare shares.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity, Text, nearest
from ccops.rules.cells import CellTest
from ccops.rules.columns import TableColumn, write_share
from ccops.rules.intervals import BEFORE_ALL, Interval, after
from ccops.rules.places import Quotas
from ccops.values import Scalar, Unit, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.rules.tables import TableText

_ANY: Final = "-"


class SliceReader:
    """Reads the columns of a table whose shares add up.

    Rows that say the same in every column of words and flags are one distribution: agents and
    leads may each have their own hundred percent.
    """

    def __init__(
        self, text: TableText, columns: Sequence[TableColumn], names: Mapping[str, Scalar]
    ) -> None:
        self.problems: list[Diagnostic] = []
        self._names = names
        self._tests: dict[tuple[int, int], CellTest] = {}
        whole = [row for row in text.rows if len(row) >= len(columns)]
        apart = [at for at, each in enumerate(columns) if not each.is_ordered]
        for at, column in enumerate(columns):
            if column.quotas is not None and len(whole) == len(text.rows):
                self._column(text, at, column, apart)

    def test(self, row: int, column: int) -> Iterator[CellTest]:
        """Yield the test of a cell; none where there is a finding about it."""
        found = self._tests.get((row, column))
        if found is not None:
            yield found

    def _column(self, text: TableText, at: int, column: TableColumn, apart: Sequence[int]) -> None:
        reached: dict[tuple[str, ...], Fraction] = {}
        is_sound = True
        for number, row in enumerate(text.rows):
            cell, group = row[at], tuple(row[each].value for each in apart)
            if cell.value.strip() == _ANY:
                self._tests[number, at] = CellTest(text=_ANY, missing=True)
                continue
            share = self._share(cell, column)
            if isinstance(share, Diagnostic):
                self.problems.append(share)
                is_sound = False
                continue
            start = reached.get(group, Fraction(0))
            reached[group] = start + share
            self._tests[number, at] = _part(cell, column.quotas, start, start + share)
            if start <= 1 < start + share:
                self.problems.append(_over(cell, column, start + share))
        if is_sound:
            self.problems.extend(_left_over(text, column, reached))

    def _share(self, cell: Text, column: TableColumn) -> Fraction | Diagnostic:
        written = cell.value.strip()
        scalar = self._names.get(written) or parse_scalar(written, unit=Unit.RATIO)
        if scalar is not None and scalar.unit is Unit.RATIO and scalar.number > 0:
            return scalar.number
        args = {"column": column.name, "cell": written[:60]}
        if scalar is None and self._names and written.isidentifier():
            known = {"name": written[:60], "near": nearest(written, self._names) or "-"}
            return Diagnostic(code="unknown-name", span=cell.span, args=known)
        return Diagnostic(code="quota-cell", span=cell.span, args=args)


def _part(cell: Text, quotas: Quotas | None, start: Fraction, stop: Fraction) -> CellTest:
    begins = after(start) if quotas is Quotas.SLICES and start else BEFORE_ALL
    return CellTest(text=cell.value.strip(), values=(Interval(begins, after(stop)),))


def _over(cell: Text, column: TableColumn, total: Fraction) -> Diagnostic:
    args = {"column": column.name, "cell": cell.value.strip()[:60], "total": write_share(total)}
    return Diagnostic(code="quotas-sum-over-100", span=cell.span, args=args)


def _left_over(
    text: TableText, column: TableColumn, reached: Mapping[tuple[str, ...], Fraction]
) -> Iterator[Diagnostic]:
    """Yield, for each distribution that ends before 100 %, what is left over."""
    for group, total in reached.items():
        if total < 1:
            args = {
                "column": column.name,
                "total": write_share(total),
                "rest": write_share(1 - total),
            }
            code = "quotas-left-over"
            if group:
                args["group"] = ", ".join(group)
                code = "quotas-left-over-of"
            yield Diagnostic(code=code, severity=Severity.INFO, span=text.span, args=args)
