"""Service levels kept as states of waits: any threshold is answered as if it had been measured."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any, Final, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    OUTCOMES,
    QUEUE_VISIT,
    AnsweredAt,
    BucketBy,
    KeptLevel,
    OpenCalls,
    ServiceLevelBase,
    ServiceLevelContract,
    check_service_level,
    contract_table,
    expand_service_level,
)
from ccops.errors import DataError
from ccops.kpi import (
    Better,
    DayStates,
    Indicator,
    IndicatorRule,
    Measured,
    Records,
    compile_indicators,
    measure,
    measure_states,
)
from ccops.messages import Text, has_message
from ccops.values import Cell, Missing, Scalar, Unit

FIRST: Final = dt.date(2026, 10, 5).toordinal()
FORMULAS: Final = [each for each in ServiceLevelBase if each.value.startswith("f")]
UNKNOWN: Final = Missing.NOT_MEASURED


def seconds(number: str | int) -> Scalar:
    return Scalar(Unit.DURATION, Fraction(number) * 1_000)


def a_contract(**changes: Any) -> ServiceLevelContract:
    plain: dict[str, Any] = {
        "name": "sl",
        "base": ServiceLevelBase.F3,
        "threshold": seconds(15),
        "inclusive": True,
        "abandoned": (Text("abandoned"),),
        "answered_at": AnsweredAt.CONNECT,
        "bucket_by": BucketBy.ARRIVAL,
    }
    if changes.get("base") is ServiceLevelBase.F5:
        plain |= {"short_abandon": seconds(5), "short_inclusive": True}
    return ServiceLevelContract(**{**plain, **changes})


def indicator(contract: ServiceLevelContract, **changes: Any) -> Indicator:
    """Return a service level as a pack measures it."""
    said = expand_service_level(contract)
    rule = IndicatorRule(
        name="level",
        over=Text(QUEUE_VISIT.name),
        contract=Text(contract.name),
        better=Better.HIGHER,
        by=(Text("queue"), Text("day")),
        **changes,
    ).as_ratio(
        of=said.numerator,
        over=said.denominator,
        parameters=said.parameters,
        groups={"day": said.day},
    )
    (made,), found = compile_indicators([rule], {QUEUE_VISIT.name: QUEUE_VISIT}, {})
    assert not found
    return made


def kept(contract: ServiceLevelContract, **changes: Any) -> KeptLevel:
    level = KeptLevel.of(indicator(contract, **changes), contract, QUEUE_VISIT)
    assert level is not None
    return level


def a_visit(outcome: str, wait: str | None = "1", **cells: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "outcome": outcome,
        "queue": "sales",
        "wait": UNKNOWN if wait is None or outcome == "open" else int(Fraction(wait) * 1_000),
        "completed": outcome != "open",
        "transferred": False,
        "arrival_day": FIRST,
        "answer_day": UNKNOWN if outcome == "open" else FIRST,
        "end_day": UNKNOWN if outcome == "open" else FIRST + 1,
    }
    return {**told, **cells}


def visits(rows: list[dict[str, Any]]) -> Records:
    made = [tuple(row.get(name, 0) for name in QUEUE_VISIT.names) for row in rows]
    return Records.of_rows(QUEUE_VISIT, cast("list[tuple[Cell | Missing, ...]]", made))


def by_day(level: KeptLevel, rows: list[dict[str, Any]], by: tuple[str, ...]) -> Measured:
    """Return what the states of all days come to."""
    return DayStates.of(visits(rows), [level.kept], by=by).within()


GC_70: Final = [
    *[a_visit("answered", "20")] * 860,
    *[a_visit("answered", "20.4")] * 140,
    *[a_visit("abandoned", "5")] * 10,
    *[a_visit("abandoned", "20")] * 10,
    *[a_visit("abandoned", "21")] * 40,
]


@pytest.mark.parametrize(
    ("base", "level"),
    [
        ("f1", Fraction(880, 1_060)),
        ("f2", Fraction(860, 1_000)),
        ("f3", Fraction(860, 1_060)),
        ("f4", Fraction(860, 1_040)),
        ("f5", Fraction(870, 1_060)),
    ],
)
def test_gc_70_is_answered_by_states_that_were_kept_under_another_threshold(
    base: str, level: Fraction
) -> None:
    within_15 = kept(a_contract(base=ServiceLevelBase(base)))

    (found,) = within_15.results(by_day(within_15, GC_70, ()), seconds(20))

    assert found.level == level
    assert (found.answered, found.abandoned) == (1_000, 60)
    assert found.contract.name == "sl_within_20s"


@st.composite
def contracts(draw: st.DrawFn) -> ServiceLevelContract:
    base = draw(st.sampled_from(FORMULAS))
    short = draw(st.sampled_from([seconds(5), seconds("4.5"), None]))
    if base is ServiceLevelBase.F5:
        short = short or seconds(5)
    made = a_contract(
        base=base,
        threshold=seconds(draw(st.sampled_from([0, 5, 15, 20]))),
        inclusive=draw(st.booleans()),
        abandoned=draw(
            st.sampled_from([(Text("abandoned"),), (Text("abandoned"), Text("timeout"))])
        ),
        answered_at=draw(st.sampled_from(AnsweredAt)),
        bucket_by=draw(st.sampled_from(BucketBy)),
        open_calls=OpenCalls.LEFT_OUT
        if base is ServiceLevelBase.F2
        else draw(st.sampled_from(OpenCalls)),
        short_abandon=short,
        short_inclusive=None if short is None else draw(st.booleans()),
    )
    assert not check_service_level(made)
    return made


@st.composite
def many_visits(draw: st.DrawFn) -> list[dict[str, Any]]:
    likely = st.sampled_from(["answered", "abandoned", "open", "timeout"])
    row = st.builds(
        lambda outcome, wait, queue, over, moved, day: a_visit(
            outcome,
            wait,
            queue=queue,
            completed=over and outcome != "open",
            transferred=moved,
            arrival_day=FIRST + day,
        ),
        likely | st.sampled_from(sorted(OUTCOMES)),
        st.sampled_from([None, "0", "4", "4.5", "5", "15", "19.999", "20", "20.4", "21", "86400"]),
        st.sampled_from(["sales", "service"]),
        st.booleans(),
        st.sampled_from([False, False, False, True, UNKNOWN]),
        st.integers(0, 2),
    )
    return draw(st.lists(row, max_size=30))


@given(
    contracts(),
    many_visits(),
    st.sampled_from([0, 4, 5, 15, 20, 21]),
    st.sampled_from([(), ("queue",), ("queue", "day")]),
)
def test_states_answer_any_threshold_as_the_visits_do(
    contract: ServiceLevelContract, rows: list[dict[str, Any]], limit: int, by: tuple[str, ...]
) -> None:
    level = kept(contract)
    measured = by_day(level, rows, by)

    found = {each.group: each for each in level.results(measured, seconds(limit))}

    within = attrs.evolve(contract, threshold=seconds(limit))
    for group, each in found.items():
        if all(not isinstance(part, Missing) for part in group):
            wanted = contract_table(visits(rows), [within], by=by).of("sl", *group)
            counts = (each.answered, each.abandoned, each.of, each.over)
            assert counts == (wanted.answered, wanted.abandoned, wanted.of, wanted.over)
    value = measure(visits(rows), [level.indicator], by=by)
    assert {key: measured.value("level", key) for key in value.keys} == {
        key: value.value("level", key) for key in value.keys
    }


def test_only_rows_of_the_indicator_are_counted() -> None:
    rows = [*GC_70, *[a_visit("answered", "1", queue="other")] * 50]
    level = kept(a_contract(), where=Text("queue == 'sales' and entry_missing == no"))
    for row in rows:
        row["entry_missing"] = False

    (found,) = level.results(by_day(level, rows, ()), seconds(20))

    assert (found.of, found.over, found.answered) == (860, 1_060, 1_000)


def test_formulas_and_thresholds_share_their_states() -> None:
    within_15, within_20 = (
        measure_states(visits(GC_70), [kept(a_contract(base=base, threshold=seconds(limit))).kept])
        for base, limit in ((ServiceLevelBase.F1, 15), (ServiceLevelBase.F4, 20))
    )

    stored = within_15.to_dict()

    under_20 = Measured.from_dict(stored, within_20.indicators.values())
    assert under_20.value("level", ()) == (43, 52)  # 860 of 1,040, reduced
    assert stored["folds"] == within_20.to_dict()["folds"]


def test_too_few_visits_are_too_few_under_the_threshold_that_is_asked() -> None:
    level = kept(a_contract(), at_least=3)
    few, enough = ([a_visit("answered")] * count for count in (2, 3))

    assert by_day(level, few, ()).value("level", ()) is Missing.TOO_FEW_SAMPLES
    assert by_day(level, enough, ()).value("level", ()) == (1, 1)
    assert by_day(level, [], ()).value("level", ()) is Missing.ZERO_BASE


@pytest.mark.parametrize(
    "contract",
    [
        a_contract(threshold=seconds("20.4")),
        a_contract(base=ServiceLevelBase.ANSWERED, threshold=None, inclusive=None),
    ],
    ids=["parts-of-a-second", "no-threshold"],
)
def test_what_no_histogram_can_tell_is_kept_as_it_is_measured(
    contract: ServiceLevelContract,
) -> None:
    assert KeptLevel.of(indicator(contract), contract, QUEUE_VISIT) is None


def test_parts_of_a_second_are_refused_and_not_rounded() -> None:
    level = kept(a_contract())

    with pytest.raises(DataError) as refused:
        list(level.results(by_day(level, GC_70, ()), seconds("20.4")))

    (finding,) = refused.value.diagnostics
    assert (finding.code, finding.args["given"]) == ("threshold-parts", "20.4s")
    assert has_message("threshold-parts")
    assert has_message("threshold-parts.hint")
