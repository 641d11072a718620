"""Stored settlements: what is written comes back, and what was changed since does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ccops.errors import DataError, SettlementError
from ccops.rulepack.month import month_rules
from ccops.settlement import (
    Month,
    Ruling,
    RulingKind,
    load_settlement,
    save_settlement,
    settlement_from_data,
    stored_manifest,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.cli.inputs import InputMonth
    from ccops.settlement import MonthRules, Settlement


@pytest.fixture
def stored(settlement: Settlement, tmp_path: Path) -> Path:
    save_settlement(settlement, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def rules(settlement: Settlement) -> MonthRules:
    return settlement.rules


def _codes(error: DataError | SettlementError) -> list[str]:
    return [each.code for each in error.diagnostics]


def test_a_stored_settlement_comes_back_as_it_was(
    settlement: Settlement, stored: Path, rules: MonthRules
) -> None:
    loaded = load_settlement(stored, rules)

    assert loaded.to_json() == settlement.to_json()
    assert loaded.lines() == settlement.lines()
    assert loaded.manifest == settlement.manifest
    assert loaded.closing == settlement.closing


def test_who_has_left_a_team_comes_back_as_having_left(
    settlement: Settlement, stored: Path, rules: MonthRules
) -> None:
    loaded = load_settlement(stored, rules)

    teams = settlement.results.facts.memberships["team"]
    assert loaded.results.facts.memberships["team"] == teams
    assert [each.at_end for each in teams].count(False) == 1


def test_a_settlement_comes_back_from_plain_data_to_the_byte(
    settlement: Settlement, handed_in: InputMonth
) -> None:
    carried = json.loads(json.dumps(settlement.to_dict()))

    again = handed_in.month.from_dict(carried)

    assert again.to_json() == settlement.to_json()
    assert again.closing == settlement.closing
    assert again.to_dict() == settlement.to_dict()


@pytest.mark.parametrize("absent", ["settlement", "facts"])
def test_plain_data_that_lacks_a_part_is_told(
    settlement: Settlement, handed_in: InputMonth, absent: str
) -> None:
    data = settlement.to_dict()
    del data[absent]

    with pytest.raises(DataError) as found:
        handed_in.month.from_dict(data)

    assert _codes(found.value) == ["stored-unreadable"]


def test_a_figure_changed_in_plain_data_is_found_out(
    settlement: Settlement, rules: MonthRules
) -> None:
    text = json.dumps(settlement.to_dict())
    changed = json.loads(text.replace('"500.00"', '"900.00"', 1))
    assert changed != settlement.to_dict()

    with pytest.raises(SettlementError) as found:
        settlement_from_data(changed, rules)

    assert _codes(found.value) == ["settlement-differs"]


def test_a_loaded_settlement_explains_what_it_explained(
    settlement: Settlement, stored: Path, rules: MonthRules
) -> None:
    loaded = load_settlement(stored, rules)
    employee = settlement.lines()[0].employee_id

    for locale in ("zh_CN", "en"):
        before = settlement.explain(employee, "handed_to_payroll", locale=locale)
        assert str(loaded.explain(employee, "handed_to_payroll", locale=locale)) == str(before)


def test_the_files_name_themselves(settlement: Settlement, tmp_path: Path) -> None:
    places = save_settlement(settlement, tmp_path / "deep" / "out")

    assert [each.name for each in places] == [
        "settlement.json",
        "facts.json",
        "closing.json",
        "before.json",
    ]
    assert stored_manifest(tmp_path / "deep" / "out")["pack_id"] == "telecom-7x24"
    closing = json.loads(places[2].read_bytes())
    assert closing["settlement"] == settlement.digest


def test_rulings_come_back_with_the_settlement(
    handed_in: InputMonth, tmp_path: Path, rules: MonthRules
) -> None:
    someone = handed_in.facts().employees.ids[0]
    ruling = Ruling(
        employee_id=someone, fact="lead_tasks", kind=RulingKind.ZERO, by="D01", because="late"
    )
    month = handed_in.month.month
    ruled = Month(
        rules=rules,
        employees=month.employees,
        assignments=month.assignments,
        rulings=(ruling,),
        closing=month.closing,
    )
    settlement = ruled.settle(handed_in.facts())
    save_settlement(settlement, tmp_path)

    assert load_settlement(tmp_path, rules).rulings == (ruling,)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"500.00"', b'"900.00"'), (b'"provisional":[]', b'"provisional":[0]')],
)
def test_a_changed_figure_is_found_out(
    stored: Path, rules: MonthRules, before: bytes, after: bytes
) -> None:
    path = stored / "settlement.json"
    data = path.read_bytes()
    assert before in data
    path.write_bytes(data.replace(before, after, 1))

    with pytest.raises(SettlementError) as found:
        load_settlement(stored, rules)

    assert _codes(found.value) == ["settlement-differs"]


def test_a_changed_fact_is_found_out(stored: Path, rules: MonthRules) -> None:
    path = stored / "facts.json"
    facts = json.loads(path.read_bytes())
    cells = facts["columns"]["discipline"]["cells"]
    row = next(number for number, cell in enumerate(cells) if cell is not None)
    cells[row] = "1.00"
    path.write_text(json.dumps(facts), "utf-8")

    with pytest.raises(SettlementError) as found:
        load_settlement(stored, rules)

    assert _codes(found.value) == ["settlement-differs"]


def test_another_reading_is_another_pack(center: Center, stored: Path) -> None:
    other = month_rules(
        center.with_choices(bonus_reading="slices").pack, "2026-10", {"award_themes": []}
    )

    with pytest.raises(SettlementError) as found:
        load_settlement(stored, other)

    assert _codes(found.value) == ["settlement-other-pack"]


@pytest.mark.parametrize("file", ["settlement.json", "facts.json"])
@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"\xff\xfe", b"[]", b"{}", b"null", b'{"manifest":{}}']
)
def test_a_file_that_is_none_is_told_by_name(
    stored: Path, rules: MonthRules, file: str, content: bytes | None
) -> None:
    if content is None:
        (stored / file).unlink()
    else:
        (stored / file).write_bytes(content)

    with pytest.raises(DataError) as found:
        load_settlement(stored, rules)

    assert _codes(found.value) == ["stored-unreadable"]
    assert found.value.diagnostics[0].args["file"] == file


def test_a_fact_the_pack_does_not_have_is_told(stored: Path, rules: MonthRules) -> None:
    path = stored / "facts.json"
    facts = json.loads(path.read_bytes())
    facts["columns"]["luck"] = facts["columns"].pop("discipline")
    path.write_text(json.dumps(facts), "utf-8")

    with pytest.raises(DataError) as found:
        load_settlement(stored, rules)

    assert _codes(found.value) == ["stored-unreadable"]
    assert "luck" in found.value.diagnostics[0].args["problem"]


def test_a_folder_without_a_settlement_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        stored_manifest(tmp_path)
