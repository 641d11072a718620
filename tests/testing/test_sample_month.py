from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import ccops_asterisk
import pytest
from ccops_asterisk import QueueLogAdapter

from ccops.adapters import Intake, ReadOptions, Source
from ccops.adapters.inputs.agents import aliases_from_rows
from ccops.adapters.inputs.folder import Inputs, read_inputs
from ccops.adapters.inputs.rows import InputNames
from ccops.center import Center
from ccops.facts import employees_from_rows
from ccops.rulepack import read_mapping
from ccops.settlement import source
from ccops.testing.sample_files import write_month
from ccops.testing.sample_month import SampleMonth, make_month
from ccops.testing.sample_people import Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Diagnostic

ROOT = Path(__file__).parents[2]
SEED = 2026
ZONE = "Asia/Shanghai"
SHIFTS = {"R": (510, 1_230), "C": (570, 1_080), "W": (1_230, 1_950)}
LEAVE_KINDS = frozenset({"annual", "marriage", "maternity", "personal", "sick"})
RECORD_FILES = (
    "roster",
    "leave",
    "punches",
    "evaluations",
    "activity",
    "events",
    "exams",
    "swaps",
)
FACTS = frozenset(
    {
        "basic_pay_due", "channel", "discipline", "lead_tasks", "leave_deducted",
        "local_minimum_wage",
        "monthly_basic", "workdays_outside",
    }
)  # fmt: skip


def _digest(folder: Path) -> dict[str, str]:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {
        each.relative_to(folder).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in files
    }


@pytest.fixture(scope="module")
def month() -> SampleMonth:
    return make_month(SEED)


