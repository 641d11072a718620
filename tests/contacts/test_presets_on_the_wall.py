"""A week as Asterisk, Wazo and Asternic count it, told from its lines alone."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from ccops.adapters import ReadOptions
from ccops.contacts import ContractTable, contract_table, preset_contracts
from ccops.values import Scalar, Unit

LOG = Path(__file__).parents[1] / "data" / "synthetic_week" / "queue_log"
LIMIT = 20
HUNG_UP = ("COMPLETECALLER", "COMPLETEAGENT")
HANDED_ON = ("BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER")
#: A restart cut off one call that waited; the counters of Asterisk begin anew with it.
CUT_OFF = Counter(service=1)
Lines = list[list[str]]


@pytest.fixture(scope="module")
def lines() -> Lines:
    """Return the lines of the log that are whole, each once."""
    texts = LOG.read_text("utf-8", errors="replace").splitlines()
    return [line.split("|") for line in dict.fromkeys(texts) if line.count("|") >= 4]


@pytest.fixture(scope="module")
def table() -> ContractTable:
    from ccops_asterisk import QueueLogAdapter

    intake = QueueLogAdapter().read([LOG], options=ReadOptions(zone="America/New_York"))
    threshold = Scalar(Unit.DURATION, Fraction(LIMIT * 1_000))
    return contract_table(intake["queue_visit"], preset_contracts([threshold]), by=["queue"])


def queues(lines: Lines) -> list[str]:
    return sorted({line[2] for line in lines if line[4] == "ENTERQUEUE"})


def counted(lines: Lines, queue: str) -> Counter[str]:
    return Counter(line[4] for line in lines if line[2] == queue)


def hold_of(line: list[str]) -> int:
    """Return how long a call was held, out of the line of its end."""
    place = {"BLINDTRANSFER": 7, "TRANSFER": 7, "ATTENDEDTRANSFER": 7}.get(line[4], 5)
    if line[4] == "ATTENDEDTRANSFER" and line[5] == "LINK":
        place = 8
    return int(line[place])


def test_asterisk_counts_calls_at_the_end_of_their_conversation(
    lines: Lines, table: ContractTable
) -> None:
    for queue in queues(lines):
        events = counted(lines, queue)
        ends = [x for x in lines if x[2] == queue and x[4] in (*HUNG_UP, *HANDED_ON)]
        in_time = sum(hold_of(line) <= LIMIT for line in ends)

        sl = table.of("asterisk_20s", queue)

        assert (sl.answered, sl.of, sl.over) == (len(ends), in_time, len(ends))
        exits = ("ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY", "SYSCOMPAT")
        assert sl.abandoned == sum(events[each] for each in exits) + CUT_OFF[queue]
        sl2 = table.of("asterisk_sl2_20s", queue)
        assert sl2.over == len(ends) + sl.abandoned


def test_asternic_counts_what_its_pages_select(lines: Lines, table: ContractTable) -> None:
    for queue in queues(lines):
        events = counted(lines, queue)
        connects = [line for line in lines if line[2] == queue and line[4] == "CONNECT"]
        earlier = [line for line in lines[:1] if line[2] == queue]  # connected in another file

        within = table.of("asternic_20s", queue)
        share = table.of("asternic_answered", queue)

        holds = [int(line[5]) for line in connects] + list(map(hold_of, earlier))
        assert (within.of, within.over) == (sum(x <= LIMIT for x in holds), len(holds))
        assert share.answered == sum(events[each] for each in HUNG_UP)
        assert share.abandoned == events["ABANDON"] + events["EXITWITHTIMEOUT"]


def test_wazo_counts_calls_with_an_end_and_divides_by_all_that_were_received(
    lines: Lines, table: ContractTable
) -> None:
    for queue in queues(lines):
        events = counted(lines, queue)
        ends = [x for x in lines if x[2] == queue and x[4] in (*HUNG_UP, *HANDED_ON)]

        quality = table.of("wazo_20s", queue)
        rate = table.of("wazo_answered", queue)

        assert (quality.of, quality.over) == (
            sum(hold_of(line) <= LIMIT for line in ends),
            len(ends),
        )
        assert quality.abandoned == events["ABANDON"]
        lost = events["ABANDON"] + events["EXITWITHTIMEOUT"] + events["EXITEMPTY"]
        assert (rate.of, rate.over) == (len(ends), len(ends) + lost)
