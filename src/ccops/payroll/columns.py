"""The columns of a file: names of a map or shape made into what reads their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

import attrs

from ccops.payroll.cells import CellKind, ExportCell, cell_of, kind_of, number_of, sum_of
from ccops.payroll.people import People
from ccops.settlement import PayrollLine, Settlement
from ccops.values import Missing

#: Fields of a line that are the same for everybody: a file by employee may have them too.
PERIOD_FIELDS: Final = (
    "pay_period", "attendance_from", "attendance_to", "currency", "pack_digest",
)  # fmt: skip
#: What a column of a file by lines may hold: the fields of a line, its label, and what the
#: payroll system calls its code.
LINE_FIELDS: Final = (*(each.name for each in attrs.fields(PayrollLine)), "label", "pay_name")
#: The key of every file.
KEY: Final = "employee_id"
_NUMBERS: Final = {
    "amount": CellKind.AMOUNT,
    "quantity": CellKind.NUMBER,
    "rate": CellKind.NUMBER,
}


@attrs.frozen(kw_only=True, eq=False)
class RowSubject:
    """Whom, and in a file by lines also which line, a row is about."""

    employee: str
    lines: tuple[PayrollLine, ...]
    line: PayrollLine | None = None


@attrs.frozen(kw_only=True, eq=False)
class Column:
    """A column ready to be read.

    ``read`` raises ``NotDecimalError``; a missing value comes out as such. ``code`` is the pay
    code whose amounts the column has, ``field`` the field of the line.
    """

    header: str
    kind: CellKind
    read: Callable[[RowSubject], ExportCell | Missing]
    code: str = ""
    field: str = ""


@attrs.frozen(kw_only=True, eq=False)
class ColumnMaker:
    """Makes columns of a settlement, by what they are taken from."""

    settlement: Settlement
    people: People
    pay_names: Mapping[str, str]
    labels: Mapping[str, str]

    def of_line(self, header: str, name: str) -> Column:
        """Return the column of a field of the line."""
        kind = _NUMBERS.get(name, CellKind.TEXT)

        def read(subject: RowSubject) -> ExportCell | Missing:
            return None if subject.line is None else self._of_line(subject.line, name)

        return Column(header=header, kind=kind, read=read, field=name)

    def _of_line(self, line: PayrollLine, name: str) -> ExportCell | Missing:
        match name:
            case "label":
                return self.labels[line.pay_code]
            case "pay_name":
                return self.pay_names.get(line.pay_code, line.pay_code)
            case "quantity":
                return _quantity(line)
            case "rate":
                return number_of(line.rate)
            case _:
                return _plain(getattr(line, name))

    def of_key(self, header: str) -> Column:
        """Return the column of staff numbers."""
        return Column(
            header=header, kind=CellKind.TEXT, read=lambda subject: subject.employee, field=KEY
        )

    def of_employee(self, header: str, name: str) -> Column:
        """Return a column of the employees table."""

        def read(subject: RowSubject) -> ExportCell:
            return self.people.text(subject.employee, name) or None

        return Column(header=header, kind=CellKind.TEXT, read=read)

    def of_figure(self, header: str, name: str) -> Column:
        """Return the column of a figure or fact."""
        unit = self.settlement.unit_of(name)

        def read(subject: RowSubject) -> ExportCell | Missing:
            value = self.settlement.value(subject.employee, name)
            if isinstance(value, Missing):
                return None if value is Missing.NOT_DUE else value
            return cell_of(value, unit)

        return Column(header=header, kind=kind_of(unit), read=read)

    def of_code(self, header: str, code: str) -> Column:
        """Return the column of what the lines of a pay code come to."""

        def read(subject: RowSubject) -> ExportCell:
            found = [each.amount for each in subject.lines if each.pay_code == code]
            return sum_of(found, self.settlement.rules.currency) if found else None

        return Column(header=header, kind=CellKind.AMOUNT, read=read, code=code)

    def of_total(self, header: str) -> Column:
        """Return the column of what all lines of somebody come to."""

        def read(subject: RowSubject) -> ExportCell:
            found = [each.amount for each in subject.lines]
            return sum_of(found, self.settlement.rules.currency) if found else None

        return Column(header=header, kind=CellKind.AMOUNT, read=read)

    def of_period(self, header: str, name: str) -> Column:
        """Return a column that says the same of everybody: the period, its days, the currency."""
        rules = self.settlement.rules
        days = rules.period.days(rules.default_calendar)
        text = {
            "pay_period": rules.period.label,
            "attendance_from": days.first.isoformat(),
            "attendance_to": days.last.isoformat(),
            "currency": rules.currency,
            "pack_digest": rules.identity.digest,
        }[name]
        return self.of_text(header, text)

    def of_text(self, header: str, text: str) -> Column:
        """Return a column with the same text in every row."""
        return Column(header=header, kind=CellKind.TEXT, read=lambda _: text)


def _plain(value: object) -> ExportCell:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " ".join(value) or None
        case Decimal():
            return value
        case _:
            return str(value) or None


def _quantity(line: PayrollLine) -> ExportCell | Missing:
    return Missing(line.quantity_missing) if line.quantity_missing else number_of(line.quantity)
