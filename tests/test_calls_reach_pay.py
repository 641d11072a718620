"""One call reaches the pay: a longer conversation in the log moves lines of a statement."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import pytest

from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.reading import Calls
from ccops.settlement import Settlement
from ccops.testing.sample_files import QUEUE_LOG, write_month
from ccops.testing.sample_month import make_month
from ccops.values import Money
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.center import Center
    from ccops.kpi import Records
    from ccops.plan import Trace, TracedRow

SEED: Final = 2026
#: So much longer, in seconds, the conversation is.
LONGER: Final = 1_800
_TALK: Final = 6
_ENDS: Final = ("COMPLETECALLER", "COMPLETEAGENT")


@attrs.frozen(kw_only=True)
class Settled:
    """A folder handed in, and what it comes to."""

    folder: Path
    handed_in: InputMonth
    settlement: Settlement

    @property
    def lines(self) -> list[str]:
        """The lines of the log."""
        return (self.folder / QUEUE_LOG).read_text("utf-8").splitlines()

    def line_of(self, calls: Records, row: int) -> list[str]:
        """Return the fields of the line of the log a record was read from."""
        reference = str(calls.columns[calls.kind.reference][row])
        name, _, number = reference.rpartition(":")
        assert Path(name).name == "queue_log"
        return self.lines[int(number) - 1].split("|")

    def calls_behind(self, employee: str) -> Records:
        """Return the calls behind the talk time of an agent."""
        return self.handed_in.month.evidence(employee, "talk_hold_mean", self.handed_in.records)


@attrs.frozen(kw_only=True)
class Moved:
    """The month before and after one call of somebody became longer."""

    employee: str
    call: str
    before: Settled
    after: Settled


def _settled(center: Center, folder: Path) -> Settled:
    found = read_month(center, "2026-10", folder, Calls(adapter="asterisk-queue-log"))
    found = found.starting_from(earlier_periods(found, None, None))
    settlement = found.month.settle(found.facts())
    return Settled(folder=folder, handed_in=found, settlement=settlement)


def _just_above_a_row(settlement: Settlement) -> str:
    """Return the paid agent whose score is least above the bound of the row he hit."""
    slack: dict[str, Decimal] = {}
    for employee in settlement.employees:
        bonus = settlement.value(employee, "monthly_bonus")
        score = settlement.value(employee, "monthly_score")
        if not isinstance(bonus, Money) or not isinstance(score, Decimal) or not bonus.minor:
            continue
        (row,) = (each for each in _table(settlement, employee) if each.hit)
        slack[employee] = score - Decimal(row.cells[0].removeprefix(">="))
    return min(sorted(slack), key=slack.__getitem__)


def _table(settlement: Settlement, employee: str) -> tuple[TracedRow, ...]:
    found = _node(settlement.trace(employee, "monthly_bonus"), "monthly_bonus_by_table")
    return found.table


def _nodes(trace: Trace) -> Iterator[Trace]:
    yield trace
    for each in trace.inputs:
        yield from _nodes(each)


def _node(trace: Trace, name: str) -> Trace:
    return next(each for each in _nodes(trace) if each.name == name)


def _lengthened(lines: list[str], call: str, agent: str) -> list[str]:
    """Return the log with one conversation longer, its end where it then stands in time."""
    number = next(
        number
        for number, line in enumerate(lines)
        if (fields := line.split("|"))[1:2] == [call]
        and fields[4:5] != []
        and fields[4] in _ENDS
        and fields[3].endswith(agent)
    )
    fields = lines[number].split("|")
    ends = int(fields[0]) + LONGER
    fields[0], fields[_TALK] = str(ends), str(int(fields[_TALK]) + LONGER)
    rest = [*lines[:number], *lines[number + 1 :]]
    place = next(
        (at for at, line in enumerate(rest) if at >= number and _second(line) > ends), len(rest)
    )
    return [*rest[:place], "|".join(fields), *rest[place:]]


def _second(line: str) -> int:
    second = line.split("|", 1)[0]
    return int(second) if second.isdigit() else 0


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Moved:
    center = loaded.center(plugins="installed")
    month = make_month(SEED)
    folders = [tmp_path_factory.mktemp(name) for name in ("before", "after")]
    for folder in folders:
        write_month(month, folder)
    before = _settled(center, folders[0])
    employee = _just_above_a_row(before.settlement)
    calls = before.calls_behind(employee)
    row = next(
        row
        for row in range(len(calls))
        if calls.columns["ended_by"][row] == "customer"
        and calls.columns["transfer"][row] == "none"
    )
    call = str(calls.columns["contact_id"][row])
    alias = before.line_of(calls, row)[3]
    text = "".join(f"{line}\n" for line in _lengthened(before.lines, call, alias))
    (folders[1] / QUEUE_LOG).write_text(text, "utf-8")
    return Moved(employee=employee, call=call, before=before, after=_settled(center, folders[1]))


def _changes(moved: Moved, name: str) -> dict[str, tuple[object, object]]:
    one, other = moved.before.settlement, moved.after.settlement
    pairs = {each: (one.value(each, name), other.value(each, name)) for each in one.employees}
    return {each: pair for each, pair in pairs.items() if pair[0] != pair[1]}


def _paid(settlement: Settlement) -> Mapping[str, Decimal]:
    return {each.line_id: each.amount for each in settlement.lines()}


def test_only_one_line_of_the_log_is_another(moved: Moved) -> None:
    before, after = set(moved.before.lines), set(moved.after.lines)

    (old,), (new,) = before - after, after - before

    assert old.split("|")[1] == new.split("|")[1] == moved.call
    assert int(new.split("|")[_TALK]) - int(old.split("|")[_TALK]) == LONGER


def test_the_longer_call_moves_the_agents_work_and_score(moved: Moved) -> None:
    for name in ("talk_hold_mean", "work_evaluation", "monthly_score"):
        assert set(_changes(moved, name)) >= {moved.employee}, name
    assert set(_changes(moved, "talk_hold_mean")) == {moved.employee}
    assert _changes(moved, "call_evaluation") == _changes(moved, "conduct") == {}

    ((before, after),) = [_changes(moved, "monthly_score")[moved.employee]]
    assert isinstance(before, Decimal)
    assert isinstance(after, Decimal)
    assert after < before


def test_a_pay_line_of_the_agent_moves(moved: Moved) -> None:
    before, after = moved.before.settlement, moved.after.settlement

    lines = {each.line_id: (each.employee_id, each.pay_code) for each in before.lines()}
    one, other = _paid(before), _paid(after)
    changed = {lines[each] for each in one if one[each] != other[each]}

    assert one.keys() == other.keys()
    assert (moved.employee, "B01") in changed
    assert {code for _, code in changed} <= {"B01", "B02"}
    mine = _changes(moved, "monthly_bonus")[moved.employee]
    total = _changes(moved, "handed_to_payroll")[moved.employee]
    assert all(isinstance(each, Money) for each in (*mine, *total))
    assert mine[1] < mine[0]  # type: ignore[operator] # both are money
    assert total[0] - total[1] == mine[0] - mine[1]  # type: ignore[operator] # all are money


def test_who_is_paid_another_amount_stands_elsewhere_in_the_table(moved: Moved) -> None:
    places = {**_changes(moved, "month_rank"), **_changes(moved, "lead_rank")}
    scores = _changes(moved, "monthly_score")

    assert set(_changes(moved, "handed_to_payroll")) <= set(places) | set(scores)


def test_the_explanation_leads_from_the_pay_line_to_the_call(moved: Moved) -> None:
    after = moved.after
    trace = after.settlement.trace(moved.employee, "handed_to_payroll")
    way = ("monthly_bonus", "monthly_bonus_by_table", "monthly_score", "work_evaluation")

    for name in way:
        assert "talk_hold_mean" in {each.name for each in _nodes(_node(trace, name))}
    assert _node(trace, "talk_hold_mean").kind == "measured"
    calls = after.calls_behind(moved.employee)
    row = list(calls.columns["contact_id"]).index(moved.call)
    fields = after.line_of(calls, row)
    old = moved.before.calls_behind(moved.employee)
    before = old.columns["talk_hold"][list(old.columns["contact_id"]).index(moved.call)]

    assert fields[1] == moved.call
    assert len(calls) == len(old)
    assert calls.columns["talk_hold"][row] == before + LONGER * 1_000  # type: ignore[operator] # milliseconds


def test_the_calls_behind_a_fact_come_to_the_fact(moved: Moved) -> None:
    for each in (moved.before, moved.after):
        calls = each.calls_behind(moved.employee)
        talk = [int(str(cell)) for cell in calls.columns["talk_hold"]]
        fact = each.settlement.value(moved.employee, "talk_hold_mean")
        milliseconds = _node(
            each.settlement.trace(moved.employee, "monthly_bonus"), "talk_hold_mean"
        ).value.cell

        assert fact == each.handed_in.facts().value(moved.employee, "talk_hold_mean")
        assert isinstance(milliseconds, tuple)
        assert milliseconds[0] * len(talk) == sum(talk) * milliseconds[1]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_the_two_explanations_differ_where_the_call_counts(moved: Moved, locale: str) -> None:
    before = moved.before.settlement.explain(moved.employee, "monthly_bonus", locale=locale)
    after = moved.after.settlement.explain(moved.employee, "monthly_bonus", locale=locale)

    gone = set(before.lines()) - set(after.lines())

    assert any("talk_hold_mean" in line for line in gone)
    assert any("monthly_bonus" in line for line in gone)
