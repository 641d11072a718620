"""Laws: what is read back from a file of any shape is what the settlement handed on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.testing.builders import an_employee_row
from tests.payroll.conftest import open_center, settle_month
from tests.payroll.reading import rows_of

if TYPE_CHECKING:
    from ccops.settlement import Settlement

WIDE: Final = {
    "shape": "wide",
    "columns": {"employee_id": "工号", "A01": "A01", "B01": "B01", "B02": "B02", "C01": "C01"},
    "control": "none",
}
SHAPES: Final[dict[str, Any]] = {
    "long": {"control": "none"},
    "frappe-additional-salary": {
        "shape": "frappe-additional-salary", "constants": {"company": "X"}, "control": "none",
    },
    "odoo-payslip-input": {"shape": "odoo-payslip-input", "control": "none"},
}  # fmt: skip
AMOUNTS: Final = {
    "long": ("employee_id", "pay_code", "amount"),
    "frappe-additional-salary": ("employee", "salary_component", "amount"),
    "odoo-payslip-input": ("employee_id", "code", "amount"),
}
_CENTS: Final = st.integers(0, 99_999_999)
_MONTHS: Final = st.dictionaries(
    st.text("0123456789", min_size=1, max_size=6),
    st.tuples(_CENTS, st.integers(0, 20)),
    min_size=1,
    max_size=4,
)


def settled(months: Any) -> Settlement:
    people = tuple(an_employee_row(each) for each in months)
    facts = {
        f"of_{who}": {"basic_pay_due": f"CNY {Decimal(cents).scaleb(-2)}", "nights_worked": nights}
        for who, (cents, nights) in months.items()
    }
    return settle_month(people, **facts)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("shape", SHAPES)
@given(months=_MONTHS)
def test_a_file_by_lines_has_every_line_to_the_cent(shape: str, suffix: str, months: Any) -> None:
    settlement = settled(months)
    made = open_center().export(settlement, SHAPES[shape], approved=settlement.digest)

    head, *rows = rows_of(made.to_bytes(made.tables[0], suffix), suffix)

    who, code, amount = (head.index(each) for each in AMOUNTS[shape])
    line = head.index("line_id")
    assert [(row[who], row[code], Decimal(row[amount]), row[line]) for row in rows] == [
        (each.employee_id, each.pay_code, each.amount, each.line_id) for each in settlement.lines()
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(months=_MONTHS)
def test_a_file_by_employees_has_every_line_to_the_cent(suffix: str, months: Any) -> None:
    settlement = settled(months)
    made = open_center().export(settlement, WIDE, approved=settlement.digest)

    head, *rows = rows_of(made.to_bytes(made.tables[0], suffix), suffix)

    found = {
        (row[0], code): Decimal(cell)
        for row in rows
        for code, cell in zip(head[1:], row[1:], strict=True)
        if cell
    }
    assert found == {(each.employee_id, each.pay_code): each.amount for each in settlement.lines()}
    assert [row[0] for row in rows] == sorted(months)


@given(months=_MONTHS)
def test_control_totals_are_the_sums_of_the_rows(months: Any) -> None:
    settlement = settled(months)
    made = open_center().export(settlement, approved=settlement.digest)

    amounts: dict[str, list[Decimal]] = {each: [] for each in ("A01", "B01", "B02", "C01")}
    for each in settlement.lines():
        amounts[each.pay_code].append(each.amount)
    for one in made.tables[0].totals:
        own = amounts[one.pay_code]
        assert (one.total, one.headcount) == (sum(own, start=Decimal(0)), len(own))


@given(months=_MONTHS)
def test_what_was_settled_compares_with_itself_as_the_same(months: Any) -> None:
    settlement = settled(months)
    made = open_center().export(settlement, WIDE, approved=settlement.digest)
    head, *rows = rows_of(made.to_bytes(made.tables[0]), ".csv")

    paid = [dict(zip(("employee_id", *head[1:]), row, strict=True)) for row in rows]

    assert open_center().compare(settlement, paid=paid).is_same
