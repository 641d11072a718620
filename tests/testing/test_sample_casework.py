"""Casework of the sample months: what is handed in is sound, and the lists have something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.settlement import source
from ccops.testing.sample_insurance import make_insurance_month
from ccops.testing.sample_outsourced import make_outsourced_month
from tests import loaded

if TYPE_CHECKING:
    from ccops.testing.sample_month import SampleMonth

FILES = ("work_orders", "work_order_steps", "shift_log", "trainings", "kb_items", "exams")


def rows_of(month: SampleMonth, name: str) -> list[dict[str, str]]:
    table = month.table(name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("seed", [1, 7])
def test_the_lists_of_a_sample_month_have_something(seed: int) -> None:
    made = make_outsourced_month(seed)
    people = rows_of(made, "employees")
    month = loaded.center("outsourced").month("2026-10", employees=people)

    found = month.learning(
        *(source(name, rows_of(made, name)) for name in FILES), on=made.days.performance.last
    )

    lists = found.lists()
    assert lists["open_orders"]
    assert lists["kb_changes"]
    assert {cells["open_parts"] for cells in lists["go_live"].values()} == {(), ("system",)}


def test_the_same_seed_gives_the_same_casework() -> None:
    one, again, other = (make_insurance_month(seed, seats=12) for seed in (3, 3, 4))

    assert one.table("shift_log") == again.table("shift_log")
    assert one.table("shift_log") != other.table("shift_log")
