"""What a pack says has one digest, whatever its files, quotes, places and labels are."""

from __future__ import annotations

import array
import datetime as dt
import enum
import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops import Center
from ccops.plan import Kept
from ccops.rulepack.digest import NOT_DIGESTED, document_value, pack_digest
from ccops.rulepack.text.nodes import MapNode
from ccops.rulepack.text.parsing import parse_yaml
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE = "bonuses: {a: {label: {zh: 奖金}, pays: CNY 5, source: S1-09}}"


class _Color(enum.Enum):
    RED = "red"


def digest_of(text: str) -> str:
    node, diagnostics = parse_yaml(text, "pack.yaml")
    assert not diagnostics
    assert isinstance(node, MapNode)
    return pack_digest(node)


@pytest.mark.parametrize(
    "same",
    [
        "bonuses:\n  a:\n    source: 'S1-09'\n    pays: \"CNY 5\"   # five\n",
        "bonuses: {a: {label: Bonus, pays: CNY 5, source: S1-09}}",
        SAMPLE.replace("{zh: 奖金}", "{zh: 奖金, zh_TW: 獎金}"),
        f"{SAMPLE}\ncases: {{C-1: {{expect: 5}}}}",
    ],
    ids=["order, quotes and comments", "labels", "traditional labels", "cases"],
)
def test_what_leaves_the_digest_as_it_is(same: str) -> None:
    assert digest_of(same) == digest_of(SAMPLE)


@pytest.mark.parametrize(
    "other",
    [
        SAMPLE.replace("CNY 5", "CNY 5.0"),
        SAMPLE.replace("S1-09", "S1-10"),
        SAMPLE.replace("a:", "b:"),
        "bonuses: {a: {label: {is: x}, pays: CNY 5, source: S1-09}}",
    ],
    ids=["a value", "a source", "an id", "a rule called label"],
)
def test_what_changes_the_digest(other: str) -> None:
    assert digest_of(other) != digest_of(SAMPLE)


@pytest.mark.parametrize("pack", ["telecom-7x24", "insurance-hotline", "outsourced"])
def test_the_digest_of_a_pack_is_that_of_what_it_says(pack: str) -> None:
    document = Center.open(pack).pack.document

    entries = tuple(each for each in document.entries if each[0].text not in NOT_DIGESTED)
    said = canonical_json(document_value(MapNode(entries, document.span)))
    assert pack_digest(document) == digest(said)


@pytest.mark.parametrize(
    "text",
    ["{}", "a: b", "label: x", "columns: {label: x}", "columns: {a: {label: {b: 1}}}", "a: []",
     "{asks: {zh: 问}, called: {a: 1}}", "groups: {asks: {zh: 问}, called: {a: 1}}", "b: {a: }"],
)  # fmt: skip
def test_whatever_a_document_says_its_digest_is_of_that(text: str) -> None:
    node, _ = parse_yaml(text, "pack.yaml")
    assert isinstance(node, MapNode)

    assert pack_digest(node) == digest(canonical_json(document_value(node)))


def test_what_is_kept_of_a_rule_is_of_no_other() -> None:
    kept = Kept()
    texts = ["a: {columns: {label: x}}", "a: {columns: {label: y}}", "b: {columns: {label: x}}"]
    nodes = [parse_yaml(each, "pack.yaml")[0] for each in texts * 2]
    found = [pack_digest(each, kept) for each in nodes if isinstance(each, MapNode)]

    assert found[:3] == found[3:]
    assert len(set(found)) == len(texts)


def test_lists_keep_their_order() -> None:
    node, _ = parse_yaml("[b, a, [c]]", "pack.yaml")

    assert node is not None
    assert document_value(node) == ["b", "a", ["c"]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"é": 1, "z": 2, "中": 3, "😀": 4}, '{"z":2,"é":1,"中":3,"😀":4}'),
        ("月度\n", '"月度\\n"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("85.50"), '"85.50"'),
        (Decimal("-0.00"), '"0.00"'),
        (Fraction(6, 4), "[3,2]"),
        (10**30, "1" + "0" * 30),
        (dt.date(2026, 10, 1), '"2026-10-01"'),
        (dt.datetime(2026, 10, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai")),
         '"2026-10-01T00:00:00.000Z"'),
        ((1, Decimal("0.1"), (2,)), '[1,"0.1",[2]]'),
        (array.array("q", [1, -2]), "[1,-2]"),
        (_Color.RED, '"red"'),
    ],
)  # fmt: skip
def test_each_kind_of_value_has_one_form(value: object, expected: str) -> None:
    assert canonical_json(value) == f"{expected}\n".encode()


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        [1, 2.5],
        array.array("d", [1.0]),
        {1: 2},
        {"a": {None: 1}},
        b"x",
        {1, 2},
        dt.timedelta(1),
        dt.datetime(2026, 1, 1),  # noqa: DTZ001 - an instant without a zone is what is refused
    ],
)
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [Decimal("NaN"), Decimal("Infinity"), dt.datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=dt.UTC)],
)
def test_what_is_not_finite_or_too_fine_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"no number|finer"):
        canonical_json(value)


def test_a_digest_says_how_it_was_made() -> None:
    assert digest(b"") == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(value=st.dictionaries(st.text(max_size=4), JSON, max_size=4))
def test_canonical_json_reads_back_and_does_not_depend_on_order(
    value: Mapping[str, object],
) -> None:
    written = canonical_json(value)

    assert json.loads(written) == value
    assert canonical_json(dict(reversed(list(value.items())))) == written
    assert canonical_json(json.loads(written)) == written
