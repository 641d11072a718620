"""Recorded: the indicators of a pack as the periods define them in which some records lie."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.errors import DataError
from ccops.messages import Diagnostic
from ccops.rulepack.stretches import Stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ccops.kpi import Indicator, Records
    from ccops.rulepack.pack import Pack


def recorded_indicators(
    pack: Pack, records: Iterable[Records], asked: Callable[[Indicator], bool]
) -> tuple[Indicator, ...]:
    """Return the indicators that are asked for, as the periods of the records define them.

    Raises ``DataError`` where two of these periods define one of them differently.
    """
    first, *later = _labels(pack, records)
    taken = {each.name: each for each in pack.check_assembly(first).indicators if asked(each)}
    changes: dict[str, Diagnostic] = {}
    for label in later:
        made = {each.name: each for each in pack.check_assembly(label).indicators if asked(each)}
        for name in {**taken, **made}:
            if name not in changes and taken.get(name) != made.get(name):
                span = (made.get(name) or taken[name]).origin.span
                told = {"name": name, "first": first, "later": label}
                changes[name] = Diagnostic(code="indicator-changes", span=span, args=told)
    if changes:
        raise DataError(tuple(changes.values()))
    return tuple(taken.values())


def _labels(pack: Pack, records: Iterable[Records]) -> Iterator[str]:
    """Yield the period of the first record, and each later one of theirs that may differ from it.

    A day before the pack holds counts as in its first period, and so does no day at all.
    """
    first = pack.first_label
    days = [day for each in records for day in each.columns[each.kind.day] if isinstance(day, int)]
    if not days:
        yield first
        return
    default = pack.rules.pack.default_calendar.value
    calendar = next(each for each in pack.calendars if each.id == default)
    begins, ends = (calendar.label_of(dt.date.fromordinal(day)) for day in (min(days), max(days)))
    begins = max(begins, first)
    yield begins
    yield from (each for each in Stretches.of(pack).labels if begins < each <= ends)
