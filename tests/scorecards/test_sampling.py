"""Samples are drawn by a fixed seed, each kind of call with its part, for each monitor a share."""

from __future__ import annotations

import hashlib
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.reader import read_section
from ccops.rulepack.text.parsing import parse_yaml
from ccops.scorecards import (
    Call,
    Frame,
    Listened,
    Sample,
    SamplingPlanRule,
    ShareOf,
    check_sampling_plans,
    draw_sample,
)
from ccops.scorecards.seats import largest_remainder, whole_share
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAN = """
month_sample:
  label: 月度抽样
  roles: [agent]
  calls: 8
  newcomers: {calls: 12, months: 3}
  spread: [queue]
  monitors:
    qa: {role: qa_trainer}
    supervisor: {role: seat_supervisor, share: 30%}
    assistant: {role: director_assistant, share: 30%}
    deputy: {role: deputy_director, share: 10%}
  seed: 2026
"""
MONITORS = {
    "qa_trainer": ("Q1", "Q2"),
    "seat_supervisor": ("S1",),
    "director_assistant": ("A1",),
    "deputy_director": ("D1",),
}


def _plan(text: str) -> SamplingPlanRule:
    node, problems = parse_yaml(text, "sampling.yaml")
    assert node is not None, problems
    context = ReadContext()
    (plan,) = read_section(node, SamplingPlanRule, context=context)
    assert not context.diagnostics
    assert isinstance(plan, SamplingPlanRule)
    return plan


@pytest.fixture(scope="module")
def plan() -> SamplingPlanRule:
    return _plan(PLAN)


def calls_of(agent: str, **queues: int) -> list[Call]:
    return [
        Call(
            contact_id=f"{agent}-{queue}-{number}",
            agent=agent,
            queue=queue,
            hour=f"{number % 24:02}",
            day="2026-10-01",
        )
        for queue, count in queues.items()
        for number in range(count)
    ]


def a_frame(calls: Iterable[Call], *people: Listened, scored: Iterable[str] = ()) -> Frame:
    return Frame(
        period="2026-10",
        listened=people,
        calls=tuple(calls),
        monitors=MONITORS,
        scored=frozenset(scored),
    )


def quotas(sample: Sample) -> dict[str, tuple[int, int, int]]:
    return {each.employee: (each.base, each.due, each.drawn) for each in sample.quotas}


def thirty_agents() -> tuple[list[Call], list[Listened]]:
    """Thirty agents with 1,237 calls among them: eight of each are a quota of 240."""
    ids = [f"E{number:02}" for number in range(30)]
    counts = [41 + (number < 7) for number in range(30)]
    calls = [x for who, count in zip(ids, counts, strict=True) for x in calls_of(who, q=count)]
    assert len(calls) == 1237
    return calls, [Listened(employee=who, needed=8) for who in ids]


def test_gc_65_shares_of_the_quota(plan: SamplingPlanRule) -> None:
    calls, people = thirty_agents()

    sample = draw_sample(plan, a_frame(calls, *people))

    assert quotas(sample) == {
        "Q1": (240, 36, 36),
        "Q2": (240, 36, 36),
        "S1": (240, 72, 72),
        "A1": (240, 72, 72),
        "D1": (240, 24, 24),
    }
    assert len({(each.agent, each.contact_id) for each in sample.draws}) == 240


def test_gc_65_shares_of_all_recordings(plan: SamplingPlanRule) -> None:
    calls, people = thirty_agents()
    by_recordings = attrs.evolve(plan, share_of=ShareOf.RECORDINGS)

    found = quotas(draw_sample(by_recordings, a_frame(calls, *people)))

    assert found["S1"] == (1237, 372, 372)
    assert found["A1"] == (1237, 372, 372)
    assert found["D1"] == (1237, 124, 124)
    assert found["Q1"] == (240, 120, 120)


def test_gc_65_shares_of_what_qa_has_scored(plan: SamplingPlanRule) -> None:
    calls, people = thirty_agents()
    again = attrs.evolve(plan, share_of=ShareOf.RELISTEN)
    scored = [each.contact_id for each in calls[:200]]

    found = quotas(draw_sample(again, a_frame(calls, *people, scored=scored)))

    assert {who: due for who, (_, due, _) in found.items()} == {
        "Q1": 120,
        "Q2": 120,
        "S1": 60,
        "A1": 60,
        "D1": 20,
    }


