"""Lasting: what follows from the very same things is made once, while it is kept."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from ccops.plan import Lasting


class Thing:
    """Something with an identity."""


def test_what_is_made_of_the_very_same_things_is_made_once() -> None:
    lasting, thing = Lasting(8), Thing()

    first = lasting.made(Thing, thing, None)

    assert lasting.made(Thing, thing, None) is first
    assert lasting.made(Thing, thing) is not first
    assert lasting.made(Thing, Thing(), None) is not first


def test_what_is_given_counts_by_value() -> None:
    lasting, thing = Lasting(8), Thing()

    first = lasting.made(Thing, thing, given=("2026-10", 1))

    assert lasting.made(Thing, thing, given=("2026-10", 1)) is first
    assert lasting.made(Thing, thing, given=("2026-11", 1)) is not first


def test_what_is_asked_for_stays_and_the_oldest_goes() -> None:
    lasting, things = Lasting(2), [Thing() for _ in range(3)]
    first, second = (lasting.made(Thing, each) for each in things[:2])

    assert lasting.made(Thing, things[0]) is first
    lasting.made(Thing, things[2])

    assert lasting.made(Thing, things[0]) is first
    assert lasting.made(Thing, things[1]) is not second


def test_what_went_is_let_go_with_what_it_was_made_of() -> None:
    lasting, thing = Lasting(4), Thing()
    lasting.made(Thing, thing)
    alive = weakref.ref(thing)
    del thing

    lasting.forget()
    gc.collect()

    assert alive() is None


@given(asked=st.lists(st.integers(0, 9), max_size=60), most=st.integers(1, 12))
def test_whatever_is_kept_the_answer_is_the_same(asked: list[int], most: int) -> None:
    lasting, things = Lasting(most), [Thing() for _ in range(10)]

    for each in asked:
        assert lasting.made(partial(abs, -each), things[each]) == each


def test_threads_are_told_the_same() -> None:
    lasting, things = Lasting(3), [Thing() for _ in range(8)]

    def ask(turn: int) -> bool:
        return all(
            lasting.made(partial(abs, -each), things[each], given=turn % 2) == each
            for each in range(8)
        )

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(400)))
