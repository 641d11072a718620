"""Call records of mod_cdr_csv become contacts: calls, not rows.

Columns are those of ``mod_cdr_csv.c`` of FreeSWITCH and of its templates (``cdr_csv.conf.xml``).
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from ccops_freeswitch import CallRecordsAdapter

from ccops.adapters import AtEnd, Contact, Intake, ReadOptions, Source, joined_intake
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.bank_week import BankWeek
from ccops.testing.scripted_contacts import ZONE, Script
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNKNOWN: Final = Missing.NOT_MEASURED
_NAMES: Final = (
    "caller_id_number,destination_number,context,start_epoch,end_epoch,hangup_cause,uuid,"
    "call_uuid,call_direction"
)


def leg(uuid: str = "a", other: str = "", width: int = 15, /, **told: str) -> str:
    """Return the row of one leg as the templates write it."""
    cells = {
        "caller_id_name": "Chen, Wei",
        "caller_id_number": "13900001111",
        "destination_number": "4008",
        "context": "public",
        "start_stamp": "2026-10-07 10:00:00",
        "answer_stamp": "2026-10-07 10:00:05",
        "end_stamp": "2026-10-07 10:03:00",
        "duration": "180",
        "billsec": "175",
        "hangup_cause": "NORMAL_CLEARING",
        "uuid": uuid,
        "bleg_uuid": other,
        "accountcode": "",
        **told,
    }
    return ",".join(f'"{cell}"' for cell in [*cells.values(), *["x"] * (width - len(cells))])


def read(*lines: str, **options: Any) -> Intake:
    given = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), **options}
    return CallRecordsAdapter().read(
        [Source(name="Master.csv", lines=lines)], ReadOptions(**given)
    )


def both_legs() -> list[str]:
    """Return the rows of two calls as the module writes them: the leg that rang comes first."""
    return [
        leg("b1", destination_number="1001", accountcode="1001"),
        leg("a1", "b1"),
        leg("b2", context="default", destination_number="1002", accountcode="1002"),
        leg("a2", "b2", context="default", accountcode="1001"),
    ]


def only(intake: Intake) -> dict[str, Any]:
    assert len(intake["contact"]) == 1
    return dict(intake["contact"].row(0))


def _whole(ms: object) -> int:
    assert isinstance(ms, int)
    return ms // 1_000


def _local(ms: object) -> str:
    return dt.datetime.fromtimestamp(_whole(ms), ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M:%S")


class TestExampleTemplate(AdapterConformance):
    """Both legs of every call, with times of the local clock."""

    adapter = CallRecordsAdapter()
    carries = frozenset({"timeout", "two_visits", "offers", "same_second"})
    volume_only = True
    broken = (leg("x", start_stamp="noon"), leg("x", "", 14), leg(""), "no record")

    @classmethod
    def scripts(cls) -> tuple[Script, ...]:
        """Return the scripts but the one whose times a local clock shows twice."""
        return tuple(each for each in super().scripts() if "twice" not in each.name)

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [
            row
            for each in sorted(contacts, key=lambda each: _whole(each.ended_ms))
            for row in (
                self._row(each, f"{each.contact_id}-b"),
                self._row(each, each.contact_id, f"{each.contact_id}-b"),
            )
        ]

    def instant(self, line: str) -> object:
        return line.split('","')[6]

    def _row(self, contact: Contact, uuid: str, other: str = "") -> str:
        return leg(
            uuid,
            other,
            caller_id_number=contact.customer,
            start_stamp=_local(contact.started_ms),
            end_stamp=_local(contact.ended_ms),
            duration=str(_whole(contact.ended_ms) - _whole(contact.started_ms)),
        )


class TestNamedTemplate(AdapterConformance):
    """A template with a first line that names its variables, and times as epochs."""

    adapter = CallRecordsAdapter()
    carries = frozenset({"timeout", "two_visits", "offers", "same_second"})
    volume_only = True
    header = (_NAMES,)
    broken = ("1,2,3", "1,2,public,soon,later,,x,,", "1,2,public,1,2,,x,,")

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [
            ",".join(
                (
                    each.customer, "4008", "public", str(_whole(each.started_ms)),
                    str(_whole(each.ended_ms)), "NO_ANSWER", uuid, each.contact_id, "inbound",
                )
            )
            for each in sorted(contacts, key=lambda each: _whole(each.ended_ms))
            for uuid in (f"{each.contact_id}-rang-in-vain", each.contact_id)
        ]  # fmt: skip


def test_both_legs_of_a_call_are_one_contact() -> None:
    contacts = read(*both_legs())["contact"].columns
    assert list(contacts["contact_id"]) == ["a1", "a2"]
    assert {*contacts["visits"], *contacts["segments"]} == {_UNKNOWN}
    assert list(contacts["direction"]) == ["inbound", "unknown"]


def test_records_tell_volume_and_nothing_else() -> None:
    intake = read(*both_legs())
    assert {name for name, records in intake.records.items() if len(records)} == {"contact"}


def test_a_call_that_is_handed_on_is_one_contact_in_any_order() -> None:
    later = {"start_stamp": "2026-10-07 10:00:01", "duration": "179"}
    legs = [leg("a", "b"), leg("b", "c", **later), leg("c")]
    for order in permutations(legs):
        assert only(read(*order))["contact_id"] == "a"


@pytest.mark.parametrize("width", [13, 15, 17, 20])
def test_the_templates_are_told_apart_by_their_columns(width: int) -> None:
    contact = only(read(leg("b", "", width), leg("a", "b", width)))
    assert (contact["contact_id"], contact["direction"], contact["entry_point"]) == (
        "a",
        "inbound",
        "4008",
    )
    assert contact["ended_ms"] - contact["started_ms"] == 180_000


def test_legs_that_rang_in_vain_belong_to_the_call_that_the_template_names() -> None:
    names = "uuid,call_uuid,bleg_uuid,start_stamp,end_stamp,hangup_cause"
    at = "2026-10-07 10:00:00,2026-10-07 10:00:20"
    intake = read(
        names,
        f"b,a,,{at},NO_ANSWER",
        f"c,a,,{at},LOSE_RACE",
        f"d,a,,{at},NORMAL_CLEARING",
        f"a,a,d,{at},NORMAL_CLEARING",
    )
    assert only(intake)["contact_id"] == "a"


def test_the_same_row_in_the_file_of_an_account_counts_once() -> None:
    intake = read(leg("a"), leg("b"), leg("a"))
    assert (len(intake["contact"]), intake.report.duplicate) == (2, 1)
    assert read(leg("a"), leg("a", duration="179")).report.counts == {"key-conflict": 1}


@pytest.mark.parametrize(
    ("told", "direction"),
    [("inbound", "inbound"), ("outbound", "outbound"), ("local", "internal"), ("loop", "unknown")],
)
def test_only_of_a_call_from_outside_the_numbers_are_taken(told: str, direction: str) -> None:
    names = "caller_id_number,destination_number,context,start_epoch,end_epoch,uuid,call_direction"
    row = f"1001,13900001111,default,1791338400,1791338460,a,{told}"
    contact = only(read(names, row, pseudonym_key=b"key"))
    assert contact["direction"] == direction
    is_inbound = direction == "inbound"
    assert (contact["entry_point"] is _UNKNOWN) is not is_inbound
    assert (contact["customer_ref"] is _UNKNOWN) is not is_inbound


def test_a_caller_who_gave_up_hung_up() -> None:
    assert only(read(leg(hangup_cause="ORIGINATOR_CANCEL")))["disconnect_by"] == "customer"
    assert only(read(leg()))["disconnect_by"] == "unknown"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"start_stamp": ""}, "time-missing"),
        ({"end_stamp": ""}, "time-missing"),
        ({"start_stamp": "1970-01-01 08:00:00"}, "time-missing"),
        ({"start_stamp": "07/10/2026 10:00"}, "time-unreadable"),
        ({"duration": "3 min"}, "number-unreadable"),
        ({"duration": "--1"}, "number-unreadable"),
        ({"duration": "60"}, "interval-disagrees"),
        ({"uuid": ""}, "field-missing"),
        ({"caller_id_name": 'Wei","x'}, "row-fields"),
    ],
)
def test_a_row_that_lacks_what_it_must_have_is_put_aside(told: dict[str, str], code: str) -> None:
    intake = read(leg("b"), leg("a", **told))
    assert intake.report.counts == {code: 1}
    assert len(intake["contact"]) == 1


@pytest.mark.parametrize(
    ("told", "end"),
    [
        ({"duration": "-1"}, "10:03:00"),
        ({"duration": "-3600", "end_stamp": "2026-10-07 09:00:00"}, ""),
        ({"duration": "", "end_stamp": "2026-10-07 09:00:00"}, ""),
    ],
)
def test_a_length_below_nothing_is_not_known_and_the_call_stays(
    told: dict[str, str], end: str
) -> None:
    intake = read(leg("a", **told))
    assert intake.report.counts == {"duration-negative": 1}
    contact = only(intake)
    ended = dt.datetime.fromisoformat(f"2026-10-07 {end}+08:00").timestamp() if end else 0
    assert contact["ended_ms"] == (ended * 1_000 if end else _UNKNOWN)


def test_the_end_of_a_call_is_not_known_where_that_of_a_leg_is_not() -> None:
    backward = {"duration": "-1", "end_stamp": "2026-10-07 09:00:00"}
    contact = only(read(leg("b1", **backward), leg("a1", "b1")))
    assert contact["ended_ms"] is _UNKNOWN


def test_a_column_may_be_missing_from_a_template() -> None:
    contact = only(read("uuid,start_epoch,end_epoch", "a,1791338400,1791338460"))
    assert (contact["entry_point"], contact["direction"]) == (_UNKNOWN, "unknown")


def test_what_the_clock_shows_twice_is_told_by_the_other_time() -> None:
    """On 1 November 2026 it is 1:30 twice in New York; at 2:00 it is no longer."""
    row = leg(start_stamp="2026-11-01 01:58:00", end_stamp="2026-11-01 02:01:00")
    contact = only(read(row, zone=ZONE))
    end = dt.datetime(2026, 11, 1, 2, 1, tzinfo=ZoneInfo(ZONE))
    assert contact["ended_ms"] == end.timestamp() * 1_000
    assert contact["ended_ms"] - contact["started_ms"] == 180_000
    row = leg(start_stamp="2026-11-01 00:58:00", end_stamp="2026-11-01 01:01:00")
    assert read(row, zone=ZONE).report.counts == {}


def test_where_nothing_tells_it_the_first_of_the_two_is_taken_and_said() -> None:
    row = leg(start_stamp="2026-11-01 01:30:00", end_stamp="2026-11-01 01:33:00")
    intake = read(row, zone=ZONE)
    assert intake.report.counts == {"time-ambiguous": 1}
    first = dt.datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo(ZONE))
    assert only(intake)["started_ms"] == first.timestamp() * 1_000


def test_legs_of_one_call_may_stand_in_two_files() -> None:
    first = read(both_legs()[0], at_end=AtEnd.CARRY)
    assert len(first["contact"]) == 0
    intake = joined_intake([first, read(*both_legs()[1:], resume=first.state)])
    assert len(intake["contact"]) == 2


class TestBankWeek(BankWeek):
    """A real week as call records: when calls began, and how many there were."""

    adapter = CallRecordsAdapter()
    header = (_NAMES,)
    cannot = frozenset({"queues"})
    lines = TestNamedTemplate.lines
