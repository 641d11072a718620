"""Which calls of a month may be heard: by their talk, or by talk and hold where those are one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ccops.cli.inputs import read_month
from ccops.cli.reading import Calls
from ccops.contacts import DIAL, HANDLE_SEGMENT
from ccops.kpi import Records
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_insurance import make_insurance_month
from ccops.values import Missing
from tests import loaded
from tests.projects.conftest import an_employee

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ccops.kpi import RecordKind
    from ccops.scorecards import Sample

PACK = "insurance-hotline"
DECISIONS = {"handled_share": "15%", "forecast_calls": 4000, "planned_agents": 40}
UNKNOWN = Missing.NOT_MEASURED
DAY = dt.date(2026, 10, 5).toordinal()
SECOND = 1000


def _rows(kind: RecordKind, *told: Mapping[str, object]) -> Records:
    rows = [
        tuple(each.get(column.name, UNKNOWN if column.optional else 0) for column in kind.columns)
        for each in told
    ]
    return Records.of_rows(kind, rows)  # type: ignore[arg-type]  # cells of a test


def _drawn(*records: Records) -> Sample:
    people = (an_employee("E1"),)
    month = loaded.center(PACK).month("2026-10", employees=people, decisions=DECISIONS)
    (sample,) = month.samples(*records)
    return sample


def _segment(name: str, **told: object) -> dict[str, object]:
    usual = {"contact_id": name, "agent": "E1", "ended_by": "customer", "arrival_day": DAY}
    return {**usual, "connected_day": DAY, **told}


@pytest.mark.parametrize(
    ("length", "drawn", "unmeasured"),
    [
        ({"talk": 20 * SECOND}, 1, 0),
        ({"talk": 20 * SECOND - 1}, 0, 0),
        ({"talk_hold": 20 * SECOND}, 1, 0),
        ({"talk_hold": 20 * SECOND - 1}, 0, 0),
        ({"talk": 19 * SECOND, "talk_hold": 60 * SECOND}, 0, 0),
        ({"talk": 0}, 0, 0),
        ({}, 0, 1),
        ({"hold": 60 * SECOND}, 0, 1),
        ({"ended_by": "open"}, 0, 0),
        ({"agent": "E9"}, 0, 0),
    ],
)
def test_a_call_is_as_long_as_is_known(
    length: Mapping[str, object], drawn: int, unmeasured: int
) -> None:
    sample = _drawn(_rows(HANDLE_SEGMENT, _segment("C1", **length)))

    assert (len(sample.draws), sample.unmeasured) == (drawn, unmeasured)
    assert sample.to_dict()["unmeasured"] == unmeasured


def test_outbound_calls_of_no_known_length_are_told() -> None:
    dial = {"dial_id": "D1", "campaign": "spring", "agent": "E1", "dialed_day": DAY}
    dials = [{**dial, "result": "connected"}, {**dial, "dial_id": "D2", "result": "busy"}]
    sample = _drawn(_rows(DIAL, *dials))

    assert (sample.draws, sample.unmeasured) == ((), 1)


def test_the_sample_month_is_heard(tmp_path: Path) -> None:
    """Its calls tell talk and hold together; who has talked has calls to be heard."""
    made = make_insurance_month(7, seats=12)
    write_month(made, tmp_path, calls=CallsAs.TABLE)
    found = read_month(loaded.center(PACK), made.period, tmp_path, Calls(adapter=TABLE_ADAPTER))
    month = found.month.month
    (sample,) = month.samples(found.records, on=month.days.last)

    talked = {each.agent.employee_id for each in made.visits if each.agent is not None}
    heard = {each.employee for each in sample.listened} & talked
    enough = [each for each in sample.listened if sample.drawn_of(each.employee) == each.needed]
    assert heard == {each.agent for each in sample.draws}
    assert len(enough) * 2 > len(heard) > 10
    assert sample.unmeasured == 0
