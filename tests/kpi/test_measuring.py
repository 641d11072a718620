from __future__ import annotations

import datetime as dt
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from ccops.errors import DataError
from ccops.kpi import Key, Measured, Records, Value, facts_of, measure, rows_behind, unplaced
from ccops.values import Missing, PeriodDays, Scalar, Unit

if TYPE_CHECKING:
    from tests.kpi.conftest import Build

P95 = Scalar(Unit.NUMBER, Fraction(95))
LACKS = Missing.NOT_MEASURED


def value(build: Build, rows: list[dict[str, Any]], **given: object) -> Value:
    (made,) = build.indicators(build.rule("x", **given))
    return measure(build.records(*rows), [made]).value("x", ())


WAITS = [{"wait": 1_000 * each} for each in (4, 8, 6, 2)]
MIXED = [
    {"outcome": "served", "wait": 10_000},
    {"outcome": "served", "wait": 20_000},
    {"outcome": "served", "wait": 20_400},
    {"outcome": "left", "wait": 5_000},
]


@pytest.mark.parametrize(
    ("rows", "fields", "expected"),
    [
        (WAITS, {"count": "yes"}, 4),
        (WAITS, {"count": "no"}, 0),
        (WAITS, {"count": "wait < limit"}, 4),
        (WAITS, {"total": "wait"}, 20_000),
        (WAITS, {"total": "0.5 * wait"}, 20_000),
        (WAITS, {"total": "2"}, 8),
        (WAITS, {"mean": "wait"}, (5_000, 1)),
        (WAITS, {"maximum": "wait"}, 8_000),
        (WAITS, {"maximum": "-wait"}, -2_000),
        (WAITS, {"minimum": "wait"}, 2_000),
        (WAITS, {"percentile": ("wait", P95)}, 8_000),
        (WAITS, {"percentile": ("wait", Scalar(Unit.RATIO, Fraction(1, 2)))}, 4_000),
        (MIXED, {"percentile": ("wait", Scalar(Unit.NUMBER, Fraction(100)))}, 20_000),
        (MIXED, {"percentile": ("0.5 * wait", Scalar(Unit.NUMBER, Fraction(100)))}, 20_000),
        (MIXED, {"ratio": ("outcome == 'served' and wait <= limit", "yes")}, (1, 2)),
        (MIXED, {"ratio": ("outcome == 'left'", "outcome == 'served'")}, (1, 3)),
        (MIXED, {"mean": "wait", "where": "outcome == 'left'"}, (5_000, 1)),
        (MIXED, {"ratio": ("talk", "yes")}, (60_000, 1)),
        (MIXED, {"ratio": ("wait", "talk"), "where": "outcome == 'left'"}, (1, 12)),
        ([{"score": 8_850}, {"score": 9_000}], {"total": "score"}, 17_850),
        ([{"score": 8_850}, {"score": 9_000}], {"mean": "score"}, (357, 4)),
        ([{"score": 8_850}, {"score": 9_000}], {"minimum": "score"}, 8_850),
        ([{"score": 8_850}] * 2, {"percentile": ("score", P95)}, 8_850),
        ([{"score": 8_850}] * 2, {"ratio": ("score", "score")}, (1, 1)),
        (
            [{"talk": 60, "wait": 480}, {"talk": 60, "wait": 240}, {"talk": 30, "wait": 240}],
            {"share_total": ("talk", "wait"), "unit": Unit.QUANTITY},
            (1, 2),
        ),
        (
            [{"score": 8_850, "wait": 1}],
            {"share_total": ("score", "score * 2")},
            (1, 2),
        ),
    ],
)
def test_values_are_exact(
    build: Build, rows: list[dict[str, Any]], fields: dict[str, Any], expected: Value
) -> None:
    assert value(build, rows, **fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"count": "yes"}, 0),
        ({"total": "wait"}, 0),
        ({"share_total": ("talk", "wait")}, (0, 1)),
        ({"ratio": ("yes", "yes")}, Missing.ZERO_BASE),
        ({"ratio": ("wait", "talk")}, Missing.ZERO_BASE),
        ({"mean": "wait"}, Missing.NO_RECORDS),
        ({"maximum": "wait"}, Missing.NO_RECORDS),
        ({"minimum": "wait"}, Missing.NO_RECORDS),
        ({"percentile": ("wait", P95)}, Missing.NO_RECORDS),
        ({"count": "yes", "at_least": 1}, Missing.TOO_FEW_SAMPLES),
        ({"mean": "wait", "at_least": 1}, Missing.NO_RECORDS),
    ],
)
def test_no_rows_are_zero_for_sums_and_missing_for_the_rest(
    build: Build, fields: dict[str, Any], expected: Value
) -> None:
    assert value(build, [], **fields) == expected


