from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from ccops.kpi import Better, Layout, TallyKind, compile_indicators
from ccops.kpi.variants import wrong_variants
from ccops.messages import LOCALES, Diagnostic, has_message
from ccops.values import EXACT, Bounds, Carrier, Scalar, Unit

if TYPE_CHECKING:
    from tests.kpi.conftest import Build

P95 = Scalar(Unit.NUMBER, Fraction(95))
ZERO, ONE = Fraction(0), Fraction(1)
NOT_NEGATIVE = Bounds(ZERO)


@pytest.mark.parametrize(
    ("fields", "unit", "carrier", "bounds"),
    [
        ({"count": "yes"}, Unit.COUNT, Carrier(1), NOT_NEGATIVE),
        ({"count": "yes", "unit": Unit.QUANTITY}, Unit.QUANTITY, Carrier(1), NOT_NEGATIVE),
        ({"total": "wait"}, Unit.DURATION, Carrier(1), NOT_NEGATIVE),
        ({"total": "score"}, Unit.POINTS, Carrier(100), Bounds()),
        ({"total": "3"}, Unit.COUNT, Carrier(1), NOT_NEGATIVE),
        ({"total": "-wait"}, Unit.DURATION, Carrier(1), Bounds(None, ZERO)),
        ({"mean": "wait"}, Unit.DURATION, EXACT, NOT_NEGATIVE),
        ({"mean": "slot"}, Unit.RATIO, EXACT, NOT_NEGATIVE),
        ({"maximum": "wait"}, Unit.DURATION, Carrier(1), NOT_NEGATIVE),
        ({"minimum": "score"}, Unit.POINTS, Carrier(100), Bounds()),
        ({"percentile": ("wait", P95)}, Unit.DURATION, Carrier(1), NOT_NEGATIVE),
        ({"percentile": ("score", P95)}, Unit.POINTS, Carrier(100), Bounds()),
        ({"ratio": ("wait", "talk")}, Unit.RATIO, EXACT, NOT_NEGATIVE),
        ({"ratio": ("score", "yes")}, Unit.POINTS, EXACT, Bounds()),
        ({"share_total": ("talk", "wait")}, Unit.RATIO, EXACT, NOT_NEGATIVE),
        (
            {"share_total": ("talk", "wait"), "unit": Unit.QUANTITY},
            Unit.QUANTITY,
            EXACT,
            NOT_NEGATIVE,
        ),
    ],
)
def test_unit_carrier_and_bounds_follow_from_the_formula(
    build: Build, fields: dict[str, Any], unit: Unit, carrier: Carrier, bounds: Bounds
) -> None:
    made = build.indicator(**fields)
    assert (made.type.unit, made.carrier, made.bounds) == (unit, carrier, bounds)


@pytest.mark.parametrize(
    ("of", "over", "is_part"),
    [
        ("outcome == 'served'", "yes", True),
        ("outcome == 'served' and wait <= limit", "outcome == 'served'", True),
        ("outcome == 'served'", "outcome in ('served', 'left')", True),
        ("outcome == 'served'", "outcome != 'open'", True),
        ("outcome == 'served' or outcome == 'left'", "outcome in ('left', 'served')", True),
        ("outcome == 'served'", "outcome != 'open' and yes", True),
        ("outcome == 'served'", "outcome != 'served'", False),
        ("yes", "outcome == 'served'", False),
        ("wait <= limit or happy", "wait <= limit", False),
        ("wait <= limit", "(wait <= limit and happy) or (wait <= limit and not happy)", False),
    ],
)
def test_a_part_of_the_rows_is_at_most_one(
    build: Build, of: str, over: str, is_part: bool
) -> None:
    made = build.indicator(ratio=(of, over))
    assert made.bounds == Bounds(ZERO, ONE if is_part else None)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "indicator-one-measure"),
        ({"count": "yes", "total": "wait"}, "indicator-one-measure"),
        ({"contract": "gold"}, "indicator-unknown-contract"),
        ({"over": "visits", "count": "yes"}, "indicator-unknown-records"),
        ({"count": "yes", "by": ("teams",)}, "indicator-unknown-group"),
        ({"count": "yes", "groups": {"slot": "slots"}}, "indicator-unknown-column"),
        ({"count": "yes", "at_least": 0}, "indicator-at-least"),
        ({"count": "yes", "unit": Unit.POINTS}, "indicator-unit"),
        ({"mean": "wait", "unit": Unit.COUNT}, "indicator-unit"),
        ({"total": "exact"}, "indicator-not-whole"),
        ({"total": "talk / wait"}, "indicator-not-whole"),
        ({"ratio": ("exact", "yes")}, "indicator-not-whole"),
        ({"total": "outcome"}, "not-a-number"),
        ({"count": "wait"}, "not-a-flag"),
        ({"count": "yes", "where": "wait"}, "not-a-flag"),
        ({"total": "waiting"}, "unknown-name"),
        ({"maximum": "waiting"}, "unknown-name"),
        ({"minimum": "waiting"}, "unknown-name"),
        ({"mean": "waiting"}, "unknown-name"),
        ({"ratio": ("waiting", "yes")}, "unknown-name"),
        ({"share_total": ("waiting", "wait")}, "unknown-name"),
        ({"share_total": ("score", "wait")}, "unit-clash"),
        ({"ratio": ("yes", "wait")}, "unit-clash"),
        ({"mean": "3"}, "unit-clash"),
        ({"percentile": ("waiting", P95)}, "unknown-name"),
        ({"percentile": ("wait", Scalar(Unit.NUMBER, ZERO))}, "indicator-percentile"),
        ({"percentile": ("wait", Scalar(Unit.NUMBER, Fraction(101)))}, "indicator-percentile"),
        ({"percentile": ("wait", Scalar(Unit.DURATION, ONE))}, "indicator-percentile"),
        (
            {"count": "wait < s", "parameters": {"s": Scalar(Unit.POINTS, ONE)}},
            "unit-clash",
        ),
        (
            {"count": "wait < limit", "parameters": {"wait": Scalar(Unit.DURATION, ONE)}},
            "indicator-name-clash",
        ),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_name(
    build: Build, fields: dict[str, Any], code: str
) -> None:
    (finding,) = build.findings(build.rule("odd", **fields))
    assert finding.code == code
    if code.startswith("indicator"):
        assert finding.args["name"] == "odd"


