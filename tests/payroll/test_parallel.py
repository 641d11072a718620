"""A parallel month: what the old sheet paid against the settlement, with reasons."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from ccops.errors import DataError, UnknownNameError
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.center import Center
    from ccops.settlement import Settlement


def paid(settlement: Settlement, **changed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was settled as an old sheet; a change of ``None`` leaves somebody out."""
    rows: dict[str, dict[str, Any]] = {
        each: {"employee_id": each, "A01": "", "月度奖金": "", "lead_bonus": "", "C01": ""}
        for each in settlement.employees
    }
    names = {"B01": "月度奖金", "B02": "lead_bonus"}
    for line in settlement.lines():
        column = names.get(line.pay_code, line.pay_code)
        rows[line.employee_id][column] = f"{line.amount}"
    for who, cells in changed.items():
        rows[who.removeprefix("of_")] |= cells
    return list(rows.values())


def codes(found: pytest.ExceptionInfo[DataError]) -> list[str]:
    return [each.code for each in found.value.diagnostics]


def test_the_same_amounts_are_no_difference(center: Center, settlement: Settlement) -> None:
    found = center.compare(settlement, paid=paid(settlement))

    assert found.is_same
    assert found.text("en").splitlines()[1] == "Everybody was paid what is settled."
    assert {(each.paid, each.settled) for each in found.totals} >= {
        (Decimal("10440.00"), Decimal("10440.00"))
    }


def test_a_difference_comes_with_what_decided_the_amount(
    center: Center, settlement: Settlement
) -> None:
    found = center.compare(settlement, paid=paid(settlement, of_0007={"月度奖金": "300"}))

    (difference,) = found.differences
    assert (difference.employee, difference.pay_code) == ("0007", "B01")
    assert (difference.paid, difference.settled) == (Decimal("300.00"), Decimal("100.00"))
    assert difference.difference == Decimal("-200.00")
    assert [each.kind.value for each in difference.causes] == ["row", "place", "input"]
    text = found.text("zh_CN")
    assert "0007 B01 月度奖金：已发 ¥300.00，结算 ¥100.00（-¥200.00）" in text
    assert "月度名次 (month_rank)：第 1 名，共 2 人，2 人并列" in text
    assert "shared by 2" in found.text("en")


