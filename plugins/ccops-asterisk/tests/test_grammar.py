"""Every event of ``app_queue`` in one log, across versions; read whole and in pieces.

The forms are those of ``apps/app_queue.c`` and ``main/logger.c`` of Asterisk, of ``chan_agent`` of
1.4, and of programs that write into the log by ``QueueLog()``.
"""

from __future__ import annotations

import gzip
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from ccops_asterisk import QueueLogAdapter
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import AtEnd, Intake, OpenState, ReadOptions, Source, joined_intake

if TYPE_CHECKING:
    from pathlib import Path

ADAPTER = QueueLogAdapter()
T = 1_792_990_000
Rows = dict[str, list[tuple[object, ...]]]


def call(number: int, begun: int, *told: str, entered: str = "") -> list[str]:
    """Return a call that enters, and what else is told of it, each at so many seconds."""
    callid = f"{T + begun}.{number}"
    lines = [f"0|NONE|ENTERQUEUE||{entered or f'1390000{number:04}'}|1", *told]
    out = []
    for each in lines:
        at, _, rest = each.partition("|")
        out.append(f"{T + begun + int(at)}|{callid}|sales|{rest}")
    return out


def answered(*told: str, agent: str = "Agent/1101") -> tuple[str, ...]:
    return (f"5|{agent}|CONNECT|5|{T}.900|3", *(f"60|{agent}|{each}" for each in told))


