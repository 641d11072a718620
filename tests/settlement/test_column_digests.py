"""Digests over columns: what is hashed is written down, and any changed cell changes them."""

from __future__ import annotations

import hashlib
import struct
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.facts import PastValues, packed
from ccops.settlement import Closing
from ccops.settlement.plain_data.column_digests import (
    column_digest,
    little,
    numbers_digest,
    pairs_digest,
    words_digest,
)
from ccops.testing.builders import an_employee_row
from ccops.values import EXACT, WHOLE, Carrier, Cell, Missing, Type, Unit, reduced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.settlement import Settlement

MONEY, COUNT, RATIO = Type(Unit.MONEY), Type(Unit.COUNT), Type(Unit.RATIO)
FLAG, WORD, DATE = Type(Unit.FLAG), Type(Unit.WORD), Type(Unit.DATE)
GONE: Final = (Missing.NO_HISTORY, Missing.NO_RECORDS)


def by_hand(head: str, *parts: bytes) -> str:
    """Return the digest of some parts as the module's own page says it is taken."""
    text = f"{head}\n".encode() + b"".join(struct.pack("<q", len(each)) + each for each in parts)
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def longs(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}q", *numbers)


WRITTEN: Final[tuple[tuple[Type, Carrier, Sequence[Cell | Missing], str], ...]] = (
    (MONEY, Carrier(100), [30_000, -5], by_hand("decimal 2 2", longs(30_000, -5))),
    (RATIO, Carrier(200), [1, 3], by_hand("decimal 3 2", longs(5, 15))),
    (COUNT, WHOLE, [7, 0], by_hand("decimal 0 2", longs(7, 0))),
    (DATE, WHOLE, [738_000], by_hand("decimal 0 1", longs(738_000))),
    (RATIO, EXACT, [(2, 6), (-4, 8)], by_hand("over 6 2", longs(2, -3))),
    (RATIO, EXACT, [(2, 6), (2, 6)], by_hand("over 3 2", longs(1, 1))),
    (RATIO, EXACT, [(1, 2), (4, 2_000_006)], by_hand("pairs 2", longs(1, 2), longs(2, 1_000_003))),
    (RATIO, EXACT, [(2, 2_000_006)], by_hand("pairs 1", longs(1), longs(1_000_003))),
    (RATIO, Carrier(3), [2, 3], by_hand("over 3 2", longs(2, 3))),
    (FLAG, WHOLE, [True, False], by_hand("flags 2", b"\x01\x00")),
    (WORD, WHOLE, ["班组", "T1,"], by_hand("words 2", "班组\nT1,".encode())),
    (WORD, WHOLE, ["", "a\nb"], by_hand("words with lines 2", longs(0, 3), b"a\nb")),
    (COUNT, WHOLE, [2**63, 1], by_hand("wide decimal 0 2", b"9223372036854775808,1")),
    (RATIO, EXACT, [(2**64, 3)] * 2, by_hand("wide over 3 2", f"{2**64},{2**64}".encode())),
    (RATIO, EXACT, [(1, 2**64), (1, 3)], by_hand("wide pairs 2", b"1,1", f"{2**64},3".encode())),
    (COUNT, WHOLE, [GONE[0]] * 3, by_hand("none 3", b"no_history", b"\x01\x01\x01")),
    (
        COUNT,
        WHOLE,
        [GONE[1], 5, GONE[0]],
        by_hand("decimal 0 3", longs(0, 5, 0), b"no_history,no_records", b"\x02\x00\x01"),
    ),
    (COUNT, WHOLE, [], by_hand("none 0")),
)


@pytest.mark.parametrize(("type_", "carrier", "cells", "wanted"), WRITTEN)
def test_a_digest_is_taken_as_it_is_written_down(
    type_: Type, carrier: Carrier, cells: Sequence[Cell | Missing], wanted: str
) -> None:
    assert column_digest(packed(type_, carrier, cells)) == wanted


def test_lists_have_the_digest_of_such_a_column() -> None:
    assert numbers_digest([1, 2]) == column_digest(packed(COUNT, WHOLE, [1, 2]))
    assert numbers_digest(range(3)) == numbers_digest(array("i", [0, 1, 2]))
    assert words_digest(["a", "b"]) == column_digest(packed(WORD, WHOLE, ["a", "b"]))
    assert pairs_digest([2, 1], [4, 3]) == column_digest(packed(RATIO, EXACT, [(1, 2), (1, 3)]))
    assert pairs_digest([1], [-2]) == pairs_digest([-1], [2])
    assert words_digest(["ab", ""]) != words_digest(["a", "b"]) != words_digest(["", "ab"])


def test_a_machine_that_puts_the_greatest_byte_first_takes_the_same_digest() -> None:
    as_it_lies = array("q")
    as_it_lies.frombytes(struct.pack(">2q", 1, -2))

    assert little(as_it_lies, "big").tobytes() == longs(1, -2)
    assert as_it_lies.tobytes() == struct.pack(">2q", 1, -2)  # the column itself stays


# -- laws ---------------------------------------------------------------------------------------

NUMBERS: Final = st.integers(-(2**65), 2**65)
PAIRS: Final = st.tuples(st.integers(-99, 99), st.integers(1, 99) | st.integers(10**6, 10**9)).map(
    lambda x: reduced(*x)
)
CELLS: Final[Any] = st.sampled_from(
    [
        (COUNT, WHOLE, NUMBERS),
        (MONEY, Carrier(100), NUMBERS),
        (RATIO, Carrier(3), st.integers(-99, 99)),
        (RATIO, EXACT, PAIRS),
        (FLAG, WHOLE, st.booleans()),
        (WORD, WHOLE, st.text(max_size=2)),
    ]
)


