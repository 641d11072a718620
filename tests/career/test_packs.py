"""Careers in packs: no outcome ends employment, and the rights of staff are kept by rules."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from ccops.hooks import gather
from ccops.rulepack import check
from tests import loaded

LINTS: Final = Path(__file__).parents[1] / "packs" / "lints"
RIGHTS: Final = {"fair_pay", "leave", "overtime_compensation", "training", "awards"}


def test_the_outcome_exit_is_refused_by_the_reader(tmp_path: Path) -> None:
    for file in (LINTS / "cn-12" / "bad").glob("*.yaml"):
        text = file.read_text("utf-8").replace("outcome: review", "outcome: exit")
        (tmp_path / file.name).write_text(text, "utf-8")

    pack, found = check(tmp_path, gather(()).catalog)

    assert pack is None
    (refused,) = [each for each in found if each.span and each.severity.value == "error"]
    assert "exit" in refused.text("en")
    assert "demote" in refused.hint("en") + refused.text("en")


@pytest.mark.parametrize("ref", ["insurance-hotline", "outsourced"])
def test_every_right_of_staff_is_kept_by_rules(ref: str) -> None:
    rights = {each.name for each in loaded.pack(ref).rules.section("rights")}

    assert rights == RIGHTS


def test_the_conduct_list_of_base_is_that_of_the_manual() -> None:
    listed = {each.name for each in loaded.pack("base").rules.section("conducts")}

    assert listed == {
        "disobedience",
        "customer_privacy",
        "impolite_language",
        "break_not_approved",
    }


def test_the_floor_discipline_of_the_hotline_is_that_of_the_manual() -> None:
    pack = loaded.pack("insurance-hotline").rules
    found = {each.name: each.found_by for each in pack.section("conducts")}

    assert {"shouting", "litter", "posture", "left_before_relief", "seat_closed"} <= set(found)
    assert found["left_before_relief"] is not None
    (roster,) = [each for each in pack.section("rosters") if each.relief]
    assert roster.relief_by.value == "logins"


@pytest.mark.parametrize("ref", ["insurance-hotline", "outsourced"])
def test_no_pay_line_of_a_pack_reads_a_violation_or_a_damage(ref: str) -> None:
    pack = loaded.pack(ref)

    assert not [each for each in pack.diagnostics if each.code in ("money-fine", "cn-10")]