@pytest.fixture(scope="module")
def folder(month: SampleMonth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("month")
    write_month(month, written)
    return written


@pytest.fixture(scope="module")
def read(folder: Path) -> tuple[Inputs, tuple[Diagnostic, ...]]:
    mapping, problems = read_mapping(folder / "inputs.yaml")
    assert problems == ()
    names = InputNames(
        shifts=frozenset(SHIFTS), leave_kinds=LEAVE_KINDS, facts=FACTS, currency="CNY"
    )
    return read_inputs(folder, mapping=mapping, names=names)


@pytest.fixture(scope="module")
def inputs(read: tuple[Inputs, tuple[Diagnostic, ...]]) -> Inputs:
    return read[0]


@pytest.fixture(scope="module")
def intake(month: SampleMonth, inputs: Inputs) -> Intake:
    aliases, problems = aliases_from_rows(inputs.rows("agents"))
    assert problems == ()
    source = Source(name="queue_log", lines=month.queue_log.lines)
    return QueueLogAdapter().read([source], options=ReadOptions(zone=ZONE, aliases=aliases))


def _of(month: SampleMonth, story: Story) -> str:
    return next(each.employee_id for each in month.people if each.story is story)


# -- the same and another ---------------------------------------------------------------------


def test_same_seed_gives_the_same_bytes_in_another_process(folder: Path, tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from ccops.testing.sample_files import write_month\n"
        "from ccops.testing.sample_month import make_month\n"
        f"write_month(make_month({SEED}), pathlib.Path(sys.argv[1]))\n"
        "print('pytest' in sys.modules, 'hypothesis' in sys.modules)\n"
    )
    environment = {
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": os.environ.get("PATH", ""),
        "PYTHONHASHSEED": "1",
        "TZ": "America/New_York",
    }
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert _digest(tmp_path) == _digest(folder)
    assert done.stdout.split() == ["False", "False"]


def test_another_seed_gives_another_month(month: SampleMonth) -> None:
    other = make_month(SEED + 1)

    assert other.queue_log != month.queue_log
    assert other.table("punches") != month.table("punches")
    assert other.table("employees") != month.table("employees")


def test_writing_twice_leaves_the_same_files(month: SampleMonth, folder: Path) -> None:
    before = _digest(folder)

    write_month(month, folder)

    assert _digest(folder) == before


@pytest.mark.parametrize("period", ["2026-10", "2027-02", "2028-02"])
def test_other_periods_begin_after_the_cut_off_and_end_with_the_month(period: str) -> None:
    days = make_month(1, period=period, seats=12).days

    assert days.every[0].day == 26
    assert (days.every[-1] + dt.timedelta(days=1)).day == 1
    assert days.every[-1].isoformat()[:7] == period


@pytest.mark.parametrize("seats", [0, 7])
def test_too_few_seats_are_refused(seats: int) -> None:
    with pytest.raises(ValueError, match="at least 8"):
        make_month(1, seats=seats)


def test_a_period_that_is_no_month_is_refused() -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        make_month(1, period="2026-13")


# -- input files ------------------------------------------------------------------------------


def test_every_file_is_read_without_a_finding(
    read: tuple[Inputs, tuple[Diagnostic, ...]],
) -> None:
    inputs, findings = read

    assert [str(each) for each in findings] == []
    assert set(inputs.tables) == {
        *("employees", "assignments", "facts", "agents", "calendar", "roster", "punches"),
        *("leave", "evaluations", "exams", "activity", "events", "swaps", "opening"),
        *("ratings", "team_activities", "documents", "document_reviews", "topics", "coaching"),
        *("kb_items", "kb_accounts", "kb_searches", "kb_visits", "study", "development_plans"),
        "quality_actions",
    }


def test_employees_and_their_changes_are_sound(inputs: Inputs) -> None:
    employees, assignments, findings = employees_from_rows(
        inputs.rows("employees"), inputs.rows("assignments"), currency="CNY"
    )

    assert findings == ()
    assert Counter(each.role for each in employees) == {
        "agent": 136,
        "team_lead": 6,
        "qa_trainer": 3,
        "center_manager": 1,
    }
    assert sorted(str(each.value) for each in assignments) == ["C", "team_lead"]
    assert all(each.employee_id.startswith("00") for each in employees)


def test_roster_covers_day_and_night_and_seats_everybody(
    month: SampleMonth, inputs: Inputs
) -> None:
    agents = {each.employee_id for each in month.people if each.is_agent}
    present: dict[str, Counter[str]] = defaultdict(Counter)
    for row in inputs.rows("roster"):
        if row["employee_id"] in agents:
            present[row["work_date"]][row["shift"]] += 1

    assert sorted(present) == [day.isoformat() for day in month.days.every]
    for shifts in present.values():
        assert shifts["R"] >= 28
        assert shifts["W"] >= 28
        assert shifts["R"] + shifts["C"] <= month.seats


def test_nobody_works_the_day_after_a_night(inputs: Inputs) -> None:
    shifts = {
        (row["employee_id"], row["work_date"]): row["shift"] for row in inputs.rows("roster")
    }
    nights = [key for key, shift in shifts.items() if shift == "W"]

    assert nights
    for employee, day in nights:
        after = dt.date.fromisoformat(day) + dt.timedelta(days=1)
        assert (employee, after.isoformat()) not in shifts


def test_punches_miss_nothing_in_the_attendance_period(month: SampleMonth, inputs: Inputs) -> None:
    rows = inputs.rows("punches")
    after = month.days.attendance.last + dt.timedelta(days=1)
    directions: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["at"] < f"{after} 07:00":
            directions[row["employee_id"]].append(row["direction"])
    every = Counter(row["direction"] for row in rows)

    assert sum("corrected_by" in row for row in rows) == 1
    assert all(set(own[0::2]) <= {"in"} for own in directions.values())
    assert all(set(own[1::2]) <= {"out"} for own in directions.values())
    assert every["in"] > every["out"]


@pytest.mark.parametrize(
    ("story", "taken"),
    [
        (Story.ABSENT_THREE, [("sick", ""), ("personal", ""), ("personal", "")]),
        (Story.ABSENT_HALF, [("sick", ""), ("sick", ""), ("personal", "5.5")]),
        (Story.IN_NOTICE, [("personal", "")]),
        (Story.MATERNITY, [("maternity", "")]),
    ],
)
def test_stories_take_the_leave_they_tell(
    month: SampleMonth, inputs: Inputs, story: Story, taken: list[tuple[str, str]]
) -> None:
    own = [row for row in inputs.rows("leave") if row["employee_id"] == _of(month, story)]

    assert [(row["kind"], row.get("hours", "")) for row in own] == taken
    allowed = {bool(row["approved_at"]) for row in own}
    assert allowed == {story is not Story.IN_NOTICE}


def test_everybody_with_a_score_has_all_that_it_needs(
    month: SampleMonth, inputs: Inputs, intake: Intake
) -> None:
    days = month.days.attendance
    inside = (days.first.isoformat(), days.last.isoformat())
    segments = intake.records["handle_segment"]
    calls = Counter(
        agent
        for agent, day in zip(
            segments.columns["agent"], segments.columns["arrival_day"], strict=True
        )
        if isinstance(day, int) and days.first.toordinal() <= day <= days.last.toordinal()
    )
    evaluated = Counter(
        row["employee_id"]
        for row in inputs.rows("evaluations")
        if row["status"] == "valid" and inside[0] <= row["at"][:10] <= inside[1]
    )
    orders = {
        (row["employee_id"], row["kind"])
        for row in inputs.rows("activity")
        if inside[0] <= row["date"] <= inside[1]
    }
    facts = {row["employee_id"]: row for row in inputs.rows("facts")}
    for person in month.people:
        assert "basic_pay_due" in facts[person.employee_id]
        if person.is_agent and person.story is not Story.MATERNITY:
            assert calls[person.employee_id] >= 4
            assert evaluated[person.employee_id] >= 4
            assert (person.employee_id, "work_order") in orders
            assert "discipline" in facts[person.employee_id]
        if person.role in ("team_lead", "qa_trainer") or person.story is Story.PROMOTED:
            assert {"discipline", "lead_tasks"} <= facts[person.employee_id].keys()


def test_evaluated_calls_were_answered_by_the_one_who_is_evaluated(
    inputs: Inputs, intake: Intake
) -> None:
    segments = intake.records["handle_segment"].columns
    answered = set(zip(segments["contact_id"], segments["agent"], strict=True))

    for row in inputs.rows("evaluations"):
        assert (row["contact_id"], row["employee_id"]) in answered


# -- telephones -------------------------------------------------------------------------------


def test_log_is_read_but_for_the_broken_lines(month: SampleMonth, intake: Intake) -> None:
    report = intake.report

    assert report.rows_in == len(month.queue_log.lines)
    assert report.quarantined == month.queue_log.broken == 4
    assert report.duplicate == month.queue_log.duplicates > 0
    assert report.ignored == 0
    assert set(report.counts) == {
        *("row-fields", "row-unreadable", "time-unreadable"),
    }
    assert report.unmapped_agents == ()


def test_log_has_everything_a_queue_writes(intake: Intake) -> None:
    wanted = {
        *("ENTERQUEUE", "CONNECT", "COMPLETECALLER", "COMPLETEAGENT", "ABANDON", "RINGNOANSWER"),
        *("EXITWITHTIMEOUT", "EXITWITHKEY", "BLINDTRANSFER", "ATTENDEDTRANSFER", "WRAPUPSTART"),
        *("ADDMEMBER", "REMOVEMEMBER", "PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL"),
    }

    assert set(intake.report.rows_by_type) == wanted


def test_calls_of_the_month_are_as_many_as_a_sample_needs(
    month: SampleMonth, intake: Intake
) -> None:
    visits = intake.records["queue_visit"]
    october = visits.within(month.days.performance)
    outcomes = Counter(visits.columns["outcome"])

    assert 12_000 <= len(october) <= 20_000
    assert outcomes["abandoned"] > 500
    assert {"answered", "timeout", "exit_key", "open"} < set(outcomes)


def test_calls_still_there_at_midnight_stay_open(intake: Intake) -> None:
    assert len(intake.report.open_contacts) >= 2


def test_nights_have_calls_and_days_have_more(intake: Intake) -> None:
    hours = Counter(intake.records["queue_visit"].columns["arrival_hour"])

    assert min(hours[each] for each in range(24)) > 0
    assert hours[10] > 10 * hours[3]


def _conversations(intake: Intake) -> Iterator[tuple[str, int, int]]:
    columns = intake.records["handle_segment"].columns
    for agent, begins, talk in zip(
        columns["agent"], columns["connected_ms"], columns["talk_hold"], strict=True
    ):
        if isinstance(talk, int):
            assert isinstance(begins, int)
            yield str(agent), begins // 1_000, (begins + talk) // 1_000


def test_no_agent_is_in_two_calls_at_once(intake: Intake) -> None:
    free_at: dict[str, int] = {}
    for agent, begins, ends in sorted(_conversations(intake), key=lambda each: each[1]):
        assert free_at.get(agent, 0) <= begins
        free_at[agent] = ends


def test_only_agents_on_shift_answer(inputs: Inputs, intake: Intake) -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    shifts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in inputs.rows("roster"):
        midnight = dt.datetime.fromisoformat(row["work_date"]).replace(tzinfo=zone)
        first, last = (midnight + dt.timedelta(minutes=each) for each in SHIFTS[row["shift"]])
        shifts[row["employee_id"]].append((int(first.timestamp()), int(last.timestamp())))

    for agent, begins, ends in _conversations(intake):
        assert any(first <= begins < ends <= last for first, last in shifts[agent])


def test_callers_have_numbers_that_are_nobodys(month: SampleMonth) -> None:
    numbers = [line.split("|")[6] for line in month.queue_log.lines if "|ENTERQUEUE|" in line]

    assert numbers
    assert all(re.fullmatch(r"1990000\d{4}", each) for each in numbers)


# -- the whole way ----------------------------------------------------------------------------


def test_month_settles_as_final_under_its_pack(
    month: SampleMonth, inputs: Inputs, intake: Intake
) -> None:
    center = Center.open(ROOT / "rulepacks" / month.pack, plugins=[ccops_asterisk])
    asked = center.month(
        month.period,
        employees=inputs.rows("employees"),
        assignments=inputs.rows("assignments"),
        decisions=dict(month.decisions),
    )
    handed_in = [source(name, inputs.sourced(name)) for name in RECORD_FILES]
    given = {
        row["employee_id"]: {name: cell for name, cell in row.items() if name in FACTS}
        for row in inputs.rows("facts")
    }

    asked = asked.starting_from(asked.opening(inputs.rows("opening")))
    settlement = asked.settle(asked.measure(*handed_in, intake).joined(given))

    paid = Counter(
        str(settlement.value(each.employee_id, "monthly_bonus"))
        for each in month.people
        if each.is_agent
    )
    assert settlement.is_final
    assert {f"CNY {each}.00" for each in (0, 100, 200, 300, 400, 500)} < set(paid)
    for story in (Story.ABSENT_THREE, Story.ENDED, Story.IN_NOTICE, Story.JOINER):
        assert str(settlement.value(_of(month, story), "monthly_bonus")) == "CNY 0.00"
