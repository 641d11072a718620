from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from ccops.center import find_plugins
from ccops.messages import LOCALES, message
from ccops.rulepack.cases.checks import KEYS
from ccops.rulepack.describing import RULE_FIELDS
from ccops.rulepack.reading.rule_classes import RULE_KEYS
from ccops.rulepack.ruleset import sections_of
from ccops.rulepack.schema.packs import definitions_used, schema_of
from ccops.rulepack.text.nodes import MapNode, Node, Quoting, ScalarNode
from ccops.rulepack.text.parsing import parse_yaml, read_yaml
from ccops.rules import pack_fields
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CATALOG = find_plugins(()).catalog
SCHEMA = schema_of(CATALOG)
FILES = sorted(ROOT.glob("rulepacks/*/**/*.yaml"))
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?")


def as_an_editor_reads(node: Node) -> Any:
    """Return a document with the types YAML 1.2 gives it."""
    if isinstance(node, ScalarNode):
        return _typed(node)
    if isinstance(node, MapNode):
        return {key.text: as_an_editor_reads(value) for key, value in node.entries}
    return [as_an_editor_reads(each) for each in node.items]


def _typed(node: ScalarNode) -> Any:
    if node.quoting is not Quoting.PLAIN:
        return node.text
    if node.text in ("", "null", "~"):
        return None
    if node.text in ("true", "false"):
        return node.text == "true"
    if _NUMBER.fullmatch(node.text):
        return float(node.text) if "." in node.text else int(node.text)
    return node.text


def problems(text: str, schema: dict[str, Any] = SCHEMA) -> Iterator[str]:
    node, found = parse_yaml(text, "pack.yaml")
    assert node is not None, found
    for each in Draft7Validator(schema).iter_errors(as_an_editor_reads(node)):
        yield each.message


def test_schema_is_a_schema_whose_references_all_lead_somewhere() -> None:
    Draft7Validator.check_schema(SCHEMA)

    assert set(definitions_used(SCHEMA)) == set(SCHEMA["definitions"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_of_the_bundled_packs_keep_to_the_schema(path: Path) -> None:
    node, found = read_yaml(path)
    assert node is not None, found

    found_by_it = Draft7Validator(SCHEMA).iter_errors(as_an_editor_reads(node))
    assert [each.message for each in found_by_it] == []


def test_files_of_a_pack_keep_to_its_own_schema() -> None:
    schema = schema_of(CATALOG, loaded.pack())

    for path in FILES:
        if "telecom-7x24" in path.parts:
            assert [*problems(path.read_text(encoding="utf-8"), schema)] == [], path


def test_every_section_and_every_key_the_reader_knows_is_in_it() -> None:
    for section, rule in sections_of(CATALOG).items():
        assert section in SCHEMA["properties"]
        for key in pack_fields(rule):
            names = (f"{rule.__name__}.{key}", f"{rule.__name__}.{key} as it is")
            assert any(name in SCHEMA["definitions"] for name in names), key


def test_what_every_rule_may_say_has_words() -> None:
    assert set(RULE_FIELDS) == set(RULE_KEYS)


def test_every_key_of_a_case_is_in_it() -> None:
    assert set(SCHEMA["properties"]["cases"]["additionalProperties"]["properties"]) == set(KEYS)


BONUS = """\
bonuses:
  monthly_bonus:
    label: {zh: 月奖, en: bonus}
    for: agents
    columns: [{score: monthly_score, step: 0.01}]
    table:
      hit: first
      rows: [['>= 85', CNY 500]]
      otherwise: CNY 0
    payroll_code: B01
    source: S1-09
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("for: agents", "fro: agents", "'fro' was unexpected"),
        ("    for: agents\n", "", "'for' is a required property"),
        ("hit: first", "hit: frist", "is not valid"),
        ("source: S1-09", "source: assumed", "'because' is a required property"),
        ("    source: S1-09\n", "", "'source' is a required property"),
        ("source: S1-09", "source: S1-09\n    taxable: maybe", "is not valid"),
        ("step: 0.01", "step: fine", "is not valid"),
        ("[['>= 85', CNY 500]]", "['>= 85', CNY 500]", "is not of type 'array'"),
        ("bonuses:", "bonus:", "'bonus' was unexpected"),
    ],
)
def test_a_mistake_an_editor_can_see(before: str, after: str, told: str) -> None:
    assert list(problems(BONUS)) == []

    found = list(problems(BONUS.replace(before, after)))

    assert any(told in each for each in found), found


def test_a_choice_may_stand_at_any_value_and_is_checked_inside() -> None:
    whole = "bonuses:\n  b:\n    by: q\n    one: {label: b}\n    two: {lable: b}\n"

    found = list(problems(whole))

    assert any("'lable' was unexpected" in each for each in found)
    assert any("'payroll_code' is a required property" in each for each in found)


FIGURE = "figures: {a: {for: agents, is: score, unit: points, source: M, from: 2026-01-01WHEN}}"
PARAMETER = "parameters: {a: {unit: points, values: {2026-01-01: 1}, source: MWHEN}}"
RATIO = (
    "indicators: {a: {over: activity, ratio: {of: a, over: bWHEN}, better: higher, by: [day], "
    "source: M}}"
)


@pytest.mark.parametrize(
    ("text", "when", "is_fine"),
    [
        (FIGURE, ", period_rule: end", True),
        (FIGURE, ", period_rule: split", False),
        (PARAMETER, ", period_rule: split", True),
        (RATIO, "", True),
        (RATIO, ", from: 2026-01-01", False),
        (RATIO, ", period_rule: end", False),
        ("calendars: {a: {cutoff_day: 25WHEN}}", ", until: 2026-01-01", False),
    ],
)
def test_dates_are_offered_where_they_are_read(text: str, when: str, is_fine: bool) -> None:
    assert (list(problems(text.replace("WHEN", when))) == []) is is_fine


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [
        ("answers: {how: {takes: double, by: Li Min, on: 2026-02-01}}", True),
        ("answers: {how: {takes: double, by: Li Min}}", False),
        ("answers: {how: double}", False),
        ("choices: {how: {asks: q, readings: {x: a, y: b}, chosen: x, source: M}}", True),
        ("choices: {how: {asks: q, readings: {x: a, y: b}, chosen: x}}", False),
    ],
)
def test_questions_and_answers_are_checked(text: str, is_fine: bool) -> None:
    assert (list(problems(text)) == []) is is_fine


def test_a_choice_of_a_known_question_has_its_readings() -> None:
    schema = schema_of(CATALOG, loaded.pack())
    cell = BONUS.replace("hit: first", "hit: {by: ties, share_best: first, dens: first}")

    found = list(problems(cell, schema))

    assert found


@pytest.mark.parametrize("written", ["CNY 500", "CNY 10.5"])
def test_constants_are_checked_by_their_unit(written: str) -> None:
    card = (
        "scorecards:\n  f:\n    label: f\n    items:\n"
        "      a: {label: a, weight: W}\n    round: none\n    source: S1-08\n"
    )

    assert list(problems(card.replace("W", "60%"))) == []
    assert list(problems(card.replace("W", written)))


@pytest.mark.parametrize("section", sorted(sections_of(CATALOG)))
def test_every_section_of_a_pack_has_a_name_for_people(section: str) -> None:
    assert {message(f"section-{section}", {}, locale=each) for each in LOCALES}.isdisjoint(
        {f"section-{section}"}
    )
