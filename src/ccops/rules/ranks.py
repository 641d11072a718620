"""Ranks: places among people, with ties, unknown keys, barred people and scopes all stated."""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, compress, islice, repeat
from operator import itemgetter, ne, sub
from typing import Final, assert_never, cast

from ccops.frozen import frozen
from ccops.values import Missing, RoundingMode, rounded_quotient

#: A key of a rank as it lies in a column: a whole number or an exact pair, or missing.
Key = int | tuple[int, int] | Missing
_Sortable = int | Missing
_EVERYBODY: Final = "everybody"


class Order(enum.Enum):
    """Whether the greatest or the least key comes first."""

    DESC = "desc"
    ASC = "asc"


class Ties(enum.Enum):
    """What place equal people share: 1 2 2 4, 1 3 3 4, or 1 2 2 3."""

    SHARE_BEST = "share_best"
    SHARE_WORST = "share_worst"
    DENSE = "dense"


class TiesPay(enum.Enum):
    """What tied people are paid: each what the shared place pays, or equal parts of it all."""

    EACH = "each"
    SPLIT = "split"


class Unknown(enum.Enum):
    """What happens to people of whom a key is missing.

    ``OUTSIDE``: not ranked, not counted. ``LAST``: behind everybody, counted, all of them tied;
    who has no known scope to be the last of is outside.
    ``BLOCK_ALL``: as outside, and the ranking names them, for it stands provisionally.
    """

    OUTSIDE = "outside"
    LAST = "last"
    BLOCK_ALL = "block_all"


class Barred(enum.Enum):
    """Whether barred people keep their place or leave it to the next."""

    KEEP_PLACE = "keep_place"
    LEAVE = "leave"


@frozen(kw_only=True)
class RankSpec:
    """How a rank is made: the direction of each key, and what the manual must decide."""

    order: tuple[Order, ...]
    ties: Ties
    unknown: Unknown
    barred: Barred


@frozen
class Neighbors:
    """The rows next to a row, nearest first on both sides; those tied with it are neither."""

    better: tuple[int, ...]
    worse: tuple[int, ...]


@frozen(kw_only=True, eq=False)
class Ranking:
    """Places by row. A row outside has place ``None`` and 0 ``tied``.

    ``size`` is how many are ranked in the row's scope, ``tied`` how many share its place
    (1: nobody else). ``order`` has the ranked rows of each scope, best first; ``blocked`` the
    rows whose missing keys make the ranking provisional.
    """

    place: tuple[int | None, ...]
    size: tuple[int, ...]
    tied: tuple[int, ...]
    order: Mapping[Hashable, tuple[int, ...]]
    blocked: tuple[int, ...]
    spec: RankSpec
    keys: tuple[Sequence[Key], ...]
    scope: Sequence[Hashable] | None

    def neighbors(self, row: int, *, count: int) -> Neighbors:
        """Return up to so many rows just ahead of a ranked row and just behind it.

        There are none where the others are not known, as when a statement is verified alone.
        """
        place = self.place[row]
        order = self.order.get(self._scope_of(row), ())
        if place is None or not order:
            return Neighbors((), ())
        start = bisect_left(order, place, key=lambda each: self.place[each] or 0)
        stop = start + self.tied[row]
        return Neighbors(order[max(0, start - count) : start][::-1], order[stop : stop + count])

    def place_with(self, row: int, key: Sequence[int | tuple[int, int]]) -> int:
        """Return the place a row would have with other keys, everybody else as they are.

        A row that is not ranked is taken in.
        """
        new = tuple(map(_number, key))
        order = self.order.get(self._scope_of(row), ())
        ahead = bisect_left(order, 1, key=lambda each: not self._is_ahead(each, new))
        within = bisect_left(order, 1, key=lambda each: self._is_behind(each, new))
        own_ahead = self.place[row] is not None and self._is_ahead(row, new)
        own_level = self.place[row] is not None and not (own_ahead or self._is_behind(row, new))
        match self.spec.ties:
            case Ties.SHARE_BEST:
                return ahead - own_ahead + 1
            case Ties.SHARE_WORST:
                return within - own_ahead + (not own_level)
            case Ties.DENSE:
                levels = (self.place[order[ahead - 1]] or 0) if ahead else 0
                return levels - (own_ahead and self.tied[row] == 1) + 1
            case _:
                assert_never(self.spec.ties)

    def _scope_of(self, row: int) -> Hashable:
        return _EVERYBODY if self.scope is None else self.scope[row]

    def _is_ahead(self, row: int, key: tuple[Fraction, ...]) -> bool:
        return self._compared(row, key) < 0

    def _is_behind(self, row: int, key: tuple[Fraction, ...]) -> bool:
        return self._compared(row, key) > 0

    def _compared(self, row: int, key: tuple[Fraction, ...]) -> int:
        own = [column[row] for column in self.keys]
        there = [each for each in own if not isinstance(each, Missing)]
        if len(there) < len(own):
            return 1
        for mine, other, order in zip(map(_number, there), key, self.spec.order, strict=True):
            if mine != other:
                return -1 if (mine > other) is (order is Order.DESC) else 1
        return 0


