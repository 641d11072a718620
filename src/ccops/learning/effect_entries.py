"""Entries of effects: an indicator before and after each session, and of all others."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import Better, Indicator, Records, measure
from ccops.learning.coaching_effects import CoachingEffectRule
from ccops.learning.list_values import ListValue, list_value
from ccops.learning.row_views import views
from ccops.messages import Label
from ccops.values import Missing, PeriodDays

if TYPE_CHECKING:
    from collections.abc import Mapping

_BY: Final = ("agent",)
_DAY: Final = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class Effect:
    """One session, and the indicator before and after; ``known_on`` is the last day after.

    ``coach_before`` is that of the one listened to. ``others_change`` is what became of all
    others in the same days.
    """

    session: str
    employee: str
    coach: str
    day: dt.date
    state: str
    known_on: dt.date
    before: ListValue | Missing
    coach_before: ListValue | Missing
    after: ListValue | Missing
    others_change: ListValue | Missing
    better: Better

    @property
    def change(self) -> ListValue | Missing:
        """What became of it: after less before."""
        return difference(self.after, self.before)

    @property
    def net_change(self) -> ListValue | Missing:
        """The change beyond that of all others."""
        return difference(self.change, self.others_change)

    @property
    def improved(self) -> bool | Missing:
        """Whether it is better after than before; the same is not better."""
        return is_better(self.change, self.better)

    @property
    def from_better(self) -> bool | Missing:
        """Whether the one listened to was better than the listener before."""
        return is_better(difference(self.coach_before, self.before), self.better)

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "employee": self.employee,
            "coach": self.coach,
            "day": self.day,
            "state": self.state,
            "from_better": self.from_better,
            "before": self.before,
            "after": self.after,
            "change": self.change,
            "net_change": self.net_change,
            "improved": self.improved,
        }


@attrs.frozen(kw_only=True)
class EffectList:
    """The sessions of a rule in the order of their days."""

    name: str
    label: Label
    indicator: Label
    entries: tuple[Effect, ...]


def difference(after: ListValue | Missing, before: ListValue | Missing) -> ListValue | Missing:
    """Return a value less another; missing where either is."""
    if isinstance(after, Missing):
        return after
    return before if isinstance(before, Missing) else after.less(before)


def is_better(change: ListValue | Missing, better: Better) -> bool | Missing:
    """Say whether a change is one for the better."""
    if isinstance(change, Missing):
        return change
    return change.number > 0 if better is Better.HIGHER else change.number < 0


def effect_list(
    rule: CoachingEffectRule,
    indicators: Mapping[str, Indicator],
    records: Mapping[str, Records],
    *,
    within: PeriodDays,
    on: dt.date,
) -> EffectList:
    """Return the sessions of some days with their effects, as far as they are known on a day."""
    indicator = indicators[rule.of.value]
    kinds = {each.value for each in rule.kinds}
    around = _Around(rule, indicator, records.get(indicator.over), on)
    entries = tuple(
        around.effect(row)
        for row in views(records.get("coaching_session"))
        if row["kind"] in kinds and _holds(within, row["day"])
    )
    return EffectList(
        name=rule.name,
        label=rule.label,
        indicator=indicator.label,
        entries=tuple(sorted(entries, key=lambda each: (each.day, each.session, each.employee))),
    )


def _holds(days: PeriodDays, day: object) -> bool:
    return isinstance(day, int) and days.holds(dt.date.fromordinal(day))


@attrs.frozen
class _Around:
    """Measures an indicator around the days of sessions."""

    rule: CoachingEffectRule
    indicator: Indicator
    records: Records | None
    on: dt.date

    def effect(self, row: Mapping[str, object]) -> Effect:
        day = dt.date.fromordinal(int(str(row["day"])))
        span = dt.timedelta(days=self.rule.days)
        before, after = PeriodDays(day - span, day - _DAY), PeriodDays(day + _DAY, day + span)
        who, coach, state = str(row["employee_id"]), str(row["coach"]), str(row["state"])
        is_known = state == "held" and after.last <= self.on
        values = self._values(before, (who, coach))
        later = self._values(after, (who,)) if is_known else _NOT_YET
        return Effect(
            session=str(row["session_id"]),
            employee=who,
            coach=coach,
            day=day,
            state="overdue" if state == "planned" and day < self.on else state,
            known_on=after.last,
            before=values[0],
            coach_before=values[1],
            after=later[0],
            others_change=difference(later[-1], values[-1]),
            better=self.rule.better,
        )

    def _values(
        self, days: PeriodDays, people: tuple[str, ...]
    ) -> tuple[ListValue | Missing, ...]:
        """Return the values of people in some days, and last that of all but the first."""
        if self.records is None:
            return (Missing.NOT_MEASURED,) * (len(people) + 1)
        inside = self.records.within(days)
        measured = measure(inside, [self.indicator], by=_BY)
        own = (list_value(measured, self.indicator.name, each) for each in people)
        return (*own, self._others(inside, people[0]))

    def _others(self, inside: Records, person: str) -> ListValue | Missing:
        column = self.indicator.columns["agent"]
        others = inside.where([each != person for each in inside.columns[column]])
        return list_value(measure(others, [self.indicator]), self.indicator.name, ())


_NOT_YET: Final = (Missing.NOT_MEASURED, Missing.NOT_MEASURED)
