from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from ccops.contacts import (
    QUEUE_VISIT,
    AnsweredAt,
    BucketBy,
    OpenCalls,
    ServiceLevelBase,
    ServiceLevelContract,
    check_service_level,
    expand_service_level,
)
from ccops.errors import RulePackError
from ccops.messages import Origin, Text, has_message
from ccops.rules import Name, check_formula
from ccops.values import Missing, Scalar, Type, Unit, carrier_of


def seconds(number: float | str) -> Scalar:
    return Scalar(Unit.DURATION, Fraction(str(number)) * 1_000)


def a_contract(**changes: Any) -> ServiceLevelContract:
    plain = ServiceLevelContract(
        name="sl_20",
        base=ServiceLevelBase.F3,
        threshold=seconds(20),
        inclusive=True,
        abandoned=(Text("abandoned"),),
        answered_at=AnsweredAt.CONNECT,
        bucket_by=BucketBy.ARRIVAL,
        origin=Origin(),
    )
    return attrs.evolve(plain, **changes)


#: What a formula does not say that looks at no time.
TIMELESS = {"threshold": None, "inclusive": None}


def an_f5(**changes: Any) -> ServiceLevelContract:
    given = {"base": ServiceLevelBase.F5, "short_abandon": seconds(5), "short_inclusive": True}
    return a_contract(**{**given, **changes})


def visits(outcome: str, wait: str, count: int = 1, *, completed: bool = True) -> list[Any]:
    row = {"outcome": outcome, "wait": int(Fraction(wait) * 1_000), "completed": completed}
    return [row] * count


def level(contract: ServiceLevelContract, rows: list[dict[str, Any]]) -> Fraction:
    """Evaluate the two formula texts row by row, as Python reads them."""
    tallies = expand_service_level(contract)
    constants = {name: scalar.number for name, scalar in tallies.parameters.items()}
    names = {"known": lambda cell: not isinstance(cell, Missing), **constants}

    def count(text: str) -> int:
        return sum(bool(eval(text, {}, {**names, **row})) for row in rows)  # noqa: S307 - a formula is a Python expression

    return Fraction(count(tallies.numerator), count(tallies.denominator))


#: Case GC-70.
PUBLISHED = [
    *visits("answered", "19", 860),
    *visits("answered", "21", 140),
    *visits("abandoned", "4", 10),
    *visits("abandoned", "15", 10),
    *visits("abandoned", "40", 40),
    *visits("timeout", "120", 7),
    *visits("open", "1", 3),
]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (ServiceLevelBase.F1, Fraction(880, 1060)),
        (ServiceLevelBase.F2, Fraction(860, 1000)),
        (ServiceLevelBase.F3, Fraction(860, 1060)),
        (ServiceLevelBase.F4, Fraction(860, 1040)),
        (ServiceLevelBase.F5, Fraction(870, 1060)),
    ],
    ids=lambda value: getattr(value, "value", str(value)),
)
def test_gc_70_five_formulas_give_five_levels_of_one_month(
    base: ServiceLevelBase, expected: Fraction
) -> None:
    contract = an_f5() if base is ServiceLevelBase.F5 else a_contract(base=base)

    assert expected == level(contract, PUBLISHED)


#: Case GC-71: 100 offered, 20 of them answered too late.
EXCEEDED = [
    *visits("answered", "19", 70),
    *visits("answered", "21", 20),
    *visits("abandoned", "15", 10),
]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        pytest.param(ServiceLevelBase.F4, Fraction(70, 90), id="ignored"),
        pytest.param(ServiceLevelBase.F3, Fraction(70, 100), id="negative"),
        pytest.param(ServiceLevelBase.F1, Fraction(80, 100), id="positive"),
    ],
)
def test_gc_71_what_calls_abandoned_in_time_do(base: ServiceLevelBase, expected: Fraction) -> None:
    assert expected == level(a_contract(base=base), EXCEEDED)


def test_icmi_one_sample_has_six_service_levels_and_each_says_which() -> None:
    """Of one month people published six levels without saying which; here a contract names it."""
    contracts = [
        a_contract(base=ServiceLevelBase.F1),
        a_contract(base=ServiceLevelBase.F2),
        a_contract(base=ServiceLevelBase.F3),
        a_contract(base=ServiceLevelBase.F4),
        an_f5(),
        a_contract(short_abandon=seconds(5), short_inclusive=True),
    ]

    levels = [level(each, PUBLISHED) for each in contracts]

    shown = [f"{float(each):.2%}" for each in levels]
    assert shown == ["83.02%", "86.00%", "81.13%", "82.69%", "82.08%", "81.90%"]
    assert len(set(levels)) == len({attrs.astuple(each) for each in contracts}) == 6


@pytest.mark.parametrize(
    ("inclusive", "expected"),
    [(True, Fraction(8, 9)), (False, Fraction(8, 10))],
    ids=["inclusive", "exclusive"],
)
def test_gc_148_abandons_within_the_threshold_follow_its_sign(
    *, inclusive: bool, expected: Fraction
) -> None:
    rows = [
        *visits("answered", "10", 8),
        *visits("abandoned", "20"),
        *visits("abandoned", "20.4"),
        *visits("abandoned", "5"),
    ]
    contract = a_contract(base=ServiceLevelBase.F4, inclusive=inclusive)

    assert expected == level(contract, rows)


