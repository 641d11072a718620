"""Casework through the packs: attrition of GC-79, an input folder, lists as people read them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ccops.cli.app import cli
from ccops.messages import LOCALES
from ccops.settlement import source
from ccops.testing.builders import an_employee_row
from tests import loaded

if TYPE_CHECKING:
    from pathlib import Path

ON = dt.date(2026, 10, 9)
ORDER = {"employee_id": "E1", "kind": "complaint", "urgency": "normal", "customer": "13900001234"}
FACTS = {"basic_pay_due": "3000", "local_minimum_wage": "2000"}


def test_attrition_of_a_month_and_of_a_year() -> None:
    """GC-79: 6 leavers, from 98 to 102 people: 6.00 %, 72 %, 52.41 %."""
    stayed = [an_employee_row(f"S{n}") for n in range(92)]
    left = [
        an_employee_row(f"L{n}", ended_on="2026-10-20", end_reason="resignation")
        for n in range(6)
    ]
    joined = [an_employee_row(f"N{n}", hired_on="2026-10-12") for n in range(10)]
    people = [*stayed, *left, *joined]

    month = loaded.center("outsourced").month("2026-10", employees=people)
    settlement = month.settle(month.facts({each["employee_id"]: FACTS for each in people}))

    found = settlement.groups_values() if hasattr(settlement, "groups_values") else None
    assert found is None or found
    values = {
        name: settlement.group_value("center", "", name)
        for name in ("attrition", "attrition_year_simple", "attrition_year_compound")
    }
    assert [str(each) for each in values.values()] == ["0.06", "0.72", "0.5241"]
