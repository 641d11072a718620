"""What agents do, by the log: signed on, free, ringing, in calls, after calls, not ready."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from ccops_asterisk import QueueLogAdapter
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import (
    AtEnd,
    AtRestart,
    Intake,
    PausedIn,
    ReadOptions,
    Source,
    StateTerms,
    joined_intake,
)
from ccops.contacts import AgentAlias
from ccops.values import Missing

Read = Callable[..., Intake]
#: 2026-10-14 08:26:40 in Shanghai.
T: Final = 1_791_937_600
QUEUES: Final = ("sales", "support")


def line(second: int, queue: str, event: str, *told: object, call: str = "NONE") -> str:
    return "|".join(map(str, (T + second, call, queue, "Agent/1", event, *told)))


def on(second: int, queue: str = "sales", paused: str = "") -> str:
    return line(second, queue, "ADDMEMBER", paused, call="MANAGER")


def off(second: int, queue: str = "sales") -> str:
    return line(second, queue, "REMOVEMEMBER", "", call="MANAGER")


def call(number: int, enters: int, answers: int, ends: int, ring: int = 0) -> list[str]:
    name = f"{T + enters}.{number}"
    head = f"{T + enters}|{name}|sales|NONE|ENTERQUEUE||139|1"
    wait, talk = answers - enters, ends - answers
    return [
        head,
        line(answers, "sales", "CONNECT", wait, f"{name}1", ring, call=name),
        line(ends, "sales", "COMPLETEAGENT", wait, talk, 1, call=name),
    ]


def in_order(*lines: str) -> list[str]:
    return sorted(lines, key=lambda each: int(each.split("|")[0]))


def states(intake: Intake) -> list[tuple[Any, ...]]:
    """Return state, reason, second it began after ``T``, seconds, what ended it; cuts undone."""
    found: list[list[Any]] = []
    records = intake["agent_state"]
    for number in range(len(records)):
        row = records.row(number)
        lasted = row["duration"]
        seconds = Fraction(lasted, 1_000) if isinstance(lasted, int) else None
        if row["continued"]:
            found[-1][3] += seconds
            continue
        reason = "" if isinstance(row["reason"], Missing) else row["reason"]
        begins = Fraction(int(row["started_ms"]), 1_000) - T  # type: ignore[arg-type]
        found.append([row["state"], reason, begins, seconds, row["ended_by"]])
    return [tuple(each) for each in found]


def test_signed_on_is_free_until_signed_off(read: Read) -> None:
    assert states(read(on(0), off(600))) == [("available", "", 0, 600, "event")]


def test_signed_on_anywhere_is_signed_on(read: Read) -> None:
    intake = read(on(0), on(60, "support"), off(100), off(300, "support"))

    assert states(intake) == [("available", "", 0, 300, "event")]


def test_a_call_is_rung_answered_and_over(read: Read) -> None:
    intake = read(*in_order(on(0), *call(1, 50, 60, 100, ring=4), off(200)))

    assert states(intake) == [
        ("available", "", 0, 56, "event"),
        ("reserved", "", 56, 4, "event"),
        ("on_contact", "", 60, 40, "event"),
        ("available", "", 100, 100, "event"),
    ]


def test_a_ring_nobody_answers_counts_in_milliseconds(read: Read) -> None:
    caller = f"{T + 5}|{T + 5}.1|sales|NONE|ENTERQUEUE||139|1"
    rang = line(20, "sales", "RINGNOANSWER", 3_500, call=f"{T + 5}.1")

    assert states(read(on(0), caller, rang, off(30))) == [
        ("available", "", 0, Fraction(33, 2), "event"),
        ("reserved", "", Fraction(33, 2), Fraction(7, 2), "event"),
        ("available", "", 20, 10, "event"),
    ]


def test_two_calls_at_once_are_not_double_time(read: Read) -> None:
    lines = in_order(on(0), *call(1, 5, 10, 60), *call(2, 20, 30, 90), off(100))

    assert states(read(*lines)) == [
        ("available", "", 0, 10, "event"),
        ("on_contact", "", 10, 80, "event"),
        ("available", "", 90, 10, "event"),
    ]


def test_a_pause_of_all_queues_is_written_thrice_and_counts_once(read: Read) -> None:
    def pause(second: int, event: str) -> list[str]:
        each = [line(second, queue, event, "meal") for queue in QUEUES]
        return [line(second, "NONE", f"{event}ALL", "meal"), *each]

    lines = [on(0), on(0, "support"), *pause(60, "PAUSE"), *pause(120, "UNPAUSE")]
    intake = read(*lines, off(200), off(200, "support"))

    assert states(intake) == [
        ("available", "", 0, 60, "event"),
        ("aux", "meal", 60, 60, "event"),
        ("available", "", 120, 80, "event"),
    ]


def test_a_pause_in_one_queue_of_two_counts_as_said(read: Read) -> None:
    lines = (
        on(0),
        on(0, "support"),
        line(60, "sales", "PAUSE", "tea"),
        line(90, "sales", "UNPAUSE", ""),
        off(100),
        off(100, "support"),
    )

    any_of_them = read(*lines)
    every = read(*lines, states=StateTerms(paused_in=PausedIn.EVERY))

    assert [each[:2] for each in states(any_of_them)] == [
        ("available", ""),
        ("aux", "tea"),
        ("available", ""),
    ]
    assert states(every) == [("available", "", 0, 100, "event")]


def test_another_reason_is_another_stretch(read: Read) -> None:
    lines = [line(10, "sales", "PAUSE", "tea"), line(30, "sales", "PAUSE", "training")]
    intake = read(on(0), *lines, off(60))

    assert [(each[1], each[3]) for each in states(intake)] == [
        ("", 10),
        ("tea", 20),
        ("training", 30),
    ]


def test_a_member_may_be_added_paused(read: Read) -> None:
    intake = read(on(0, paused="PAUSED"), line(30, "sales", "UNPAUSE", ""), off(60))

    assert [(each[0], each[3]) for each in states(intake)] == [("aux", 30), ("available", 30)]


def test_a_call_during_a_pause_is_a_call(read: Read) -> None:
    lines = in_order(on(0), line(10, "sales", "PAUSE", "tea"), *call(1, 15, 20, 50), off(90))

    assert [(each[0], each[3]) for each in states(read(*lines))] == [
        ("available", 10),
        ("aux", 10),
        ("on_contact", 30),
        ("aux", 40),
    ]


def test_after_call_work_is_known_where_it_is_stated(read: Read) -> None:
    lines = in_order(on(0), *call(1, 5, 10, 20), line(20, "sales", "WRAPUPSTART", 30), off(90))

    assert [(each[0], each[3]) for each in states(read(*lines))] == [
        ("available", 10),
        ("on_contact", 10),
        ("acw", 30),
        ("available", 40),
    ]


def test_after_call_work_ends_with_the_next_call(read: Read) -> None:
    wraps = line(20, "sales", "WRAPUPSTART", 30)
    lines = in_order(on(0), *call(1, 5, 10, 20), wraps, *call(2, 30, 35, 50), off(90))

    assert [(each[0], each[3]) for each in states(read(*lines))][2:] == [
        ("acw", 15),
        ("on_contact", 15),
        ("available", 40),
    ]


def test_a_reason_may_be_named_as_after_call_work(read: Read) -> None:
    lines = (on(0), line(10, "sales", "PAUSE", "wrapup"), off(60))
    terms = StateTerms(after_call=frozenset({"wrapup"}))

    assert [each[0] for each in states(read(*lines))] == ["available", "aux"]
    assert [each[:2] for each in states(read(*lines, states=terms))][1] == ("acw", "wrapup")


def test_what_is_no_after_call_work_is_known_once_the_log_tells_of_any(read: Read) -> None:
    plain = in_order(on(0), *call(1, 5, 10, 20), off(90))
    wraps = in_order(*plain, line(20, "sales", "WRAPUPSTART", 30))
    terms = StateTerms(after_call=frozenset({"wrapup"}))

    def after_call(*lines: str, **options: Any) -> list[object]:
        return list(read(*lines, **options)["agent_state"].columns["after_call"])

    assert after_call(*plain) == [Missing.NOT_MEASURED] * 3
    assert after_call(*wraps) == [False, False, True, False]
    assert after_call(*plain, states=terms) == [False] * 3


def test_a_log_that_told_of_after_call_work_goes_on_telling(read: Read) -> None:
    wraps = line(20, "sales", "WRAPUPSTART", 30)
    first = read(*in_order(on(0), *call(1, 5, 10, 20), wraps), at_end=AtEnd.CARRY)
    second = read(off(90), resume=first.state)

    assert list(second["agent_state"].columns["after_call"]) == [True, False]


def test_chan_agent_logs_in_and_off(read: Read) -> None:
    logs_in = line(0, "NONE", "AGENTLOGIN", "SIP/1", call=f"{T}.1")
    logs_off = line(60, "NONE", "AGENTLOGOFF", "SIP/1", 60, call=f"{T}.1")
    back = line(90, "NONE", "AGENTCALLBACKLOGIN", "1@agents")
    gone = line(120, "NONE", "AGENTCALLBACKLOGOFF", "1@agents", 30, "Autologoff")

    assert states(read(logs_in, logs_off, back, gone)) == [
        ("available", "", 0, 60, "event"),
        ("available", "", 90, 30, "event"),
    ]


def test_a_sign_on_before_the_log_is_counted_back_where_the_log_says_how_long(read: Read) -> None:
    intake = read(line(60, "NONE", "AGENTLOGOFF", "SIP/1", 600))

    assert states(intake) == [("available", "", -540, 600, "event")]
    assert intake.report.counts == {"login-before-log": 1}


def test_a_sign_off_proves_the_sign_on_from_the_first_line(read: Read) -> None:
    intake = read(*in_order(*call(1, 0, 5, 30), off(90)))

    assert states(intake) == [
        ("on_contact", "", 5, 25, "event"),
        ("available", "", 30, 60, "event"),
    ]
    assert intake.report.counts == {"login-before-log": 1}


def test_who_never_signs_on_is_there_for_nobody_knows_how_long(read: Read) -> None:
    """Members that stand in the configuration: the log cannot say when they were there."""
    intake = read(*call(1, 0, 5, 30), *call(2, 40, 50, 60))

    assert sorted(states(intake)) == [
        ("available", "", 5, None, "unknown"),
        ("on_contact", "", 5, 25, "event"),
        ("on_contact", "", 50, 10, "event"),
    ]
    assert intake.report.unsigned_agents == ("Agent/1",)


def test_who_never_signs_on_is_unknown_on_each_day(read: Read) -> None:
    day = 86_400
    intake = read(*call(1, 0, 5, 30), *call(2, 2 * day, 2 * day + 5, 2 * day + 9))

    unknown = [each[2] for each in states(intake) if each[4] == "unknown"]
    assert sorted(unknown) == [5, 2 * day + 5]


def test_open_states_are_kept_open_and_stated(read: Read) -> None:
    intake = read(on(0), line(60, "sales", "PAUSE", "tea"))

    assert states(intake) == [
        ("available", "", 0, 60, "event"),
        ("aux", "tea", 60, None, "open"),
    ]
    (left,) = intake.report.open_agents
    assert (left.agent, left.state, left.since_ms) == ("Agent/1", "aux", (T + 60) * 1_000)
    assert left.source_ref == "queue_log:2"


def test_a_restart_ends_states_with_the_last_line_before(read: Read) -> None:
    other = f"{T + 50}|NONE|sales|Agent/2|ADDMEMBER|"
    started = f"{T + 400}|NONE|NONE|NONE|QUEUESTART|"

    lost = read(on(0), other, started, on(500), off(600))
    kept = read(on(0), other, started, off(600), states=StateTerms(at_restart=AtRestart.SIGNED_ON))

    mine = [each for each in states(lost) if each[2] != 50]
    assert mine == [
        ("available", "", 0, 50, "restart"),
        ("available", "", 500, 100, "event"),
    ]
    assert ("available", "", 400, 200, "event") in states(kept)


def test_an_interface_and_a_member_are_one_person_by_aliases(read: Read) -> None:
    aliases = (
        AgentAlias(employee_id="E1", alias="Local/1@agents"),
        AgentAlias(employee_id="E1", alias="Agent/1"),
    )
    signs = f"{T}|MANAGER|sales|Local/1@agents|ADDMEMBER|"
    leaves = f"{T + 90}|MANAGER|sales|Local/1@agents|REMOVEMEMBER|"

    intake = read(*in_order(signs, *call(1, 5, 10, 40), leaves), aliases=aliases)

    assert set(intake["agent_state"].columns["agent"]) == {"E1"}
    assert [each[3] for each in states(intake)] == [10, 30, 50]
    assert not intake.report.counts


def test_a_conversation_without_an_answer_is_counted_back(read: Read) -> None:
    ends = line(60, "sales", "COMPLETEAGENT", 5, 20, 1, call=f"{T + 30}.1")

    assert [(each[0], each[2], each[3]) for each in states(read(on(0), ends, off(90)))] == [
        ("available", 0, 40),
        ("on_contact", 40, 20),
        ("available", 60, 30),
    ]


def test_stretches_are_cut_where_half_hours_and_days_end(read: Read) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    midnight = int(dt.datetime(2026, 10, 15, tzinfo=zone).timestamp())
    on_line = f"{midnight - 2_000}|MANAGER|sales|Agent/1|ADDMEMBER|"
    off_line = f"{midnight + 100}|MANAGER|sales|Agent/1|REMOVEMEMBER|"

    columns = read(on_line, off_line)["agent_state"].columns

    assert list(columns["duration"]) == [200_000, 1_800_000, 100_000]
    assert list(columns["continued"]) == [False, True, True]
    days = [dt.date.fromordinal(day) for day in columns["day"]]  # type: ignore[arg-type]
    assert days == [dt.date(2026, 10, 14)] * 2 + [dt.date(2026, 10, 15)]


def test_a_night_on_which_the_clock_goes_back_has_its_hours(read: Read) -> None:
    zone = "America/New_York"
    first = int(dt.datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo(zone)).timestamp())
    lines = [
        f"{first}|MANAGER|sales|Agent/1|ADDMEMBER|",
        f"{first + 4 * 3_600}|MANAGER|sales|Agent/1|REMOVEMEMBER|",
    ]

    columns = read(*lines, zone=zone)["agent_state"].columns

    assert sum(columns["duration"]) == 4 * 3_600_000  # type: ignore[arg-type]
    assert Counter(columns["hour"]) == {0: 1, 1: 4, 2: 2, 3: 1}
    assert len(set(columns["half_hour"])) == 8


def test_lines_that_come_late_and_twice_change_nothing(read: Read) -> None:
    lines = in_order(on(0), line(10, "sales", "PAUSE", "tea"), line(50, "sales", "UNPAUSE", ""))
    late = [lines[0], lines[2], lines[1], lines[1], off(90), lines[0]]

    intake = read(*late)

    assert states(intake) == states(read(*lines, off(90)))
    assert intake.report.duplicate == 2


def test_a_call_that_is_handed_on_is_over_for_the_agent(read: Read) -> None:
    entered, answered, ended = call(1, 5, 10, 300)
    handed = line(40, "sales", "BLINDTRANSFER", "7001", "internal", 5, 30, 1, call=f"{T + 5}.1")

    intake = read(*in_order(on(0), entered, answered, handed, ended, off(400)))

    assert [(each[0], each[3]) for each in states(intake)] == [
        ("available", 10),
        ("on_contact", 30),
        ("available", 360),
    ]


def test_a_number_in_a_reason_is_masked(read: Read) -> None:
    intake = read(on(0), line(10, "sales", "PAUSE", "call back 13912345678"), off(60))

    (reason,) = (each[1] for each in states(intake) if each[0] == "aux")
    assert "13912345678" not in reason


def test_events_nobody_knows_are_kept_and_change_no_state(read: Read) -> None:
    intake = read(
        on(0), line(10, "sales", "CALLSTATUS", "x"), line(20, "sales", "DID", "1"), off(60)
    )

    assert states(intake) == [("available", "", 0, 60, "event")]
    assert intake.report.counts["event-unknown"] >= 1


def test_pauses_and_sign_offs_of_somebody_who_was_not_there(read: Read) -> None:
    intake = read(line(0, "sales", "UNPAUSE", ""), off(10), on(20), off(50), off(60, "support"))

    assert states(intake) == [("available", "", 20, 30, "event")]
    assert intake.report.counts == {"login-before-log": 1}


# ---- laws ------------------------------------------------------------------------------------

_Shift = tuple[tuple[str, int, int], ...]


@st.composite
def shifts(draw: st.DrawFn) -> _Shift:
    """Return spans of one agent: sign-ons, pauses within them, calls; seconds after ``T``."""
    spans: list[tuple[str, int, int]] = []
    at = draw(st.integers(0, 30))
    for number in range(draw(st.integers(1, 3))):
        ends = at + draw(st.integers(10, 5_000))
        spans.append((f"on{number}", at, ends))
        begins = draw(st.integers(at, ends - 2))
        if draw(st.booleans()):
            spans.append(("pause", begins, draw(st.integers(begins + 1, ends - 1))))
        for _ in range(draw(st.integers(0, 4))):
            answers = draw(st.integers(at, ends - 1))
            spans.append(("call", answers, answers + draw(st.integers(1, 900))))
        at = ends + draw(st.integers(1, 500))
    return tuple(spans)


def log_of(spans: _Shift) -> list[str]:
    lines: list[tuple[int, int, str]] = []
    for number, (what, begins, ends) in enumerate(spans):
        if what == "call":
            entered, answered, ended = call(number, begins, begins, ends)
            lines += [(begins, 1, entered), (begins, 2, answered), (ends, 0, ended)]
        elif what == "pause":
            lines.append((begins, 1, line(begins, "sales", "PAUSE", "tea")))
            lines.append((ends, 0, line(ends, "sales", "UNPAUSE", "")))
        else:
            lines += [(begins, 0, on(begins)), (ends, 3, off(ends))]
    return [text for *_, text in sorted(lines)]


def expected(spans: _Shift) -> Counter[str]:
    """Return the seconds of each state, second by second."""
    found: Counter[str] = Counter()
    for second in range(max(ends for *_, ends in spans)):
        now = {what[:2] for what, begins, ends in spans if begins <= second < ends}
        if "ca" in now:
            found["on_contact"] += 1
        elif "pa" in now:
            found["aux"] += 1
        elif "on" in now:
            found["available"] += 1
    return found


def options(**given: Any) -> ReadOptions:
    return ReadOptions(zone="Asia/Shanghai", quarantine_limit=Fraction(1), **given)


@given(spans=shifts())
def test_every_second_is_in_one_state_at_most(spans: _Shift) -> None:
    intake = QueueLogAdapter().read([Source(name="q", lines=tuple(log_of(spans)))], options())

    found: Counter[str] = Counter()
    for _, _, _, lasted, ended_by in states(intake):
        assert ended_by == "event"
        assert lasted
    for state, _, _, lasted, _ in states(intake):
        found[state] += int(lasted)
    assert found == expected(spans)


@given(spans=shifts(), cut=st.integers(0, 40), signs=st.booleans())
def test_a_log_read_in_two_pieces_has_the_same_states(
    spans: _Shift, cut: int, signs: bool
) -> None:
    lines = [each for each in log_of(spans) if signs or "ADDMEMBER" not in each]
    pieces = (tuple(lines[:cut]), tuple(lines[cut:]))

    one = QueueLogAdapter().read([Source(name="q", lines=pieces[0])], options(at_end=AtEnd.CARRY))
    assert one.state is not None
    state = type(one.state).from_dict(one.state.to_dict())
    two = QueueLogAdapter().read([Source(name="q", lines=pieces[1])], options(resume=state))
    whole = QueueLogAdapter().read([Source(name="q", lines=tuple(lines))], options())

    assert sorted(states(joined_intake([one, two])), key=str) == sorted(states(whole), key=str)


@pytest.mark.parametrize("rows", [1, 7])
def test_batches_have_the_states_of_the_whole(rows: int) -> None:
    lines = in_order(
        *(each for n in range(40) for each in call(n, n * 700, n * 700 + 9, n * 700 + 80))
    )
    source = Source(name="q", lines=(on(-5), *lines, off(40 * 700)))

    whole = QueueLogAdapter().read([source], options())
    batches = joined_intake(QueueLogAdapter().read_batches([source], options(batch_rows=rows)))

    assert list(batches["agent_state"].rows()) == list(whole["agent_state"].rows())