@pytest.mark.parametrize(
    ("rows", "fields", "expected"),
    [
        ([{"talk": 0}], {"ratio": ("wait", "talk")}, Missing.ZERO_BASE),
        ([{"wait": 0}, {}], {"share_total": ("talk", "wait")}, Missing.ZERO_BASE),
        ([{"outcome": "open"}], {"ratio": ("yes", "outcome == 'served'")}, Missing.ZERO_BASE),
    ],
)
def test_nothing_below_the_line_is_a_zero_base_although_there_are_rows(
    build: Build, rows: list[dict[str, Any]], fields: dict[str, Any], expected: Value
) -> None:
    assert value(build, rows, **fields) is expected


@pytest.mark.parametrize(
    ("fields", "enough", "short"),
    [
        ({"mean": "wait"}, (5_000, 1), Missing.TOO_FEW_SAMPLES),
        ({"total": "wait"}, 20_000, Missing.TOO_FEW_SAMPLES),
        ({"count": "yes"}, 4, Missing.TOO_FEW_SAMPLES),
        ({"maximum": "wait"}, 8_000, Missing.TOO_FEW_SAMPLES),
        ({"ratio": ("yes", "yes")}, (1, 1), Missing.TOO_FEW_SAMPLES),
        ({"ratio": ("wait", "wait")}, (1, 1), Missing.TOO_FEW_SAMPLES),
        ({"percentile": ("wait", P95)}, 8_000, Missing.TOO_FEW_SAMPLES),
        ({"share_total": ("wait", "wait")}, (4, 1), Missing.TOO_FEW_SAMPLES),
    ],
)
def test_fewer_rows_than_at_least_make_it_missing(
    build: Build, fields: dict[str, Any], enough: Value, short: Value
) -> None:
    assert value(build, WAITS, at_least=4, **fields) == enough
    assert value(build, WAITS, at_least=5, **fields) is short


ONE_LACKS: list[dict[str, Any]] = [{"after": 4_000}, {"after": LACKS}]


@pytest.mark.parametrize(
    "fields",
    [
        {"mean": "talk + after"},
        {"total": "after"},
        {"maximum": "after"},
        {"minimum": "after"},
        {"percentile": ("after", P95)},
        {"share_total": ("after", "wait")},
        {"share_total": ("wait", "after")},
        {"ratio": ("after", "wait")},
        {"ratio": ("wait", "after")},
        {"count": "after > limit"},
        {"count": "outcome == 'served' and after < limit"},
        {"total": "wait", "where": "after < limit"},
        {"ratio": ("yes", "after < limit")},
        {"count": "after > limit", "at_least": 9},
    ],
)
def test_a_row_that_does_not_say_makes_the_whole_missing(
    build: Build, fields: dict[str, Any]
) -> None:
    assert value(build, ONE_LACKS, **fields) is Missing.NOT_MEASURED


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"mean": "after", "where": "known(after)"}, (4_000, 1)),
        ({"mean": "talk + coalesce(after, wait)"}, (67_000, 1)),
        ({"mean": "talk", "where": "known(after)"}, (60_000, 1)),
        ({"count": "known(after) and after < limit"}, 1),
        ({"count": "outcome == 'left' and after < limit"}, 0),
        ({"total": "after", "where": "outcome == 'left'"}, 0),
    ],
)
def test_only_counted_rows_must_say_what_is_needed(
    build: Build, fields: dict[str, Any], expected: Value
) -> None:
    assert value(build, ONE_LACKS, **fields) == expected


