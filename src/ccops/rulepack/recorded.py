"""Recorded: what a pack makes of records, as the periods or days define it in which they lie."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ccops.contacts import RepeatRules, with_repeats
from ccops.errors import DataError, UnknownNameError
from ccops.kpi import PYTHON, day_ends, measure
from ccops.messages import Diagnostic, nearest
from ccops.rulepack.month import REPEATS
from ccops.rulepack.stretches import Stretches
from ccops.settlement import merged_records
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ccops.kpi import Engine, Indicator, Measured, Records
    from ccops.rulepack.pack import Pack


def recorded_indicators(
    pack: Pack, records: Iterable[Records], asked: Callable[[Indicator], bool]
) -> tuple[Indicator, ...]:
    """Return the indicators that are asked for, as the periods of the records define them.

    Raises ``DataError`` where two of these periods define one of them differently.
    """
    first, *later = recorded_labels(pack, records)
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


def recorded_repeats(pack: Pack, records: Mapping[str, Records]) -> Mapping[str, Records]:
    """Return records with who came in, or was called, again beside them.

    Each matter and each approach is seen by the rules that hold on its own day.
    """
    steady: dict[str, tuple[Any, ...]] = {}
    dated: list[tuple[RepeatRules, PeriodDays]] = []
    for section in REPEATS:
        rules = pack.rules.section(section)
        versions = {rule.name: pack.rules.versions.get((section, rule.name), ()) for rule in rules}
        steady[section] = tuple(rule for rule in rules if not versions[rule.name])
        for each in (each for listed in versions.values() for each in listed):
            days = PeriodDays(each.in_force.begins, each.in_force.ends)
            dated.append((RepeatRules(**{section: (each.rule,)}), days))
    parts = [with_repeats(records, RepeatRules(**steady))]
    for repeats, days in dated:
        made = with_repeats(records, repeats)
        parts.append({name: made[name].within(days) for name in made.keys() - records.keys()})
    return merged_records(parts)


def measured_over(
    pack: Pack,
    records: Mapping[str, Records],
    *,
    by: Sequence[str],
    contract: str,
    engine: Engine = PYTHON,
) -> tuple[Measured, ...]:
    """Return the indicators of a pack that may be asked by some groups, kind by kind.

    With a ``contract``, the service levels of all other contracts are left out. Raises
    ``UnknownNameError`` where no indicator may be asked by the groups, and for a contract under
    which no indicator is measured.
    """
    rules = pack.rules.section("indicators")
    contracts = {each.contract.value for each in rules if each.contract}
    if contract and contract not in contracts:
        raise UnknownNameError("service level contract", contract, nearest(contract, contracts))
    seen = recorded_repeats(pack, records)

    def is_asked(each: Indicator) -> bool:
        other = bool(contract and each.contract) and each.contract != contract
        return not other and each.over in seen and set(by) <= set(each.columns)

    by_kind: dict[str, list[Indicator]] = {}
    for each in recorded_indicators(pack, seen.values(), is_asked):
        by_kind.setdefault(each.over, []).append(each)
    if not by_kind:
        known = {str(group) for each in rules for group in each.by}
        raise UnknownNameError("indicator by", ", ".join(by), ", ".join(sorted(known)))
    return tuple(
        measure(seen[kind], listed, by=by, engine=engine) for kind, listed in by_kind.items()
    )


def recorded_labels(pack: Pack, records: Iterable[Records]) -> Iterator[str]:
    """Yield the period of the first record, and each later one of theirs that may differ from it.

    A day before the pack holds counts as in its first period, and so does no day at all.
    """
    first = pack.first_label
    days = [day for each in records for day in day_ends(each) or ()]
    if not days:
        yield first
        return
    default = pack.rules.pack.default_calendar.value
    calendar = next(each for each in pack.calendars if each.id == default)
    begins, ends = (calendar.label_of(dt.date.fromordinal(day)) for day in (min(days), max(days)))
    begins = max(begins, first)
    yield begins
    yield from (each for each in Stretches.of(pack).labels if begins < each <= ends)
