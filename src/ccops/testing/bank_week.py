"""A real week of a bank's calls, to be written in a vendor's format, read, and held against truth.

The week is 1 to 7 February 1999 of the "Anonymous Bank" set of the Technion's SEELab (I. Guedj,
A. Mandelbaum), a table of one row a call; what two other programs computed of it lies beside it.
Neither is the project's to hand on: ``CCOPS_SAMPLE_DATA`` says where they are, and where they are
not the tests are skipped, saying so.

::

    class TestBankWeek(BankWeek):
        adapter = MyAdapter()

        def lines(self, contacts):
            return [my_line(each) for each in contacts]
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import json
import os
import unittest
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final
from zoneinfo import ZoneInfo

from ccops.adapters import (
    Contact,
    ContactAdapter,
    Conversation,
    Intake,
    ReadOptions,
    Source,
    Visit,
)
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WEEK_ZONE: Final = "Asia/Jerusalem"
_SECOND: Final = 1_000
_DAY: Final = dt.timedelta(days=1)
#: The truth has rates and means with six decimals.
_WRITTEN: Final = Fraction(1, 10**6)
_NOBODY: Final = "NO_SERVER"
#: The truth's service level is within so many seconds.
_SOON: Final = 20
_NEVER: Final = "0:00:00"
_QUEUES: Final = ("PS", "NW", "NE", "PE", "TT", "IN")
Row = dict[str, Any]


def week_folder() -> Path:
    """Return where the week is. Raises ``unittest.SkipTest`` where it is not."""
    given = os.environ.get("CCOPS_SAMPLE_DATA")
    nearby = [each / "shared" / "data" for each in Path.cwd().resolve().parents]
    for samples in [Path(given)] if given else nearby:
        if (samples / "technion").is_dir():
            return samples / "technion"
    raise unittest.SkipTest("the sample week is not here; CCOPS_SAMPLE_DATA says where it is")


@functools.cache
def week_truth() -> Mapping[str, Any]:
    """Return what two other programs computed, with exact rates."""
    text = (week_folder() / "week1.truth.json").read_text("utf-8")
    return dict(json.loads(text, parse_float=Fraction))


@functools.cache
def week_contacts() -> tuple[Contact, ...]:
    """Return the calls that came into a queue and of which it is known who answered.

    They enter the queue when the table says so, else when they leave the menu; wait and service
    are as reported. Left out is what the truth leaves out: tests of the line (``PHANTOM``), who
    hung up in the menu, and who was answered by nobody that is named (``NO_SERVER``).
    """
    with (week_folder() / "week1.tsv").open(encoding="ascii", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    told = [_contact(number, row) for number, row in enumerate(rows, start=1) if _counts(row)]
    return tuple(sorted(told, key=lambda each: (each.started_ms, each.contact_id)))


def _counts(row: Mapping[str, str]) -> bool:
    if row["outcome"] == "AGENT":
        return row["server"] != _NOBODY
    return row["outcome"] == "HANG" and not (row["q_start"] == _NEVER and row["q_time"] == "0")


def _contact(number: int, row: Mapping[str, str]) -> Contact:
    started = _at(row["date"], row["vru_entry"], after=None)
    queued = row["q_start"] if row["q_time"] != "0" or row["q_start"] != _NEVER else ""
    entered = _at(row["date"], queued or row["vru_exit"], after=started)
    wait, talked = (int(row[name]) * _SECOND for name in ("q_time", "ser_time"))
    visit = _visit(row, entered, wait, talked)
    return Contact(
        contact_id=str(number),
        channel="voice",
        direction="inbound",
        started_ms=min(started, entered),
        ended_ms=visit.ended_ms,
        customer=f"05{number:08}",
        visits=(visit,),
    )


def _visit(row: Mapping[str, str], entered: int, wait: int, talked: int) -> Visit:
    answered = row["outcome"] == "AGENT"
    talk = Conversation(
        agent=row["server"],
        connected_ms=entered + wait,
        ended_ms=entered + wait + talked,
        talk_hold=talked,
        ended_by="customer",
    )
    return Visit(
        queue=row["type"],
        outcome="answered" if answered else "abandoned",
        entered_ms=entered,
        left_ms=Missing.NOT_MEASURED if answered else entered + wait,
        wait=wait,
        conversations=(talk,) if answered else (),
    )


def _at(day: str, time: str, *, after: int | None) -> int:
    """Return an instant; a time long before the one before it is of the next day."""
    local = dt.datetime.strptime(f"{day} {time}", "%y%m%d %H:%M:%S")  # noqa: DTZ007 - set below
    found = _ms(local)
    if after is not None and found < after - 12 * 3_600 * _SECOND:
        found = _ms(local + _DAY)
    return found


def _ms(local: dt.datetime) -> int:
    return round(local.replace(tzinfo=ZoneInfo(WEEK_ZONE)).timestamp()) * _SECOND


class BankWeek:
    """The figures of the week, read from a vendor's format; say ``adapter`` and ``lines``.

    ``cannot`` names what the format cannot carry: ``contact_start`` (a call begins with its
    queue), ``queues`` (and with them all but how many calls there were, and when).
    """

    adapter: ClassVar[ContactAdapter]
    header: ClassVar[tuple[str, ...]] = ()
    cannot: ClassVar[frozenset[str]] = frozenset()
    agent_pattern: ClassVar[str] = ""
    column_map: ClassVar[Mapping[str, object] | None] = None
    kept: ClassVar[Intake]

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        """Return the lines in which the vendor's system writes contacts, in its order."""
        raise NotImplementedError

    def options(self) -> ReadOptions:
        """Return how the week is read."""
        return ReadOptions(
            zone=WEEK_ZONE, agent_pattern=self.agent_pattern, column_map=self.column_map
        )

    def intake(self) -> Intake:
        """Return the week as the adapter reads it: once for all the figures."""
        week = type(self)
        if "kept" not in week.__dict__:
            lines = (*self.header, *self.lines(week_contacts()))
            week.kept = self.adapter.read([self.source(lines)], self.options())
        return week.kept

    def source(self, lines: Sequence[str]) -> Source:
        """Return what the adapter reads of lines; a format that has none writes a file of them."""
        return Source(name="week", lines=tuple(lines))

    def test_every_row_is_read(self) -> None:
        """Nothing is put aside, and there are as many calls as there were."""
        intake = self.intake()
        assert intake.report.quarantined == 0, intake.report.examples
        assert len(intake["contact"]) == week_truth()["B_answered_is_named_server"]["offered"]

    def test_the_week_as_a_whole(self) -> None:
        """Offered, answered, abandoned, four service levels, means and the longest wait."""
        self._compare(self._visits(), week_truth()["B_answered_is_named_server"])

    def test_without_short_abandons(self) -> None:
        """Those who left within five seconds are no calls."""
        self._compare(self._visits(), week_truth()["B_short5"], short=5)

    def test_each_queue(self) -> None:
        """The same figures queue by queue."""
        visits = self._visits()
        for queue in _QUEUES if visits else ():
            own = [row for row in visits if row["queue"] == queue]
            self._compare(own, week_truth()[f"type_{queue}"])

    def test_each_day(self) -> None:
        """How many calls there were."""
        days = Counter(str(row["started_day"]) for row in _rows(self.intake(), "contact"))
        told = {
            str(dt.datetime.strptime(day, "%y%m%d").toordinal()): calls  # noqa: DTZ007 - a day
            for day, calls in week_truth()["per_day_offered_B"].items()
        }
        assert days == told

    def test_each_hour_in_which_calls_began(self) -> None:
        """How many calls there were, and where there are queues all that became of them."""
        if "contact_start" in self.cannot:
            return
        told = week_truth()["hour_of_day_B"]
        if "queues" in self.cannot:
            began = Counter(row["started_hour"] for row in _rows(self.intake(), "contact"))
            assert {str(hour): calls for hour, calls in began.items()} == {
                hour: figures["offered"] for hour, figures in told.items()
            }
            return
        hours = {hour: dict.fromkeys(figures, 0) for hour, figures in told.items()}
        for row in self._visits():
            _add(hours[str(row["contact_hour"])], row)
        assert hours == told

    def test_each_agent(self) -> None:
        """How many calls each one had, and how long they took."""
        if "queues" in self.cannot:
            return
        calls, talked = Counter[str](), Counter[str]()
        for row in _rows(self.intake(), "handle_segment"):
            calls[row["agent"]] += 1
            talked[row["agent"]] += row["talk_hold"] // _SECOND
        told = week_truth()["per_agent_B"]
        assert calls == {agent: figures["n"] for agent, figures in told.items()}
        assert talked == {agent: figures["talk"] for agent, figures in told.items()}

    def _visits(self) -> list[Row]:
        return [] if "queues" in self.cannot else list(_rows(self.intake(), "queue_visit"))

    def _compare(self, rows: Sequence[Row], told: Mapping[str, Any], *, short: int = -1) -> None:
        if not rows:
            return
        for name, figure in _figures(rows, short).items():
            wanted = told[name]
            assert abs(figure - wanted) <= _WRITTEN / 2, f"{name}: {figure}, not {wanted}"


