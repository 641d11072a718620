from __future__ import annotations

import json
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.kpi import (
    Indicator,
    Layout,
    State,
    Value,
    evaluate,
    measure,
    rows_at_most,
    rows_behind,
    rows_below,
    share_at_most,
    share_below,
)
from ccops.values import Missing, Scalar, Unit
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.kpi.conftest import Build

P50, P95 = (Scalar(Unit.NUMBER, Fraction(each)) for each in (50, 95))
UNKNOWN = Missing.NOT_MEASURED
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "team": st.sampled_from(["a", "b"]),
            "slot": st.integers(0, 2),
            "outcome": st.sampled_from(["served", "left", "open"]),
            "wait": st.integers(0, 40_000),
            "talk": st.one_of(st.integers(0, 5), st.just(UNKNOWN)),
            "happy": st.one_of(st.booleans(), st.just(UNKNOWN)),
        }
    ),
    max_size=12,
)
Rows = list[dict[str, Any]]


def everything(build: Build) -> tuple[Indicator, ...]:
    served = "outcome == 'served'"
    return build.indicators(
        build.rule("offered", count="yes"),
        build.rule("served", count=served),
        build.rule("within", ratio=(f"{served} and wait <= limit", "outcome != 'open'")),
        build.rule("asa", mean="wait", where=served),
        build.rule("talk", total="talk", where=served),
        build.rule("happy", ratio=(f"{served} and happy", f"{served} and known(happy)")),
        build.rule("happy_and_quick", count=f"{served} and happy and wait < limit"),
        build.rule("not_left", count="not (outcome == 'left')"),
        build.rule("longest", maximum="wait", where="outcome == 'left'"),
        build.rule("shortest", minimum="wait"),
        build.rule("p95", percentile=("wait", P95), where=served),
        build.rule("p50", percentile=("wait", P50), where=served),
        build.rule("shares", share_total=("talk", "wait + limit")),
    )


def served_of(rows: Rows) -> Rows:
    return [each for each in rows if each["outcome"] == "served"]


def count_of(rows: Rows) -> Value:
    return len(rows)


def within_of(rows: Rows) -> Value:
    quick = sum(each["wait"] <= 20_000 for each in served_of(rows))
    closed = sum(each["outcome"] != "open" for each in rows)
    return _pair(quick, closed) if closed else Missing.ZERO_BASE


def asa_of(rows: Rows) -> Value:
    waits = [each["wait"] for each in served_of(rows)]
    return _pair(sum(waits), len(waits)) if waits else Missing.NO_RECORDS


def happy_of(rows: Rows) -> Value:
    said = [each["happy"] for each in served_of(rows)]
    if UNKNOWN in said:
        return UNKNOWN
    return _pair(said.count(True), len(said)) if said else Missing.ZERO_BASE


def happy_and_quick_of(rows: Rows) -> Value:
    said = [(each["happy"], each["wait"] < 20_000) for each in served_of(rows)]
    return UNKNOWN if any(one is UNKNOWN for one, _ in said) else said.count((True, True))


def longest_of(rows: Rows) -> Value:
    left = [int(each["wait"]) for each in rows if each["outcome"] == "left"]
    return max(left) if left else Missing.NO_RECORDS


def shortest_of(rows: Rows) -> Value:
    return min(int(each["wait"]) for each in rows) if rows else Missing.NO_RECORDS


