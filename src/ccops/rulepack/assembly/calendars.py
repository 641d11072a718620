"""Calendars of a pack: each by its own cut-off day, or by the days of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import nearest
from ccops.rulepack.assembly.findings import problem
from ccops.values import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic, Text
    from ccops.rulepack.pack_rules import CalendarRule
    from ccops.rulepack.ruleset import RuleSet


def calendars_of(rules: RuleSet) -> tuple[tuple[Calendar, ...], tuple[Diagnostic, ...]]:
    """Return the calendars of a pack, and what is wrong with them or the default.

    Natural months stand in for a wrong calendar and for an unknown default, so that the rest
    of the pack can be checked.
    """
    calendars, problems = calendars_by_name(rules.section("calendars"))
    default = rules.pack.default_calendar
    if default.value not in calendars:
        problems = (*problems, unknown_calendar(default, calendars))
        calendars = {**calendars, default.value: Calendar(id=default.value)}
    return tuple(calendars.values()), problems


def calendars_by_name(
    rules: Iterable[CalendarRule],
) -> tuple[dict[str, Calendar], tuple[Diagnostic, ...]]:
    """Return the calendars by name, and what is wrong with them.

    A wrong one has natural months.
    """
    listed = {rule.name: rule for rule in rules}
    calendars: dict[str, Calendar] = {}
    problems: list[Diagnostic] = []
    for name, rule in listed.items():
        other = rule.same_as
        found = _own(rule) if other is None else _taken(rule, other, listed)
        if isinstance(found, Calendar):
            calendars[name] = attrs.evolve(found, id=name)
        else:
            calendars[name] = Calendar(id=name)
            problems.append(found)
    return calendars, tuple(problems)


def unknown_calendar(name: Text, known: Iterable[str]) -> Diagnostic:
    """Return the finding about a name that no calendar has."""
    near = nearest(name.value, known) or "-"
    return problem("unknown-calendar", name.span, name=name.value, near=near)


def _own(rule: CalendarRule) -> Calendar | Diagnostic:
    try:
        return rule.calendar()
    except ValueError as error:
        told = {"name": rule.name, "problem": str(error)}
        return problem("calendar-wrong", rule.origin.span, **told)


def _taken(
    rule: CalendarRule, name: Text, listed: Mapping[str, CalendarRule]
) -> Calendar | Diagnostic:
    """Return the calendar whose days a rule takes. One that takes days again gives none."""
    other = listed.get(name.value)
    if other is None:
        return unknown_calendar(name, listed)
    if other.same_as is not None or rule.cutoff_day is not None:
        return problem("calendar-same-as", name.span, name=rule.name, other=other.name)
    found = _own(other)
    return found if isinstance(found, Calendar) else Calendar(id=rule.name)