def _rows(intake: Intake, kind: str) -> Iterator[Row]:
    records = intake[kind]
    for row in records.rows():
        yield dict(zip(records.kind.names, row, strict=True))


def _add(figures: dict[str, int], row: Row) -> None:
    figures["offered"] += 1
    if row["outcome"] != "answered":
        figures["abandoned"] += 1
        return
    figures["answered"] += 1
    figures["within20"] += row["wait"] <= _SOON * _SECOND
    figures["talk"] += row["talk_hold"] // _SECOND
    figures["wait"] += row["wait"] // _SECOND


def _seconds(row: Row, name: str) -> int:
    whole: int = row[name] // _SECOND
    return whole


def _figures(rows: Iterable[Row], short: int) -> dict[str, Fraction]:
    """Return the figures of definition B; who left within ``short`` seconds is no call."""
    listed = list(rows)
    answered = [row for row in listed if row["outcome"] == "answered"]
    waits = [_seconds(row, "wait") for row in answered]
    left = [_seconds(row, "wait") for row in listed if row["outcome"] == "abandoned"]
    left = [wait for wait in left if wait > short]
    within, gone = sum(wait <= _SOON for wait in waits), sum(wait <= _SOON for wait in left)
    offered = len(answered) + len(left)
    talked = sum(_seconds(row, "talk_hold") for row in answered)
    return {
        "offered": Fraction(offered),
        "answered": Fraction(len(answered)),
        "abandoned": Fraction(len(left)),
        "within": Fraction(within),
        "aban_within": Fraction(gone),
        "SL_answered": Fraction(within, len(answered)),
        "SL_offered": Fraction(within, offered),
        "SL_excl_short_ab": Fraction(within, offered - gone),
        "SL_aban_ok": Fraction(within + gone, offered),
        "abandon_rate": Fraction(len(left), offered),
        "ASA": Fraction(sum(waits), len(answered)),
        "AHT": Fraction(talked, len(answered)),
        "mean_wait_aband": Fraction(sum(left), len(left)),
        "max_wait": Fraction(max(waits)),
    }
