"""Shapes: what a payroll file looks like, as data; the library's own and those plugins bring."""

from __future__ import annotations

import enum
from typing import Final

import attrs


class RowsOf(enum.Enum):
    """What a file has a row for."""

    LINES = "lines"
    EMPLOYEES = "employees"


class ControlRows(enum.Enum):
    """Where headcount and total per pay code go: below the rows, into a file beside, nowhere."""

    ROWS = "rows"
    FILE = "file"
    NONE = "none"


class TakenFrom(enum.Enum):
    """Where the cells of a column come from; ``name`` of the column says which."""

    #: A field of the payroll line; beside those ``label`` and ``pay_name``.
    LINE = "line"
    #: A column of the employees table: ``name``, ``employer``, ``cost_center``, ``locale``.
    EMPLOYEE = "employee"
    #: A figure or fact of the settlement.
    FIGURE = "figure"
    #: What the lines of a pay code come to.
    CODE = "code"
    #: What all lines of the employee come to that the file has.
    TOTAL = "total"
    #: The same text in every row.
    TEXT = "text"
    #: The same text in every row, which the map gives under ``constants``.
    GIVEN = "given"


@attrs.frozen
class ShapeColumn:
    """One column: its header, and where its cells are taken from."""

    header: str
    taken_from: TakenFrom
    name: str = ""


@attrs.frozen(kw_only=True)
class PayrollShape:
    """A shape of payroll files; a map asks for it by ``name``.

    One without ``columns`` takes those of the map. ``control`` holds where the map says nothing.
    """

    name: str
    description: str
    rows: RowsOf
    columns: tuple[ShapeColumn, ...] = ()
    control: ControlRows = ControlRows.ROWS
    takes_columns: bool = False


#: The columns of payroll lines as they are handed on without a map.
LINE_COLUMNS: Final = (
    "employee_id",
    "pay_code",
    "amount",
    "currency",
    "quantity",
    "unit",
    "rate",
    "pay_period",
    "attendance_from",
    "attendance_to",
    "kind",
    "corrects_period",
    "pack_digest",
    "line_id",
)
LONG: Final = PayrollShape(
    name="long",
    description="one row a payroll line",
    rows=RowsOf.LINES,
    columns=tuple(ShapeColumn(each, TakenFrom.LINE, each) for each in LINE_COLUMNS),
    takes_columns=True,
)
WIDE: Final = PayrollShape(
    name="wide",
    description="one row an employee, one column a figure, as the map says",
    rows=RowsOf.EMPLOYEES,
    takes_columns=True,
)


def _field_of_line(header: str, name: str) -> ShapeColumn:
    return ShapeColumn(header, TakenFrom.LINE, name)


#: Rows of the DocType Additional Salary, named as its fields are (frappe/hrms,
#: ``hrms/payroll/doctype/additional_salary/additional_salary.json``). ``employee`` is the id of
#: the Employee there; ``line_id`` is for a field of one's own, so that no line comes in twice.
FRAPPE_ADDITIONAL_SALARY: Final = PayrollShape(
    name="frappe-additional-salary",
    description="Frappe HR: rows of Additional Salary",
    rows=RowsOf.LINES,
    control=ControlRows.FILE,
    columns=(
        ShapeColumn("naming_series", TakenFrom.TEXT, "HR-ADS-.YY.-.MM.-"),
        _field_of_line("employee", "employee_id"),
        ShapeColumn("company", TakenFrom.GIVEN, "company"),
        _field_of_line("salary_component", "pay_name"),
        _field_of_line("currency", "currency"),
        _field_of_line("amount", "amount"),
        _field_of_line("payroll_date", "attendance_to"),
        ShapeColumn("overwrite_salary_structure_amount", TakenFrom.TEXT, "1"),
        _field_of_line("line_id", "line_id"),
    ),
)
#: Inputs of payslips, named as the fields of ``hr.payslip.input`` are (OCA/payroll,
#: ``payroll/models/hr_payslip_input.py``); employee and days, named as those of ``hr.payslip``,
#: say of which payslip. ``line_id`` is for a field of one's own.
ODOO_PAYSLIP_INPUT: Final = PayrollShape(
    name="odoo-payslip-input",
    description="Odoo, OCA payroll: inputs of payslips",
    rows=RowsOf.LINES,
    control=ControlRows.FILE,
    columns=(
        _field_of_line("employee_id", "employee_id"),
        _field_of_line("date_from", "attendance_from"),
        _field_of_line("date_to", "attendance_to"),
        _field_of_line("name", "label"),
        _field_of_line("code", "pay_name"),
        _field_of_line("amount", "amount"),
        _field_of_line("line_id", "line_id"),
    ),
)
#: The shapes the library brings.
SHAPES: Final = (LONG, WIDE, FRAPPE_ADDITIONAL_SALARY, ODOO_PAYSLIP_INPUT)
