"""Running accounts: what a period asks of everybody's account, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.facts import is_complete, recast
from ccops.plan.account_figures import StopWhen
from ccops.plan.accounts import Account, Movement, moved
from ccops.plan.totals import totals_of
from ccops.values import Missing
from ccops.values.periods import period_number

if TYPE_CHECKING:
    from ccops.facts import Facts, History, Moves, Posting
    from ccops.plan.reading import Reader
    from ccops.plan.results import Members
    from ccops.plan.steps import AccountStep, Key

Amounts = Sequence[int | Missing]
#: The account of somebody who holds nothing and is posted nothing.
NOTHING_MOVED: Final[Moves] = ()


def accounts_of(
    step: AccountStep, reader: Reader, history: History, members: Members
) -> list[Account]:
    """Return what comes of the account of each member of a population.

    Without a closing or opening nobody knows what was there: missing (``no_history``). Whatever
    else is not known makes the account missing too, for then nobody knows what is left.
    """
    known = history.lots.get(step.key.name)
    if known is None:
        return [Missing.NO_HISTORY] * len(members)
    posted = _amounts(step, step.posted, reader, members)
    wanted = _amounts(step, step.used, reader, members)
    before = _codes(step, StopWhen.BEFORE_USE, reader, members)
    after = _codes(step, StopWhen.AFTER_USE, reader, members)
    unknown = history.unknown_lots.get(step.key.name, {})
    period, origin = period_number(reader.facts.period.label), step.rule.posted.value
    found: list[Account] = [NOTHING_MOVED] * len(members)
    for position in _moving((posted, wanted, before, after), (*known, *unknown), members):
        row = members.rows[position]
        asked = [each[position] for each in (posted, wanted, before, after)]
        said = (unknown.get(row), *asked)
        reason = next((each for each in said if isinstance(each, Missing)), None)
        lots = known.get(row, ())
        if reason is not None:
            found[position] = reason
        elif lots or asked[0]:
            movement = _movement(period, asked, origin)
            if step.rule.sources and movement.posted:
                listed = _postings(step.rule.sources, movement.posted, reader.facts, row)
                movement = attrs.evolve(movement, postings=listed)
            found[position] = moved(lots, movement, step.terms)
    return found


def _moving(asked: Sequence[Sequence[object]], rows: Iterable[int], members: Members) -> list[int]:
    """Return the positions of those who hold or are posted something, or miss a part of it.

    ``asked`` is what is posted, then whatever moves nothing where nothing is.
    """
    found = {members.positions[row] for row in rows} - {-1}
    posted, *others = asked
    if is_complete(posted):
        found.update(compress(range(len(members)), posted))
    else:
        others = list(asked)
        found.update(at for at, each in enumerate(posted) if each.__class__ is int and each != 0)
    for cells in others:
        if not is_complete(cells):
            found.update(at for at, each in enumerate(cells) if each.__class__ is Missing)
    return sorted(found)


def moved_accounts(accounts: Sequence[Account]) -> list[tuple[int, Account]]:
    """Return the accounts in which something was, moved or is not known, with their positions."""
    if accounts.count(NOTHING_MOVED) == len(accounts):
        return []
    return [(at, each) for at, each in enumerate(accounts) if each is not NOTHING_MOVED]


def _movement(period: int, asked: Sequence[Any], origin: str) -> Movement:
    posted, wanted, before, after = asked
    return Movement(
        period=period, posted=posted, wanted=wanted, before=before, after=after, origin=origin
    )


def _postings(sources: Sequence[str], posted: int, facts: Facts, row: int) -> tuple[Posting, ...]:
    """Return the single postings that make up an amount; none where they do not.

    A host that hands in the facts themselves, or a worked example, names no postings.
    """
    found = tuple(each for name in sources for each in facts.postings(name, row))
    return found if sum(each.amount for each in found) == posted else ()


def _amounts(step: AccountStep, keys: Sequence[Key], reader: Reader, members: Members) -> Amounts:
    """Return the sum of some figures; who has no such line, or none in this period, has 0."""
    parts = (reader.figures[key] for key in keys)
    due = (each for each in parts if each.step.is_due(reader.facts.period.label))
    lines = (reader.on_rows(each, members) for each in due)
    return totals_of(len(members), (recast(each, step.type, step.carrier) for each in lines))


def _codes(
    step: AccountStep, when: StopWhen, reader: Reader, members: Members
) -> Sequence[str | Missing]:
    """Return the first code that ends each member's lots; empty where none does."""
    codes: list[str | Missing] = [""] * len(members)
    for stop in step.rule.stops:
        flags = reader.column(step.readings[stop.flag], members)
        if stop.when is not when or (flags.same and flags.at(0) is False):
            continue
        for position, flag in enumerate(flags.sequence()):
            if flag is not False and codes[position] == "":
                codes[position] = flag if isinstance(flag, Missing) else stop.code
    return codes


def openings_of(account: str, history: History, members: Members) -> Amounts:
    """Return what each member's account holds before anything happens in the period."""
    known = history.lots.get(account)
    if known is None:
        return [Missing.NO_HISTORY] * len(members)
    unknown = history.unknown_lots.get(account, {})
    found: list[int | Missing] = [0] * len(members)
    for row in (*known, *unknown):
        position = members.positions[row]
        if position >= 0:
            found[position] = unknown[row] if row in unknown else sum(x.left for x in known[row])
    return found