def test_what_one_indicator_lacks_is_nothing_to_another(build: Build) -> None:
    measured = measure(
        build.records(*ONE_LACKS),
        build.indicators(build.rule("aht", mean="talk + after"), build.rule("att", mean="talk")),
    )
    assert measured.value("aht", ()) is Missing.NOT_MEASURED
    assert measured.value("att", ()) == (60_000, 1)


def test_a_division_by_nothing_in_a_row_is_not_measured(build: Build) -> None:
    rows = [{"wait": 0}, {"wait": 1_000}]
    assert value(build, rows, count="talk / wait > 1") is Missing.NOT_MEASURED
    assert value(build, rows[1:], count="talk / wait > 1") == 1


def test_a_condition_may_have_very_many_parts(build: Build) -> None:
    parts = " and ".join(f"slot != {number}" for number in range(1, 100))
    assert value(build, [{"slot": 0}, {"slot": 50}, {"slot": 100}], count=parts) == 2
    asked = f"{parts} and happy"
    assert value(build, [{"slot": 0}], count=asked) == 1
    assert value(build, [{"slot": 0, "happy": LACKS}], count=asked) is LACKS
    assert value(build, [{"slot": 1, "happy": LACKS}], count=asked) == 0


def test_a_required_column_without_a_value_stops_the_run_and_names_the_row(build: Build) -> None:
    records = build.records({}, {"outcome": LACKS}, {"wait": LACKS})
    indicators = build.indicators(
        build.rule("a", count="outcome == 'served'"), build.rule("b", total="wait")
    )
    with pytest.raises(DataError) as stopped:
        measure(records, indicators)
    assert [(each.args["column"], each.args["at"]) for each in stopped.value.diagnostics] == [
        ("outcome", "f:2"),
        ("wait", "f:3"),
    ]


GROUPED: list[dict[str, Any]] = [
    {"team": "a", "slot": 0, "who": "E1", "wait": 1_000},
    {"team": "b", "slot": 0, "who": "E2", "wait": 2_000},
    {"team": "a", "slot": 0, "who": LACKS, "wait": 3_000},
    {"team": "a", "slot": 1, "who": "E2", "wait": 4_000},
    {"team": "b", "slot": 1, "who": "E2", "wait": 5_000},
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ((), {(): 15_000}),
        (("team",), {"a": 8_000, "b": 7_000}),
        (("all",), {"": 15_000}),
        (("slot",), {0: 6_000, 1: 9_000}),
        (("who",), {"E1": 1_000, "E2": 11_000, LACKS: 3_000}),
        (
            ("team", "slot"),
            {("a", 0): 4_000, ("b", 0): 2_000, ("a", 1): 4_000, ("b", 1): 5_000},
        ),
        (
            ("slot", "team"),
            {(0, "a"): 4_000, (0, "b"): 2_000, (1, "a"): 4_000, (1, "b"): 5_000},
        ),
        (("all", "team"), {("", "a"): 8_000, ("", "b"): 7_000}),
        (("team", "team"), {("a", "a"): 8_000, ("b", "b"): 7_000}),
        (
            ("team", "day", "slot"),
            {
                ("a", 739_000, 0): 4_000,
                ("b", 739_000, 0): 2_000,
                ("a", 739_000, 1): 4_000,
                ("b", 739_000, 1): 5_000,
            },
        ),
        (
            ("slot", "all", "team"),
            {
                (0, "", "a"): 4_000,
                (0, "", "b"): 2_000,
                (1, "", "a"): 4_000,
                (1, "", "b"): 5_000,
            },
        ),
    ],
)
def test_groups_are_keyed_in_the_order_asked(
    build: Build, by: tuple[str, ...], expected: dict[Any, int]
) -> None:
    measured = measure(build.records(*GROUPED), [build.indicator(total="wait")], by=by)
    assert dict(zip(measured.keys, measured.column("x", measured.keys), strict=True)) == expected