CALLS = [
    call(1, 100, *answered("COMPLETECALLER|5|55|1")),
    call(2, 200, *answered("COMPLETEAGENT|5|55|1", agent="PJSIP/1102")),
    call(3, 300, "31|NONE|ABANDON|1|1|31"),
    call(4, 400, "8|Agent/1101|ABANDON|1|1|8"),
    call(5, 500, "60|NONE|EXITWITHTIMEOUT|1|1|60"),
    call(6, 600, "60|NONE|EXITWITHTIMEOUT|1"),
    call(7, 700, "9|NONE|EXITEMPTY|1|1|9"),
    call(8, 800, "12|NONE|EXITWITHKEY|2|1|1|12"),
    call(9, 900, "14|NONE|WITHDRAW|1|1|14|moved to sales"),
    call(10, 1_000, "10|Agent/1101|RINGNOANSWER|10000", "10|Agent/1102|RINGNOANSWER|0",
         "15|Agent/1103|RINGCANCELED|4000", "16|NONE|ABANDON|1|1|16"),
    call(11, 1_100, *answered("BLINDTRANSFER|600|house|5|55|1")),
    call(12, 1_200, *answered("ATTENDEDTRANSFER|BRIDGE|b-1|5|55|1")),
    call(13, 1_300, *answered("ATTENDEDTRANSFER|APP|Voicemail|5|55|1")),
    call(14, 1_400, *answered("ATTENDEDTRANSFER|LINK|PJSIP/1-a|PJSIP/2-b|5|55|1")),
    call(15, 1_500, *answered("TRANSFER|600|house|5|55|1")),
    call(16, 1_600, *answered("TRANSFER|600|house|5|55")),
    call(17, 1_700, "5|Agent/1101|CONNECT|5", "60|Agent/1101|COMPLETECALLER|5|55"),
    call(18, 1_800, "4|Agent/1101|AGENTDUMP", "9|Agent/1102|CONNECT|9|1.2|3",
         "20|Agent/1102|COMPLETECALLER|9|11|1"),
    call(19, 1_900, "6|Agent/1101|SYSCOMPAT"),
    call(20, 2_000, "0|NONE|DID|4950000", "7|NONE|ABANDON|1|1|7"),
    call(21, 2_100, *answered("COMPLETECALLER|5|55|1"), entered="139|1|Li_Mei"),
    call(22, 3_990, "3|Agent/1101|CONNECT|3|1.2|1"),
    call(23, 4_500, "5|Agent/1104|CONNECT|5|1.2|1"),
    call(24, 4_600),
]  # fmt: skip
MEMBERS = [
    f"{T + 10}|MANAGER|sales|Agent/1101|ADDMEMBER|",
    f"{T + 11}|REALTIME|sales|PJSIP/1102|ADDMEMBER|PAUSED",
    f"{T + 12}|CLI|sales|Agent/1103|ADDMEMBER|",
    f"{T + 13}|{T + 13}.77|help|Agent/1103|ADDMEMBER|",
    f"{T + 20}|NONE|sales|PJSIP/1102|UNPAUSE|Auto-Unpause",
    f"{T + 2_300}|NONE|NONE|Agent/1103|PAUSEALL|lunch",
    f"{T + 2_300}|NONE|sales|Agent/1103|PAUSE|lunch",
    f"{T + 2_300}|NONE|help|Agent/1103|PAUSE|lunch",
    f"{T + 2_900}|NONE|NONE|Agent/1103|UNPAUSEALL|",
    f"{T + 2_900}|NONE|sales|Agent/1103|UNPAUSE|",
    f"{T + 2_900}|NONE|help|Agent/1103|UNPAUSE|",
    f"{T + 3_000}|NONE|sales|Agent/1101|PENALTY|5",
    f"{T + 3_001}|NONE|sales|Agent/1101|RINGINUSE|0",
    f"{T + 3_002}|NONE|NONE|Agent/1105|AGENTLOGIN|SIP/1105-1a",
    f"{T + 3_300}|NONE|NONE|Agent/1105|AGENTLOGOFF|SIP/1105-1a|298",
    f"{T + 3_303}|NONE|NONE|Agent/1106|AGENTCALLBACKLOGIN|1106@house",
    f"{T + 3_400}|NONE|NONE|Agent/1106|AGENTCALLBACKLOGOFF|1106@house|97|CommandLogoff",
    f"{T + 3_401}|{T + 100}.1|sales|Agent/1101|WRAPUPSTART|30",
    f"{T + 3_500}|MANAGER|sales|Agent/1103|REMOVEMEMBER|",
    f"{T + 3_600}|{T + 3_600}.5|NONE|Agent/1101|OUTCALL|12125550123|60",
    f"{T + 3_601}|NONE|NONE|Agent/1101|OUTDIAL|12125550123",
    f"{T + 4_000}|NONE|NONE|NONE|QUEUESTART|",
    f"{T + 4_001}|NONE|NONE|NONE|CONFIGRELOAD|",
    f"{T + 4_100}|REALTIME|sales|Agent/1104|ADDMEMBER|",
]
LOG = sorted((line for each in (*CALLS, MEMBERS) for line in each), key=lambda line: line[:10])


def read(*sources: list[str], resume: OpenState | None = None, carry: bool = False) -> Intake:
    named = [Source(name=f"queue_log.{n}", lines=tuple(each)) for n, each in enumerate(sources)]
    at_end = AtEnd.CARRY if carry else AtEnd.CLOSE
    options = ReadOptions(
        zone="Asia/Shanghai", quarantine_limit=Fraction(1), pseudonym_key=b"key", at_end=at_end,
        resume=resume,
    )  # fmt: skip
    return ADAPTER.read(named, options)


def rows(intake: Intake) -> Rows:
    """Return all rows but for the places they were read at, which pieces number anew."""
    found: Rows = {}
    for name, records in intake.records.items():
        columns = [records.columns[each] for each in records.kind.names if each != "source_ref"]
        found[name] = sorted(zip(*columns, strict=True), key=repr)
    return found


WHOLE = read(LOG)


def of_visits(column: str) -> dict[int, Any]:
    """Return what stands in a column of the visits, by the number of the call."""
    visits = WHOLE["queue_visit"].columns
    numbers = [int(str(each).rpartition(".")[2]) for each in visits["contact_id"]]
    return dict(zip(numbers, visits[column], strict=True))