@given(CELLS, st.data())
def test_any_changed_cell_changes_the_digest(
    kind: tuple[Type, Carrier, st.SearchStrategy[Any]], data: st.DataObject
) -> None:
    type_, carrier, cell = kind
    cells = data.draw(st.lists(cell | st.sampled_from(GONE), min_size=1, max_size=6))
    row = data.draw(st.integers(0, len(cells) - 1))
    other = data.draw((cell | st.sampled_from(GONE)).filter(lambda each: each != cells[row]))

    before = column_digest(packed(type_, carrier, cells))
    after = column_digest(packed(type_, carrier, [*cells[:row], other, *cells[row + 1 :]]))

    assert before != after
    assert before != column_digest(packed(type_, carrier, [*cells, cells[-1]]))
    assert before == column_digest(packed(type_, carrier, tuple(cells)))


@given(st.lists(PAIRS, min_size=1, max_size=6), st.integers(1, 9))
def test_equal_fractions_have_one_digest(pairs: list[tuple[int, int]], times: int) -> None:
    longer = [(above * times, below * times) for above, below in pairs]
    longer[0] = pairs[0]

    assert column_digest(packed(RATIO, EXACT, longer)) == column_digest(
        packed(RATIO, EXACT, pairs)
    )


# -- a settlement -------------------------------------------------------------------------------

PACK: Final = """
pack:
  {id: tiny, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
parameters:
  least: {label: {zh: 下限, en: least}, unit: ratio, values: {2026-01-01: 90%}, source: M-02}
facts:
  share: {label: {zh: 比率, en: share}, unit: ratio, range: '[0..1]', source: M-02}
figures:
  high: {for: agents, label: {zh: 高, en: high}, unit: flag, is: share >= least, source: M-02}
  last: {for: agents, label: {zh: 上月, en: last}, unit: ratio, is: previous(share), source: M-02}
"""
GIVEN: Final = {"E1": {"share": "0.95"}, "E2": {"share": Fraction(1, 3)}}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder: Path = tmp_path_factory.mktemp("tiny")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    return Center.open(folder)


def settled(center: Center, given_facts: Any, *, reverse: bool = False) -> Settlement:
    people = [an_employee_row(each) for each in ("E1", "E2")]
    month = center.month("2026-10", employees=people[::-1] if reverse else people)
    pairs = list(given_facts.items())
    return month.settle(month.facts(dict(pairs[::-1] if reverse else pairs)))


def detached(settlement: Settlement) -> Settlement:
    """Return a settlement that says nothing of the versions it was made by."""
    manifest = attrs.evolve(
        settlement.manifest, ccops_version="0", pack_digest="", catalog_digest=""
    )
    return attrs.evolve(settlement, manifest=manifest)


def test_a_tiny_settlement_has_this_digest(tiny: Center) -> None:
    made = settled(tiny, GIVEN)

    assert (
        made.manifest.facts_digest
        == "sha256:63db6c9607b2e7968b38898101af1ade1d486a38aa8064fef5458dfa081b2889"
    )
    assert (
        made.manifest.employees_digest
        == "sha256:64e2c767d821512272b84e568444571af213416e0f1d6dade26196782c3cfa71"
    )
    assert (
        detached(made).digest
        == "sha256:62b6d82209ae8aac59c4f010d1c04302d911431b602eb01f964ebd6f066964d7"
    )
    assert (
        detached(made).closing.digest
        == "sha256:9868b6d311809fa8f7106eefba1d8a8fa8222d9ee70737400f0b6430c15893f8"
    )
    assert (
        detached(made).seal
        == "sha256:639a7ebc374657c005fd8677acd89f7005349f24a8b7c80133d8fb9157ad1593"
    )


def test_the_order_of_input_does_not_change_a_digest_and_any_fact_does(tiny: Center) -> None:
    made = settled(tiny, GIVEN)
    again = settled(tiny, GIVEN, reverse=True)
    other = settled(tiny, {**GIVEN, "E2": {"share": Fraction(1, 4)}})

    assert (again.digest, again.closing.digest) == (made.digest, made.closing.digest)
    assert other.manifest.facts_digest != made.manifest.facts_digest
    assert other.manifest.employees_digest == made.manifest.employees_digest
    assert other.digest != made.digest
    assert other.closing.digest != made.closing.digest


@given(st.data())
def test_a_closing_read_back_has_its_digest(data: st.DataObject) -> None:
    scale = data.draw(st.sampled_from([None, 1, 3, 20, 100, 28_800]))
    cell: Any = PAIRS if scale is None else NUMBERS
    cells = data.draw(st.lists(cell | st.sampled_from(GONE), min_size=3, max_size=3))
    closing = a_closing(cells, Carrier(scale))

    assert Closing.from_dict(closing.to_dict()).digest == closing.digest


def a_closing(cells: Sequence[Cell | Missing], carrier: Carrier) -> Closing:
    column = packed(RATIO, carrier, cells)
    values = PastValues(name="share", period="2026-10", rows=range(3), column=column)
    return Closing(
        period="2026-10",
        pack_id="tiny",
        currency="CNY",
        settlement_digest="sha256:1",
        employees=("E1", "E2", "E3"),
        values=(values,),
    )
