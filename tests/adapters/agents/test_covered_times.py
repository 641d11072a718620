"""Times of agents are told once, in whatever order and pieces they come."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters.agents.covered import CoveredTimes

_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple))


@given(_SPANS)
def test_every_instant_is_told_once(spans: list[tuple[int, int]]) -> None:
    covered = CoveredTimes()
    told = [ms for span in spans for part in covered.take("1101", span) for ms in range(*part)]
    assert len(told) == len(set(told))
    assert set(told) == {ms for span in spans for ms in range(*span)}


@given(_SPANS, _SPANS)
def test_what_is_stored_goes_on(
    before: list[tuple[int, int]], after: list[tuple[int, int]]
) -> None:
    whole, first, second = CoveredTimes(), CoveredTimes(), CoveredTimes()
    for span in before:
        assert whole.take("1101", span) == first.take("1101", span)
    second.restore(json.loads(json.dumps(first.stored(0))))
    for span in after:
        assert whole.take("1101", span) == second.take("1101", span)


def test_spans_that_touch_are_one_and_old_ones_are_forgotten() -> None:
    covered = CoveredTimes()
    for span in ((0, 10), (20, 30), (10, 20), (50, 60)):
        covered.take("1101", span)
    covered.take("1102", (0, 5))
    assert covered.stored(0) == {"1101": [[0, 30], [50, 60]], "1102": [[0, 5]]}
    assert covered.stored(40) == {"1101": [[50, 60]]}


def test_agents_do_not_cover_each_other() -> None:
    covered = CoveredTimes()
    assert covered.take("1101", (0, 5)) == covered.take("1102", (0, 5)) == [(0, 5)]
