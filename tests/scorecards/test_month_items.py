"""Items of monthly forms: ratios, points kept, bands, flags, gates; GC-50, GC-51, GC-52, GC-57."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.plan import Surroundings, TableFigure
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.facts import FactDeclaration
    from tests.scorecards.conftest import Codes, FactBuilder, FormReader, Month, Planner

AROUND = Surroundings(eligibility={}, currency="CNY")
MONTH = "label: 月度, for: employees, gives: score, missing: block, round: none"


def _form(items: str, *, more: str = "") -> str:
    return f"form: {{{MONTH}{more}, items: {{{items}}}}}"


@pytest.mark.parametrize(
    ("reached", "points"),
    [("0%", 0), ("50%", "7.5"), ("100%", 15), ("110%", "16.5"), ("111%", "16.5")],
    ids=["none", "half", "whole", "at-the-cap", "beyond"],
)
def test_a_ratio_gives_its_weight_times_the_value_up_to_the_cap(
    form: FormReader, fact: FactBuilder, month: Month, reached: str, points: str | int
) -> None:
    text = _form(
        "volume: {weight: 15%, reads: volume, ratio: {cap: 110%}},"
        "rest: {weight: 85%, reads: rest, direct: yes}",
        more=", ceiling: 100",
    )
    facts = {**fact("volume", Unit.RATIO), **fact("rest", Unit.POINTS, high="100")}

    found = month(form(text), facts, {"volume": reached, "rest": "0"})
    full = month(form(text), facts, {"volume": reached, "rest": "100"})

    assert found["score_volume"] == found["score"] == Fraction(points)
    assert full["score"] == min(100, 85 + Fraction(points))


@pytest.mark.parametrize(
    ("faults", "points"), [(0, 5), (1, 0), (2, -5), (3, -5)], ids=["none", "one", "two", "more"]
)
def test_faults_take_of_the_weight_and_may_go_below_nothing(
    form: FormReader, fact: FactBuilder, month: Month, faults: int, points: int
) -> None:
    text = _form(
        "faults: {weight: 5%, reads: faults, deduct: 5, at_least: -5},"
        "rest: {weight: 95%, reads: rest, direct: yes}",
        more=", floor: 0",
    )
    facts = {**fact("faults", Unit.COUNT), **fact("rest", Unit.POINTS, high="100")}

    found = month(form(text), facts, {"faults": faults, "rest": "100"})
    worst = month(form(text), facts, {"faults": faults, "rest": "0"})

    assert found["score_faults"] == points
    assert found["score"] == 95 + points
    assert worst["score"] == max(0, points)


def test_only_so_many_faults_count(form: FormReader, fact: FactBuilder, month: Month) -> None:
    text = _form("faults: {weight: 100%, reads: faults, deduct: 10, at_most: 3}")

    assert month(form(text), fact("faults", Unit.COUNT), {"faults": 9})["score"] == 70


TIERS = "bands: {better: higher, rows: [['>= 90', 100%], ['[80..90)', 80%]], otherwise: 60%}"


@pytest.mark.parametrize(
    ("value", "points"), [("90", 20), ("89.99", 16), ("80", 16), ("79.99", 12)]
)
def test_bands_give_shares_of_the_weight(
    form: FormReader, fact: FactBuilder, month: Month, value: str, points: int
) -> None:
    text = _form(
        f"tier: {{weight: 20%, reads: tier, {TIERS}}},"
        "rest: {weight: 80%, reads: rest, direct: yes}"
    )
    facts = {
        **fact("tier", Unit.POINTS, high="100"),
        **fact("rest", Unit.POINTS, high="100"),
    }

    found = month(form(text), facts, {"tier": value, "rest": "0"})

    assert found["score_tier"] == found["score"] == points


def test_bands_are_one_table_of_the_item(form: FormReader) -> None:
    figures = form(_form(f"tier: {{weight: 100%, reads: tier, {TIERS}}}")).figures(AROUND)

    table = figures[0]
    assert isinstance(table, TableFigure)
    assert [row[-1].value for row in table.rows] == ["100", "80"]
    assert [each.name for each in figures] == ["score_tier", "score"]


@pytest.mark.parametrize(
    ("below", "code"), [("< 60", "table-seam"), ("< 50", "table-gap")], ids=["seam", "gap"]
)
def test_bands_that_leave_a_value_out_are_found(
    form: FormReader, fact: FactBuilder, plan_of: Planner, below: str, code: str
) -> None:
    rows = f"rows: [['>= 66', 5], ['[60..65]', 1], ['{below}', 0]]"
    rest = "rest: {weight: 95%, reads: rest, direct: yes}"
    text = _form(f"exam: {{weight: 5%, reads: exam, bands: {{{rows}}}}}, {rest}")
    facts = {
        **fact("exam", Unit.POINTS, high="100"),
        **fact("rest", Unit.POINTS, high="100"),
    }

    problems = plan_of(form(text), facts).diagnostics

    assert code in {each.code for each in problems}
    assert all(each.span is not None for each in problems)


@pytest.mark.parametrize(("met", "points"), [(True, 15), (False, 0)])
def test_a_target_that_is_met_gives_all_its_points(
    form: FormReader,
    fact: FactBuilder,
    month: Month,
    met: bool,
    points: int,
) -> None:
    text = _form(
        "level: {weight: 15%, reads: level_met, met: yes},"
        "rest: {weight: 85%, reads: rest, direct: yes}"
    )
    facts = {**fact("level_met", Unit.FLAG), **fact("rest", Unit.POINTS, high="100")}

    assert month(form(text), facts, {"level_met": met, "rest": "0"})["score"] == points


@pytest.mark.parametrize(("kept", "points"), [(True, 10), (False, 0)])
@pytest.mark.parametrize(
    "scale",
    [
        "linear: {zero_at: 360 s, full_at: 240 s}",
        "bands: {rows: [['<= 240 s', 100%]], otherwise: 0%}",
    ],
    ids=["line", "bands"],
)
def test_a_shut_gate_leaves_nothing_of_an_item(
    form: FormReader,
    fact: FactBuilder,
    month: Month,
    scale: str,
    kept: bool,
    points: int,
) -> None:
    text = _form(
        f"talk: {{weight: 10%, reads: talk, gate: quality_kept, {scale}}},"
        "rest: {weight: 90%, reads: rest, direct: yes}"
    )
    facts = {
        **fact("talk", Unit.DURATION),
        **fact("quality_kept", Unit.FLAG),
        **fact("rest", Unit.POINTS, high="100"),
    }

    found = month(form(text), facts, {"talk": "200 s", "quality_kept": kept, "rest": "50"})

    assert found["score_talk"] == points
    assert found["score"] == 45 + points


@pytest.mark.parametrize("absent", ["tier", "rest"])
def test_what_a_band_reads_may_be_missing_and_blocks_the_score(
    form: FormReader, fact: FactBuilder, month: Month, absent: str
) -> None:
    text = _form(
        f"tier: {{weight: 20%, reads: tier, {TIERS}}},"
        "rest: {weight: 80%, reads: rest, direct: yes}"
    )
    facts = {
        **fact("tier", Unit.POINTS, high="100"),
        **fact("rest", Unit.POINTS, high="100"),
    }
    given = {"tier": "90", "rest": "50"}
    del given[absent]

    found = month(form(text), facts, given)

    assert found[f"score_{absent}"] is Missing.NOT_MEASURED
    assert found["score"] is Missing.NOT_MEASURED


CALL = "label: 通话, start: 100, floor: 0, round: {to: 0.01, mode: half_up}"
REST = "rest: {weight: 90%, reads: rest, direct: yes}"
NEGATIVE = "rows: [['> 8', -10]], otherwise: 10"


def _line(zero_at: str, full_at: str, none_from: str) -> str:
    ends = f"zero_at: {zero_at}, full_at: {full_at}, none_from: {none_from}"
    return _form(f"a: {{weight: 10%, reads: a, linear: {{{ends}}}}}, {REST}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_form(f"a: {{weight: 10%, reads: a, met: yes}}, {REST}"), []),
        (f"form: {{{CALL}, items: {{a: {{deduct: 1, gate: b}}}}}}", ["item-monthly-only"]),
        (f"form: {{{CALL}, items: {{a: {{deduct: 1, at_least: 0}}}}}}", ["item-monthly-only"]),
        (
            _form("a: {fatal: yes, reads: a, gate: b}, c: {weight: 100%, reads: c, direct: yes}"),
            ["item-gate-unused"],
        ),
        (
            _form(f"a: {{weight: 10%, reads: a, direct: yes, at_least: 0}}, {REST}"),
            ["item-at-least-unused"],
        ),
        (
            _form(f"a: {{weight: 10%, reads: a, deduct: 1, at_least: 10}}, {REST}"),
            ["item-at-least-wrong"],
        ),
        (_form(f"a: {{weight: 10%, reads: a, ratio: {{cap: 0%}}}}, {REST}"), ["item-cap-wrong"]),
        (
            _form(f"a: {{weight: 10%, reads: a, ratio: {{cap: 120%}}}}, {REST}"),
            ["form-ceiling-missing"],
        ),
        (
            _form(f"a: {{weight: 10%, reads: a, deduct: 1, at_least: -1}}, {REST}"),
            ["form-floor-missing"],
        ),
        (
            _form(f"a: {{weight: 10%, reads: a, bands: {{rows: [['-', 9]]}}}}, {REST}"),
            ["item-bands-not-full"],
        ),
        (
            _form(f"a: {{weight: 10%, reads: a, bands: {{{NEGATIVE}}}}}, {REST}"),
            ["form-floor-missing"],
        ),
        (
            _line("250", "300", "220"),
            ["linear-gap"],
        ),
        (
            _line("250", "300", "250"),
            [],
        ),
        (
            _line("250", "300", "280"),
            ["linear-none-inside"],
        ),
        (_line("300 s", "240 s", "320"), ["linear-none-differs"]),
        (
            _line("300 s", "240 s", "320 s"),
            ["linear-gap"],
        ),
    ],
)  # fmt: skip
def test_findings_of_items_of_a_month(
    form: FormReader, codes: Codes, text: str, expected: list[str]
) -> None:
    assert codes(form(text).check(AROUND)) == expected


@given(
    points=st.fractions(min_value=0, max_value=300), more=st.fractions(min_value=0, max_value=50)
)
def test_a_better_ratio_never_gives_less(
    form: FormReader, fact: FactBuilder, month: Month, points: Fraction, more: Fraction
) -> None:
    rule = form(_form("a: {weight: 100%, reads: a, ratio: {cap: 150%}}", more=", ceiling: 150"))
    facts: Mapping[str, FactDeclaration] = fact("a", Unit.RATIO)

    low, high = (
        month(rule, facts, {"a": each / 100})["score"] for each in (points, points + more)
    )

    assert isinstance(low, Fraction | int)
    assert isinstance(high, Fraction | int)
    assert low <= high <= 150
