"""A pack of one day: what holds on it, without a date, and with a digest that tells days apart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ccops.errors import RulePackError
from ccops.rulepack import load

if TYPE_CHECKING:
    from ccops.rulepack import Pack
    from tests.rulepack.conftest import Shelf

FIGURE = "for: agents, unit: points, round: none, source: M-02"
RULES = f"""\
parameters:
  more: {{unit: number, values: {{2026-01-01: 1, 2026-06-01: 2, 2026-09-01: 2}}, source: M-03}}
  ended: {{unit: number, values: {{2026-01-01: 1, 2026-06-01: null}}, source: M-03}}
figures:
  a:
    - {{is: score + more, until: 2026-10-31, {FIGURE}}}
    - {{is: score * more, from: 2026-11-01, {FIGURE}}}
  late: {{is: a, from: 2026-12-01, until: 2026-12-31, {FIGURE}}}
  chosen:
    by: how
    plain: {{is: score, {FIGURE}}}
    dated: {{is: score, from: 2026-11-01, {FIGURE}}}
choices:
  how: {{asks: how, readings: {{plain: 5, dated: 10}}, chosen: plain, by: A, on: 2026-01-01,
        source: M-04}}
"""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def loaded(shelf: Shelf) -> Pack:
    shelf.pack(RULES, cutoff=31)
    pack: Pack | None
    pack, found = shelf.check()
    assert pack is not None, found
    return pack


def figures(pack: Pack) -> dict[str, str]:
    return {each.name: each.is_.value for each in pack.rules.section("figures")}


def test_only_rules_in_force_are_there_and_none_has_a_date(shelf: Shelf) -> None:
    pack = loaded(shelf)

    assert figures(pack.at(day("2026-10-31"))) == {"a": "score + more", "chosen": "score"}
    assert figures(pack.at(day("2026-11-01"))) == {"a": "score * more", "chosen": "score"}
    assert set(figures(pack.at(day("2026-12-31")))) == {"a", "late", "chosen"}
    assert set(figures(pack.at(day("2027-01-01")))) == {"a", "chosen"}
    assert pack.at(day("2026-11-01")).rules.versions == {}


def test_a_parameter_has_the_value_of_the_day_or_is_not_there(shelf: Shelf) -> None:
    frozen = loaded(shelf).at(day("2026-06-01"))

    ((since, value),) = frozen.rules.by_name("parameters")["more"].values
    assert (since, value.value) == (day("2026-01-01"), "2")
    assert "ended" not in frozen.rules.by_name("parameters")


def test_every_period_has_the_rules_of_that_day(shelf: Shelf) -> None:
    frozen = loaded(shelf).at(day("2026-12-10"))

    for label in ("2026-01", "2027-05"):
        assert set(frozen.check_assembly(label).plan.definitions.by_name) == {
            "a",
            "late",
            "chosen",
        }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026-01-01", "2026-05-31", True),
        ("2026-05-31", "2026-06-01", False),
        ("2026-06-01", "2026-09-01", True),
        ("2026-10-31", "2026-11-01", False),
        ("2026-11-30", "2026-12-01", False),
        ("2026-11-30", "2027-01-01", True),
    ],
    ids=["within", "value", "same-value-again", "version", "begins", "ended-again"],
)
def test_the_digest_differs_exactly_where_something_does(
    shelf: Shelf, one: str, other: str, same: bool
) -> None:
    pack = loaded(shelf)

    digests = {pack.at(day(one)).digest, pack.at(day(other)).digest}

    assert (len(digests) == 1) is same


def test_a_frozen_pack_can_still_be_read_otherwise(shelf: Shelf) -> None:
    frozen = loaded(shelf).at(day("2026-10-31"))

    assert set(figures(frozen.with_choices(how="dated"))) == {"a"}
    assert frozen.readings["how"] == "plain"


def test_readings_taken_stay_taken(shelf: Shelf) -> None:
    pack = loaded(shelf).with_choices(how="dated")

    assert pack.at(day("2026-10-31")).readings["how"] == "dated"


def test_there_is_nothing_before_a_pack_holds(shelf: Shelf) -> None:
    with pytest.raises(RulePackError) as caught:
        loaded(shelf).at(day("2025-12-31"))

    assert [each.code for each in caught.value.diagnostics] == ["pack-not-yet"]


def test_a_pack_without_dates_is_the_same_every_day(shelf: Shelf) -> None:
    shelf.pack(f"figures: {{a: {{is: score, {FIGURE}}}}}")
    pack = load("sample", shelf.catalog)

    assert pack.at(day("2026-01-01")).digest == pack.at(day("2030-01-01")).digest == pack.digest


def test_a_parameter_that_is_closed_in_quotes_is_closed_as_well(shelf: Shelf) -> None:
    shelf.pack(RULES.replace("2026-06-01: null", "2026-06-01: 'null'"))
    pack = load("sample", shelf.catalog)

    assert "ended" not in pack.at(day("2026-06-01")).rules.by_name("parameters")
