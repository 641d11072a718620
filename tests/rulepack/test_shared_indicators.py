"""What every center shares: indicators of the pack base, and the calendar they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.rulepack import load
from ccops.rulepack.cases import read_cases, run_cases
from ccops.values import Period

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

HEAD = """\
pack:
  id: mine
  version: 1
  extends: base
calendars:
  attendance: {cutoff_day: 25, label: {zh: 考勤周期, en: attendance period}}
"""
FOLLOWS = """\
  calls: {same_as: attendance, override: yes, because: by attendance, label: 话务周期}
"""
DEFAULTS = "defaults: {role: agent, team: A, employment_type: full_time, hired_on: 2020-01-01}\n"
TALK = "talk: 135 s, hold: 7.5 s, talk_hold: 142.5 s, acw: 37.5 s"
CASE = """\
cases:
  of-the-manual:
    period: 2026-10
    records: {{{kind}: [{rows}]}}
    measures: {{{measures}}}
    because: of the manual
    source: S1-02
"""


def rows(*parts: tuple[int, str]) -> str:
    return ", ".join(f"{{{cells}}}" for times, cells in parts for _ in range(times))


@pytest.mark.parametrize(
    ("kind", "records", "measures"),
    [
        pytest.param(
            "queue_visit",
            rows(
                (1000, "outcome: answered, arrival_day: 2026-10-05"),
                (10, "outcome: abandoned, wait: 4 s, arrival_day: 2026-10-05"),
                (50, "outcome: abandoned, wait: 30 s, arrival_day: 2026-10-05"),
            ),
            "offered: 1060, connection_rate: 1000/1060, abandonment_rate: 60/1060, "
            "abandonment_rate_without_short: 50/1050",
            id="GC-75",
        ),
        pytest.param(
            "issue",
            rows(
                (72, "rule: repeat_within_7_days, repeated: yes, started_day: 2026-10-05"),
                (328, "rule: repeat_within_7_days, repeated: no, started_day: 2026-10-05"),
            ),
            "issues: 400, issues_repeated: 72, first_contact_resolution: 82%",
            id="GC-76-call-data",
        ),
        pytest.param(
            "rating",
            rows(
                (280, "invited: yes, resolved: yes, day: 2026-10-05"),
                (120, "invited: yes, resolved: no, day: 2026-10-05"),
            ),
            "first_contact_resolution_by_survey: 70%",
            id="GC-76-survey",
        ),
        pytest.param(
            "dial",
            rows(
                (63, "result: connected, success: yes, dialed_day: 2026-10-05"),
                (357, "result: connected, success: no, dialed_day: 2026-10-05"),
                (580, "result: no_answer, dialed_day: 2026-10-05"),
            ),
            "dialed: 1000, outbound_connection_rate: 42%, success_per_connect: 15%, "
            "success_per_dial: 6.3%",
            id="GC-80",
        ),
        pytest.param(
            "handle_segment",
            rows(
                (400, f"{TALK}, ended_by: customer, arrival_day: 2026-10-05"),
            ),
            "talk_time: 135 s, hold_time: 7.5 s, after_call_work: 37.5 s, handle_time: 180 s",
            id="GC-72",
        ),
    ],
)
def test_figures_of_the_manual_come_out(
    shelf: Shelf, kind: str, records: str, measures: str
) -> None:
    case = CASE.format(kind=kind, rows=records, measures=measures)
    shelf.put("mine", pack=HEAD, cases=DEFAULTS + case)
    pack = load("mine", shelf.catalog)

    (result,) = run_cases(pack, read_cases(pack)[0])

    assert result.passed, result


def test_a_calendar_has_the_days_of_the_one_it_is_the_same_as(shelf: Shelf) -> None:
    shelf.put("mine", pack=HEAD + FOLLOWS)

    october = Period.of("2026-10", load("mine", shelf.catalog).calendars)

    assert october.days("calls") == october.days("attendance")
    assert october.days("calls") != october.days("performance")


def test_shared_call_indicators_follow_the_calendar_month_by_themselves(shelf: Shelf) -> None:
    shelf.put("mine", pack=HEAD)

    october = Period.of("2026-10", load("mine", shelf.catalog).calendars)

    assert october.days("calls") == october.days("performance")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("same_as: attendence", "unknown-calendar"),
        ("same_as: calls", "calendar-same-as"),
        ("same_as: attendance, cutoff_day: 20", "calendar-same-as"),
        ("same_as: bad", "calendar-wrong"),
    ],
    ids=["unknown", "itself", "days-of-its-own-too", "wrong-at-the-other"],
)
def test_days_of_another_calendar_are_checked(shelf: Shelf, wrong: str, code: str) -> None:
    bad = "  bad: {cutoff_day: 40, label: 错}\n" if "bad" in wrong else ""
    shelf.put("mine", pack=HEAD + bad + FOLLOWS.replace("same_as: attendance", wrong))

    pack, found = shelf.check("mine")

    assert pack is None
    assert [each.code for each in found if each.severity.value == "error"] == [code]