def percentile_of(rows: Rows, *, at: int) -> Value:
    waits = sorted(each["wait"] // 1_000 * 1_000 for each in served_of(rows))
    return int(waits[-(-at * len(waits) // 100) - 1]) if waits else Missing.NO_RECORDS


def shares_of(rows: Rows) -> Value:
    if any(each["talk"] is UNKNOWN for each in rows):
        return UNKNOWN
    parts = (Fraction(each["talk"], each["wait"] + 20_000) for each in rows)
    total = sum(parts, Fraction(0))
    return total.numerator, total.denominator


def talk_of(rows: Rows) -> Value:
    talks = [each["talk"] for each in served_of(rows)]
    return UNKNOWN if UNKNOWN in talks else sum(talks)


#: The same indicators as ``everything``, written as one would without a library.
BY_HAND: Final[Mapping[str, Callable[[Rows], Value]]] = {
    "offered": count_of,
    "served": lambda rows: len(served_of(rows)),
    "within": within_of,
    "asa": asa_of,
    "talk": talk_of,
    "happy": happy_of,
    "happy_and_quick": happy_and_quick_of,
    "not_left": lambda rows: sum(each["outcome"] != "left" for each in rows),
    "longest": longest_of,
    "shortest": shortest_of,
    "p95": partial(percentile_of, at=95),
    "p50": partial(percentile_of, at=50),
    "shares": shares_of,
}


def _pair(top: int, base: int) -> Value:
    value = Fraction(top, base)
    return value.numerator, value.denominator


def state_of(build: Build, rows: Rows, indicators: tuple[Indicator, ...]) -> State:
    return measure(build.records(*rows), indicators).state("offered", ())


def same(left: State, right: State) -> bool:
    return left.cells == right.cells


@given(rows=ROWS)
def test_measured_equals_counted_by_hand(build: Build, rows: Rows) -> None:
    indicators = everything(build)
    measured = measure(build.records(*rows), indicators, by=("team", "slot"))
    for key in measured.keys:
        group = [each for each in rows if (each["team"], each["slot"]) == key]
        assert group
        for each in indicators:
            assert (each.name, measured.value(each.name, key)) == (
                each.name,
                BY_HAND[each.name](group),
            )


@given(one=ROWS, two=ROWS, three=ROWS)
def test_states_merge_in_any_order(build: Build, one: Rows, two: Rows, three: Rows) -> None:
    indicators = everything(build)
    a, b, c = (state_of(build, rows, indicators) for rows in (one, two, three))
    whole = state_of(build, [*one, *two, *three], indicators)
    assert same(a.merged(b).merged(c), whole)
    assert same(a.merged(b.merged(c)), whole)
    assert same(c.merged(a).merged(b), whole)
    assert same(a.merged(State.empty(a.layout)), a)


@given(rows=ROWS)
def test_states_survive_being_stored(build: Build, rows: Rows) -> None:
    indicators = everything(build)
    state = state_of(build, rows, indicators)
    stored = json.loads(json.dumps(state.to_dict()))
    again = State.from_dict(stored, Layout.of(indicators))
    assert same(again, state)
    assert [evaluate(each, again) for each in indicators] == [
        evaluate(each, state) for each in indicators
    ]


@given(rows=ROWS)
def test_the_rows_behind_a_value_alone_give_the_value(build: Build, rows: Rows) -> None:
    records = build.records(*rows)
    for each in everything(build):
        behind = rows_behind(records, each)
        assert measure(build.records(*(rows[row] for row in behind)), [each]).value(
            each.name, ()
        ) == measure(records, [each]).value(each.name, ())


@given(rows=ROWS, threshold=st.integers(0, 40).map(lambda seconds: seconds * 1_000))
def test_a_stored_state_answers_any_threshold_in_whole_seconds(
    build: Build, rows: Rows, threshold: int
) -> None:
    indicator = build.indicator(percentile=("wait", P95))
    state = measure(build.records(*rows), [indicator]).state("x", ())
    waits = [each["wait"] for each in rows]
    at_most = sum(each <= threshold for each in waits)
    below = sum(each < threshold for each in waits)
    assert rows_at_most(indicator, state, threshold) == at_most
    assert rows_below(indicator, state, threshold) == below
    empty = Missing.ZERO_BASE
    assert share_at_most(indicator, state, threshold) == (
        _pair(at_most, len(rows)) if rows else empty
    )
    assert share_below(indicator, state, threshold) == (_pair(below, len(rows)) if rows else empty)


def test_thresholds_of_plain_numbers_need_no_whole_seconds(build: Build) -> None:
    indicator = build.indicator(percentile=("score", P95))
    rows = [{"score": 8_850}, {"score": 9_001}]
    state = measure(build.records(*rows), [indicator]).state("x", ())
    assert rows_at_most(indicator, state, 9_000) == 1


def test_a_stored_state_refuses_what_it_cannot_tell(build: Build) -> None:
    indicator, mean = build.indicators(
        build.rule("p", percentile=("talk", P95)), build.rule("m", mean="talk")
    )
    measured = measure(build.records({"talk": UNKNOWN}), [indicator, mean])
    state = measured.state("p", ())
    assert rows_at_most(indicator, state, 1_000) is UNKNOWN
    assert share_below(indicator, state, 1_000) is UNKNOWN
    with pytest.raises(ValueError, match="no percentile"):
        rows_below(mean, state, 1_000)
    known = measure(build.records({}), [indicator]).state("p", ())
    with pytest.raises(ValueError, match="whole seconds"):
        rows_below(indicator, known, 1_500)


def test_sums_and_maxima_of_two_days_merge(build: Build) -> None:
    indicators = build.indicators(
        build.rule("offered", count="yes"), build.rule("longest", maximum="wait")
    )
    one, two = (
        state_of(build, [{"wait": each} for each in waits], indicators)
        for waits in ((7_000, 9_000), (8_000,))
    )
    assert [evaluate(each, one.merged(two)) for each in indicators] == [3, 9_000]


def test_what_was_measured_can_be_handed_to_another_process(build: Build) -> None:
    indicators = everything(build)
    measured = measure(build.records({"wait": 7_000}), indicators, by=("team",))
    again = pickled(measured)
    assert again.value("p95", "a") == 7_000
    assert again.merged(measured).value("offered", "a") == 2


def test_states_of_other_definitions_are_refused(build: Build) -> None:
    one, two = build.indicator(count="yes"), build.indicator(count="wait < limit")
    state = State.empty(Layout.of([one]))
    with pytest.raises(ValueError, match="different definitions"):
        state.merged(State.empty(Layout.of([two])))
    with pytest.raises(ValueError, match="different definitions"):
        State.from_dict(state.to_dict(), Layout.of([two]))
    with pytest.raises(KeyError):
        evaluate(two, state)