def test_every_finding_has_words_in_every_locale() -> None:
    codes = (
        "indicator-at-least", "indicator-name-clash", "indicator-not-by", "indicator-not-whole",
        "indicator-one-measure", "indicator-percentile", "indicator-unit",
        "indicator-unknown-column", "indicator-unknown-contract", "indicator-unknown-group",
        "indicator-unknown-records", "indicator-variant", "indicator-variant-unit",
        "record-cell-missing",
    )  # fmt: skip
    for code in codes:
        assert has_message(code)
        texts = {Diagnostic(code=code).text(locale) for locale in LOCALES}
        assert len(texts) == len(LOCALES)


@pytest.mark.parametrize(
    ("variant", "code"),
    [
        ({"count": "outcome == 'served'", "variant_of": "plain"}, None),
        ({"count": "yes", "variant_of": "plane"}, "indicator-variant"),
        ({"count": "yes", "variant_of": "odd"}, "indicator-variant"),
        ({"count": "yes", "variant_of": "other"}, "indicator-variant"),
        ({"total": "wait", "variant_of": "plain"}, "indicator-variant-unit"),
    ],
    ids=["another-way", "of-nothing", "of-itself", "of-another-variant", "of-another-unit"],
)
def test_a_variant_counts_in_another_way_what_a_plain_indicator_counts(
    build: Build, variant: dict[str, Any], code: str | None
) -> None:
    rules = (
        build.rule("plain", count="yes"),
        build.rule("other", count="yes", variant_of="plain"),
        build.rule("odd", **variant),
    )

    found = tuple(wrong_variants(rules, build.indicators(*rules)))

    assert [each.code for each in found] == ([] if code is None else [code])
    assert all(each.args["name"] == "odd" for each in found)


def test_all_rules_are_compiled_although_one_is_wrong(build: Build) -> None:
    rules = [build.rule("good", count="yes"), build.rule("bad", total="nothing")]
    made, problems = compile_indicators(rules, {"visit": build.kind}, {})
    assert [each.name for each in made] == ["good"]
    assert [each.code for each in problems] == ["unknown-name"]


def test_what_is_said_about_an_indicator_stays_with_it(build: Build) -> None:
    made = build.indicator(
        "wait_mean", mean="wait", better=Better.LOWER, display="0.0", calendar="performance"
    )
    assert (made.name, made.over, made.better) == ("wait_mean", "visit", Better.LOWER)
    assert (str(made.display), str(made.calendar)) == ("0.0", "performance")
    assert made.origin.source == "S1-09"
    assert made.subject_groups == ("who",)


def test_a_tally_that_several_indicators_need_is_kept_once(build: Build) -> None:
    made = build.indicators(
        build.rule("served", count="outcome == 'served'"),
        build.rule("rate", ratio=("outcome == 'served'", "yes")),
        build.rule("asa", mean="wait", where="outcome == 'served'"),
        build.rule("waited", total="wait", where="outcome=='served'"),
    )
    layout = Layout.of(made)
    assert [each.kind for each in layout.tallies] == [
        TallyKind.COUNT,
        TallyKind.COUNT,
        TallyKind.SUM,
    ]


def test_tallies_with_other_constants_are_others(build: Build) -> None:
    near, far = (
        build.indicator(
            count="wait <= t", parameters={"t": Scalar(Unit.DURATION, Fraction(limit))}
        )
        for limit in (15_000, 20_000)
    )
    assert near.top != far.top


def test_a_ratio_declared_elsewhere_is_filled_in(build: Build) -> None:
    rule = build.rule("sl", contract="gold", by=("team", "slot"))
    filled = rule.as_ratio(
        of="outcome == 'served' and wait <= threshold",
        over="outcome != 'open'",
        parameters={"threshold": Scalar(Unit.DURATION, Fraction(15_000))},
        groups={"slot": "end_slot"},
    )
    (made,) = build.indicators(filled)
    assert made.contract == "gold"
    assert made.columns == {"team": "team", "slot": "end_slot"}
    assert made.bounds == Bounds(ZERO, ONE)


def test_a_ratio_may_be_filled_in_without_a_contract(build: Build) -> None:
    (made,) = build.indicators(
        build.rule().as_ratio(of="yes", over="yes", parameters={}, groups={"slot": "day"})
    )
    assert (made.contract, made.columns["slot"]) == ("", "day")
