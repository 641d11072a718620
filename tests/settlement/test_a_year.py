"""Twelve consecutive months of the sample center, three faults in the seventh, each put right."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.center import Center
from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.reading import Calls
from ccops.settlement import Settlement
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_year import make_months
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.settlement import Closing, Difference

    Rows = list[dict[str, str]]

JULY = "2026-07"
#: The month after the twelve, which pays what was corrected.
JANUARY = "2027-01"
#: The agents whose evaluation, punch and call were wrong in July, each among the best.
SCORED, PUNCHED, CALLED = "001077", "001080", "001078"


@attrs.frozen(kw_only=True)
class Year:
    """The twelve settlements with the folders they came from."""

    center: Center
    root: Path
    settlements: dict[str, Settlement]

    def read(self, folder: Path, period: str) -> InputMonth:
        return read_month(self.center, period, folder, Calls(adapter=TABLE_ADAPTER))

    def july_without(self, *faults: str) -> Settlement:
        """Settle July again with some of its faults put right, after the June it came after."""
        folder = self.root / f"again-{'-'.join(faults)}"
        shutil.copytree(self.root / "right", folder)
        for name, make in FAULTS.items():
            if name not in faults:
                make(folder)
        found = self.read(folder, JULY).starting_from(self.settlements["2026-06"].closing)
        before = self.settlements[JULY]
        return found.month.settle(found.facts(), revision=2, supersedes=before.digest)

    def correction(self, *faults: str) -> Difference:
        later = [each for period, each in self.settlements.items() if period > JULY]
        return self.july_without(*faults).diff(self.settlements[JULY], later=later)


def edited(file: Path, change: Callable[[Rows], None]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def too_strict_an_evaluation(folder: Path) -> None:
    def change(rows: Rows) -> None:
        own = next(x for x in rows if x["employee_id"] == SCORED and x["item"] == "L1")
        own["occurrences"] = "6"

    edited(folder / "evaluations.csv", change)


def a_punch_at_the_wrong_time(folder: Path) -> None:
    """The terminal had him leave a night shift at 1 o'clock; he stayed until the morning."""

    def change(rows: Rows) -> None:
        outs = [x for x in rows if x["employee_id"] == PUNCHED and x["direction"] == "out"]
        morning = next(x for x in outs if x["at"] > "2026-07-05" and " 08:" in x["at"])
        morning["at"] = f"{morning['at'][:10]} 01:00:00"

    edited(folder / "punches.csv", change)


def a_call_left_open(folder: Path) -> None:
    """One call lasted three hours for the telephone: it was not hung up."""
    aliases = {}
    with (folder / "agents.csv").open(encoding="utf-8", newline="") as stream:
        aliases = {x["employee_id"]: x["alias"] for x in csv.DictReader(stream)}

    def change(rows: Rows) -> None:
        next(x for x in rows if x["agent"] == aliases[CALLED])["talk"] = "10800"

    edited(folder / "calls" / "calls.csv", change)


FAULTS = {
    "evaluation": too_strict_an_evaluation,
    "punch": a_punch_at_the_wrong_time,
    "call": a_call_left_open,
}


@pytest.fixture(scope="module")
def year(center: Center, tmp_path_factory: pytest.TempPathFactory) -> Year:
    root = tmp_path_factory.mktemp("year")
    found = Year(center=center, root=root, settlements={})
    closing: Closing | None = None
    for month in make_months(2026, first="2026-01", count=13):
        folder = root / month.period
        write_month(month, folder, calls=CallsAs.TABLE)
        if month.period == JULY:
            shutil.copytree(folder, root / "right")
            for make in FAULTS.values():
                make(folder)
        if month.period == JANUARY:
            break
        handed_in = found.read(folder, month.period)
        start = closing or earlier_periods(handed_in, None, None)
        handed_in = handed_in.starting_from(start)
        settlement = handed_in.month.settle(handed_in.facts())
        found.settlements[month.period] = settlement
        closing = settlement.closing
    return found


