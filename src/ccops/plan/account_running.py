"""Running accounts: what a period asks of everybody's account, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import add
from typing import TYPE_CHECKING, Any

import attrs

from ccops.plan.account_figures import StopWhen
from ccops.plan.accounts import Account, Movement, moved
from ccops.values import Cell, Missing
from ccops.values.periods import period_number

if TYPE_CHECKING:
    from ccops.facts import Facts, History, Posting
    from ccops.plan.reading import Reader
    from ccops.plan.results import Members
    from ccops.plan.steps import AccountStep, Key

Amounts = Sequence[int | Missing]


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
    found: list[Account] = []
    for row, *asked in zip(members.rows, posted, wanted, before, after, strict=True):
        said = (unknown.get(row), *asked)
        reason = next((each for each in said if isinstance(each, Missing)), None)
        lots = known.get(row, ())
        if reason is not None:
            found.append(reason)
        elif not lots and not asked[0]:
            found.append(())
        else:
            movement = _movement(period, asked, origin)
            if step.rule.sources and movement.posted:
                listed = _postings(step.rule.sources, movement.posted, reader.facts, row)
                movement = attrs.evolve(movement, postings=listed)
            found.append(moved(lots, movement, step.terms))
    return found


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
    total: Amounts = [0] * len(members)
    for key in keys:
        part = reader.figures[key]
        if not part.step.is_due(reader.facts.period.label):
            continue
        times = (step.carrier.scale or 1) // (part.step.carrier.scale or 1)
        cells = reader.on_rows(part, members)
        total = [_sum(one, cell, times) for one, cell in zip(total, cells, strict=True)]
    return total


def _sum(total: int | Missing, cell: Cell | Missing, times: int) -> int | Missing:
    if isinstance(total, Missing):
        return total
    if isinstance(cell, Missing):
        return cell
    return add(total, int(cell) * times) if isinstance(cell, int) else total


def _codes(
    step: AccountStep, when: StopWhen, reader: Reader, members: Members
) -> Sequence[str | Missing]:
    """Return the first code that ends each member's lots; empty where none does."""
    codes: list[str | Missing] = [""] * len(members)
    for stop in step.rule.stops:
        if stop.when is when:
            flags = reader.cells(step.readings[stop.flag], members)
            codes = [
                code or (flag if isinstance(flag, Missing) else stop.code if flag else "")
                if isinstance(code, str)
                else code
                for code, flag in zip(codes, flags, strict=True)
            ]
    return codes


def openings_of(account: str, history: History, members: Members) -> Amounts:
    """Return what each member's account holds before anything happens in the period."""
    known = history.lots.get(account)
    if known is None:
        return [Missing.NO_HISTORY] * len(members)
    unknown = history.unknown_lots.get(account, {})
    return [
        unknown[row] if row in unknown else sum(each.left for each in known.get(row, ()))
        for row in members.rows
    ]
