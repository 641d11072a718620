from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from ccops.center import find_plugins
from ccops.messages import LOCALES
from ccops.rulepack import Readings, load
from ccops.rulepack.cards.diff_text import diff_data, diff_text
from ccops.rulepack.cards.node_diff import Detail, DetailKind
from ccops.rulepack.cards.pack_diff import ChangeKind, Moved, PackDiff, RuleChange, diff_packs
from tests import loaded

SHIPPED = Path(__file__).parents[2] / "rulepacks" / "telecom-7x24"
CATALOG = find_plugins(()).catalog
TELECOM = loaded.pack()
#: What is taken back is a part of the wage, so every line has a say in it.
CORRECTED = ("correction", "correction_recovered")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped pack, to be changed."""
    place = tmp_path / "telecom-7x24"
    shutil.copytree(SHIPPED, place)
    return place


def diff(folder: Path, name: str, before: str, after: str) -> PackDiff:
    """Return what differs once a text of one file is replaced."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return diff_packs(TELECOM, load(folder, CATALOG, readings=Readings.TAKEN))


def only(found: PackDiff) -> tuple[RuleChange, Detail]:
    (change,) = found.changes
    (detail,) = change.details
    return change, detail


def test_a_pack_differs_in_nothing_from_itself(folder: Path) -> None:
    found = diff_packs(TELECOM, load(folder, CATALOG, readings=Readings.TAKEN))

    assert found.is_equal
    assert "the packs say the same" in diff_text(found, "en")


def test_a_parameter_moves_what_reads_it_from_its_day_on(folder: Path) -> None:
    found = diff(
        folder,
        "parameters.yaml",
        "values: {2022-10-01: CNY 10}",
        "values: {2022-10-01: CNY 10, 2024-01-01: CNY 15}, period_rule: start",
    )

    (change,) = found.changes
    dated = next(each for each in change.details if each.kind is DetailKind.DATED)
    assert (dated.before, dated.after) == ("CNY 10", "CNY 15")
    assert dated.since == change.since == dt.date(2024, 1, 1)
    assert change.lines == ("night_allowance", *CORRECTED)
    assert "monthly_bonus" not in change.moves


def test_a_row_that_pays_more_is_told_by_its_number_and_column(folder: Path) -> None:
    found = diff(folder, "bonus.yaml", "'<= 10%', CNY 400]", "'<= 10%', CNY 450]")

    change, detail = only(found)
    assert detail.kind is DetailKind.CELL
    assert detail.path == ("table", "rows", "2", "")
    assert (detail.before, detail.after) == ("CNY 400", "CNY 450")
    assert change.lines == ("monthly_bonus", "star_pay", *CORRECTED)
    assert "第 2 行 所得：CNY 400 → CNY 450" in diff_text(found, "zh_CN")


def test_what_follows_from_a_pay_line_is_told_after_it_and_the_rest_of_it_counted(
    folder: Path,
) -> None:
    found = diff(folder, "bonus.yaml", "'<= 10%', CNY 400]", "'<= 10%', CNY 450]")

    moved = found.moved
    assert moved.direct == ("monthly_bonus_by_table", "monthly_bonus")
    assert {"star_pay", *CORRECTED} <= set(moved.further)
    text = diff_text(found, "en").splitlines()
    follows = [each.strip() for each in text if "from these follow: star pay (star_pay)" in each]
    assert follows[0].endswith(f", {len(moved.further) - 3} more figures")
    assert "  pay lines: monthly bonus (monthly_bonus)" in text


def test_a_condition_of_several_lines_moves_each_of_them_directly(folder: Path) -> None:
    found = diff(folder, "eligibility.yaml", "absence >= absence_limit", "absence > absence_limit")

    direct = [each for each in found.lines if each in found.moved.direct]
    assert direct[: len(direct)] == list(found.lines[: len(direct)])
    assert "monthly_bonus" in direct
    assert not set(CORRECTED) & set(direct)


def test_a_line_that_is_moved_both_ways_is_told_as_moved_directly() -> None:
    one = Moved(direct=("wage",), further=("star",), lines=("wage", "star"))
    other = Moved(direct=("star", "grade"), further=("wage", "cap"), lines=("star", "wage"))

    both = one | other

    assert both.direct == ("wage", "star", "grade")
    assert both.further == ("cap",)
    assert set(both.lines) == {"wage", "star"}


def test_a_condition_that_changed_moves_what_follows(folder: Path) -> None:
    found = diff(folder, "eligibility.yaml", "absence >= absence_limit", "absence > absence_limit")

    change, detail = only(found)
    assert detail.path == ("codes", "absent_3_days", "if")
    assert change.since == dt.date(2022, 10, 1)
    assert set(change.lines) == {"monthly_bonus", "star_pay", "progress_award", *CORRECTED}


