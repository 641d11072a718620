"""What management decides for a period: read, checked, told at its place, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ccops.errors import SettlementError
from ccops.rulepack import read_decided
from ccops.rulepack.month import month_rules

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic
    from ccops.rulepack import Pack

#: The shelf of the fixture; its class stands in conftest.py, which tests cannot import.
Shelf = Any

RULES = """\
per_period:
  days: {unit: quantity, range: '[1..31]'}
  theme: {unit: word, words: [smile, speed]}
  prize: {unit: money}
  published: {unit: date}
figures:
  met: {for: agents, unit: flag, is: theme == 'smile' and prize > no_pay
        and published > period_end and days > 20, source: M-02}
"""
GIVEN = {"days": "22 d", "theme": "smile", "prize": "CNY 200", "published": "2026-11-10"}


@pytest.fixture
def pack(shelf: Shelf) -> Pack:
    shelf.pack(RULES)
    found: Pack | None
    found, problems = shelf.check()
    assert found is not None, problems
    return found


def findings(pack: Pack, decisions: dict[str, Any]) -> list[Diagnostic]:
    with pytest.raises(SettlementError) as caught:
        month_rules(pack, "2026-10", decisions)
    return list(caught.value.diagnostics)


def test_what_is_decided_stands_in_the_identity_of_the_month(pack: Pack) -> None:
    rules = month_rules(pack, "2026-10", GIVEN)

    assert rules.identity.decisions == GIVEN


@pytest.mark.parametrize("name", list(GIVEN))
def test_one_that_is_absent_blocks_by_name(pack: Pack, name: str) -> None:
    given = {key: value for key, value in GIVEN.items() if key != name}

    (found,) = findings(pack, given)

    assert (found.code, found.args["name"]) == ("decision-missing", name)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("days", "0.5 d", "decision-out-of-range"),
        ("days", "31.5 d", "decision-out-of-range"),
        ("days", "22 h", "decision-wrong"),
        ("theme", "smlie", "decision-wrong"),
        ("prize", "USD 200", "decision-wrong"),
        ("prize", "200", "decision-wrong"),
        ("published", "2026-11-31", "decision-wrong"),
        ("published", ["2026-11-10"], "decision-wrong"),
    ],
)
def test_a_wrong_one_is_told_once(pack: Pack, name: str, value: object, code: str) -> None:
    (found,) = findings(pack, {**GIVEN, name: value})

    assert (found.code, found.args["name"]) == (code, name)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("days: 22 d\ntheme: smlie\n", "decision-wrong", "2:8"),
        ("days: 99 d\n", "decision-out-of-range", "1:7"),
        ("dyas: 22 d\n", "unknown-decision", "1:1"),
    ],
)
def test_it_is_told_where_it_is_written(
    pack: Pack, tmp_path: Path, text: str, code: str, place: str
) -> None:
    file = tmp_path / "period.yaml"
    file.write_text(text, encoding="utf-8")
    decided, problems = read_decided(file)
    assert not problems

    found = [each for each in findings(pack, {**GIVEN, **decided}) if each.code == code]

    assert [str(each.span) for each in found] == [f"{file}:{place}"]


def test_one_that_is_decided_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "period.yaml"
    file.write_text("days: 22 d\ndays: 21 d\n", encoding="utf-8")

    _, problems = read_decided(file)

    assert [each.code for each in problems] == ["yaml-duplicate-key"]
    assert str(problems[0].span) == f"{file}:2:1"
