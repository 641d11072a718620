"""Labels of the code in traditional characters: each has its own, and none is left over."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po

from ccops.messages import Label
from ccops.messages.traditional import in_traditional, traditional_labels
from ccops.rulepack.describing import RULE_FIELDS
from ccops.rulepack.ruleset import sections_of
from ccops.rules import Shape, pack_fields
from tests.loaded import pack

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
_RULES = frozenset({Shape.ONE, Shape.MANY, Shape.BY_NAME})


def _simplified(text: str) -> str:
    return "".join(
        each
        for each in text
        if "\u3400" <= each <= "\u9fff" and not each.encode("big5", errors="ignore")
    )


def _labels_of_fields() -> Iterator[str]:
    """Yield what the fields of every class of rules are called."""
    yield from (each.zh for each in RULE_FIELDS.values())
    waiting: list[type[Any]] = list(sections_of(pack("base").catalog).values())
    seen: set[type[Any]] = set()
    while waiting:
        rule = waiting.pop()
        if rule in seen:
            continue
        seen.add(rule)
        for _, spec in pack_fields(rule).values():
            yield spec.zh
            if spec.shape in _RULES:
                waiting.append(spec.of)


def _labels_of_kinds() -> Iterator[str]:
    for kind in pack("base").catalog.record_kinds.values():
        yield kind.label.zh
        yield from (each.label.zh for each in kind.columns)


def _texts_of_code() -> set[str]:
    trees = (ast.parse(each.read_text("utf-8")) for each in (ROOT / "src").rglob("*.py"))
    nodes = itertools.chain.from_iterable(map(ast.walk, trees))
    constants = (each.value for each in nodes if isinstance(each, ast.Constant))
    return {each for each in constants if isinstance(each, str)}


def test_every_label_of_a_field_and_of_a_record_has_traditional_characters() -> None:
    listed = {*_labels_of_fields(), *_labels_of_kinds()}

    assert len(listed) > 500
    assert {each for each in listed if _simplified(in_traditional(each))} == set()


def test_no_label_of_the_catalog_is_left_over() -> None:
    assert set(traditional_labels()) - _texts_of_code() - set(_labels_of_kinds()) == set()


def test_no_word_of_the_catalogs_is_simplified() -> None:
    folder = ROOT / "src" / "ccops" / "messages"
    files = [*(folder / "catalogs" / "zh_TW").glob("*.po"), folder / "labels" / "zh_TW.po"]
    found: set[str] = set()
    for file in files:
        with file.open("rb") as stream:
            found |= {
                str(each.string) for each in read_po(stream) if _simplified(str(each.string))
            }

    assert files
    assert found == set()


def test_a_label_of_parts_is_told_part_by_part() -> None:
    part = Label(zh="条件满足", en="it holds")

    assert Label(zh="奖金", zh_TW="獎金").followed_by(part).in_locale("zh_TW") == "獎金：條件滿足"
    assert part.in_locale("zh_CN") == "条件满足"


@pytest.mark.parametrize("label", ["", "R 班", "某中心自定的标签"])
def test_a_label_nobody_knows_is_told_as_it_is(label: str) -> None:
    assert in_traditional(label) == label
