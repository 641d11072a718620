"""Working out accounts: what happens to each lot of somebody in one period.

The order within a period is fixed: open lots that a stop ends before use, lots that lapse, the
posting of the period where it may be used at once, the use, then stops after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from ccops.facts import Lot, LotMove, Moves, Posting
from ccops.frozen import frozen
from ccops.plan.account_figures import AccountPart, AccountTerms, Beyond, Usable
from ccops.values import Missing

#: How a lot ended that nothing but time has ended; a stop ends it by its code.
LAPSED = "lapsed"


@frozen(kw_only=True)
class Movement:
    """What a period asks of somebody's account; ``before`` and ``after`` are codes of stops.

    What is posted is one lot of an ``origin``, or the ``postings`` it is known to be made up of.
    """

    period: int
    posted: int
    wanted: int
    before: str
    after: str
    origin: str
    postings: Sequence[Posting] = ()


def moved(lots: Sequence[Lot], movement: Movement, terms: AccountTerms) -> Moves:
    """Return what happens to each lot, oldest first. Amounts are never negative.

    What was there and what is posted equals what is used, lapses, is stopped, and is left.
    """
    moves = [_ended_first(lot, movement, terms) for lot in lots]
    if movement.posted:
        listed = movement.postings or (Posting(movement.origin, movement.posted),)
        lots_posted = (Lot(movement.period, x.amount, x.amount, x.origin) for x in listed)
        moves.extend(LotMove(lot, is_new=True) for lot in lots_posted)
    used = _in_parts(moves, movement, terms) if terms.parts else _taken(moves, movement, terms)
    if movement.after:
        used = [_stopped(each, movement.after) for each in used]
    return tuple(used)


def _ended_first(lot: Lot, movement: Movement, terms: AccountTerms) -> LotMove:
    if movement.before:
        return LotMove(lot, ended=lot.left, why=movement.before)
    if terms.lapse_after is not None and movement.period > lot.posted + terms.lapse_after:
        return LotMove(lot, ended=lot.left, why=LAPSED)
    return LotMove(lot)


def _stopped(move: LotMove, code: str) -> LotMove:
    if not move.left:
        return move
    return attrs.evolve(move, ended=move.ended + move.left, why=code)


def _usable(move: LotMove, terms: AccountTerms) -> int:
    is_early = move.is_new and terms.usable is Usable.NEXT_PERIOD
    return 0 if is_early else move.left


def _taken(moves: Sequence[LotMove], movement: Movement, terms: AccountTerms) -> list[LotMove]:
    """Take what is wanted from the oldest lot first."""
    wanted = movement.wanted
    if wanted and terms.beyond is Beyond.REFUSE:
        there = sum(_usable(each, terms) for each in moves)
        wanted = 0 if wanted > there else wanted
    found: list[LotMove] = []
    for each in moves:
        used = min(wanted, _usable(each, terms)) if wanted else 0
        wanted -= used
        found.append(_using(each, used))
    return found


def _using(move: LotMove, used: int) -> LotMove:
    return LotMove(move.lot, used, move.ended, move.why, move.is_new) if used else move


def _in_parts(moves: Sequence[LotMove], movement: Movement, terms: AccountTerms) -> list[LotMove]:
    """Use of each lot its part of the period: what is left over the parts that are left.

    The first parts are greater by the least unit where it does not divide.
    """
    first = 0 if terms.usable is Usable.SAME_PERIOD else 1
    found: list[LotMove] = []
    for each in moves:
        gone = movement.period - each.lot.posted - first
        parts_left = (terms.parts or 0) - gone
        used = 0
        if gone >= 0 and parts_left > 0:
            used = -(
                -_usable(each, terms) // parts_left
            )  # rounded up: the first parts are greater
        found.append(_using(each, used))
    return found


#: The figures beside the balance in the order of ``sums_of``; the balance itself comes last.
PARTS: Final = tuple(AccountPart)
#: What somebody's lots come to: a plain tuple, for there is one for everybody.
Sums = tuple[int, ...]
_NO_LOTS: Final[Sums] = (0,) * (len(PARTS) + 1)


def sums_of(moves: Moves) -> Sums:
    """Return what somebody's lots come to, part by part, and what is left of them."""
    if not moves:
        return _NO_LOTS
    opening = posted = used = lapsed = stopped = 0
    for each in moves:
        if each.is_new:
            posted += each.lot.amount
        else:
            opening += each.lot.left
        used += each.used
        if each.why == LAPSED:
            lapsed += each.ended
        else:
            stopped += each.ended
    left = opening + posted - used - lapsed - stopped
    return opening, posted, used, lapsed, stopped, left


def amount_of(part: AccountPart, moves: Moves) -> int:
    """Return one of the figures beside the balance."""
    return sums_of(moves)[PARTS.index(part)]


def balance_of(moves: Moves) -> int:
    """Return what is left of all lots."""
    return sum(each.left for each in moves)


#: What became of somebody's lots in a period, or why that is not known.
Account = Moves | Missing
