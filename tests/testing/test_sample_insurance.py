"""The sample month of the insurance hotline: every post, the same bytes, settled to the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_insurance import make_insurance_month
from ccops.testing.sample_people import Story

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.testing.sample_month import SampleMonth

SEED = 2026
POSTS = {
    "center_manager": 1,
    "center_director": 1,
    "shift_supervisor": 1,
    "qa_trainer": 1,
    "info_coordinator": 1,
    "team_lead": 2,
}


@pytest.fixture(scope="module")
def month() -> SampleMonth:
    return make_insurance_month(SEED)


def _texts(folder: Path) -> dict[str, bytes]:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def test_every_post_of_the_chart_is_held(month: SampleMonth) -> None:
    roles = Counter(each.role for each in month.people)

    assert {role: roles[role] for role in POSTS} == POSTS
    assert roles["agent"] == 41


def test_the_same_seed_gives_the_same_files(month: SampleMonth, tmp_path: Path) -> None:
    write_month(month, tmp_path / "one")
    write_month(make_insurance_month(SEED), tmp_path / "two")

    assert _texts(tmp_path / "one") == _texts(tmp_path / "two")


def test_calls_can_be_a_table_too(month: SampleMonth, tmp_path: Path) -> None:
    write_month(month, tmp_path, calls=CallsAs.TABLE)

    assert (tmp_path / "calls" / "calls.csv").is_file()
    assert "E: E" in (tmp_path / "inputs.yaml").read_text("utf-8")


@pytest.mark.parametrize("period", ["2026-10", "2027-02"])
def test_a_month_lies_in_its_own_days(period: str) -> None:
    month = make_insurance_month(SEED, period=period, seats=12)

    exams = month.table("exams").rows
    days = {row[2] for row in exams if not row[0].startswith("ENTRY")}  # those lie before
    assert all(day.startswith(period) for day in days)
    assert month.period == period


def test_leads_and_coordinators_take_a_share_of_the_calls(month: SampleMonth) -> None:
    answered = Counter(each.agent.role for each in month.visits if each.agent is not None)
    heads = Counter(each.role for each in month.people if each.alias)

    agents = answered["agent"] / heads["agent"]
    for role in ("team_lead", "info_coordinator"):
        assert 0 < answered[role] / heads[role] < agents / 2


def test_who_is_away_all_month_has_no_shift_and_no_exam(month: SampleMonth) -> None:
    (away,) = (each.employee_id for each in month.people if each.story is Story.MATERNITY)

    assert away not in {row[0] for row in month.table("roster").rows}
    assert away not in {row[1] for row in month.table("exams").rows}


def test_fewer_than_twelve_seats_are_no_center() -> None:
    with pytest.raises(ValueError, match="12 seats"):
        make_insurance_month(SEED, seats=11)
