"""Accepts: at the rule, while its reading is taken, with the reason; never of what cannot run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.messages import Severity
from ccops.rulepack import load, pack_sources

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

QUESTION = """\
choices:
  mark:
    asks: which mark holds
    readings: {none: anybody, sixty: 60 points}
    chosen: CHOSEN
    source: M-09
"""
GOOD = """\
figures:
  good:
    for: agents
    unit: flag
    is: {by: mark, none: score >= 0, sixty: score >= 60}
MORE
    source: M-02
bonuses:
  bonus:
    label: bonus
    for: agents
    payroll_code: B01
    columns: [{good: good}]
    table: {hit: first, rows: [[yes, CNY 100]], otherwise: CNY 0}
    source: M-03
"""
ACCEPT = "    accept: [{code: always-true, because: {zh: 手册如此, en: as the manual has it}}]"
TABLE = """\
bonuses:
  bonus:
    label: bonus
    for: agents
    payroll_code: B01
    columns: [{score: score, step: 0.01}]
    better: {score: higher}
    table:
      by: mark
      none:
        hit: first
        rows: [['>= 90', CNY 100], ['>= 60', CNY 300]]
        otherwise: CNY 0
NONE
      sixty:
        hit: first
        rows: [['>= 80', CNY 100], ['>= 60', CNY 200]]
        otherwise: CNY 0
SIXTY
    source: M-03
"""
PRINTED = "        accept: [{code: not-monotone, because: as printed}]"


def good(chosen: str, more: str = ACCEPT) -> str:
    return QUESTION.replace("CHOSEN", chosen) + GOOD.replace("MORE\n", f"{more}\n" if more else "")


def table(*, none: str = "", sixty: str = "") -> str:
    written = TABLE.replace("NONE\n", f"{none}\n" if none else "")
    written = written.replace("SIXTY\n", f"{sixty}\n" if sixty else "")
    return QUESTION.replace("CHOSEN", "none") + written


def told(shelf: Shelf) -> list[tuple[str, Severity, bool, str]]:
    _, found = shelf.check()
    return [(e.code, e.severity, e.is_accepted, e.args.get("under", "")) for e in found]


def test_what_a_lint_finds_may_be_accepted_where_it_stands(shelf: Shelf) -> None:
    shelf.pack(good("none"))

    pack, (finding,) = shelf.check()

    assert pack is not None
    assert (finding.code, finding.severity) == ("always-true", Severity.WARNING)
    assert finding.text("en").endswith("accepted: as the manual has it")
    assert finding.text("zh_CN").endswith("已接受：手册如此")


def test_the_reason_is_told_in_the_characters_of_whoever_reads(shelf: Shelf) -> None:
    words = "translations: {zh_TW: {words: {手册如此: 手冊如此}}}\n"
    shelf.pack(good("none") + words)

    _, (finding,) = shelf.check()

    assert finding.text("zh_TW").endswith("已接受：手冊如此")
    assert finding.text("zh_CN").endswith("已接受：手册如此")


def test_an_accept_that_only_another_reading_needs_accepts_something(shelf: Shelf) -> None:
    shelf.pack(good("sixty"))

    assert told(shelf) == [("always-true", Severity.WARNING, True, "mark=none")]


def test_an_accept_that_no_reading_needs_is_told_once(shelf: Shelf) -> None:
    shelf.pack(good("sixty", ACCEPT.replace("always-true", "always-false")))

    assert sorted(told(shelf), key=lambda each: each[0]) == [
        ("accepts-nothing", Severity.ERROR, False, ""),
        ("always-true", Severity.WARNING, False, "mark=none"),
    ]


def test_an_accept_in_one_reading_does_not_hold_for_another(shelf: Shelf) -> None:
    shelf.pack(table(none=PRINTED))

    assert told(shelf) == [
        ("not-monotone", Severity.WARNING, True, ""),
        ("not-monotone", Severity.ERROR, False, "mark=sixty"),
    ]


def test_each_reading_may_have_its_accept(shelf: Shelf) -> None:
    shelf.pack(table(none=PRINTED, sixty=PRINTED))

    pack, found = shelf.check()

    assert pack is not None
    assert [(each.code, each.is_accepted) for each in found] == [("not-monotone", True)] * 2
    listed = pack_sources(pack).accepted
    assert [(each.name, each.code, each.because.en) for each in listed] == [
        ("bonus", "not-monotone", "as printed")
    ] * 2


def test_an_accept_of_the_rule_holds_for_every_reading_of_it(shelf: Shelf) -> None:
    shelf.pack(table() + "    accept: [{code: not-monotone, because: as printed}]\n")

    assert [(code, is_accepted) for code, _, is_accepted, _ in told(shelf)] == [
        ("not-monotone", True),
        ("not-monotone", True),
    ]


def test_an_accepted_finding_hides_nothing_of_what_reads_the_figure(shelf: Shelf) -> None:
    second = """\
  second:
    label: second
    for: agents
    payroll_code: B02
    columns: [{first: bonus}]
    table: {hit: unique, rows: [['>= CNY 200', CNY 50]]}
    source: M-04
