"""Entries of personal plans: who has which field, and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.facts import state_at
from ccops.learning.row_views import views
from ccops.messages import Label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from ccops.facts import Assignment, Employee
    from ccops.kpi import Records
    from ccops.learning.development_plans import DevelopmentPlanRule


@attrs.frozen(kw_only=True)
class PlanEntry:
    """One person's plan: his fields, whether his grade is high enough, what he has still to learn.

    ``fields`` is empty for who has none.
    """

    employee: str
    fields: tuple[str, ...]
    level: str | None
    is_level_reached: bool
    open_topics: tuple[str, ...]

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "fields": self.fields,
            "has_plan": bool(self.fields),
            "level": self.level,
            "level_reached": self.is_level_reached,
            "open_topics": self.open_topics,
            "done": bool(self.fields) and self.is_level_reached and not self.open_topics,
        }


@attrs.frozen(kw_only=True)
class PlanList:
    """Everybody of whom a plan is asked, those without one first."""

    name: str
    label: Label
    entries: tuple[PlanEntry, ...]


def plan_list(
    rule: DevelopmentPlanRule,
    people: Iterable[tuple[Employee, tuple[Assignment, ...]]],
    plans: Records | None,
    learned: Mapping[str, Collection[str]],
    *,
    on: dt.date,
) -> PlanList:
    """Return the plans in force on a day; ``learned`` are the topics of each person so far."""
    fields = _fields(plans, on)
    roles = {each.value for each in rule.roles}
    levels = {each.value for each in rule.levels}
    entries: list[PlanEntry] = []
    for span, own in people:
        state = state_at(span, own, on)
        if span.hired_on > on or state.role not in roles:
            continue
        who = span.employee_id
        known = learned.get(who, ())
        entries.append(
            PlanEntry(
                employee=who,
                fields=tuple(sorted(fields.get(who, ()))),
                level=state.level,
                is_level_reached=state.level in levels,
                open_topics=tuple(x.value for x in rule.learns if x.value not in known),
            )
        )
    entries.sort(key=lambda each: (bool(each.fields), each.employee))
    return PlanList(name=rule.name, label=rule.label, entries=tuple(entries))


def _fields(plans: Records | None, on: dt.date) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    today = on.toordinal()
    for row in views(plans):
        day, until = row["day"], row["until"]
        ended = isinstance(until, int) and until < today
        if isinstance(day, int) and day <= today and not ended:
            found.setdefault(str(row["employee_id"]), set()).add(str(row["field"]))
    return found
