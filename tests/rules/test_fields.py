from __future__ import annotations

import attrs

from ccops.messages import Origin
from ccops.rules import (
    Shape,
    name_attribute,
    name_field,
    origin_attribute,
    origin_field,
    pack_field,
    pack_fields,
)
from ccops.values import Unit


@attrs.frozen(kw_only=True)
class Fine:
    """A rule class as a plugin would write one."""

    name: str = name_field()
    population: str = pack_field(Shape.NAME, key="for", of="population", zh="人群", en="who")
    amount: int = pack_field(Shape.SCALAR, unit=Unit.MONEY, default=3)
    origin: Origin = origin_field()
    note: str = "not read from a pack"


@attrs.frozen
class Bare:
    """A class that says nothing of packs."""

    amount: int = 0


def test_a_rule_class_lists_its_fields_by_their_words_in_a_pack() -> None:
    found = pack_fields(Fine)

    assert list(found) == ["for", "amount"]
    attribute, spec = found["for"]
    assert (attribute.name, attribute.default) == ("population", attrs.NOTHING)
    assert (spec.shape, spec.of, spec.zh, spec.en) == (Shape.NAME, "population", "人群", "who")
    assert found["amount"][1].unit is Unit.MONEY


@attrs.frozen(kw_only=True)
class Base:
    """What several rule classes share: its last field stands behind theirs."""

    code: str = pack_field(Shape.TEXT, last=True)
    label: str = pack_field(Shape.LABEL)


@attrs.frozen(kw_only=True)
class Sub(Base):
    """A rule class with a field of its own."""

    amount: int = pack_field(Shape.WHOLE)


def test_a_last_field_stands_behind_those_of_the_classes_that_inherit_it() -> None:
    assert list(pack_fields(Sub)) == ["label", "amount", "code"]


def test_a_rule_is_made_like_any_attrs_object() -> None:
    fine = Fine(name="late", population="agents", origin=Origin(source="S3-13"))

    assert fine.amount == 3
    assert attrs.evolve(fine, amount=5).amount == 5


def test_a_rule_class_says_what_takes_its_id_and_its_origin() -> None:
    assert (name_attribute(Fine), origin_attribute(Fine)) == ("name", "origin")
    assert (name_attribute(Bare), origin_attribute(Bare)) == (None, None)
    assert not pack_fields(Bare)
