"""Tables: the rows of a payroll file and its control rows, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Locale, Severity, message, worded
from ccops.payroll.cells import CellKind, ExportCell, NotDecimalError, sum_of
from ccops.payroll.columns import KEY, Column, RowSubject
from ccops.payroll.shapes import ControlRows, RowsOf
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.settlement import PayrollLine

Row = tuple[ExportCell, ...]


@attrs.frozen(kw_only=True)
class ControlTotal:
    """What payroll checks after reading a file in: people and money of one pay code."""

    pay_code: str
    label: str
    headcount: int
    total: Decimal
    currency: str


@attrs.frozen(kw_only=True)
class PayrollTable:
    """One file: headers, what each column holds, and rows.

    ``employer`` is whose staff it is for, empty for those without; ``ids`` are the staff numbers
    of the rows, ``control`` the control rows below them.
    """

    employer: str
    headers: tuple[str, ...]
    kinds: tuple[CellKind, ...]
    ids: tuple[str, ...]
    rows: tuple[Row, ...]
    control: tuple[Row, ...]
    totals: tuple[ControlTotal, ...]

    @property
    def headcount(self) -> int:
        """How many employees have a row."""
        return len(set(self.ids))


@attrs.frozen(kw_only=True, eq=False)
class TableMaker:
    """Makes tables of the same columns for some employees each."""

    columns: Sequence[Column]
    rows_of: RowsOf
    control: ControlRows
    codes: Mapping[str, str]
    currency: str
    is_draft: bool
    locale: Locale

    def table(
        self, employer: str, subjects: Sequence[RowSubject], findings: list[Diagnostic]
    ) -> PayrollTable:
        """Return the table of some employees; what cannot be written is appended."""
        asked = subjects if self.rows_of is RowsOf.EMPLOYEES else tuple(_by_line(subjects))
        rows = tuple(self._row(each, findings) for each in asked)
        totals = self._totals(subjects)
        wants_rows = self.control is ControlRows.ROWS
        control = self._control(rows, totals) if wants_rows else ()
        headers, kinds = self._head()
        return PayrollTable(
            employer=employer,
            headers=headers,
            kinds=kinds,
            ids=tuple(each.employee for each in asked),
            rows=rows,
            control=control,
            totals=totals,
        )

    def _head(self) -> tuple[tuple[str, ...], tuple[CellKind, ...]]:
        headers = tuple(each.header for each in self.columns)
        kinds = tuple(each.kind for each in self.columns)
        if not self.is_draft:
            return headers, kinds
        return (self._say("export-status"), *headers), (CellKind.TEXT, *kinds)

    def _row(self, subject: RowSubject, findings: list[Diagnostic]) -> Row:
        cells = tuple(_cell(each, subject, findings) for each in self.columns)
        if not self.is_draft:
            return cells
        lines = subject.lines if subject.line is None else (subject.line,)
        waits = any(each.provisional for each in lines)
        return self._say("export-draft-waits" if waits else "export-draft"), *cells

    def _totals(self, subjects: Iterable[RowSubject]) -> tuple[ControlTotal, ...]:
        amounts: dict[str, list[Decimal]] = {code: [] for code in self.codes}
        people: dict[str, set[str]] = {code: set() for code in self.codes}
        for subject in subjects:
            for line in subject.lines:
                amounts[line.pay_code].append(line.amount)
                people[line.pay_code].add(subject.employee)
        return tuple(
            ControlTotal(
                pay_code=code,
                label=label,
                headcount=len(people[code]),
                total=sum_of(amounts[code], self.currency),
                currency=self.currency,
            )
            for code, label in self.codes.items()
        )

    # -- control rows -----------------------------------------------------------------------

    def _control(self, rows: Sequence[Row], totals: Sequence[ControlTotal]) -> tuple[Row, ...]:
        if self.rows_of is RowsOf.LINES:
            found = [tuple(_of_total(each, one) for each in self.columns) for one in totals]
        else:
            found = [self._counted(rows), self._summed(rows)]
        mark = (self._say("export-draft"),) if self.is_draft else ()
        return tuple((*mark, *each) for each in found)

    def _counted(self, rows: Sequence[Row]) -> Row:
        """Return how many employees have an amount, column by column."""
        return tuple(
            Decimal(sum(row[at] is not None for row in rows)) if is_pay else key
            for at, is_pay, key in self._columns_of_control("export-headcount")
        )

    def _summed(self, rows: Sequence[Row]) -> Row:
        return tuple(
            sum_of((cell for row in rows if isinstance(cell := row[at], Decimal)), self.currency)
            if is_pay
            else key
            for at, is_pay, key in self._columns_of_control("export-total")
        )

    def _columns_of_control(self, key: str) -> Iterable[tuple[int, bool, ExportCell]]:
        """Yield where a column stands, whether it holds amounts, and the words of its key."""
        start = 1 if self.is_draft else 0
        for at, each in enumerate(self.columns, start):
            words = self._say(key) if each.field == KEY else None
            yield at, each.kind is CellKind.AMOUNT, words

    def _say(self, key: str) -> str:
        return message(key, {}, locale=self.locale)


def _by_line(subjects: Iterable[RowSubject]) -> Iterable[RowSubject]:
    for subject in subjects:
        for line in subject.lines:
            yield attrs.evolve(subject, line=line)


def _cell(column: Column, subject: RowSubject, findings: list[Diagnostic]) -> ExportCell:
    told: dict[str, object] = {"employee": subject.employee, "column": column.header}
    try:
        found = column.read(subject)
    except NotDecimalError as problem:
        findings.append(Diagnostic(code="export-not-decimal", args={**told, "value": problem}))
        return None
    if not isinstance(found, Missing):
        return found
    told["missing"] = worded(f"missing-{found.value}")
    findings.append(Diagnostic(code="export-cell-missing", severity=Severity.WARNING, args=told))
    return None


def _of_total(column: Column, total: ControlTotal) -> ExportCell:
    """Return the cell of a control row in a file by lines."""
    found: Mapping[str, ExportCell] = {
        "pay_code": total.pay_code,
        "label": total.label,
        "amount": total.total,
        "currency": total.currency,
        "quantity": Decimal(total.headcount),
        "unit": "employees",
        "kind": "control",
    }
    return found.get(column.field)


def lines_by_employee(
    lines: Iterable[PayrollLine], employees: Iterable[str]
) -> dict[str, tuple[PayrollLine, ...]]:
    """Return the lines of each employee, nobody left out."""
    found: dict[str, list[PayrollLine]] = {each: [] for each in employees}
    for line in lines:
        found[line.employee_id].append(line)
    return {employee: tuple(listed) for employee, listed in found.items()}
