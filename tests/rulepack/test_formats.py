from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ccops.errors import RulePackError
from ccops.messages import Label
from ccops.rulepack.documents.formats import CURRENT, MIGRATIONS, Migration, migrate, renamed_key

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

SHIPPED = Path(__file__).parents[2] / "rulepacks" / "telecom-7x24"
RENAMES = Migration(
    to=2,
    does=Label(zh="payroll_code 改名为 code", en="payroll_code is called code"),
    edits=renamed_key("bonuses", "payroll_code", "code"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "telecom-7x24"
    shutil.copytree(SHIPPED, place)
    return place


def test_there_is_a_step_to_every_format_but_the_first() -> None:
    assert [each.to for each in MIGRATIONS] == list(range(2, CURRENT + 1))


def test_a_pack_of_the_current_format_is_left_alone(folder: Path) -> None:
    found = migrate(folder)

    assert (found.before, found.after, found.steps, found.files) == (1, 1, (), {})


def test_a_step_changes_keys_where_they_stand_and_nothing_else(folder: Path) -> None:
    found = migrate(folder, migrations=[RENAMES], current=2)

    bonus = folder / "bonus.yaml"
    before = bonus.read_text(encoding="utf-8")
    assert found.files[bonus] == before.replace("payroll_code", "code")
    head = found.files[folder / "pack.yaml"]
    assert "pack:\n  format: 2\n  id: telecom-7x24\n" in head
    assert set(found.files) == {bonus, folder / "leads.yaml", folder / "pack.yaml"}


@pytest.mark.parametrize(
    ("head", "made"),
    [
        ("pack:\n  id: x\n", "pack:\n  format: 2\n  id: x\n"),
        ("pack:\n  id: x\n  format: 1  # 格式\n", "pack:\n  id: x\n  format: 2  # 格式\n"),
        ("pack: {id: x, version: 1}\n", "pack: {format: 2, id: x, version: 1}\n"),
        ("pack: {id: x, 'format': '1'}\n", "pack: {id: x, 'format': '2'}\n"),
    ],
    ids=["none", "block", "braces", "quoted"],
)
def test_a_migrated_pack_says_its_format(tmp_path: Path, head: str, made: str) -> None:
    (tmp_path / "pack.yaml").write_text(head, encoding="utf-8")

    found = migrate(tmp_path, migrations=[RENAMES], current=2)

    assert found.files[tmp_path / "pack.yaml"] == made


def test_keys_of_readings_and_of_definitions_in_a_list_are_renamed_too(tmp_path: Path) -> None:
    text = (
        "bonuses:\n  b:\n    by: q\n    one: {payroll_code: B01}\n    two: {payroll_code: B01}\n"
        "  c: [{payroll_code: C01}, {'payroll_code': C02}]\n  payroll_code: {label: id}\n"
    )
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")

    found = migrate(tmp_path, migrations=[RENAMES], current=2)

    kept = "  payroll_code: {label: id}\n"
    expected = text.removesuffix(kept).replace("payroll_code", "code") + kept
    assert found.files[tmp_path / "b.yaml"] == expected


def test_where_a_step_is_missing_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("pack: {id: x}\n", encoding="utf-8")

    with pytest.raises(RulePackError) as caught:
        migrate(tmp_path, migrations=[RENAMES], current=3)

    assert [each.code for each in caught.value.diagnostics] == ["format-no-way"]


def test_a_newer_format_is_not_brought_back(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("pack: {id: x, format: 9}\n", encoding="utf-8")

    with pytest.raises(RulePackError) as caught:
        migrate(tmp_path)

    assert [each.code for each in caught.value.diagnostics] == ["format-newer"]


@pytest.mark.parametrize(
    ("written", "code"), [("9", "format-newer"), ("0", "format-older"), ("new", "format-wrong")]
)
def test_a_pack_of_another_format_is_told_as_that_and_nothing_else(
    shelf: Shelf, written: str, code: str
) -> None:
    place = shelf.pack("figurs: {a: b}\n")
    head = place / "pack.yaml"
    text = head.read_text(encoding="utf-8").replace("pack:\n", f"pack:\n  format: {written}\n")
    head.write_text(text, encoding="utf-8")

    assert [each for each, _ in shelf.found()] == [code]


def test_a_pack_may_say_the_format_it_has(shelf: Shelf) -> None:
    rules = "parameters: {p: {unit: count, values: {2026-01-01: 1}, source: M-01,\n"
    rules += "  accept: [{code: unused-name, because: test}]}}\n"
    place = shelf.pack(rules)
    before = [each for each, _ in shelf.found()]
    head = place / "pack.yaml"
    text = head.read_text(encoding="utf-8").replace("pack:\n", "pack:\n  format: 1\n")
    head.write_text(text, encoding="utf-8")

    assert [each for each, _ in shelf.found()] == before
