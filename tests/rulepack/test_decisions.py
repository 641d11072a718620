"""What management decides for a period: read, checked, told at its place, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ccops.errors import SettlementError
from ccops.rulepack import read_decided
from ccops.rulepack.assembly.listed import decided_items, decided_text
from ccops.rulepack.month import month_rules

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic
    from ccops.rulepack import Pack
    from tests.rulepack.conftest import Shelf

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


# -- lists --------------------------------------------------------------------------------------

LISTED = """\
per_period:
  themes:
    items:
      neat: {label: {zh: 整洁, en: neat}}
      quick: {label: {zh: 快捷, en: quick}}
    each:
      winners: {unit: count, range: '[1..9]'}
      amount: {unit: money, range: '[CNY 100..CNY 300]'}
figures:
  prize: {for: agents, unit: money, is: neat_winners * neat_amount if neat_decided else no_pay,
          round: {to: 0.01, mode: half_up}, source: M-02}
  other: {for: agents, unit: money, is: quick_amount if quick_decided else no_pay, source: M-02}
"""
NEAT = {"id": "neat", "winners": 2, "amount": "CNY 200"}


@pytest.fixture
def listed(shelf: Shelf) -> Pack:
    shelf.pack(LISTED)
    found: Pack | None
    found, problems = shelf.check()
    assert found is not None, problems
    return found


def test_a_list_gives_the_parts_of_each_item_and_nothing_of_the_others(listed: Pack) -> None:
    constants = listed.assembly("2026-10", {"themes": [NEAT]}).constants

    found = {name: str(each.constant and each.constant.value) for name, each in constants.items()}
    assert (found["neat_decided"], found["neat_winners"], found["neat_amount"]) == (
        "True", "2", "200",
    )  # fmt: skip
    assert (found["quick_decided"], found["quick_winners"], found["quick_amount"]) == (
        "False", "0", "0",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], "none"),
        ([NEAT], "neat: winners 2, amount CNY 200"),
        (
            [NEAT, {"id": "quick", "winners": "1", "amount": "CNY 99.5"}],
            "neat: winners 2, amount CNY 200; quick: winners 1, amount CNY 99.5",
        ),
    ],
)
def test_a_list_is_stored_as_a_text_that_says_the_same(items: list[object], text: str) -> None:
    assert decided_text(items) == text
    assert decided_text(text) == text
    assert [(each.id, each.parts) for each in decided_items(text) or ()] == [
        (each.id, each.parts) for each in decided_items(items) or ()
    ]


def test_what_is_stored_makes_the_month_again(listed: Pack) -> None:
    rules = month_rules(listed, "2026-10", {"themes": [NEAT]})

    again = month_rules(listed, "2026-10", rules.identity.decisions)

    assert again.identity == rules.identity


def test_a_list_nobody_decided_blocks_by_its_own_name(listed: Pack) -> None:
    (found,) = findings(listed, {})

    assert (found.code, found.args["name"]) == ("decision-missing", "themes")


@pytest.mark.parametrize(
    ("value", "code", "named"),
    [
        ([{**NEAT, "id": "naet"}], "unknown-decision", "themes.naet"),
        ([NEAT, NEAT], "decision-item-twice", "themes.neat"),
        ([{**NEAT, "winer": 2}], "unknown-decision", "themes.neat.winer"),
        ([{"id": "neat", "amount": "CNY 200"}], "decision-missing", "themes.neat.winners"),
        ([{**NEAT, "winners": 2.5}], "decision-wrong", "themes.neat.winners"),
        ([{**NEAT, "amount": "200"}], "decision-wrong", "themes.neat.amount"),
        ([{**NEAT, "winners": 0}], "decision-out-of-range", "themes.neat.winners"),
        ([{**NEAT, "amount": "CNY 99.99"}], "decision-out-of-range", "themes.neat.amount"),
        ([{**NEAT, "amount": "CNY 300.01"}], "decision-out-of-range", "themes.neat.amount"),
        ([{"winners": 2}], "decision-no-list", "themes"),
        (["neat"], "decision-no-list", "themes"),
        ("neat", "decision-no-list", "themes"),
        ("neat: winners, amount CNY 200", "decision-no-list", "themes"),
        (7, "decision-no-list", "themes"),
    ],
)
def test_a_wrong_list_is_told_once_by_the_part(
    listed: Pack, value: object, code: str, named: str
) -> None:
    (found,) = findings(listed, {"themes": value})

    assert (found.code, found.args["name"]) == (code, named)


@pytest.mark.parametrize("amount", ["CNY 100", "CNY 300"])
def test_the_ends_of_a_range_belong_to_it(listed: Pack, amount: str) -> None:
    rules = month_rules(listed, "2026-10", {"themes": [{**NEAT, "amount": amount}]})

    assert amount in rules.identity.decisions["themes"]


def test_an_item_is_told_where_it_is_written(listed: Pack, tmp_path: Path) -> None:
    file = tmp_path / "period.yaml"
    file.write_text(
        "themes:\n- {id: neat, winners: 1, amount: CNY 150}\n- {id: swift}\n", encoding="utf-8"
    )
    decided, _ = read_decided(file)

    (found,) = findings(listed, decided)

    assert str(found.span) == f"{file}:3:3"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  odd: {label: {zh: 奇, en: odd}}\n", "decision-needs-one"),
        ("  odd: {items: {a: {label: {zh: 甲, en: a}}}}\n", "decision-needs-one"),
        ("  odd: {unit: count, items: {a: {label: {zh: 甲, en: a}}}}\n", "decision-needs-one"),
        (
            "  odd: {items: {a: {label: {zh: 甲, en: a}}}, each: {day: {unit: date}}}\n",
            "decision-part-wrong",
        ),
        (
            "  odd: {items: {a: {label: {zh: 甲, en: a}}}, each: {decided: {unit: count}}}\n",
            "decision-part-wrong",
        ),
    ],
)
def test_a_declaration_is_one_value_or_a_list(shelf: Shelf, text: str, code: str) -> None:
    shelf.pack("per_period:\n" + text)

    _, problems = shelf.check()

    assert code in {each.code for each in problems}