def test_a_group_is_asked_only_where_declared(build: Build) -> None:
    indicators = build.indicators(
        build.rule("x", count="yes", by=("team",)), build.rule("y", count="yes", by=())
    )
    with pytest.raises(DataError) as refused:
        measure(build.records(), indicators, by=("team", "slot"))
    found = refused.value.diagnostics
    assert {each.code for each in found} == {"indicator-not-by"}
    assert [(each.args["name"], each.args["group"]) for each in found] == [
        ("x", "slot"),
        ("y", "team"),
        ("y", "slot"),
    ]
    with pytest.raises(DataError):
        rows_behind(build.records(), indicators[1], by=("team",), key="a")


def test_indicators_over_other_records_are_refused(build: Build) -> None:
    import attrs

    other = attrs.evolve(build.indicator(count="yes"), over="shift")
    with pytest.raises(ValueError, match="not measured over visit: x"):
        measure(build.records(), [other])


def test_an_indicator_may_take_a_group_from_another_column(build: Build) -> None:
    ends: tuple[tuple[int, object], ...] = ((0, 1), (0, LACKS), (1, 1))
    rows = [{"slot": slot, "end_slot": end} for slot, end in ends]
    indicators = build.indicators(
        build.rule("begun", count="yes"),
        build.rule("ended", count="yes", groups={"slot": "end_slot"}),
    )
    measured = measure(build.records(*rows), indicators, by=("slot",))
    assert [measured.value("begun", key) for key in (0, 1, LACKS)] == [2, 1, 0]
    assert [measured.value("ended", key) for key in (0, 1, LACKS)] == [0, 2, 1]
    assert measured.keys == (0, 1, LACKS)


def test_columns_may_be_arrays_of_whole_numbers(build: Build) -> None:
    listed = build.records(*GROUPED)
    columns = {**listed.columns, "wait": array("q", [1_000, 2_000, 3_000, 4_000, 5_000])}
    measured = measure(
        Records(kind=build.kind, columns=columns), [build.indicator(maximum="wait")], by=("team",)
    )
    assert [measured.value("x", key) for key in ("a", "b")] == [4_000, 5_000]


def test_columns_must_be_there_and_of_one_length(build: Build) -> None:
    columns = dict(build.records({}).columns)
    with pytest.raises(ValueError, match="differ in length"):
        Records(kind=build.kind, columns={**columns, "wait": []})
    del columns["wait"]
    with pytest.raises(ValueError, match="lack wait"):
        Records(kind=build.kind, columns=columns)


def test_records_are_taken_by_the_days_of_a_period(build: Build) -> None:
    days = PeriodDays(dt.date(2026, 9, 26), dt.date(2026, 10, 25))
    inside, outside = dt.date(2026, 10, 25).toordinal(), dt.date(2026, 10, 26).toordinal()
    records = build.records({"day": inside}, {"day": outside}, {"day": LACKS})
    kept = records.within(days)
    assert list(kept.columns["ref"]) == list(kept.columns["ref"][:5]) == ["f:1"]
    assert measure(kept, [build.indicator(total="wait")], by=("day",)).keys == (inside,)
    assert kept.within(days) is kept
    assert kept.row(0)["day"] == inside
    assert len(list(kept.rows())) == len(kept) == 1


def test_facts_are_the_values_of_the_subjects_asked_for(build: Build) -> None:
    indicators = build.indicators(
        build.rule("waited", total="wait"), build.rule("asa", mean="wait")
    )
    measured = measure(build.records(*GROUPED), indicators, by=("who",))
    assert facts_of(measured) == {
        "waited": {"E1": 1_000, "E2": 11_000},
        "asa": {"E1": (1_000, 1), "E2": (11_000, 3)},
    }
    assert facts_of(measured, ["E9", "E1"]) == {
        "waited": {"E9": 0, "E1": 1_000},
        "asa": {"E9": Missing.NO_RECORDS, "E1": (1_000, 1)},
    }
    assert unplaced(measured) == (LACKS,)


