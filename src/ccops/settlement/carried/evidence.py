"""Evidence: the calls, evaluations or shifts behind a measured fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.errors import UnknownNameError
from ccops.facts import GroupKind
from ccops.kpi import rows_behind
from ccops.messages import nearest
from ccops.settlement.carried.record_accounts import account_rows_behind
from ccops.settlement.measured.group_measuring import group_rows_behind, placing_in
from ccops.settlement.measured.measuring import calendar_of, chosen
from ccops.settlement.measured.placing import PeopleByDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.kpi import Indicator, Records
    from ccops.settlement.measured.rules import MonthRules
    from ccops.settlement.whole.month import Month


def evidence_of(
    month: Month, subject: str, fact: str, records: Mapping[str, Records], *, kind: str
) -> Records:
    """Return the records behind a fact of an employee; with a ``kind``, of a group.

    Raises ``UnknownNameError`` for a fact that is not measured of such a subject.
    """
    counted = month.counted_records(records)
    if kind:
        return _of_group(month, subject, fact, counted, GroupKind(kind))
    rules = month.rules
    behind = account_rows_behind(rules, counted, employee=subject, fact=fact)
    if behind is not None:
        return behind
    measured = [each for each in rules.indicators if each.subject_groups]
    fed = (each.name for account in rules.record_accounts for each in account.facts)
    indicator = _indicator(fact, measured, fed)
    inside = _inside(indicator, counted, rules)
    group = indicator.subject_groups[0]
    return chosen(inside, rows_behind(inside, indicator, by=(group,), key=subject))


def _of_group(
    month: Month, group: str, fact: str, counted: Mapping[str, Records], kind: GroupKind
) -> Records:
    rules = month.rules
    is_asked = [each for each in rules.indicators if each.is_asked_of(kind)]
    indicator = _indicator(fact, is_asked)
    people = PeopleByDay.of(month.employees, month.assignments)
    placing = placing_in(kind, people, rules)
    return group_rows_behind(_inside(indicator, counted, rules), indicator, placing, group=group)


def _indicator(fact: str, known: Iterable[Indicator], others: Iterable[str] = ()) -> Indicator:
    listed = {each.name: each for each in known}
    if fact not in listed:
        raise UnknownNameError("measured fact", fact, nearest(fact, [*listed, *others]))
    return listed[fact]


def _inside(indicator: Indicator, counted: Mapping[str, Records], rules: MonthRules) -> Records:
    return counted[indicator.over].within(rules.period.days(calendar_of(indicator, rules)))
