"""Actions on faults as they are handed in: out of order, or listed twice, they are refused."""

from __future__ import annotations

import datetime as dt

import pytest

from ccops.scorecards import quality_action_records


def an_action(**more: str) -> dict[str, object]:
    return {
        "action_id": "P1",
        "owner": "L",
        "cause": "script",
        "from": "2026-10-05",
        "due_on": "2026-10-20",
        **more,
    }


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([an_action()], []),
        ([an_action(done_on="2026-10-05", effective="yes")], []),
        ([an_action(done_on="2026-10-04")], ["action-order"]),
        ([an_action(due_on="2026-10-04")], ["action-order"]),
        ([an_action(effective="no")], ["action-order"]),
        ([an_action(), an_action(owner="M")], ["action-twice"]),
        ([an_action(owner="")], ["value-absent"]),
    ],
)
def test_what_is_wrong_with_actions(rows: list[dict[str, object]], codes: list[str]) -> None:
    records, findings = quality_action_records(rows, zone=dt.UTC)

    assert [each.code for each in findings] == codes
    assert len(records) == (0 if codes == ["value-absent"] else len(rows))
