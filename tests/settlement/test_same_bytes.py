"""The same month gives the same bytes: again, elsewhere, in another order, in many threads."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ccops.cli.inputs import read_month
from ccops.cli.reading import Calls
from ccops.settlement import source
from ccops.values.canonical import canonical_json
from tests.copies import pickled

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.cli.inputs import InputMonth
    from ccops.settlement import Settlement

ADAPTER = "asterisk-queue-log"
#: What is handed in beside records.
NO_RECORDS = {"agents", "assignments", "employees", "facts", "opening"}
SCRIPT = """
import pathlib, sys
from ccops.center import Center
from ccops.cli.inputs import earlier_periods, read_month
from ccops.cli.reading import Calls
center = Center.open("telecom-7x24", plugins="installed")
calls = Calls(adapter="asterisk-queue-log")
found = read_month(center, "2026-10", pathlib.Path(sys.argv[1]), calls)
found = found.starting_from(earlier_periods(found, None, None))
settlement = found.month.settle(found.facts())
print(settlement.digest)
"""


def test_settling_again_gives_the_same_bytes(
    settlement: Settlement, handed_in: InputMonth
) -> None:
    again = handed_in.month.settle(handed_in.facts())

    assert again.to_json() == settlement.to_json()
    assert again.digest == settlement.digest
    assert json.loads(again.to_json())["digest"] == again.digest


def test_another_process_gives_the_same_bytes(settlement: Settlement, folder: Path) -> None:
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),  # the plugins of this process
        "PATH": os.environ.get("PATH", ""),
        "PYTHONHASHSEED": "4242",
        "TZ": "America/New_York",
        "LC_ALL": "C",
    }

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == settlement.digest


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_in_another_order_give_the_same_bytes(
    settlement: Settlement, center: Center, folder: Path, handed_in: InputMonth, seed: int
) -> None:
    kinds = sorted({each.stem for each in folder.glob("*.csv")} - NO_RECORDS)
    chance = random.Random(seed)

    def mixed(name: str) -> list[dict[str, str]]:
        rows = [dict(each) for each in handed_in.inputs.sourced(name)]
        chance.shuffle(rows)
        return rows

    month = center.month(
        "2026-10",
        employees=mixed("employees"),
        assignments=mixed("assignments"),
        decisions=handed_in.inputs.decisions,
    )
    month = month.starting_from(month.opening(mixed("opening")))
    sources = [source(each, mixed(each)) for each in kinds]
    facts = month.measure(*sources, *([handed_in.intake] if handed_in.intake else []))
    given = {
        row["employee_id"]: {
            name: value for name, value in row.items() if name not in ("employee_id", "source_ref")
        }
        for row in mixed("facts")
    }

    assert month.settle(facts.joined(given)).to_json() == settlement.to_json()


def test_two_threads_settle_one_center_alike(
    settlement: Settlement, center: Center, handed_in: InputMonth
) -> None:
    people = handed_in.inputs.rows("employees")
    dated = handed_in.inputs.rows("assignments")
    given = {each["employee_id"]: dict(each) for each in handed_in.inputs.rows("facts")}
    for each in given.values():
        del each["employee_id"]

    def settle(_: int) -> bytes:
        month = center.month(
            "2026-10",
            employees=people,
            assignments=dated,
            decisions=handed_in.inputs.decisions,
        ).starting_from(handed_in.month.month.closing)
        facts = month.month.measure(handed_in.records).joined(given)
        return month.settle(facts).to_json()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(settle, range(6)))

    assert set(made) == {settlement.to_json()}


def test_two_readings_in_one_process_do_not_touch_each_other(
    settlement: Settlement, center: Center, folder: Path, handed_in: InputMonth
) -> None:
    other = center.with_choices(bonus_reading="slices")

    found = read_month(other, "2026-10", folder, Calls(adapter=ADAPTER))
    slices = found.month.settle(found.facts())

    assert slices.manifest.choices["bonus_reading"] == "slices"
    assert slices.manifest.pack_digest != settlement.manifest.pack_digest
    assert handed_in.month.settle(handed_in.facts()).to_json() == settlement.to_json()
    paid = {each.employee_id: each.amount for each in slices.lines() if each.pay_code == "B01"}
    before = {
        each.employee_id: each.amount for each in settlement.lines() if each.pay_code == "B01"
    }
    assert all(paid[who] >= before[who] for who in before)
    assert paid != before


# -- what the bytes are -------------------------------------------------------------------------


def test_the_json_holds_no_float_and_no_run_time(settlement: Settlement) -> None:
    def no_float(text: str) -> object:
        raise AssertionError(text)

    data = json.loads(settlement.to_json(), parse_float=no_float)

    assert set(data) >= {"manifest", "employees", "figures", "provisional", "rulings"}
    assert canonical_json(data) == settlement.to_json()
    assert settlement.to_json().endswith(b"}\n")


def test_figures_and_employees_are_sorted(settlement: Settlement) -> None:
    data = json.loads(settlement.to_json())

    keys = [(each["name"], each["population"]) for each in data["figures"]]
    assert keys == sorted(keys)
    assert data["employees"] == sorted(data["employees"])


def test_the_manifest_names_everything_the_figures_follow_from(settlement: Settlement) -> None:
    manifest = settlement.manifest

    assert manifest.format == "ccops.settlement/1"
    assert (manifest.pack_id, manifest.period) == ("telecom-7x24", "2026-10")
    assert manifest.calendars["attendance"] == ("2026-09-26", "2026-10-25")
    assert manifest.calendars["performance"] == ("2026-10-01", "2026-10-31")
    assert manifest.choices["bonus_reading"] == "printed"
    assert (manifest.revision, manifest.supersedes) == (1, "")
    for digest in (
        manifest.closing_digest,
        manifest.pack_digest,
        manifest.catalog_digest,
        manifest.facts_digest,
        manifest.employees_digest,
    ):
        assert re.fullmatch("sha256:[0-9a-f]{64}", digest)


def test_a_correction_is_a_new_settlement_that_names_the_one_before(
    settlement: Settlement, handed_in: InputMonth
) -> None:
    after = handed_in.month.settle(handed_in.facts(), revision=2, supersedes=settlement.digest)

    assert after.manifest.supersedes == settlement.digest
    assert after.digest != settlement.digest
    assert after.manifest.facts_digest == settlement.manifest.facts_digest


def test_another_fact_gives_another_manifest(
    settlement: Settlement, handed_in: InputMonth
) -> None:
    agent = next(each for each in settlement.employees)
    facts = handed_in.facts()
    given = {agent: {"pay_day": "2026-11-15"}}

    other = handed_in.month.settle(facts.joined(given))

    assert other.manifest.facts_digest != settlement.manifest.facts_digest
    assert other.manifest.employees_digest == settlement.manifest.employees_digest


def test_a_settlement_hands_its_digest_to_the_next_month(
    settlement: Settlement, center: Center, handed_in: InputMonth
) -> None:
    following = center.month(
        "2026-11",
        employees=handed_in.inputs.rows("employees"),
        decisions={"award_themes": []},
        closing=settlement.closing,
    )

    made = following.settle(following.facts())

    assert settlement.closing.settlement_digest == settlement.digest
    assert made.manifest.closing_digest.startswith("sha256:")


def test_a_settlement_can_be_pickled(settlement: Settlement) -> None:
    copy = pickled(settlement)
    employee = settlement.lines()[0].employee_id

    assert copy.to_json() == settlement.to_json()
    assert str(copy.explain(employee, "handed_to_payroll")) == str(
        settlement.explain(employee, "handed_to_payroll")
    )