def test_every_line_is_accepted_and_known() -> None:
    report = WHOLE.report
    assert (report.accepted, report.quarantined) == (len(LOG), 0)
    assert report.counts == {"event-unknown": 2, "call-lost": 1}
    assert {line.split("|")[4] for line in LOG} == {*report.rows_by_type}


@pytest.mark.parametrize(
    ("calls", "outcome"),
    [
        ((1, 2, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 23), "answered"),
        ((3, 4, 10, 20), "abandoned"),
        ((5, 6), "timeout"),
        ((7,), "exit_empty"),
        ((8,), "exit_key"),
        ((9,), "withdrawn"),
        ((19,), "system_failure"),
        ((24,), "open"),
    ],
)
def test_each_way_out_of_a_queue_has_its_outcome(calls: tuple[int, ...], outcome: str) -> None:
    found = of_visits("outcome")
    assert {number: found[number] for number in calls} == dict.fromkeys(calls, outcome)


def test_waits_are_those_reported_or_by_the_clock() -> None:
    waits = of_visits("wait")
    told = {3: 31_000, 4: 8_000, 5: 60_000, 6: 60_000, 7: 9_000, 8: 12_000, 9: 14_000, 18: 9_000}
    assert {number: waits[number] for number in told} == told


def test_each_transfer_has_its_kind_and_its_talk() -> None:
    talks = WHOLE["handle_segment"]
    kinds = {
        int(str(row["contact_id"]).rpartition(".")[2]): (row["transfer"], row["talk_hold"])
        for row in map(talks.row, range(len(talks)))
        if row["transfer"] != "none"
    }
    attended = dict.fromkeys((12, 13, 14), ("attended", 55_000))
    assert kinds == {**attended, **dict.fromkeys((11, 15, 16), ("blind", 55_000))}


def test_offers_are_in_milliseconds_and_each_has_its_result() -> None:
    offers = WHOLE["offer"].columns
    told = [
        (agent, result, ring)
        for number, agent, result, ring in zip(
            offers["contact_id"], offers["agent"], offers["result"], offers["ring_ms"], strict=True
        )
        if str(number).endswith(".10")
    ]
    assert sorted(told) == [
        ("Agent/1101", "no_answer", 10_000),
        ("Agent/1102", "unavailable", 0),
        ("Agent/1103", "canceled", 4_000),
    ]


# ---- whole and in pieces ----------------------------------------------------------------------


@given(cut=st.integers(0, len(LOG)))
def test_split_at_any_line_and_gone_on_with_it_is_the_same(cut: int) -> None:
    first = read(LOG[:cut], carry=True)
    assert first.state is not None
    stored = OpenState.from_dict(first.state.to_dict())
    second = read(LOG[cut:], resume=stored)
    assert rows(joined_intake([first, second])) == rows(WHOLE)
    report = joined_intake([first, second]).report
    assert (report.accepted, report.counts) == (WHOLE.report.accepted, WHOLE.report.counts)
    assert report.unsigned_agents == WHOLE.report.unsigned_agents


#: Where a second begins: of files that begin in one second, the order given is that of the lines.
_SECONDS = [n for n in range(1, len(LOG)) if LOG[n][:10] != LOG[n - 1][:10]]


@given(cuts=st.sets(st.sampled_from(_SECONDS), max_size=5))
def test_rotated_in_any_pieces_in_any_order_it_is_the_same(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(LOG)]
    pieces = [LOG[first:after] for first, after in itertools.pairwise(edges)]
    assert rows(read(*reversed(pieces))) == rows(WHOLE)


@given(again=st.lists(st.integers(0, len(LOG) - 1), max_size=20))
def test_lines_that_come_again_are_duplicates(again: list[int]) -> None:
    intake = read([*LOG, *(LOG[each] for each in again)])
    assert rows(intake) == rows(WHOLE)
    assert intake.report.duplicate == len(again)


def test_packed_or_plain_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "queue_log.1.gz"
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in LOG).encode()))
    options = ReadOptions(zone="Asia/Shanghai", pseudonym_key=b"key")
    assert rows(ADAPTER.read([path], options)) == rows(WHOLE)
