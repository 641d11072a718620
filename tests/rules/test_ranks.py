"""Ranks: places, ties, unknown keys, barred people, scopes; the laws they keep."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.rules.ranks import (
    Barred,
    Key,
    Neighbors,
    Order,
    Ranking,
    RankSpec,
    Ties,
    Unknown,
    occupied_places,
    rank,
    split_tied,
)
from ccops.values import Missing
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Sequence

GONE = Missing.NOT_MEASURED


def spec(
    *order: Order,
    ties: Ties = Ties.SHARE_BEST,
    unknown: Unknown = Unknown.OUTSIDE,
    barred: Barred = Barred.KEEP_PLACE,
) -> RankSpec:
    return RankSpec(order=order or (Order.DESC,), ties=ties, unknown=unknown, barred=barred)


def places(ranking: Ranking) -> list[int | None]:
    return list(ranking.place)


def test_leaderboard_25_tied_members_share_a_place_and_the_next_is_skipped() -> None:
    """agoragames/leaderboard#25 numbered 100, 100 and 99 as 2, 3 and 4."""
    ranking = rank([[100, 100, 101, 99]], spec=spec())
    assert places(ranking) == [2, 2, 1, 4]
    assert ranking.tied == (2, 2, 1, 1)
    assert ranking.size == (4, 4, 4, 4)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (Ties.SHARE_BEST, [1, 2, 2, 4, 5, 5, 5, 8]),
        (Ties.SHARE_WORST, [1, 3, 3, 4, 7, 7, 7, 8]),
        (Ties.DENSE, [1, 2, 2, 3, 4, 4, 4, 5]),
    ],
)
def test_ties_share_the_place_the_rule_says(ties: Ties, expected: list[int]) -> None:
    keys = [9, 8, 8, 7, 6, 6, 6, 5]
    assert places(rank([keys], spec=spec(ties=ties))) == expected


@pytest.mark.parametrize(
    ("case", "totals", "conduct", "ties", "expected"),
    [
        ("GC-15", [9200, 8600, 8600, 8550], [80, 90, 88, 95], Ties.SHARE_BEST, [1, 2, 3, 4]),
        ("GC-16", [9200, 8600, 8600, 8550], [80, 90, 90, 95], Ties.SHARE_BEST, [1, 2, 2, 4]),
        ("GC-16", [9200, 8600, 8600, 8550], [80, 90, 90, 95], Ties.SHARE_WORST, [1, 3, 3, 4]),
        ("GC-105b", [9200, 8600, 8600, 8550], [80, 90, 90, 95], Ties.DENSE, [1, 2, 2, 3]),
        ("GC-25", [7500, 7500, 6000, 6001], [70, 72, 59, 60], Ties.SHARE_BEST, [2, 1, 4, 3]),
    ],
)
def test_the_second_key_decides_between_equal_totals(
    case: str, totals: list[int], conduct: list[int], ties: Ties, expected: list[int]
) -> None:
    ranking = rank([totals, conduct], spec=spec(Order.DESC, Order.DESC, ties=ties))
    assert places(ranking) == expected, case


def test_keys_may_ascend() -> None:
    ranking = rank([[3, 1, 1], [5, 5, 9]], spec=spec(Order.ASC, Order.DESC))
    assert places(ranking) == [3, 2, 1]


def test_exact_keys_compare_exactly() -> None:
    near = 10**15
    keys: list[Key] = [(1, 3), (near, 3 * near + 1), (2, 6), (near + 1, 3 * near + 2), GONE, 1]
    assert places(rank([keys], spec=spec())) == [3, 5, 3, 2, None, 1]


