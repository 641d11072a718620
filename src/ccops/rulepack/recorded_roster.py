"""Recorded rosters: what agents did beside a roster, by the shifts of the periods it was in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ccops.errors import DataError
from ccops.kpi import records_of
from ccops.rulepack.recorded import recorded_labels
from ccops.settlement import merged_records
from ccops.values import PeriodDays
from ccops.worktime import AGENT_STATE, AGENT_TIME, WorktimeRules, compile_shifts, rostered_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.rulepack.pack import Pack


def rostered_records(
    pack: Pack,
    records: Mapping[str, Records],
    roster: Sequence[Mapping[str, object]],
    leave: Sequence[Mapping[str, object]] = (),
) -> Mapping[str, Records]:
    """Return records with what agents did beside a roster (``agent_time``).

    Shifts and kinds of leave are those of the period a day is in. Raises ``DataError`` with
    every wrong row. Without records of states there is nothing to set beside a roster.
    """
    states = records.get(AGENT_STATE.name)
    if states is None:
        return records
    states = records_of(states)
    made: list[Mapping[str, Records]] = []
    found: dict[Diagnostic, None] = {}
    for label, days in _stretches(pack, states):
        rules = _rules(pack, label)
        times, wrong = rostered_time(states, roster, leave, rules=rules, days=days)
        made.append({AGENT_TIME.name: times})
        found.update(dict.fromkeys(wrong))
    if found:
        raise DataError(tuple(found))
    return {**records, **merged_records(made)}


def _stretches(pack: Pack, states: Records) -> Iterator[tuple[str, PeriodDays]]:
    """Yield the periods that states lie in and that may differ, each until the next one."""
    labels = list(recorded_labels(pack, (states,)))
    default = pack.rules.pack.default_calendar.value
    calendar = next(each for each in pack.calendars if each.id == default)
    begins = [dt.date.min, *(calendar.days(each).first for each in labels[1:])]
    ends = [*(each - dt.timedelta(days=1) for each in begins[1:]), dt.date.max]
    for label, first, last in zip(labels, begins, ends, strict=True):
        yield label, PeriodDays(first, last)


def _rules(pack: Pack, label: str) -> WorktimeRules:
    """Return what a roster is read by; wrong shifts do not load with a pack."""
    taken = pack.rules_of(label)
    shifts, _ = compile_shifts(taken.section("shifts"))
    return WorktimeRules(
        shifts=shifts,
        leave_kinds={each.name: each for each in taken.section("leave_kinds")},
        zone=ZoneInfo(pack.zone),
    )