def test_a_reason_code_is_told_with_what_met_it(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    settlement = settle(of_0007={"absence": 3})

    found = center.compare(settlement, paid=paid(settlement, of_0007={"月度奖金": "100"}))

    (difference,) = found.differences
    assert difference.settled == 0
    assert difference.causes[0].kind.value == "reason"
    assert difference.causes[0].told["code"]
    assert "reason " in found.text("en")


def test_a_missing_input_is_never_taken_for_nothing(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    settlement = settle(of_0007={"nights_worked": None})

    found = center.compare(settlement, paid=paid(settlement))

    difference = next(each for each in found.differences if each.pay_code == "C01")
    assert (difference.paid, difference.settled) == (None, None)
    assert (difference.missing, difference.difference) == ("not_measured", None)
    assert {each.kind.value for each in difference.causes} == {"missing", "provisional"}
    assert "not settled" in found.text("en")
    assert not found.is_same


def test_who_has_no_such_line_is_told_so(center: Center, settlement: Settlement) -> None:
    found = center.compare(settlement, paid=paid(settlement, of_0007={"lead_bonus": "50"}))

    (difference,) = found.differences
    assert [each.kind.value for each in difference.causes] == ["no_line"]
    assert "does not apply" in found.text("en")


def test_people_and_lines_that_only_one_side_has_are_told(
    center: Center, settlement: Settlement
) -> None:
    rows = [{k: v for k, v in row.items() if k != "C01"} for row in paid(settlement)][1:]
    rows.append({"employee_id": "9999", "A01": "100", "交通补贴": "20.5"})

    found = center.compare(settlement, paid=rows)

    assert [(each.name, each.amount) for each in found.people_paid] == [("9999", Decimal(100))]
    assert [each.name for each in found.people_settled] == ["0007"]
    assert [(each.name, str(each.amount)) for each in found.lines_paid] == [("交通补贴", "20.50")]
    assert [each.name for each in found.lines_settled] == ["C01"]
    assert not found.is_same
    text = found.text("zh_TW")
    assert "只在已發放表中：1 人" in text
    assert "交通补贴 $" in text or "交通补贴" in text


def test_a_total_of_the_old_sheet_is_compared_too(center: Center, settlement: Settlement) -> None:
    rows = [{**row, "handed_to_payroll": "1"} for row in paid(settlement)]

    found = center.compare(settlement, paid=rows)

    assert {(each.figure, each.pay_code) for each in found.differences} == {
        ("handed_to_payroll", "")
    }


def test_it_is_plain_data(center: Center, settlement: Settlement) -> None:
    found = center.compare(settlement, paid=paid(settlement, of_0007={"A01": "3000.5"}))

    data = json.loads(json.dumps(found.to_dict()))

    assert (data["schema"], data["same"]) == ("ccops.parallel/1", False)
    assert data["differences"][0]["difference"] == "479.50"
    assert data["differences"][0]["causes"][0]["kind"] == "input"


@pytest.mark.parametrize("cell", ["4,300.00", "1.005", "abc", "007", 4.5, "=1"])
def test_what_is_no_amount_is_refused(
    center: Center, settlement: Settlement, cell: object
) -> None:
    with pytest.raises(DataError) as found:
        center.compare(settlement, paid=paid(settlement, of_0007={"A01": cell}))

    assert codes(found) == ["paid-amount"]
    assert found.value.diagnostics[0].args["employee"] == "0007"


@pytest.mark.parametrize("cell", [3480, Decimal("3480.00"), Money("CNY", "3480"), " 3480.0 "])
def test_an_amount_may_be_any_exact_number(
    center: Center, settlement: Settlement, cell: object
) -> None:
    assert center.compare(settlement, paid=paid(settlement, of_0007={"A01": cell})).is_same


def test_a_staff_number_that_lost_its_zeros_is_refused_by_both_names(
    center: Center, settlement: Settlement
) -> None:
    rows = paid(settlement, of_0007={"employee_id": "7", "source_ref": "paid.csv:2"})

    with pytest.raises(DataError) as found:
        center.compare(settlement, paid=rows)

    (finding,) = found.value.diagnostics
    assert (finding.code, str(finding.span)) == ("id-leading-zeros", "paid.csv:2:1")
    assert (finding.args["employee"], finding.args["meant"]) == ("7", "0007")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"employee_id": "0007", "A01": "1"}, "paid-twice"),
        ({"employee_id": "", "A01": "1"}, "paid-no-id"),
        ({"employee_id": "9", "basic_pay": "1"}, "paid-column-twice"),
    ],
)
def test_rows_that_say_two_things_are_refused(
    center: Center, settlement: Settlement, more: dict[str, str], code: str
) -> None:
    with pytest.raises(DataError) as found:
        center.compare(settlement, paid=[*paid(settlement), more])

    assert codes(found) == [code]


def test_a_sheet_without_a_pay_line_is_refused(center: Center, settlement: Settlement) -> None:
    with pytest.raises(DataError) as found:
        center.compare(settlement, paid=[{"employee_id": "0007", "奖": "5"}])

    assert codes(found) == ["paid-nothing"]


def test_columns_of_text_are_named_and_left_alone(center: Center, settlement: Settlement) -> None:
    rows = [{**row, "备注": "无", "name": "王芳"} for row in paid(settlement)]

    found = center.compare(settlement, paid=rows)

    assert [(each.code, each.args["column"]) for each in found.diagnostics] == [
        ("paid-column", "备注")
    ]
    assert found.is_same


def test_it_has_no_words_in_a_strange_locale(center: Center, settlement: Settlement) -> None:
    with pytest.raises(UnknownNameError):
        center.compare(settlement, paid=paid(settlement)).text("fr")
