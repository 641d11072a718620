"""Payroll: lines handed on in the shape a payroll system reads, and the parallel month."""

from __future__ import annotations

from ccops.payroll.asking import asked_export
from ccops.payroll.cells import CellKind, ExportCell
from ccops.payroll.export import PayrollExport, Release
from ccops.payroll.map_reading import read_payroll_map
from ccops.payroll.parallel import PaidDifference, ParallelMonth, compare_paid
from ccops.payroll.payroll_map import ENCODINGS, SPLITS, PayrollMap
from ccops.payroll.shapes import (
    FRAPPE_ADDITIONAL_SALARY,
    LONG,
    ODOO_PAYSLIP_INPUT,
    SHAPES,
    WIDE,
    ControlRows,
    PayrollShape,
    RowsOf,
    ShapeColumn,
    TakenFrom,
)
from ccops.payroll.table import ControlTotal, PayrollTable

__all__ = [
    "ENCODINGS",
    "FRAPPE_ADDITIONAL_SALARY",
    "LONG",
    "ODOO_PAYSLIP_INPUT",
    "SHAPES",
    "SPLITS",
    "WIDE",
    "CellKind",
    "ControlRows",
    "ControlTotal",
    "ExportCell",
    "PaidDifference",
    "ParallelMonth",
    "PayrollExport",
    "PayrollMap",
    "PayrollShape",
    "PayrollTable",
    "Release",
    "RowsOf",
    "ShapeColumn",
    "TakenFrom",
    "asked_export",
    "compare_paid",
    "read_payroll_map",
]
