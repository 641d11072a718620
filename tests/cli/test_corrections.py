"""Twelve months on the command line, one put right, and the next month that pays for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ccops.values.periods import shifted_label
from tests.quiet import USUAL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

PACK = "telecom-7x24"
PEOPLE = "employee_id,employment_type,role,team,hired_on\nE1,full_time,agent,A,2020-01-01\n"
FACTS = {
    **{name: str(value) for name, value in USUAL.items()},
    "rostered_shifts": "15", "shifts_on_roster": "15", "holiday_dates": "0", "channel": "phone",
    "talk_hold_mean": "180 s", "order_accuracy": "98.5%", "discipline": "90.0",
    "basic_pay_due": "CNY 5000", "call_evaluation": "90",
}  # fmt: skip


def settle(run: Run, root: Path, period: str, out: str, *more: object, nights: int = 4) -> Ran:
    folder = root / f"in-{nights}"
    folder.mkdir(exist_ok=True)
    facts = {"employee_id": "E1", **FACTS, "nights_worked": str(nights)}
    table = f"{','.join(facts)}\n{','.join(facts.values())}\n"
    (folder / "employees.csv").write_text(PEOPLE)
    (folder / "facts.csv").write_text(table)
    (folder / "opening.csv").write_text("subject_id,name,period,amount,unit\n")
    (folder / "period.yaml").write_text("award_themes: []\n")
    words = ("--period", period, "--input", folder, "-o", root / out, "--json")
    ran = run("settle", "--pack", PACK, *words, *more)
    assert ran.code == 0, ran.err
    return ran


@pytest.fixture(scope="module")
def root(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve months, July with a night too few."""
    root = tmp_path_factory.mktemp("year")
    last: tuple[object, ...] = ()
    for number in range(12):
        period = shifted_label("2026-01", number)
        settle(run, root, period, period, *last, nights=3 if period == "2026-07" else 4)
        last = ("--closing", root / period / "closing.json")
    return root


def test_twelve_months_in_a_row_pay_what_was_put_right_once(run: Run, root: Path) -> None:
    june = ("--closing", root / "2026-06" / "closing.json")
    settle(run, root, "2026-07", "july-2", "--supersedes", root / "2026-07", *june)
    correct = ("--correct", root / "2026-07", root / "july-2")
    december = ("--closing", root / "2026-12" / "closing.json")

    paid = settle(run, root, "2027-01", "2027-01", *december, *correct)
    assert paid.json["corrects"] == ["2026-07"]
    january = ("--closing", root / "2027-01" / "closing.json")
    again = settle(run, root, "2027-02", "2027-02", *january, *correct)
    assert again.json["corrects"] == []
    assert "correction-posted" in again.err

    told = run("explain", root / "2027-01", "E1", "correction", "--pack", PACK, "--json").json
    assert told["trace"]["value"] == "10.00"
    closing = json.loads((root / "2027-02" / "closing.json").read_bytes())
    assert [each["period"] for each in closing["corrections"]] == ["2026-07"]