@pytest.mark.parametrize(
    ("unknown", "expected", "size", "blocked"),
    [
        (Unknown.OUTSIDE, [1, None, 2, None], 2, ()),
        (Unknown.BLOCK_ALL, [1, None, 2, None], 2, (1, 3)),
        (Unknown.LAST, [1, 3, 2, 3], 4, ()),
    ],
)
def test_who_lacks_a_key_stands_where_the_rule_says(
    unknown: Unknown, expected: list[int | None], size: int, blocked: tuple[int, ...]
) -> None:
    keys: list[list[Key]] = [[90, GONE, 80, 85], [1, 2, 3, GONE]]
    ranking = rank(keys, spec=spec(Order.DESC, Order.DESC, unknown=unknown))
    assert places(ranking) == expected
    assert set(ranking.size) == {size}
    assert ranking.blocked == blocked
    assert ranking.tied[1] == (2 if unknown is Unknown.LAST else 0)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (Ties.SHARE_BEST, [1, 2, 2]),
        (Ties.SHARE_WORST, [1, 3, 3]),
        (Ties.DENSE, [1, 2, 2]),
    ],
)
def test_unknown_people_put_last_are_tied(ties: Ties, expected: list[int]) -> None:
    ranking = rank([[90, GONE, GONE]], spec=spec(ties=ties, unknown=Unknown.LAST))
    assert places(ranking) == expected


def test_a_rank_of_unknown_people_only() -> None:
    assert places(rank([[GONE, GONE]], spec=spec(unknown=Unknown.LAST))) == [1, 1]
    assert places(rank([[GONE, GONE]], spec=spec())) == [None, None]
    assert places(rank([[]], spec=spec())) == []


@pytest.mark.parametrize(
    ("case", "barred", "expected", "size"),
    [
        ("GC-18 keep", Barred.KEEP_PLACE, [1, 2, 3], 3),
        ("GC-18 leave", Barred.LEAVE, [None, 1, 2], 2),
    ],
)
def test_barred_people_keep_or_leave_their_place(
    case: str, barred: Barred, expected: list[int | None], size: int
) -> None:
    ranking = rank([[92, 86, 85]], spec=spec(barred=barred), barred=[True, False, False])
    assert places(ranking) == expected, case
    assert set(ranking.size) == {size}


def test_leads_of_whom_one_is_barred() -> None:  # GC-108
    totals, conduct = [7500, 7500, 6000, 6001], [70, 72, 59, 60]
    barred = [False, True, False, False]
    order = (Order.DESC, Order.DESC)
    keep = rank([totals, conduct], spec=spec(*order), barred=barred)
    leave = rank([totals, conduct], spec=spec(*order, barred=Barred.LEAVE), barred=barred)
    assert places(keep) == [2, 1, 4, 3]
    assert places(leave) == [1, None, 3, 2]


def test_who_left_the_rank_blocks_nobody() -> None:
    keys: list[list[Key]] = [[90, GONE, GONE]]
    both = spec(unknown=Unknown.BLOCK_ALL, barred=Barred.LEAVE)
    assert rank(keys, spec=both, barred=[False, True, False]).blocked == (2,)


def test_scopes_are_ranked_apart() -> None:  # GC-102
    scores = [92, 86, 85, 70, 99, 98]
    teams = ["a", "b", "a", "b", "c", "c"]
    ranking = rank([scores], spec=spec(), scope=teams)
    assert places(ranking) == [1, 1, 2, 2, 1, 2]
    assert ranking.size == (2, 2, 2, 2, 2, 2)
    assert ranking.order == {"a": (0, 2), "b": (1, 3), "c": (4, 5)}
    alone = rank([[GONE, 5]], spec=spec(), scope=["x", "y"])
    assert (places(alone), alone.size) == ([None, 1], (0, 1))
    last = rank([[GONE, 5]], spec=spec(unknown=Unknown.LAST), scope=["x", "y"])
    assert (places(last), last.size) == ([1, 1], (1, 1))


def test_neighbors_are_found_from_the_place() -> None:
    ranking = rank([[9, 8, 8, 7, 6, GONE]], spec=spec())
    assert ranking.neighbors(1, count=2) == Neighbors(better=(0,), worse=(3, 4))
    assert ranking.neighbors(4, count=2) == Neighbors(better=(3, 2), worse=())
    assert ranking.neighbors(5, count=2) == Neighbors(better=(), worse=())
    teams = rank([[9, 8, 7]], spec=spec(), scope=["a", "b", "a"])
    assert teams.neighbors(0, count=1) == Neighbors(better=(), worse=(2,))