def test_twenty_point_four_seconds_are_not_within_twenty() -> None:
    rows = [*visits("answered", "20"), *visits("answered", "20.001")]

    assert Fraction(1, 2) == level(a_contract(), rows)


def test_short_abandons_are_left_out_of_every_formula_but_f5() -> None:
    contract = a_contract(short_abandon=seconds(5), short_inclusive=True)

    assert Fraction(860, 1050) == level(contract, PUBLISHED)


def test_the_short_limit_has_a_sign_of_its_own() -> None:
    rows = [*visits("answered", "1"), *visits("abandoned", "5")]

    assert Fraction(2, 2) == level(an_f5(short_inclusive=True), rows)
    assert Fraction(1, 2) == level(an_f5(short_inclusive=False), rows)


def test_other_exits_count_as_abandoned_where_the_contract_says_so() -> None:
    contract = a_contract(abandoned=(Text("abandoned"), Text("timeout")))

    assert Fraction(860, 1067) == level(contract, PUBLISHED)


def test_answered_at_completion_waits_for_the_end() -> None:
    rows = [*visits("answered", "1"), *visits("answered", "1", completed=False)]
    tallies = expand_service_level(a_contract(answered_at=AnsweredAt.COMPLETION))

    assert "completed" in tallies.numerator
    assert Fraction(1, 1) == level(a_contract(answered_at=AnsweredAt.COMPLETION), rows)


def test_an_answer_whose_wait_is_not_known_is_not_within() -> None:
    unknown = {"outcome": "answered", "wait": Missing.NOT_MEASURED, "completed": True}

    assert Fraction(1, 2) == level(a_contract(), [*visits("answered", "1"), unknown])


@pytest.mark.parametrize("base", ["f1", "f3", "f4"])
def test_an_abandon_whose_wait_is_not_known_lowers_a_level(base: str) -> None:
    unknown = {"outcome": "abandoned", "wait": Missing.NOT_MEASURED, "completed": True}
    contract = a_contract(base=ServiceLevelBase(base))

    assert Fraction(1, 2) == level(contract, [*visits("answered", "1"), unknown])


@pytest.mark.parametrize(
    ("bucket_by", "half_hour"),
    [
        (BucketBy.ARRIVAL, "half_hour"),
        (BucketBy.ANSWER, "answer_half_hour"),
        (BucketBy.END, "end_half_hour"),
    ],
)
def test_the_bucket_is_a_group_of_a_queue_visit(bucket_by: BucketBy, half_hour: str) -> None:
    tallies = expand_service_level(a_contract(bucket_by=bucket_by))

    assert half_hour == tallies.half_hour
    assert {tallies.day, tallies.half_hour, tallies.hour} <= set(QUEUE_VISIT.groups)


@pytest.mark.parametrize("base", list(ServiceLevelBase))
def test_every_formula_is_one_the_rule_language_takes(base: ServiceLevelBase) -> None:
    timeless = {} if a_contract(base=base).has_threshold else TIMELESS
    contract = an_f5(base=base, answered_at=AnsweredAt.COMPLETION, **timeless)
    tallies = expand_service_level(contract)
    duration = Type(Unit.DURATION)
    scope = {
        each.name: Name(
            name=each.name, type=each.type, carrier=each.carrier, optional=each.optional
        )
        for each in QUEUE_VISIT.columns
    } | {
        name: Name(name=name, type=duration, carrier=carrier_of(duration), constant=scalar)
        for name, scalar in tallies.parameters.items()
    }
    for text in (tallies.numerator, tallies.denominator, tallies.answered, tallies.abandoned):
        formula, findings = check_formula(Text(text), scope=scope)

        assert not findings
        assert formula is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"abandoned": (Text("abandond"),)}, "contract-outcome"),
        ({"abandoned": (Text("open"),)}, "contract-outcome"),
        ({"abandoned": ()}, "contract-abandoned-empty"),
        ({"threshold": Scalar(Unit.POINTS, Fraction(20))}, "contract-limit"),
        ({"threshold": seconds(100_000)}, "contract-limit"),
        ({"base": ServiceLevelBase.F5}, "contract-short-absent"),
        ({"short_abandon": seconds(5)}, "contract-short-sign"),
        ({"short_inclusive": True}, "contract-short-sign"),
        ({"threshold": None}, "contract-needs"),
        ({"inclusive": None}, "contract-needs"),
        ({"base": ServiceLevelBase.ANSWERED}, "contract-unused"),
        (
            {"base": ServiceLevelBase.F2, "open_calls": OpenCalls.COUNTED},
            "contract-open-calls",
        ),
    ],
)
def test_a_wrong_contract_is_refused(changes: dict[str, Any], code: str) -> None:
    contract = a_contract(**changes)

    assert code in [each.code for each in check_service_level(contract)]
    assert has_message(code)
    with pytest.raises(RulePackError):
        expand_service_level(contract)
