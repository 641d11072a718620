"""Of whom the next period takes over something else: values that windows read, and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import RUN_OF, Lot
from ccops.frozen import frozen
from ccops.settlement.revised.causes import Cause, CauseKind, Value, Why
from ccops.settlement.revised.change import Change, money_between
from ccops.values import NOT_APPLICABLE, Missing, NotApplicable, Unit, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.facts import PastLots
    from ccops.settlement.carried.closing import Closing

_RUN: Final = RUN_OF.format("")


@frozen(kw_only=True)
class Carried:
    """Something of an employee that the next period takes over and is another now.

    ``period`` is the one a value is of, empty for what an account holds at the end. The lots of
    an account may be others though their sum is the same: then before and after are equal.
    """

    period: str
    change: Change


@frozen(kw_only=True)
class _Held:
    """What a closing says of somebody under one name; of an account with the lots behind it."""

    value: Value
    unit: Unit
    lots: tuple[Lot, ...] = ()


#: What a closing says by name, period and employee.
_Said = dict[tuple[str, str, str], _Held]


def carried_changes(why: Why, left: Iterable[str]) -> tuple[Carried, ...]:
    """Return what the next period takes over otherwise, by employee, name and period.

    ``left`` are the names and periods of which anything is another at all.
    """
    before, after, among = why.before, why.after, frozenset(left)
    then, now = dict(_said(before.closing, among)), dict(_said(after.closing, among))
    changed = [key for key in {**then, **now} if then.get(key) != now.get(key)]
    found = []
    for name, period, employee in sorted(changed, key=lambda each: (each[2], each[0], each[1])):
        sides = [each.get((name, period, employee)) for each in (then, now)]
        one, other = (NOT_APPLICABLE if each is None else each.value for each in sides)
        change = Change(
            employee=employee,
            name=name,
            label=after.results.plan.label_of(name.removeprefix(_RUN)),
            unit=next(each.unit for each in sides if each is not None),
            before=one,
            after=other,
            difference=money_between(one, other),
            causes=_causes(employee, name, period, why),
        )
        found.append(Carried(period=period, change=change))
    return tuple(found)


# -- what closings say ----------------------------------------------------------------------------


def _said(closing: Closing, among: frozenset[str]) -> Iterator[tuple[tuple[str, str, str], _Held]]:
    """Yield what a closing says of every employee under some names."""
    for past in closing.values:
        if f"{past.name} {past.period}" not in among:
            continue
        type_, carrier = past.column.type, past.column.carrier
        for row, cell in zip(past.rows, past.column.sequence(), strict=True):
            value: Value
            if isinstance(cell, Missing | NotApplicable):
                value = cell
            else:
                value = decode(cell, type_, carrier, currency=closing.currency)
            held = _Held(value=value, unit=type_.unit)
            yield (past.name, past.period, closing.employees[row]), held
    for account in closing.accounts:
        if account.name not in among:
            continue
        for row in (*account.lots, *account.unknown):
            yield (account.name, "", closing.employees[row]), _held(account, row, closing.currency)


def _held(account: PastLots, row: int, currency: str) -> _Held:
    """Return what an account holds of somebody: the sum of what is left of its lots."""
    lots = tuple(account.lots.get(row, ()))
    unknown = account.unknown.get(row)
    if unknown is not None:
        return _Held(value=unknown, unit=account.type.unit)
    total = sum(each.left for each in lots)
    value = decode(total, account.type, account.carrier, currency=currency)
    return _Held(value=value, unit=account.type.unit, lots=lots)


# -- why ------------------------------------------------------------------------------------------


def _causes(employee: str, name: str, period: str, why: Why) -> tuple[Cause, ...]:
    """Return what made something another: of this period, or of what came before it."""
    found: Iterable[Cause] = ()
    if period in ("", why.after.period):
        figure = name.removeprefix(_RUN)
        known = any(each.has_name(figure) for each in (why.before, why.after))
        found = why.causes(employee, figure) if known else _behind_lots(employee, name, why)
    causes = tuple(dict.fromkeys(found))
    if causes or why.goes_on_alike:
        return causes
    return (Cause(kind=CauseKind.HISTORY, employee=employee, name=name),)


def _behind_lots(employee: str, account: str, why: Why) -> Iterator[Cause]:
    """Ask the facts that an account of records gives, back to those that follow from no other.

    What is told of the lots alone, such as how much is left, is a cause where nothing else is.
    """
    facts = why.after.rules.facts
    asked = [name for name, each in facts.items() if each.made and each.made.account == account]
    about, read = frozenset(asked), set[str]()
    roots: dict[str, None] = {}
    while asked:
        name = asked.pop(0)
        made = facts[name].made
        reads = [each for each in (made.reads if made else ()) if each in facts]
        moved = [each for each in reads if _moved(employee, each, why)]
        asked.extend(each for each in moved if each not in read)
        read.update(moved)
        if not moved and _moved(employee, name, why):
            roots[name] = None
    for name in [each for each in roots if each in read or each not in about] or list(roots):
        yield from why.causes(employee, name)


def _moved(employee: str, name: str, why: Why) -> bool:
    before, after = why.values(employee, name)
    return before != after
