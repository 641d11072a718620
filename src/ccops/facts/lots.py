"""Lots: what an account holds of somebody, each with the period and the rule it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ccops.frozen import frozen
from ccops.values import Carrier, Missing, Type


@frozen
class Lot:
    """One posting and what is left of it, in whole numbers of the account's scale.

    ``posted`` is the number of its period, ``origin`` the figure that posted it or what the
    opening says. Where an account counts days, ``dated`` is the day of the posting and ``until``
    the last day on which it may be used, if one is said (both as ordinals).
    """

    posted: int
    amount: int
    left: int
    origin: str
    dated: int | None = None
    until: int | None = None

    @property
    def age(self) -> tuple[int, int, int, str, int, int]:
        """What orders lots, oldest first, so that any order of the rows gives the same account."""
        return (
            self.posted,
            -1 if self.dated is None else self.dated,
            -1 if self.until is None else self.until,
            self.origin,
            self.amount,
            self.left,
        )


@frozen
class Posting:
    """One amount that is posted as a lot, in whole numbers of its scale, and where it is from."""

    origin: str
    amount: int


@frozen
class LotUse:
    """One use of a lot: on which day (an ordinal), how much, and the row it was asked for in.

    ``why`` is a word of the account: ``leave``, ``offset``, ``repaid``.
    """

    day: int
    amount: int
    why: str
    reference: str = ""


@frozen
class LotMove:
    """One lot in one period: what was used of it, what ended and why, and whether it is new.

    ``uses`` are the single uses, where an account knows them; they add up to ``used``. ``last``
    is the last day on which the lot may be used, where the account counts days.
    """

    lot: Lot
    used: int = 0
    ended: int = 0
    why: str = ""
    is_new: bool = False
    uses: tuple[LotUse, ...] = ()
    last: int | None = None

    @property
    def left(self) -> int:
        """What is left of the lot at the end of the period."""
        return self.lot.left - self.used - self.ended


Moves = tuple[LotMove, ...]


def lots_left(moves: Moves) -> tuple[Lot, ...]:
    """Return the lots that go on into the next period."""
    return tuple(_left_of(each) for each in moves if each.left)


def _left_of(move: LotMove) -> Lot:
    if not move.used and not move.ended:
        return move.lot
    return attrs.evolve(move.lot, left=move.left)


@frozen(kw_only=True)
class AccountKind:
    """What an account is called, was called before, and how its amounts lie."""

    name: str
    type: Type
    carrier: Carrier
    was: str = ""


@frozen(kw_only=True, eq=False)
class PastLots:
    """What one account held at the end of a period, for some rows of a list of employees.

    ``lots`` are oldest first; ``unknown`` are the rows of which it is not known what they hold.
    """

    name: str
    type: Type
    carrier: Carrier
    lots: Mapping[int, Sequence[Lot]]
    unknown: Mapping[int, Missing] = attrs.field(factory=dict[int, Missing])


@frozen(kw_only=True, eq=False)
class AccountRun:
    """What an account fed by records came to in a period, by the rows of the sheet.

    ``moves`` has a row for everybody whose account was run, ``unknown`` one for those of whom
    it is not known what they hold now. Everybody else's account was not run. ``before`` is the
    digest of the closing or opening it started from; empty where there was none.
    """

    kind: AccountKind
    moves: Mapping[int, Moves]
    unknown: Mapping[int, Missing] = attrs.field(factory=dict[int, Missing])
    before: str = ""

    def of(self, places: Mapping[int, int]) -> AccountRun:
        """Return what it came to for some rows, by their new places."""
        moves = {places[row]: each for row, each in self.moves.items() if row in places}
        unknown = {places[row]: each for row, each in self.unknown.items() if row in places}
        return attrs.evolve(self, moves=moves, unknown=unknown)
