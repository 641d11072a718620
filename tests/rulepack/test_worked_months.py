"""Months of cases whose figures are worked out when asked for say what settled ones say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import NoLineError
from ccops.rulepack.cases import Case, CaseRunner, read_cases
from tests.laws import tried
from tests.loaded import pack

if TYPE_CHECKING:
    from ccops.settlement import Settlement

PACKS = ("telecom-7x24", "outsourced", "insurance-hotline")


@cache
def _runner(name: str) -> CaseRunner:
    return CaseRunner(pack(name))


@cache
def _cases(name: str) -> tuple[Case, ...]:
    cases, _ = read_cases(pack(name))
    return tuple(each for each in cases if not each.refused)


@st.composite
def months(draw: st.DrawFn) -> tuple[str, Case]:
    name = draw(st.sampled_from(PACKS))
    return name, draw(st.sampled_from(_cases(name)))


def _told(settlement: Settlement, who: str, name: str) -> tuple[Any, ...]:
    try:
        why = settlement.explain(who, name).to_dict()
    except NoLineError:
        why = {}
    row = settlement.row_of(who)
    waits = settlement.is_provisional(name, row)
    return settlement.value(who, name), settlement.reasons(who, name), why, waits


def _whole_and_groups(settlement: Settlement) -> list[Settlement]:
    return [settlement, *map(settlement.larger, settlement.groups)]


@tried(15)
@given(months(), st.randoms(use_true_random=False))
def test_a_figure_says_the_same_in_whatever_order_figures_are_asked_for(
    given_: tuple[str, Case], chance: Any
) -> None:
    name, case = given_
    month = _runner(name).month(case)
    pairs = zip(*map(_whole_and_groups, (month.settled(), month.worked())), strict=True)

    for settled, worked in pairs:
        names = sorted({each.name for each in settled.results.plan.figures})
        for figure in chance.sample(names, min(25, len(names))):
            for who in settled.employees:
                assert _told(worked, who, figure) == _told(settled, who, figure)


@pytest.mark.parametrize("name", PACKS)
def test_all_that_waits_for_an_input_is_known_of_whatever_is_asked_for(name: str) -> None:
    runner = _runner(name)
    for case in _cases(name)[::9]:
        month = runner.month(case)
        assert dict(month.worked().provisional) == dict(month.settled().provisional)


def test_a_worked_month_is_never_final() -> None:
    month = _runner("telecom-7x24").month(_cases("telecom-7x24")[0])

    assert month.settled().is_final
    assert not month.worked().is_final
