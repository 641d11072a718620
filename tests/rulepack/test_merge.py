"""The files of a pack are one document, and a pack stands over its parent by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Diagnostic, Severity, has_message
from ccops.rulepack.digest import document_value
from ccops.rulepack.documents.folder import read_folder
from ccops.rulepack.documents.merge import inherit, merge_files
from ccops.rulepack.text.nodes import MapNode
from ccops.rulepack.text.parsing import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

PARENT = """\
pack: {id: base, version: 1.0.0, zone: Asia/Shanghai, currency: CNY}
bonuses:
  monthly: {pays: CNY 100}
  yearly: {pays: CNY 900, final: true}
figures:
  score:
    - {for: agents, is: a}
    - {for: leads, is: b}
cases: {C-1: {expect: x}}
"""

OVERRIDDEN_ALIKE = """\
figures:
  score:
    - {override: true, because: x, for: agents, is: a}
    - {is: b, for: leads}
"""


def document(text: str, file: str = "child.yaml") -> MapNode:
    node, diagnostics = parse_yaml(text, file)
    assert not diagnostics
    assert isinstance(node, MapNode)
    return node


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    assert all(has_message(one.code) for one in diagnostics)
    return [one.code for one in diagnostics]


def over_parent(text: str) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    return inherit(document(text), document(PARENT, "base.yaml"))


def test_a_section_may_be_spread_over_files() -> None:
    files = [document("bonuses: {a: {x: 1}}"), document("bonuses: {b: {x: 2}}\nawards: {c: {}}")]

    merged, diagnostics = merge_files(files)

    assert not diagnostics
    assert document_value(merged) == {
        "bonuses": {"a": {"x": "1"}, "b": {"x": "2"}},
        "awards": {"c": {}},
    }


def test_an_id_in_two_files_names_both_places() -> None:
    files = [document("bonuses: {a: {}}", "pay.yaml"), document("bonuses: {a: {}}", "more.yaml")]

    _, diagnostics = merge_files(files)

    assert codes(diagnostics) == ["id-declared-twice"]
    assert str(diagnostics[0].span) == "more.yaml:1:11"
    assert diagnostics[0].args["first"] == "pay.yaml:1:11"


@pytest.mark.parametrize("text", ["bonuses: [a]", "bonuses: a", "bonuses:\n"])
def test_a_section_holds_rules_by_id(text: str) -> None:
    _, diagnostics = merge_files([document(text)])

    assert codes(diagnostics) == ["section-not-mapping"]


@given(order=st.permutations(["a: {k: {v: 1}}", "a: {l: {v: 2}}", "b: {m: {v: 3}}", "c: {}"]))
def test_the_order_of_files_never_matters(order: list[str]) -> None:
    merged, _ = merge_files(document(text) for text in order)
    usual, _ = merge_files(document(text) for text in sorted(order))

    assert document_value(merged) == document_value(usual)


def test_what_a_child_does_not_say_is_its_parents_node() -> None:
    parent = document(PARENT)

    merged, diagnostics = inherit(document("awards: {best: {pays: CNY 1}}"), parent)

    assert not diagnostics
    assert merged.get("bonuses") is parent.get("bonuses")


def test_a_child_adds_rules_to_a_section_of_its_parent() -> None:
    merged, diagnostics = over_parent("bonuses: {weekly: {pays: CNY 5}}")

    assert not diagnostics
    bonuses = merged.get("bonuses")
    assert isinstance(bonuses, MapNode)
    assert set(bonuses.keys) == {"monthly", "yearly", "weekly"}


def test_a_rule_is_replaced_whole() -> None:
    child = "bonuses: {monthly: {rate: 3%, override: true, because: other shifts}}"

    merged, diagnostics = over_parent(child)

    assert not diagnostics
    bonuses = merged.get("bonuses")
    assert isinstance(bonuses, MapNode)
    assert document_value(bonuses.get("monthly") or bonuses) == {
        "rate": "3%",
        "override": "true",
        "because": "other shifts",
    }


def test_a_list_of_definitions_is_replaced_whole() -> None:
    child = "figures: {score: [{for: agents, is: c, override: true, because: simpler}]}"

    merged, diagnostics = over_parent(child)

    assert not diagnostics
    assert "leads" not in str(document_value(merged))


@pytest.mark.parametrize(
    ("child", "code"),
    [
        ("bonuses: {monthly: {pays: CNY 1}}", "override-undeclared"),
        ("bonuses: {monthly: {override: true}}", "override-without-because"),
        ("bonuses: {monthl: {override: true, because: x}}", "override-of-nothing"),
        ("bonuses: {yearly: {override: true, because: x}}", "override-final"),
        ("awards: {best: {override: true, because: x}}", "override-of-nothing"),
        ("bonuses: {remove: [yearly]}", "override-final"),
        ("bonuses: {remove: [monthl]}", "remove-unknown"),
        ("bonuses: {remove: monthly}", "remove-not-list"),
        ("bonuses: {remove: [[monthly]]}", "remove-not-list"),
        (
            "bonuses: {remove: [monthly], monthly: {override: true, because: x}}",
            "remove-and-declare",
        ),
        ("figures: {score: [{is: c}]}", "override-undeclared"),
        ("bonuses: {remove: [monthly, monthly]}", "remove-twice"),
        (
            "bonuses: {monthly: {pays: CNY 100, override: true, because: x}}",
            "override-changes-nothing",
        ),
        (OVERRIDDEN_ALIKE, "override-changes-nothing"),
    ],
)
def test_what_a_child_may_not_do(child: str, code: str) -> None:
    _, diagnostics = over_parent(child)

    assert codes(diagnostics) == [code]


def test_an_override_of_nothing_hints_at_the_nearest_rule() -> None:
    _, diagnostics = over_parent("bonuses: {monthl: {override: true, because: x}}")

    assert [one.hint() for one in diagnostics] == ["did you mean monthly?"]


def test_an_override_without_anything_near_has_no_hint() -> None:
    _, diagnostics = over_parent("awards: {best: {override: true, because: x}}")

    assert [one.hint() for one in diagnostics] == [""]


@pytest.mark.parametrize(
    "rule",
    [
        "{pays: CNY 100, label: {zh: 月奖}}",
        "{pays: CNY 100, source: S1-02}",
        "{pays: CNY 100.00}",
        "[{pays: CNY 100}, {pays: CNY 100}]",
    ],
)
def test_an_override_that_is_called_or_sourced_otherwise_changes_something(rule: str) -> None:
    first, rest = rule.split("pays", 1)

    _, diagnostics = over_parent(
        f"bonuses: {{monthly: {first}override: true, because: x, pays{rest}}}"
    )

    assert not diagnostics


def test_an_override_that_changes_nothing_is_a_warning_that_names_the_rule_of_the_parent() -> None:
    _, (finding,) = over_parent("bonuses: {monthly: {pays: CNY 100, override: true, because: x}}")

    assert finding.severity is Severity.WARNING
    assert str(finding.args["parent"]) == "base.yaml:3:3"


def test_a_pack_without_a_parent_overrides_and_removes_nothing() -> None:
    child = document("bonuses: {a: {override: true, because: x}, remove: [b]}")

    _, diagnostics = inherit(child)

    assert sorted(codes(diagnostics)) == ["override-of-nothing", "remove-unknown"]


def test_a_removed_rule_is_gone() -> None:
    merged, diagnostics = over_parent("bonuses: {remove: [monthly]}")

    assert not diagnostics
    bonuses = merged.get("bonuses")
    assert isinstance(bonuses, MapNode)
    assert bonuses.keys == ("yearly",)


def test_removals_of_several_files_add_up() -> None:
    files = [document("bonuses: {remove: [monthly]}"), document("bonuses: {remove: [nothing]}")]
    child, _ = merge_files(files)

    _, diagnostics = inherit(child, document(PARENT))

    assert codes(diagnostics) == ["remove-unknown"]


def test_the_pack_section_is_stated_anew_key_by_key() -> None:
    merged, diagnostics = over_parent("pack: {id: child, extends: base, zone: Asia/Urumqi}")

    assert not diagnostics
    assert document_value(merged.get("pack") or merged) == {
        "id": "child",
        "extends": "base",
        "zone": "Asia/Urumqi",
        "currency": "CNY",
    }


def test_cases_are_a_packs_own() -> None:
    merged, diagnostics = over_parent("cases: {C-1: {expect: y}}")

    assert not diagnostics
    assert document_value(merged.get("cases") or merged) == {"C-1": {"expect": "y"}}
    assert "cases" not in over_parent("bonuses: {}")[0]


def test_three_generations() -> None:
    middle, _ = over_parent("bonuses: {monthly: {pays: CNY 2, override: true, because: x}}")

    child, diagnostics = inherit(document("bonuses: {remove: [monthly]}"), middle)

    assert not diagnostics
    bonuses = child.get("bonuses")
    assert isinstance(bonuses, MapNode)
    assert bonuses.keys == ("yearly",)


def test_a_folder_is_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "pack.yaml").write_text("pack: {id: x}", encoding="utf-8")
    (tmp_path / "cases" / "first.yml").write_text("cases: {C-1: {}}", encoding="utf-8")
    (tmp_path / ".hidden" / "no.yaml").write_text("[", encoding="utf-8")
    (tmp_path / "README.md").write_text("[", encoding="utf-8")

    merged, diagnostics = read_folder(tmp_path, shown_as="sample")

    assert not diagnostics
    assert merged is not None
    assert merged.keys == ("pack", "cases")
    key = merged.key("cases")
    assert key is not None
    assert str(key.span) == "sample/cases/first.yml:1:1"


@pytest.mark.parametrize(
    ("text", "code"), [("[", "yaml-unclosed-bracket"), ("[a]", "document-not-mapping")]
)
def test_a_folder_with_an_unreadable_file_is_no_document(
    tmp_path: Path, text: str, code: str
) -> None:
    (tmp_path / "pack.yaml").write_text("pack: {id: x}", encoding="utf-8")
    (tmp_path / "pay.yaml").write_text(text, encoding="utf-8")

    merged, diagnostics = read_folder(tmp_path)

    assert merged is None
    assert codes(diagnostics) == [code]


def test_an_empty_folder_is_no_pack(tmp_path: Path) -> None:
    _, diagnostics = read_folder(tmp_path)

    assert codes(diagnostics) == ["pack-without-files"]
