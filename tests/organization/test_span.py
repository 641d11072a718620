from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Label, Text
from ccops.organization import SpanOfControl, SpanRule, leads_for_ratio, span_of_control


@pytest.mark.parametrize(
    ("agents", "leads"),
    [(25, 2), (27, 2), (29, None), (30, None), (36, 3), (71, None), (72, 6), (100, 8)],
)
def test_gc_62_span_of_12_to_14(agents: int, leads: int | None) -> None:
    assert span_of_control(agents, least=12, most=14).leads == leads


@pytest.mark.parametrize(
    ("agents", "why"),
    [
        (29, {"fewer": 2, "below": 28, "more": 3, "above": 36, "sizes": "28, 36"}),
        (30, {"fewer": 2, "below": 28, "more": 3, "above": 36, "sizes": "28, 36"}),
        (71, {"fewer": 5, "below": 70, "more": 6, "above": 72, "sizes": "70, 72"}),
        (5, {"fewer": 0, "below": 0, "more": 1, "above": 12, "sizes": "12"}),
    ],
)
def test_gc_62_a_size_that_cannot_be_led_says_which_can_and_why(
    agents: int, why: dict[str, object]
) -> None:
    rule = SpanRule(name="span", label=Label(en="span"), lead=Text("lead"), min=12, max=14)

    assert rule.refusal(agents) == {"least": 12, "most": 14, **why}


@pytest.mark.parametrize(("agents", "leads"), [(500, 25), (510, 26), (0, 0), (1, 1)])
def test_gc_63_one_lead_for_twenty(agents: int, leads: int) -> None:
    assert leads_for_ratio(agents, ratio=20) == leads


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        (29, SpanOfControl(leads=None, nearest=2, too_many=1, below=28, above=36)),
        (34, SpanOfControl(leads=None, nearest=3, too_few=2, below=28, above=36)),
        (71, SpanOfControl(leads=None, nearest=5, too_many=1, below=70, above=72)),
        (5, SpanOfControl(leads=None, nearest=1, too_few=7, below=0, above=12)),
        (0, SpanOfControl(leads=0, nearest=0, below=0, above=0)),
    ],
)
def test_where_nothing_fits_the_nearest_and_the_breach_are_told(
    agents: int, expected: SpanOfControl
) -> None:
    assert span_of_control(agents, least=12, most=14) == expected


@pytest.mark.parametrize(("least", "most"), [(0, 14), (15, 14), (12, 0)])
def test_limits_that_are_no_span_are_a_callers_mistake(least: int, most: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        span_of_control(10, least=least, most=most)


def test_a_ratio_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="no ratio"):
        leads_for_ratio(10, ratio=0)


@given(st.integers(0, 400), st.integers(1, 20), st.integers(0, 10))
def test_leads_fit_exactly_where_some_number_of_teams_does(
    agents: int, least: int, wider: int
) -> None:
    most = least + wider
    fitting = [k for k in range(agents + 1) if k * least <= agents <= k * most]

    found = span_of_control(agents, least=least, most=most)

    assert found.leads == (fitting[0] if fitting else None)
    sizes = {n for k in range(agents + 2) for n in range(k * least, k * most + 1)}
    assert found.below == max(n for n in sizes if n <= agents)
    assert found.above == min(n for n in sizes if n >= agents)
    breaches = [
        max(0, agents - k * most) + max(0, k * least - agents) for k in range(1, agents + 2)
    ]
    assert found.too_many + found.too_few == (min(breaches) if found.leads is None else 0)