def test_facts_of_the_whole_are_of_one_named_subject(build: Build) -> None:
    measured = measure(build.records(*GROUPED), [build.indicator(count="yes")])
    assert facts_of(measured, ["center"]) == {"x": {"center": 5}}
    for subjects in (None, ("a", "b")):
        with pytest.raises(ValueError, match="one subject"):
            facts_of(measured, subjects)


def test_facts_are_not_of_two_groups(build: Build) -> None:
    measured = measure(build.records(), [build.indicator(count="yes")], by=("who", "day"))
    with pytest.raises(ValueError, match="not by who, day"):
        facts_of(measured)


@pytest.mark.parametrize(
    ("fields", "by", "key", "expected"),
    [
        ({"count": "yes"}, (), (), (0, 1, 2, 3, 4)),
        ({"count": "wait > limit"}, (), (), ()),
        ({"total": "wait"}, ("team",), "b", (1, 4)),
        ({"total": "wait"}, ("all", "team"), ("", "b"), (1, 4)),
        ({"total": "wait"}, ("who",), LACKS, (2,)),
        ({"count": "slot == 1"}, ("team", "slot"), ("a", 1), (3,)),
        ({"ratio": ("slot == 1 and team == 'a'", "slot == 1")}, (), (), (3, 4)),
        ({"ratio": ("slot == 1", "team == 'b'")}, (), (), (1, 3, 4)),
        ({"count": "after < limit"}, ("slot",), 1, (3, 4)),
        ({"count": "team == 'a' and after < limit"}, ("slot",), 1, (3,)),
    ],
)
def test_the_rows_behind_a_value_are_those_that_count(
    build: Build, fields: dict[str, Any], by: tuple[str, ...], key: Key, expected: tuple[int, ...]
) -> None:
    records = build.records(*GROUPED)
    assert rows_behind(records, build.indicator(**fields), by=by, key=key) == expected


def test_stored_days_make_a_month(build: Build) -> None:
    indicators = build.indicators(
        build.rule("asa", mean="wait"), build.rule("p95", percentile=("wait", P95))
    )
    first, second = (
        measure(build.records(*rows), indicators, by=("team", "slot"))
        for rows in (GROUPED[:2], GROUPED[2:])
    )
    whole = measure(build.records(*GROUPED), indicators, by=("team",))
    stored = [Measured.from_dict(each.to_dict(), indicators) for each in (first, second)]
    month = stored[0].merged(stored[1]).regrouped(("team",))
    for name in ("asa", "p95"):
        assert month.column(name, ("a", "b")) == whole.column(name, ("a", "b"))


def test_stored_states_keep_keys_that_are_missing(build: Build) -> None:
    indicators = build.indicators(build.rule(count="yes"))
    measured = measure(build.records(*GROUPED), indicators, by=("who",))
    again = Measured.from_dict(measured.to_dict(), indicators)
    assert {key: again.value("x", key) for key in measured.keys} == {"E1": 1, "E2": 3, LACKS: 1}


def test_states_of_other_definitions_never_merge(build: Build) -> None:
    one, two = (build.indicators(build.rule(count=text)) for text in ("yes", "wait < limit"))
    records = build.records(*GROUPED)
    first = measure(records, one)
    with pytest.raises(ValueError, match="different definitions: count"):
        first.merged(measure(records, two))
    with pytest.raises(ValueError, match="different definitions"):
        Measured.from_dict(first.to_dict(), two)
    with pytest.raises(ValueError, match="other groups"):
        first.merged(measure(records, one, by=("team",)))
    with pytest.raises(ValueError, match="not measured by slot"):
        first.regrouped(("slot",))


def test_stored_folds_are_counted(build: Build) -> None:
    apart = build.indicators(
        build.rule("x", count="yes"),
        build.rule("y", count="yes", groups={"slot": "end_slot"}),
    )
    together = build.indicators(build.rule("x", count="yes"), build.rule("y", count="yes"))
    stored = measure(build.records(*GROUPED), apart, by=("slot",)).to_dict()
    with pytest.raises(ValueError, match="different definitions"):
        Measured.from_dict(stored, together)