"""
    shelf.pack(table(none=PRINTED, sixty=PRINTED) + second)

    codes = {code for code, _ in shelf.found()}

    assert "table-gap" in codes


def test_an_accept_of_one_rule_does_not_hold_for_the_next(shelf: Shelf) -> None:
    accept = "accept: [{code: unused-name, because: kept}]"
    shelf.pack(
        f"facts:\n  one: {{unit: count, {accept}}}\n  two: {{unit: count}}\n" + good("sixty")
    )

    found = [(e.code, e.is_accepted) for e in shelf.check()[1] if e.code == "unused-name"]

    assert found == [("unused-name", True), ("unused-name", False)]


DATED = """\
figures:
  good:
    - for: agents
      until: 2026-06-30
      unit: flag
      is: score >= 0
      source: M-02
FIRST
    - for: agents
      from: 2026-07-01
      unit: flag
      is: score >= 0
      source: M-02
SECOND
  read: {for: agents, unit: points, is: score if good else 0, round: none, source: M-02}
"""
SAYS = "      accept: [{code: always-true, because: it is so}]"
SILENT = "      # nothing is accepted"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [(SAYS, SAYS, []), (SAYS, SILENT, [12]), (SILENT, SAYS, [6])],
    ids=["both", "the first", "the second"],
)
def test_each_dated_definition_accepts_for_itself(
    shelf: Shelf, first: str, second: str, told: list[int]
) -> None:
    shelf.pack(DATED.replace("FIRST", first).replace("SECOND", second))

    _, found = shelf.check()

    placed = [(each.span.line, each) for each in found if each.span]
    assert [line for line, each in placed if each.code == "always-true"] == [6, 12]
    told_open = [(line, each) for line, each in placed if not each.is_accepted]
    assert [line for line, each in told_open if each.code != "unused-name"] == told


def test_an_id_without_a_definition_is_refused(shelf: Shelf) -> None:
    shelf.pack("figures: {good: []}")

    assert ("wants-mapping", "1:17") in shelf.found()


@pytest.mark.parametrize("code", ["unknown-name", "unit-clash"])
def test_what_has_no_value_cannot_be_accepted(shelf: Shelf, code: str) -> None:
    formula = {"unknown-name": "scroe", "unit-clash": "score + hired_on"}[code]
    shelf.pack(
        "figures:\n  a:\n    for: agents\n    unit: points\n"
        f"    is: {formula}\n    round: none\n    source: M-01\n"
        f"    accept: [{{code: {code}, because: it will do}}]\n"
    )

    found = {each: severity for each, severity, _, _ in told(shelf)}

    assert found[code] is Severity.ERROR
    assert found["accept-not-possible"] is Severity.ERROR
    assert "accepts-nothing" not in found


def test_a_pack_with_accepted_errors_is_ready_for_a_month(shelf: Shelf) -> None:
    shelf.pack(table(none=PRINTED, sixty=PRINTED))

    made = load("sample", shelf.catalog).assembly("2026-03", {})

    assert [(each.code, each.severity) for each in made.diagnostics] == [
        ("not-monotone", Severity.WARNING)
    ]