@pytest.mark.parametrize(
    ("keys", "order"),
    [([[1], [1, 2]], (Order.DESC, Order.DESC)), ([[1]], (Order.DESC, Order.DESC)), ([], ())],
)
def test_columns_that_do_not_fit_are_refused(
    keys: Sequence[Sequence[Key]], order: tuple[Order, ...]
) -> None:
    wanted = RankSpec(
        order=order or (Order.ASC,),
        ties=Ties.DENSE,
        unknown=Unknown.LAST,
        barred=Barred.LEAVE,
    )
    with pytest.raises(ValueError, match="one column of keys"):
        rank(keys, spec=wanted)


@pytest.mark.parametrize(
    ("case", "amounts", "place", "tied", "expected"),
    [
        ("GC-107", [50_000, 30_000, 10_000], 1, 2, (40_000, 0)),
        ("GC-107 third", [50_000, 30_000, 10_000], 3, 1, (10_000, 0)),
        ("GC-151", [50_000, 30_000, 10_000, 0], 2, 3, (13_333, 1)),
    ],
)
def test_tied_people_split_the_money_of_their_places(
    case: str, amounts: list[int], place: int, tied: int, expected: tuple[int, int]
) -> None:
    occupied = occupied_places(place, tied, Ties.SHARE_BEST)
    assert split_tied([amounts[each - 1] for each in occupied]) == expected, case


# ---- laws -------------------------------------------------------------------------------------

KEYS = st.one_of(
    st.integers(-3, 3),
    st.tuples(st.integers(-5, 5), st.integers(1, 4)),
    st.just(GONE),
)
SPECS = st.builds(
    RankSpec,
    order=st.tuples(st.sampled_from(Order), st.sampled_from(Order)),
    ties=st.sampled_from(Ties),
    unknown=st.sampled_from(Unknown),
    barred=st.sampled_from(Barred),
)


@st.composite
def people(draw: st.DrawFn, least: int = 1) -> tuple[list[list[Key]], list[bool], list[str]]:
    rows = draw(
        st.lists(
            st.tuples(KEYS, KEYS, st.booleans(), st.sampled_from("xy")),
            min_size=least,
            max_size=9,
        )
    )
    keys: list[list[Key]] = [[row[0] for row in rows], [row[1] for row in rows]]
    return keys, [row[2] for row in rows], [row[3] for row in rows]


def number(key: Key) -> Fraction:
    assert not isinstance(key, Missing)
    return Fraction(*key) if isinstance(key, tuple) else Fraction(key)


def worth(
    keys: list[list[Key]], row: int, order: tuple[Order, ...]
) -> tuple[Fraction, ...] | None:
    """Return a row's keys so that less is better, ``None`` where one is missing."""
    own = [column[row] for column in keys]
    if any(isinstance(each, Missing) for each in own):
        return None
    signs = [-1 if each is Order.DESC else 1 for each in order]
    return tuple(sign * number(each) for sign, each in zip(signs, own, strict=True))


def expected_places(
    keys: list[list[Key]], barred: list[bool], scope: list[str], of: RankSpec
) -> list[int | None]:
    """Return the places as the words say them, one person against all others."""
    found: list[int | None] = []
    last = (Fraction(10**6),)
    worths: list[tuple[Fraction, ...] | None] = []
    for row in range(len(scope)):
        own = worth(keys, row, of.order)
        if own is None and of.unknown is Unknown.LAST:
            own = last
        worths.append(None if barred[row] and of.barred is Barred.LEAVE else own)
    for row, own in enumerate(worths):
        mates = [
            w for w, s in zip(worths, scope, strict=True) if w is not None and s == scope[row]
        ]
        if own is None:
            found.append(None)
        elif of.ties is Ties.SHARE_BEST:
            found.append(1 + sum(each < own for each in mates))
        elif of.ties is Ties.SHARE_WORST:
            found.append(sum(each <= own for each in mates))
        else:
            found.append(1 + len({each for each in mates if each < own}))
    return found


@given(group=people(), of=SPECS)
def test_places_are_what_the_words_say(
    group: tuple[list[list[Key]], list[bool], list[str]], of: RankSpec
) -> None:
    keys, barred, scope = group
    ranking = rank(keys, spec=of, barred=barred, scope=scope)
    expected = expected_places(keys, barred, scope, of)
    assert places(ranking) == expected
    for row, place in enumerate(expected):
        mates = [p for p, s in zip(expected, scope, strict=True) if s == scope[row] and p]
        assert ranking.size[row] == len(mates)
        assert ranking.tied[row] == (mates.count(place) if place else 0)


