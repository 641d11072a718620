"""Who moved in a rank between two settlements, and whom they passed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise

#: A place with the keys and the company that give it.
Standing = tuple[int, tuple[object, ...], object]


@frozen(eq=False)
class Movers:
    """The people of a rank whose keys, company or belonging are not what they were.

    Two people who both kept all of these stand to each other as before, so that only the movers
    can have passed somebody.
    """

    before: Settlement
    after: Settlement
    rank: str

    def past(self, employee: str) -> Iterator[str]:
        """Name who stands to somebody as he did not, or is ranked with him only once."""
        then, now = self._then.get(employee), self._now.get(employee)
        for each in self._moved:
            if _side(self._then.get(each), then) != _side(self._now.get(each), now):
                yield each

    @cached_property
    def _then(self) -> Mapping[str, Standing]:
        return dict(_standings(self.before, self.rank))

    @cached_property
    def _now(self) -> Mapping[str, Standing]:
        return dict(_standings(self.after, self.rank))

    @cached_property
    def _moved(self) -> tuple[str, ...]:
        everybody = sorted({*self._then, *self._now})
        return tuple(
            each for each in everybody if _held(self._then.get(each)) != _held(self._now.get(each))
        )


def _held(standing: Standing | None) -> object:
    """Return what gives somebody his place, which is not the place: others move that too."""
    return standing and standing[1:]


def _side(other: Standing | None, own: Standing | None) -> int | None:
    """Say whether another one is before somebody (-1), tied with him or behind (1), or apart."""
    if other is None or own is None or other[2] != own[2]:
        return None
    return (other[0] > own[0]) - (other[0] < own[0])


def _standings(settlement: Settlement, rank: str) -> Iterator[tuple[str, Standing]]:
    ids = settlement.results.facts.employees.ids
    for found in settlement.results.columns_of(rank):
        ranking = found.ranking
        if ranking is None:
            continue
        for position, row in enumerate(found.members.rows):
            place = ranking.place[position]
            if place is None:
                continue
            keys = tuple(key[position] for key in ranking.keys)
            company = ranking.scope[position] if ranking.scope is not None else ""
            if not isinstance(company, Missing):
                yield ids[row], (place, keys, company)
