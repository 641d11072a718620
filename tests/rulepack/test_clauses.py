"""Clauses: what of the manual a pack carries, and whether anybody would miss it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.rulepack import load
from ccops.rulepack.cases import read_cases
from ccops.rulepack.clauses import pack_clauses
from ccops.rulepack.proving import Deletion, delete_clauses
from tests import loaded

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

RULES = """\
roles: {lead: {label: lead, source: assumed, because: somebody leads}}
parameters:
  cost: {unit: points, values: {2026-01-01: 1.5}, source: M-02}
  limit:
    {unit: points, values: {2026-01-01: 60}, source: assumed, carries: 'M-03, M-04',
     because: the manual gives none}
figures:
  total:
    for: agents
    is: score - cost
    unit: points
    round: {to: 1, mode: half_up}
    source: M-05
  passed: {for: agents, is: total >= limit, source: M-05}
  failed: {for: agents, is: score < 10, source: M-06}
eligibility:
  bars:
    for: agents
    source: M-07
    codes:
      low: {label: low, if: score < 1, source: M-08}
      high: {label: high, if: score > 99}
"""
CASE = """\
defaults: {role: agent, team: T, employment_type: full_time, hired_on: 2020-01-01}
cases:
  C-1:
    {period: 2026-10, because: so it is, source: M-05,
     given: {score: 61.5}, expect: {total: 60, passed: yes}}
"""


def deletions(shelf: Shelf, *, cases: str = CASE) -> dict[str, Deletion]:
    shelf.pack(RULES, cases=cases)
    pack = load("sample", shelf.catalog)
    found, problems = read_cases(pack)
    assert problems == ()
    deleted = delete_clauses(pack, pack_clauses(pack), found)
    return {each.clause.name: each for each in deleted}


def test_a_clause_has_every_rule_and_part_that_carries_it(shelf: Shelf) -> None:
    shelf.pack(RULES, cases=CASE)

    found = {each.name: each for each in pack_clauses(load("sample", shelf.catalog))}

    assert list(found) == ["M-01", "M-02", "M-03", "M-04", "M-05", "M-06", "M-07", "M-08"]
    assert [(each.section, each.name) for each in found["M-05"].rules] == [
        ("figures", "total"),
        ("figures", "passed"),
    ]
    (part,) = found["M-08"].rules
    assert (part.name, part.place.line) == ("bars", 21)


def test_an_assumed_rule_carries_the_clauses_it_fills(shelf: Shelf) -> None:
    shelf.pack(RULES, cases=CASE)

    found = {each.name: each for each in pack_clauses(load("sample", shelf.catalog))}

    assert [each.name for each in found["M-03"].rules] == ["limit"]
    assert found["M-03"].rules == found["M-04"].rules
    assert {each.name for each in found.values() if each.is_filled} == {"M-03", "M-04"}


def test_a_pack_carries_no_clause_of_its_parent() -> None:
    files = {rule.place.file for each in pack_clauses(loaded.pack()) for rule in each.rules}

    assert {each.partition("/")[0] for each in files} == {"telecom-7x24"}


def test_the_checker_misses_a_clause_that_others_name(shelf: Shelf) -> None:
    found = deletions(shelf)["M-02"].found

    assert found is not None
    assert found.code == "unknown-name"


def test_a_case_misses_a_clause_that_it_expects(shelf: Shelf) -> None:
    found = deletions(shelf)["M-05"]

    assert (found.found, found.case) == (None, "C-1")
    assert found.is_noticed


def test_a_part_is_left_out_of_its_rule_and_nobody_misses_what_no_case_asks(shelf: Shelf) -> None:
    found = deletions(shelf)

    assert [name for name, each in found.items() if not each.is_noticed] == [
        "M-06",
        "M-07",
        "M-08",
    ]


def test_without_cases_the_checker_alone_can_miss_a_clause(shelf: Shelf) -> None:
    found = deletions(shelf, cases="cases: {}\n")

    assert [name for name, each in found.items() if each.is_noticed] == [
        "M-01",
        "M-02",
        "M-03",
        "M-04",
    ]


def test_a_case_that_fails_with_the_clause_too_proves_nothing(shelf: Shelf) -> None:
    wrong = CASE.replace("total: 60, passed: yes", "total: 61, passed: yes")

    assert not deletions(shelf, cases=wrong)["M-05"].is_noticed


def test_leaving_out_a_clause_leaves_the_pack_as_it_is(shelf: Shelf) -> None:
    shelf.pack(RULES, cases=CASE)
    pack = load("sample", shelf.catalog)
    before = pack.digest
    clause = pack_clauses(pack)[-1]

    left, problems = pack.without(each.node for each in clause.rules)

    assert problems == ()
    assert left is not None
    assert left.digest != before == pack.digest
    (bars,) = left.rules.section("eligibility")
    assert [each.name for each in bars.codes] == ["high"]


def test_a_rule_whose_readings_are_all_left_out_is_left_out_itself(shelf: Shelf) -> None:
    reading = "{for: agents, is: score < 10, source: M-09}"
    failed = f"  failed: {{by: sort, one: {reading}, other: {reading}}}\n"
    choices = (
        "choices:\n  sort: {asks: which, readings: {one: one, other: other}, chosen: one, "
        "by: us, on: 2026-01-01, source: M-10}\n"
    )
    first, old, rest = RULES.partition("  failed: {for: agents, is: score < 10, source: M-06}\n")
    assert old
    shelf.pack(f"{first}{failed}{rest}{choices}", cases=CASE)
    pack = load("sample", shelf.catalog)
    clause = next(each for each in pack_clauses(pack) if each.name == "M-09")
    assert len(clause.rules) == 2

    left, problems = pack.without(each.node for each in clause.rules)

    assert [each.code for each in problems] == ["choice-unused"]
    assert left is not None
    assert "failed" not in left.rules.by_name("figures")
