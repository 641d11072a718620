from __future__ import annotations

import pytest

from ccops.worktime import swap_records

ROW = {
    "date": "2026-10-05",
    "from_employee": "A",
    "to_employee": "B",
    "initiator": "A",
    "kind": "voluntary",
}


def told(**cells: str) -> list[tuple[object, ...]]:
    made, findings = swap_records([{**ROW, **cells}])
    assert findings == ()
    names = ("employee_id", "with_employee", "initiated", "kind", "approved")
    return list(zip(*(made.columns[name] for name in names), strict=True))


def test_each_of_the_two_has_a_record_of_a_swap() -> None:
    assert told() == [("A", "B", True, "voluntary", False), ("B", "A", False, "voluntary", False)]


def test_who_took_the_shift_may_have_asked_for_it() -> None:
    assert [row[2] for row in told(initiator="B")] == [False, True]


def test_a_swap_that_the_lead_arranged_was_asked_for_by_neither() -> None:
    found = told(initiator="L", kind="assigned", approved_at="2026-10-01")

    assert found == [("A", "B", False, "assigned", True), ("B", "A", False, "assigned", True)]


@pytest.mark.parametrize("cells", [{"kind": "forced"}, {"date": "soon"}, {"to_employee": ""}])
def test_a_wrong_row_is_told_and_makes_no_record(cells: dict[str, str]) -> None:
    made, findings = swap_records([{**ROW, **cells}, ROW])

    assert len(findings) == 1
    assert len(made.columns["employee_id"]) == len(told())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"to_employee": "A"}, "swap-self"),
        ({}, "swap-twice"),
        ({"initiator": "B"}, "swap-twice"),
    ],
)
def test_a_swap_that_would_count_for_nothing_or_twice_is_told_at_its_row(
    more: dict[str, str], code: str
) -> None:
    _, findings = swap_records([ROW, {**ROW, **more, "source_ref": "swaps.csv:3"}])

    assert [(each.code, str(each.span)) for each in findings] == [(code, "swaps.csv:3:1")]


def test_a_shift_given_back_is_another_swap() -> None:
    back = {**ROW, "from_employee": "B", "to_employee": "A"}

    assert swap_records([ROW, back, {**ROW, "date": "2026-10-06"}])[1] == ()