def rank(
    keys: Sequence[Sequence[Key]],
    *,
    spec: RankSpec,
    barred: Sequence[bool] | None = None,
    scope: Sequence[Hashable] | None = None,
) -> Ranking:
    """Rank people by columns of keys, the first key first.

    ``barred`` says who is barred, ``scope`` in whose company everybody is ranked (center, team,
    channel). Raises ``ValueError`` where the columns do not fit the order or each other.
    """
    count = len(keys[0]) if keys else 0
    if len(keys) != len(spec.order) or any(len(column) != count for column in keys):
        raise ValueError("a rank needs one column of keys for each key of its order, all as long")
    columns = tuple(_sortable(column) for column in keys)
    there = _pool(count, barred if spec.barred is Barred.LEAVE else None)
    unknown = _unknown(columns)
    known = there
    if unknown:
        known = [row for row in there if row not in unknown] if len(unknown) < count else ()
    last = _last(there, unknown, scope) if spec.unknown is Unknown.LAST else []
    places = _Places(count, spec.ties)
    tails = _by_scope(last, scope)
    pools = _by_scope(known, scope)
    chained = _chained(columns, spec) if known else ()
    order = {
        each: places.fill(pools.get(each, ()), chained, tails.get(each))
        for each in dict.fromkeys([*pools, *tails])
    }
    blocked = [row for row in there if row in unknown and spec.unknown is Unknown.BLOCK_ALL]
    return Ranking(
        place=tuple(places.place),
        size=_sizes(count, order, scope),
        tied=tuple(places.tied),
        order=order,
        blocked=tuple(blocked),
        spec=spec,
        keys=tuple(keys),
        scope=scope,
    )


def occupied_places(place: int, tied: int, ties: Ties) -> tuple[int, ...]:
    """Return the places people tied at a place take up together.

    >>> occupied_places(2, 3, Ties.SHARE_BEST), occupied_places(4, 3, Ties.SHARE_WORST)
    ((2, 3, 4), (2, 3, 4))
    """
    match ties:
        case Ties.SHARE_BEST:
            return tuple(range(place, place + tied))
        case Ties.SHARE_WORST:
            return tuple(range(place - tied + 1, place + 1))
        case Ties.DENSE:
            return (place,) * tied
        case _:
            assert_never(ties)


def split_tied(amounts: Sequence[int]) -> tuple[int, int]:
    """Return what each of the tied people gets, and the rest that stays, in minor units.

    ``amounts`` is what the table pays at each place they take up; everybody gets the mean,
    rounded down.

    >>> split_tied([30000, 10000, 0])
    (13333, 1)
    """
    total = sum(amounts)
    each = rounded_quotient(total, len(amounts), RoundingMode.DOWN)
    return each, total - each * len(amounts)


