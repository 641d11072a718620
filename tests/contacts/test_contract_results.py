"""One stretch of visits under many contracts, through the door of a center and of the room."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    OUTCOMES,
    PRESETS,
    QUEUE_VISIT,
    AnsweredAt,
    BucketBy,
    OpenCalls,
    Preset,
    ServiceLevelBase,
    ServiceLevelContract,
    contract_table,
    preset_contracts,
    read_thresholds,
    seconds_of,
)
from ccops.errors import DataError, RulePackError
from ccops.kpi import Records
from ccops.messages import Text
from ccops.values import Cell, Missing, Scalar, Unit

DAY = dt.date(2026, 10, 5).toordinal()
NOON, HALF = 1_791_172_800, 1_800


def seconds(number: str | int) -> Scalar:
    return Scalar(Unit.DURATION, Fraction(number) * 1_000)


def a_contract(**changes: Any) -> ServiceLevelContract:
    plain: dict[str, Any] = {
        "name": "sl",
        "base": ServiceLevelBase.F3,
        "threshold": seconds(20),
        "inclusive": True,
        "abandoned": (Text("abandoned"),),
        "answered_at": AnsweredAt.CONNECT,
        "bucket_by": BucketBy.ARRIVAL,
    }
    return ServiceLevelContract(**{**plain, **changes})


def a_visit(outcome: str, wait: str = "1", **cells: Any) -> dict[str, Any]:
    is_open = outcome == "open"
    told: dict[str, Any] = {
        "outcome": outcome,
        "queue": "sales",
        "wait": Missing.NOT_MEASURED if is_open else int(Fraction(wait) * 1_000),
        "completed": not is_open,
        "transferred": False,
        "arrival_day": DAY,
        "arrival_half_hour": NOON,
        "answer_half_hour": Missing.NOT_MEASURED if is_open else NOON,
        "end_half_hour": Missing.NOT_MEASURED if is_open else NOON,
    }
    return {**told, **cells}


def visits(*rows: dict[str, Any]) -> Records:
    made = [tuple(row.get(name, 0) for name in QUEUE_VISIT.names) for row in rows]
    return Records.of_rows(QUEUE_VISIT, cast("list[tuple[Cell | Missing, ...]]", made))


def level(contract: ServiceLevelContract, *rows: dict[str, Any]) -> Fraction | Missing:
    return contract_table(visits(*rows), [contract]).of("sl").level


def known(count: int | Missing) -> int:
    assert not isinstance(count, Missing)
    return count


@pytest.mark.parametrize(
    ("wait", "inclusive", "within"),
    [
        ("0", True, True),
        ("0", False, True),
        ("19.999", False, True),
        ("20", True, True),
        ("20", False, False),
        ("20.001", True, False),
        ("20.4", True, False),
    ],
)
def test_exactly_the_threshold_follows_its_sign_to_the_millisecond(
    wait: str, *, inclusive: bool, within: bool
) -> None:
    found = level(a_contract(inclusive=inclusive), a_visit("answered", wait))

    assert found == int(within)


def test_within_no_time_at_all_only_an_inclusive_threshold_has_anybody() -> None:
    row = a_visit("answered", "0")

    assert level(a_contract(threshold=seconds(0)), row) == 1
    assert level(a_contract(threshold=seconds(0), inclusive=False), row) == 0


@pytest.mark.parametrize(
    ("wait", "inclusive", "short"),
    [("4.999", False, True), ("5", False, False), ("5", True, True), ("5.001", True, False)],
)
def test_the_band_of_short_abandons_has_its_own_edge(
    wait: str, *, inclusive: bool, short: bool
) -> None:
    contract = a_contract(short_abandon=seconds(5), short_inclusive=inclusive)

    found = level(contract, a_visit("answered"), a_visit("abandoned", wait))

    assert found == (1 if short else Fraction(1, 2))


def test_open_calls_are_below_the_line_only_where_the_contract_counts_them() -> None:
    rows = (a_visit("answered"), a_visit("open"))

    assert level(a_contract(), *rows) == 1
    assert level(a_contract(open_calls=OpenCalls.COUNTED), *rows) == Fraction(1, 2)


def test_a_call_in_conversation_is_open_where_answers_count_at_completion() -> None:
    rows = (a_visit("answered"), a_visit("answered", completed=False))
    at_completion = a_contract(answered_at=AnsweredAt.COMPLETION)

    assert level(a_contract(open_calls=OpenCalls.COUNTED), *rows) == 1
    assert level(at_completion, *rows) == 1
    counted = attrs.evolve(at_completion, open_calls=OpenCalls.COUNTED)
    assert level(counted, *rows) == Fraction(1, 2)


def test_answered_by_hanging_up_leaves_out_what_was_handed_on() -> None:
    rows = (a_visit("answered"), a_visit("answered", transferred=True), a_visit("abandoned"))

    assert level(a_contract(answered_at=AnsweredAt.COMPLETION), *rows) == Fraction(2, 3)
    assert level(a_contract(answered_at=AnsweredAt.HANGUP), *rows) == Fraction(1, 2)


def test_who_was_handed_on_is_not_known_of_a_source_that_tells_of_no_transfers() -> None:
    rows = (a_visit("answered", transferred=Missing.NOT_MEASURED), a_visit("abandoned"))

    assert level(a_contract(answered_at=AnsweredAt.COMPLETION), *rows) == Fraction(1, 2)
    assert level(a_contract(answered_at=AnsweredAt.HANGUP), *rows) is Missing.NOT_MEASURED


def test_gc_75_abandonment_with_and_without_short_ones() -> None:
    timeless = {"base": ServiceLevelBase.ABANDONED, "threshold": None, "inclusive": None}
    rows = [
        *[a_visit("answered")] * 1_000,
        *[a_visit("abandoned", "4")] * 10,
        *[a_visit("abandoned", "40")] * 50,
    ]
    short = {"short_abandon": seconds(5), "short_inclusive": True}

    assert level(a_contract(**timeless), *rows) == Fraction(60, 1_060)
    assert level(a_contract(**timeless, **short), *rows) == Fraction(50, 1_050)
    connected = {**timeless, "base": ServiceLevelBase.ANSWERED}
    assert level(a_contract(**connected), *rows) == Fraction(1_000, 1_060)


@pytest.mark.parametrize(
    ("bucket_by", "half_hour"),
    [(BucketBy.ARRIVAL, NOON), (BucketBy.ANSWER, NOON + HALF), (BucketBy.END, NOON + 2 * HALF)],
)
def test_each_contract_has_its_states_by_its_own_instant(
    bucket_by: BucketBy, half_hour: int
) -> None:
    late = a_visit(
        "answered", answer_half_hour=NOON + HALF, end_half_hour=NOON + 2 * HALF, arrival_day=DAY
    )

    table = contract_table(visits(late), [a_contract(bucket_by=bucket_by)], by=["half_hour"])

    assert [each.group for each in table.results] == [(half_hour,)]
    assert [each.group for each in table.volumes] == [(NOON,)]


def test_an_open_call_has_no_end_and_is_counted_as_unplaced() -> None:
    contract = a_contract(bucket_by=BucketBy.END, open_calls=OpenCalls.COUNTED)

    table = contract_table(
        visits(a_visit("answered"), a_visit("open")), [contract], by=["half_hour"]
    )

    found = {each.group: (each.of, each.over) for each in table.results}
    assert found == {(NOON,): (1, 1), (Missing.NOT_MEASURED,): (0, 1)}


def test_nothing_below_the_line_is_missing_and_not_0() -> None:
    assert level(a_contract()) is Missing.ZERO_BASE
    assert level(a_contract(), a_visit("open")) is Missing.ZERO_BASE


@st.composite
def many_visits(draw: st.DrawFn) -> list[dict[str, Any]]:
    outcomes = st.sampled_from(sorted(OUTCOMES))
    waits = st.sampled_from(["0", "4", "5", "20", "20.4", "21", "86400"])
    queues = st.sampled_from(["sales", "service"])
    row = st.builds(
        lambda outcome, wait, queue, over, moved: a_visit(
            outcome,
            wait,
            queue=queue,
            completed=over and outcome != "open",
            transferred=moved,
        ),
        outcomes,
        waits,
        queues,
        st.booleans(),
        st.booleans(),
    )
    return draw(st.lists(row, max_size=40))


@given(many_visits())
def test_every_visit_of_a_queue_has_one_outcome_and_they_add_up(
    rows: list[dict[str, Any]],
) -> None:
    table = contract_table(visits(*rows), [a_contract()], by=["queue"])

    assert sum(each.offered for each in table.volumes) == len(rows)
    for each in table.volumes:
        offered = sum(row["queue"] == each.group[0] for row in rows)
        counts = (each.of("answered"), each.of("abandoned"), each.others, each.of("open"))
        assert each.offered == offered == sum(counts)


@given(many_visits())
def test_levels_lie_between_nobody_and_everybody_and_presets_too(
    rows: list[dict[str, Any]],
) -> None:
    own = [a_contract(name=each.value, base=each) for each in list(ServiceLevelBase)[:4]]

    for result in contract_table(visits(*rows), [*own, *preset_contracts([seconds(20)])]).results:
        assert 0 <= known(result.of) <= known(result.over) <= len(rows)
        assert known(result.answered) + known(result.abandoned) <= len(rows)


@given(many_visits())
def test_queues_add_up_to_the_whole(rows: list[dict[str, Any]]) -> None:
    contracts = preset_contracts([seconds(5), seconds(20)])
    whole = contract_table(visits(*rows), contracts)
    by_queue = contract_table(visits(*rows), contracts, by=["queue"])

    for each in whole.results:
        parts = [one for one in by_queue.results if one.contract == each.contract]
        assert each.of == sum(known(one.of) for one in parts)
        assert each.over == sum(known(one.over) for one in parts)


def test_a_preset_says_all_but_the_threshold_and_what_is_written_goes_before_it() -> None:
    plain = ServiceLevelContract(name="wall", preset=Preset.ASTERISK, threshold=seconds(15))
    own = attrs.evolve(plain, bucket_by=BucketBy.ARRIVAL)

    terms = PRESETS[Preset.ASTERISK]
    assert (plain.base, plain.abandoned) == (terms.base, terms.abandoned)
    assert plain.bucket_by is BucketBy.END
    assert own.bucket_by is BucketBy.ARRIVAL
    with pytest.raises(TypeError, match="base"):
        ServiceLevelContract(name="wall", threshold=seconds(15))


def test_every_preset_can_be_measured_and_says_where_it_was_read() -> None:
    found = preset_contracts([seconds(20), seconds("12.5")])

    names = [each.name for each in found]
    assert {each.preset for each in found} == set(Preset)
    assert {"asterisk_20s", "asterisk_12.5s", "wazo_answered"} <= set(names)
    assert all(each.origin.source for each in found)
    assert len(names) == len(set(names))


def test_a_contract_that_cannot_be_measured_is_refused() -> None:
    with pytest.raises(RulePackError):
        contract_table(visits(), [a_contract(threshold=None)])


def test_contracts_may_not_be_asked_by_a_group_they_have_not() -> None:
    with pytest.raises(DataError):
        contract_table(visits(), [a_contract()], by=["agent"])


def test_thresholds_are_those_asked_for_or_those_of_the_contracts() -> None:
    own = [a_contract(), a_contract(name="other"), a_contract(threshold=seconds(15))]

    assert read_thresholds(["20s", "1 min", "20 s"], own) == (seconds(20), seconds(60))
    assert read_thresholds([], own) == (seconds(20), seconds(15))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["soon"], "threshold-unread"),
        (["-5s"], "threshold-unread"),
        (["25h"], "threshold-unread"),
        ([], "threshold-absent"),
    ],
)
def test_a_threshold_is_never_guessed(asked: list[str], code: str) -> None:
    with pytest.raises(DataError) as refused:
        read_thresholds(asked, [])

    assert [each.code for each in refused.value.diagnostics] == [code]


def test_seconds_are_told_as_they_are() -> None:
    assert [seconds_of(seconds(each)) for each in ("20", "20.4", "100", "0")] == [
        "20",
        "20.4",
        "100",
        "0",
    ]