def test_every_kind_of_call_has_its_part(plan: SamplingPlanRule) -> None:
    frame = a_frame(
        calls_of("E1", claims=50, rescue=30, other=20), Listened(employee="E1", needed=10)
    )

    sample = draw_sample(plan, frame)

    assert Counter(each.stratum for each in sample.draws) == {
        ("claims",): 5,
        ("rescue",): 3,
        ("other",): 2,
    }
    assert {(each.stratum, each.seats, each.size) for each in sample.draws} == {
        (("claims",), 5, 50),
        (("rescue",), 3, 30),
        (("other",), 2, 20),
    }


def test_who_has_too_few_calls_is_told(plan: SamplingPlanRule) -> None:
    people = [Listened(employee="E1", needed=8), Listened(employee="E2", needed=12)]

    sample = draw_sample(plan, a_frame([*calls_of("E1", q=8), *calls_of("E2", q=11)], *people))

    assert [each.employee for each in sample.short] == ["E2"]
    assert sample.drawn_of("E2") == 11


def test_the_same_calls_are_drawn_anywhere(plan: SamplingPlanRule) -> None:
    """The order of the seed is a digest, so that no version of Python draws others."""
    frame = a_frame(calls_of("E1", q=40), Listened(employee="E1", needed=3))

    drawn = [each.contact_id for each in draw_sample(plan, frame).draws]

    ordered = sorted(
        (f"E1-q-{number}" for number in range(40)),
        key=lambda call: hashlib.sha256(
            f"2026\nmonth_sample\n2026-10\nE1\n{call}".encode()
        ).hexdigest(),
    )
    assert drawn == ordered[:3] == ["E1-q-30", "E1-q-22", "E1-q-9"]


def test_another_seed_period_or_plan_draws_others(plan: SamplingPlanRule) -> None:
    frame = a_frame(calls_of("E1", q=400), Listened(employee="E1", needed=8))
    others = [
        draw_sample(attrs.evolve(plan, seed=2027), frame),
        draw_sample(attrs.evolve(plan, name="another"), frame),
        draw_sample(plan, attrs.evolve(frame, period="2026-11")),
    ]

    first = {each.contact_id for each in draw_sample(plan, frame).draws}

    assert all({x.contact_id for x in each.draws} != first for each in others)


def test_nobody_hears_himself() -> None:
    text = PLAN.replace("roles: [agent]", "roles: [agent, seat_supervisor]")
    people = [Listened(employee=who, needed=8) for who in ("E1", "S1")]
    calls = [*calls_of("E1", q=40), *calls_of("S1", q=40)]

    sample = draw_sample(_plan(text), a_frame(calls, *people))

    assert all(each.monitor != each.agent for each in sample.draws)


def test_a_call_nobody_is_there_to_hear_is_left_without_a_monitor(plan: SamplingPlanRule) -> None:
    frame = attrs.evolve(
        a_frame(calls_of("E1", q=9), Listened(employee="E1", needed=8)), monitors={}
    )

    sample = draw_sample(plan, frame)

    assert [each.monitor for each in sample.draws] == [""] * 8
    assert sample.quotas == ()


def test_it_is_plain_data(plan: SamplingPlanRule) -> None:
    frame = a_frame(calls_of("E1", q=1), Listened(employee="E1", needed=8, is_newcomer=True))

    data = draw_sample(plan, frame).to_dict()

    assert data["people"] == [{"employee": "E1", "needed": 8, "newcomer": True, "drawn": 1}]
    assert data["draws"][0]["stratum"] == {"queue": "q"}
    assert data["monitors"][2] == {
        "monitor": "supervisor",
        "employee": "S1",
        "share": [3, 10],
        "base": 1,
        "due": 1,
        "drawn": data["monitors"][2]["drawn"],
    }


# -- what is wrong with a plan --------------------------------------------------------------------