def _sortable(column: Sequence[Key]) -> Sequence[_Sortable]:
    """Return a column whose keys compare fast: whole numbers in the order of the exact ones.

    Two different fractions with denominators up to d differ by at least 1/d², so that times d²
    their whole parts differ too, and equal fractions stay equal.
    """
    kinds = set(map(type, column))
    if tuple not in kinds:
        return column  # type: ignore[return-value]  # no pair is in it
    if kinds == {tuple}:
        pairs = cast("Sequence[tuple[int, int]]", column)
        scale = max(map(itemgetter(1), pairs)) ** 2
        return [above * scale // below for above, below in pairs]
    scale = max(key[1] for key in column if isinstance(key, tuple)) ** 2
    return [
        key[0] * scale // key[1]
        if isinstance(key, tuple)
        else (key if isinstance(key, Missing) else key * scale)
        for key in column
    ]


def _number(key: int | tuple[int, int]) -> Fraction:
    return Fraction(*key) if isinstance(key, tuple) else Fraction(key)


def _pool(count: int, left: Sequence[bool] | None) -> Sequence[int]:
    if left is None:
        return range(count)
    return [row for row, is_out in enumerate(left) if not is_out]


def _unknown(columns: Sequence[Sequence[_Sortable]]) -> frozenset[int]:
    found: set[int] = set()
    for column in columns:
        if Missing in set(map(type, column)):
            found.update([row for row, key in enumerate(column) if key.__class__ is Missing])
    return frozenset(found)


def _last(
    there: Iterable[int], unknown: frozenset[int], scope: Sequence[Hashable] | None
) -> list[int]:
    """Return the rows that come last; who has no group known has nobody to come behind."""
    if scope is None:
        return [row for row in there if row in unknown]
    return [row for row in there if row in unknown and not isinstance(scope[row], Missing)]


def _by_scope(
    rows: Sequence[int], scope: Sequence[Hashable] | None
) -> dict[Hashable, Sequence[int]]:
    if scope is None:
        return {_EVERYBODY: rows}
    found: dict[Hashable, list[int]] = {}
    for row in rows:
        found.setdefault(scope[row], []).append(row)
    return dict(found)


def _chained(columns: Sequence[Sequence[_Sortable]], spec: RankSpec) -> Sequence[int]:
    """Return one whole number a row that compares as its chain of keys does, the least first.

    Each key counts from its best value, and weighs more than all that come after it together.
    What stands for a row with a missing key is not looked at.
    """
    chained: list[int] = []
    for column, order in zip(columns, spec.order, strict=True):
        known = cast("Sequence[int]", column)
        if Missing in set(map(type, column)):
            known = [0 if isinstance(key, Missing) else key for key in column]
        low, high = min(known), max(known)
        counted = (
            [high - key for key in known] if order is Order.DESC else [key - low for key in known]
        )
        span = high - low + 1
        chained = (
            [a * span + b for a, b in zip(chained, counted, strict=True)] if chained else counted
        )
    return chained


def _sizes(
    count: int, order: Mapping[Hashable, Sequence[int]], scope: Sequence[Hashable] | None
) -> tuple[int, ...]:
    if scope is None:
        return (len(order[_EVERYBODY]),) * count
    sizes = {each: len(rows) for each, rows in order.items()}
    return tuple(sizes.get(each, 0) for each in scope)


class _Places:
    """Collects places and ties by row, one scope after the other."""

    def __init__(self, count: int, ties: Ties) -> None:
        self.place: list[int | None] = [None] * count
        self.tied = [0] * count
        self._ties = ties

    def fill(
        self,
        pool: Sequence[int],
        chained: Sequence[int],
        last: Sequence[int] | None,
    ) -> tuple[int, ...]:
        """Give a scope its places: the rows by their keys, then the unknown as one tied group."""
        order = sorted(pool, key=chained.__getitem__)
        keys = list(map(chained.__getitem__, order))
        ends = list(compress(range(1, len(keys)), map(ne, keys, islice(keys, 1, None))))
        if order:
            ends.append(len(order))
        everybody = [*order, *(last or ())]
        if last:
            ends.append(len(everybody))
        starts = [0, *ends[:-1]]
        sizes = list(map(sub, ends, starts))
        places = chain.from_iterable(map(repeat, self._shared(starts, ends), sizes))
        tied = chain.from_iterable(map(repeat, sizes, sizes))
        place_of, tied_of = self.place, self.tied
        for row, place, people in zip(everybody, places, tied, strict=True):
            place_of[row] = place
            tied_of[row] = people
        return tuple(everybody)

    def _shared(self, starts: list[int], ends: list[int]) -> Iterable[int]:
        """Return the place that each group of equal people shares."""
        match self._ties:
            case Ties.SHARE_BEST:
                return (start + 1 for start in starts)
            case Ties.SHARE_WORST:
                return ends
            case Ties.DENSE:
                return range(1, len(ends) + 1)
            case _:
                assert_never(self._ties)
