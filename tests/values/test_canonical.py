from __future__ import annotations

import datetime as dt
import enum
import json
from array import array
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.values.canonical import canonical_json, digest

CHINA = dt.timezone(dt.timedelta(hours=8))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=10,
)


class Color(enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": 2, "ä": 3, "客": 4}, '{"a":2,"b":1,"ä":3,"客":4}'),
        (MappingProxyType({"a": (1, [2, "x"])}), '{"a":[1,[2,"x"]]}'),
        (Decimal("1.50"), '"1.50"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("-0.00"), '"0.00"'),
        (Fraction(2, 6), "[1,3]"),
        (array("q", [1, 2]), "[1,2]"),
        ([Decimal("0.1"), Color.RED], '["0.1","red"]'),
        (dt.date(2026, 10, 1), '"2026-10-01"'),
        (dt.datetime(2026, 10, 1, 8, tzinfo=CHINA), '"2026-10-01T00:00:00.000Z"'),
        (dt.datetime(2026, 10, 1, 8, 0, 0, 5_000, tzinfo=dt.UTC), '"2026-10-01T08:00:00.005Z"'),
        (None, "null"),
        (True, "true"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_data_is_written_in_one_way(value: object, text: str) -> None:
    assert canonical_json(value) == f"{text}\n".encode()


@pytest.mark.parametrize(
    "value",
    [1.5, {"a": 0.1}, {1: "a"}, b"x", {1, 2}, dt.datetime(2026, 10, 1), object()],  # noqa: DTZ001 - an instant without its zone
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [Decimal("NaN"), Decimal("Infinity"), dt.datetime(2026, 10, 1, 0, 0, 0, 1, tzinfo=dt.UTC)],
)
def test_what_cannot_be_written_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"no number|finer"):
        canonical_json(value)


@given(PLAIN)
def test_plain_data_reads_back(value: object) -> None:
    data = canonical_json(value)

    assert json.loads(data) == value
    assert canonical_json(json.loads(data)) == data


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(), max_size=5))
def test_the_order_of_keys_changes_nothing(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))

    assert digest(canonical_json(value)) == digest(canonical_json(turned))


def test_a_digest_names_its_kind() -> None:
    assert digest(b"").startswith("sha256:e3b0c442")