ROLES = ("agent", "qa_trainer", "seat_supervisor", "director_assistant", "deputy_director")


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("calls: 8", "calls: 8", []),
        ("calls: 8", "calls: 0", ["sampling-number"]),
        ("months: 3", "months: 0", ["sampling-number"]),
        ("spread: [queue]", "spread: [weather]", ["sampling-stratum"]),
        ("share: 10%", "share: 110%", ["sampling-share"]),
        ("share: 10%", "share: 0%", ["sampling-share"]),
        ("share: 10%", "share_parameter: spot_check", []),
        ("share: 10%", "share_parameter: spot_chekc", ["unknown-name"]),
        ("share: 10%", "share_parameter: call_rate", ["sampling-share"]),
        ("share: 10%", "share: 10%, share_parameter: spot_check", ["sampling-share"]),
        ("role: deputy_director", "role: qa_trainer", ["sampling-role-twice"]),
        ("role: deputy_director", "role: nobody", ["unknown-role"]),
        (
            "roles: [agent]",
            "roles: [qa_trainer, seat_supervisor, director_assistant, deputy_director]",
            ["sampling-own-calls"],
        ),
        ("seed: 2026", "shortest: 0 s\n  seed: 2026", ["sampling-number"]),
    ],
)
def test_what_is_wrong_with_a_plan(old: str, new: str, codes: list[str]) -> None:
    units = {"spot_check": Unit.RATIO, "call_rate": Unit.COUNT}

    found = check_sampling_plans([_plan(PLAN.replace(old, new))], ROLES, units)

    assert [each.code for each in found] == codes


def test_a_share_can_be_a_parameter_of_the_pack(plan: SamplingPlanRule) -> None:
    named = _plan(PLAN.replace("share: 10%", "share_parameter: spot_check"))
    share = Scalar(Unit.RATIO, Fraction(1, 10))

    assert named.with_shares({"spot_check": share}).monitors[-1].share == share
    assert [each.name for each in named.with_shares({}).monitors] == [
        "qa",
        "supervisor",
        "assistant",
    ]
    assert plan.with_shares({}) == plan


# -- laws -----------------------------------------------------------------------------------------

QUEUES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 30), min_size=1)
PEOPLE = st.lists(st.tuples(QUEUES, st.integers(1, 20)), min_size=1, max_size=4)


@given(people=PEOPLE, order=st.randoms(use_true_random=False))
def test_each_gets_what_the_plan_says_whatever_the_order(
    plan: SamplingPlanRule, people: list[tuple[dict[str, int], int]], order: object
) -> None:
    listed = [Listened(employee=f"E{n}", needed=need) for n, (_, need) in enumerate(people)]
    calls = [x for n, (queues, _) in enumerate(people) for x in calls_of(f"E{n}", **queues)]
    sample = draw_sample(plan, a_frame(calls, *listed))
    order.shuffle(calls)  # type: ignore[attr-defined]  # a Random

    assert draw_sample(plan, a_frame([*calls, *calls], *listed)) == sample
    for number, (queues, need) in enumerate(people):
        own = [each for each in sample.draws if each.agent == f"E{number}"]
        whole = sum(queues.values())
        assert len(own) == len({each.contact_id for each in own}) == min(need, whole)
        for queue, size in queues.items():
            part = Fraction(min(need, whole) * size, whole)
            found = sum(each.stratum == (queue,) for each in own)
            assert abs(found - part) < 1
    assert sum(each.drawn for each in sample.quotas) == len(sample.draws)


@given(seats=st.integers(0, 50), sizes=st.lists(st.integers(0, 30), max_size=6))
def test_seats_add_up_and_nobody_has_more_than_there_are(seats: int, sizes: list[int]) -> None:
    asked = min(seats, sum(sizes))

    found = largest_remainder(asked, sizes)

    assert sum(found) == asked
    assert all(mine <= size for mine, size in zip(found, sizes, strict=True))


@given(share=st.fractions(0, 1, max_denominator=1000), base=st.integers(0, 10_000))
def test_a_share_is_the_least_whole_number_that_covers_it(share: Fraction, base: int) -> None:
    found = whole_share(share, base)

    assert found - 1 < share * base <= found