def test_a_row_added_and_one_removed_are_told_as_rows(folder: Path) -> None:
    found = diff(
        folder,
        "bonus.yaml",
        "          - ['>= 60', '-', CNY 100]\n",
        "          - ['>= 60', '-', CNY 100]\n          - ['>= 50', '-', CNY 50]\n",
    )
    _, added = only(found)
    assert (added.kind, added.after) == (DetailKind.ROW_ADDED, ">= 50 | - | CNY 50")

    back = diff_packs(found.new, TELECOM)
    _, removed = only(back)
    assert (removed.kind, removed.before) == (DetailKind.ROW_REMOVED, ">= 50 | - | CNY 50")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("bonus.yaml", "zh: 月度奖金", "zh: 月奖"),
        ("bonus.yaml", "    source: S1-09", "    source: S1-10"),
        ("pool.yaml", "because: {zh: 手册未写最低出勤", "because: {zh: 未写"),
    ],
    ids=["label", "source", "reason"],
)
def test_words_and_sources_move_no_amount(
    folder: Path, name: str, before: str, after: str
) -> None:
    found = diff(folder, name, before, after)

    change, _ = only(found)
    assert change.is_words
    assert not found.moves
    assert "moves no amount" in diff_text(found, "en")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("parameters.yaml", "values: {2022-10-01: 50%}", "values: {2022-10-01: 0.50}"),
        ("parameters.yaml", "2022-10-01: 8 h", "2022-10-01: 480 min"),
        ("bonus.yaml", "['>= 85', '<= 10%', CNY 500]", "['>=85',  '<=10%', 'CNY 500']"),
        ("score.yaml", "weight_call * call_score + weight", "weight_call*call_score  + weight"),
        ("shifts.yaml", "night: yes", "night: true"),
    ],
    ids=["share", "duration", "cells", "formula", "flag"],
)
def test_what_is_only_written_otherwise_is_no_difference(
    folder: Path, name: str, before: str, after: str
) -> None:
    assert diff(folder, name, before, after).is_equal


def test_what_is_handed_to_payroll_moves_no_amount(folder: Path) -> None:
    found = diff(folder, "bonus.yaml", "payroll_code: B01", "payroll_code: B09")

    change, detail = only(found)
    assert detail.path == ("payroll_code",)
    assert not change.is_words
    assert not change.moves


def test_a_shift_moves_what_is_measured_over_shifts_and_no_bonus(folder: Path) -> None:
    found = diff(
        folder,
        "shifts.yaml",
        "counted: 11 h\n    unpaid: 60 min",
        "counted: 630 min\n    unpaid: 90 min",
    )

    (change,) = found.changes
    assert [each.path for each in change.details] == [("counted",), ("unpaid",)]
    assert "night_allowance" in change.moves


def test_another_reading_is_a_change_of_the_question_and_of_the_rule() -> None:
    found = diff_packs(TELECOM, TELECOM.with_choices(bonus_reading="slices"))

    by_name = {each.name: each for each in found.changes}
    assert set(by_name) == {"monthly_bonus", "bonus_reading"}
    (reading,) = by_name["bonus_reading"].details
    assert (reading.kind, reading.before, reading.after) == (
        DetailKind.READING,
        "printed",
        "slices",
    )
    assert by_name["bonus_reading"].lines == ("monthly_bonus", "star_pay", *CORRECTED)


def test_what_differs_in_a_reading_not_taken_is_told_and_moves_nothing(folder: Path) -> None:
    found = diff(folder, "bonus.yaml", "'>= 75', '<= 55%', CNY 300", "'>= 75', '<= 55%', CNY 310")

    change, detail = only(found)
    assert (change.name, change.moves, change.since) == ("monthly_bonus", (), None)
    assert (detail.before, detail.after) == ("CNY 300", "CNY 310")
    assert detail.under == "bonus_reading=slices"
    assert "under bonus_reading=slices, not taken: row 3, pays: CNY 300" in diff_text(found, "en")
    assert not found.is_equal


def test_a_rule_added_and_one_removed(folder: Path) -> None:
    text = (
        "\n  extra_flag:\n    for: agents\n    unit: flag\n    is: monthly_score > 99\n"
        "    source: assumed\n    because: trial\n"
        "    accept: [{code: unused-name, because: trial}]\n"
    )
    found = diff(folder, "score.yaml", "\n  # 300 分折合 100 分", text + "\n  # 300 分折合 100 分")

    (change,) = found.changes
    assert (change.kind, change.name) == (ChangeKind.ADDED, "extra_flag")
    (back,) = diff_packs(found.new, TELECOM).changes
    assert back.kind is ChangeKind.REMOVED


def test_a_rule_that_begins_later_moves_nothing_before_its_day(folder: Path) -> None:
    text = (
        "\n  extra_flag:\n    for: agents\n    unit: flag\n    is: monthly_score > 99\n"
        "    from: 2026-01-01\n    period_rule: start\n    source: assumed\n    because: trial\n"
        "    accept: [{code: unused-name, because: trial}]\n"
    )
    found = diff(folder, "score.yaml", "\n  # 300 分折合 100 分", text + "\n  # 300 分折合 100 分")

    (change,) = found.changes
    assert change.moves == ("extra_flag",)
    assert change.since == dt.date(2026, 1, 1)


def test_cases_are_counted_and_move_nothing(folder: Path) -> None:
    found = diff(folder, "cases/pay.yaml", "  GC-47:", "  GC-47x:")

    assert found.cases == (1, 1, 0)
    assert not found.moves
    assert not found.is_equal


def test_another_zone_may_move_everything(folder: Path) -> None:
    found = diff(folder, "pack.yaml", "zone: Asia/Shanghai", "zone: Asia/Hong_Kong")

    change, _ = only(found)
    policies = found.new.rules.policies
    assert set(change.lines) == {line.figure for each in policies for line in each.lines()}


def test_a_difference_is_told_in_every_language_and_as_data(folder: Path) -> None:
    found = diff(folder, "bonus.yaml", "'<= 10%', CNY 400]", "'<= 10%', CNY 450]")

    for locale in LOCALES:
        text = diff_text(found, locale)
        assert "diff-" not in text
        assert "{" not in text
    assert json.loads(json.dumps(diff_data(found)))["pay_lines"] == [
        "monthly_bonus",
        "star_pay",
        *CORRECTED,
    ]