def told(found: Difference) -> list[tuple[str, str, str, bool]]:
    return [(each.employee, each.name, str(each.difference), each.is_own) for each in found.lines]


def causes(found: Difference) -> set[tuple[str, str]]:
    return {(cause.employee, cause.name) for each in found.lines for cause in each.causes}


def test_every_month_of_the_year_is_final_and_goes_on_from_the_one_before(year: Year) -> None:
    closings = [each.closing.settlement_digest for each in year.settlements.values()]
    begun = [each.before for each in year.settlements.values()]

    assert all(each.is_final for each in year.settlements.values())
    assert [each.settlement_digest for each in begun[1:] if each] == closings[:-1]
    assert begun[0] is not None
    assert begun[0].is_opening


@pytest.mark.parametrize(
    ("fault", "moved", "because", "left"),
    [
        (
            "evaluation",
            [
                (SCORED, "monthly_bonus", "CNY 100.00", True),
            ],
            {(SCORED, "call_evaluation")},
            ("month_rank 2026-07", "monthly_score 2026-07"),
        ),
        (
            "punch",
            [
                (PUNCHED, "full_attendance_award", "CNY 100.00", True),
                (PUNCHED, "night_allowance", "CNY 10.00", True),
            ],
            {(PUNCHED, "late_or_early"), (PUNCHED, "nights_worked")},
            ("comp_time",),
        ),
        (
            "call",
            [
                (CALLED, "monthly_bonus", "CNY 400.00", True),
            ],
            {(CALLED, "talk_hold_mean")},
            ("month_rank 2026-07", "monthly_score 2026-07"),
        ),
    ],
)
def test_a_fault_of_month_seven_put_right(
    year: Year,
    fault: str,
    moved: list[tuple[str, str, str, bool]],
    because: set[tuple[str, str]],
    left: tuple[str, ...],
) -> None:
    """A rescored evaluation, a late punch, a changed call: who moves, by how much, and why."""
    found = year.correction(fault)

    others = [each for each in told(found) if not each[-1]]
    assert [each for each in told(found) if each[-1]] == moved
    assert all(name == "monthly_bonus" and "-" in less for _, name, less, _ in others)
    assert bool(others) is (fault == "call")  # whose place he takes again
    assert causes(found) == because
    assert found.left == left
    assert found.stale == ("2026-08", "2026-09", "2026-10", "2026-11", "2026-12")


def test_the_year_is_settled_on_and_the_next_month_pays_all_differences(year: Year) -> None:
    """July and the months after it once more, one after the other; January pays, each once."""
    corrections = [year.july_without(*FAULTS).diff(year.settlements[JULY])]
    for period in sorted(each for each in year.settlements if each > JULY):
        found = year.read(year.root / period, period)
        found = found.starting_from(corrections[-1].after.closing)
        before = year.settlements[period]
        again = found.month.settle(found.facts(), revision=2, supersedes=before.digest)
        corrections.append(again.diff(before))
    found = year.read(year.root / JANUARY, JANUARY)
    found = found.starting_from(corrections[-1].after.closing)
    paid = found.month.settle(found.facts(), corrections=corrections)

    due: dict[str, int] = {}
    for each in corrections:
        own: dict[str, int] = {}
        for line in each.lines:
            if line.is_own and line.difference is not None:
                own[line.employee] = own.get(line.employee, 0) + line.difference.minor
        for who, amount in own.items():
            due[who] = due.get(who, 0) + max(amount, 0)
    assert due[CALLED] >= 30_000
    for employee in paid.employees:
        now, still = paid.value(employee, "correction"), paid.value(employee, "correction_due")
        assert isinstance(now, Money)
        assert isinstance(still, Money)
        assert now.minor + still.minor == due.get(employee, 0)
    adjustments = [each for each in paid.lines() if each.kind == "adjustment"]
    assert sum(each.amount for each in adjustments) * 100 == sum(due.values())
    assert JULY in {each.corrects_period for each in adjustments}
    assert len({each.line_id for each in paid.lines()}) == len(paid.lines())