@given(group=people(), of=SPECS, data=st.data())
def test_the_order_of_rows_does_not_matter(
    group: tuple[list[list[Key]], list[bool], list[str]], of: RankSpec, data: st.DataObject
) -> None:
    keys, barred, scope = group
    mixed = data.draw(st.permutations(range(len(scope))))
    straight = rank(keys, spec=of, barred=barred, scope=scope)
    shuffled = rank(
        [[column[row] for row in mixed] for column in keys],
        spec=of,
        barred=[barred[row] for row in mixed],
        scope=[scope[row] for row in mixed],
    )
    assert [straight.place[row] for row in mixed] == places(shuffled)


@given(keys=st.lists(st.integers(), unique=True), ties=st.sampled_from(Ties))
def test_without_ties_places_are_one_to_size(keys: list[int], ties: Ties) -> None:
    ranking = rank([keys], spec=spec(ties=ties))
    assert sorted(each or 0 for each in ranking.place) == list(range(1, len(keys) + 1))


@given(keys=st.lists(st.integers(0, 5), min_size=1), ties=st.sampled_from(Ties))
def test_somebody_lower_never_moves_anybody(keys: list[int], ties: Ties) -> None:
    before = rank([keys], spec=spec(ties=ties))
    after = rank([[*keys, -1]], spec=spec(ties=ties))
    assert after.place[:-1] == before.place
    assert after.size[0] == before.size[0] + 1


@given(group=people(least=2), of=SPECS, data=st.data())
def test_a_place_with_other_keys_is_the_place_of_a_new_rank(
    group: tuple[list[list[Key]], list[bool], list[str]], of: RankSpec, data: st.DataObject
) -> None:
    keys, barred, scope = group
    row = data.draw(st.integers(0, len(scope) - 1))
    barred[row] = False
    new = data.draw(
        st.tuples(st.integers(-3, 3), st.tuples(st.integers(-5, 5), st.integers(1, 4)))
    )
    ranking = rank(keys, spec=of, barred=barred, scope=scope)
    changed = [list(column) for column in keys]
    changed[0][row], changed[1][row] = new
    expected = rank(changed, spec=of, barred=barred, scope=scope).place[row]
    assert ranking.place_with(row, new) == expected


@given(group=people(), of=SPECS)
def test_neighbors_are_those_next_in_order(
    group: tuple[list[list[Key]], list[bool], list[str]], of: RankSpec
) -> None:
    keys, barred, scope = group
    ranking = rank(keys, spec=of, barred=barred, scope=scope)
    for order in ranking.order.values():
        assert [ranking.place[row] for row in order] == sorted(
            ranking.place[r] or 0 for r in order
        )
        for row in order:
            found = ranking.neighbors(row, count=len(order))
            place = ranking.place[row] or 0
            ahead = [each for each in order if (ranking.place[each] or 0) < place]
            behind = [each for each in order if (ranking.place[each] or 0) > place]
            assert found == Neighbors(tuple(reversed(ahead)), tuple(behind))


@given(amounts=st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_a_split_gives_everybody_the_same_and_loses_nothing(amounts: list[int]) -> None:
    each, rest = split_tied(amounts)
    assert each * len(amounts) + rest == sum(amounts)
    assert 0 <= rest < len(amounts)


@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_occupied_places_tile_the_rank(sizes: list[int]) -> None:
    keys = list(itertools.chain.from_iterable([-at] * size for at, size in enumerate(sizes)))
    for ties in (Ties.SHARE_BEST, Ties.SHARE_WORST):
        ranking = rank([keys], spec=spec(ties=ties))
        groups = {(p or 0, t) for p, t in zip(ranking.place, ranking.tied, strict=True)}
        tiles = [each for p, t in sorted(groups) for each in occupied_places(p, t, ties)]
        assert tiles == list(range(1, len(keys) + 1))
    assert occupied_places(2, 3, Ties.DENSE) == (2, 2, 2)


def test_a_ranking_can_be_sent_to_another_process() -> None:
    ranking = rank([[9, (17, 2), GONE]], spec=spec())
    restored = pickled(ranking)
    assert restored.place == ranking.place
    assert restored.neighbors(0, count=1) == ranking.neighbors(0, count=1)
