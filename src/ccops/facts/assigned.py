"""Facts that follow from dated assignments: what held on one day of a period, or how long.

A fact that everybody has by himself (``role``) is that of his last employed day; a pack that
needs another day, the part of the period in which something held, or the day since which it
holds, declares such a fact.
"""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Origin, Text, nearest
from ccops.rules import Shape, origin_field, pack_field
from ccops.values import Cell, Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ccops.facts.assignments import EmployeeState
    from ccops.facts.subjects import Employee
    from ccops.values import PeriodDays

    Stretches = Sequence[tuple[PeriodDays, EmployeeState]]


class AssignedKind(enum.Enum):
    """What is assigned of which there is one at a time."""

    ROLE = "role"
    TEAM = "team"
    LEVEL = "level"


class AsOf(enum.Enum):
    """Whose value a period takes in which it changes: of an end, or held on the most days.

    Days are those of employment; of two held equally long it is the later one.
    """

    START = "start"
    END = "end"
    MAJORITY = "majority"


@frozen(kw_only=True)
class AssignedRule:
    """``{of: role, as_of: majority}``: a word; ``{of: role, among: [agent]}``: a share of days.

    ``{of: level, since: yes}``: the day since which somebody has what he has at the end.
    """

    of: AssignedKind = pack_field(
        Shape.WORD, of=AssignedKind, zh="任职内容", en="what is assigned: role, team or level"
    )
    as_of: AsOf | None = pack_field(
        Shape.WORD,
        of=AsOf,
        default=None,
        zh="取值日",
        en="which value a period takes in which it changes: start, end, or of the most days",
    )
    among: tuple[Text, ...] = pack_field(
        Shape.TEXTS,
        default=(),
        zh="计入的取值",
        en="the values of which the fact is the share of the employed days",
    )
    since: bool = pack_field(
        Shape.FLAG,
        default=False,
        zh="起始日",
        en="that the fact is the day since which somebody has what he has at the end",
    )
    origin: Origin = origin_field()

    @property
    def unit(self) -> Unit:
        """The unit of such a fact."""
        if self.since:
            return Unit.DATE
        return Unit.RATIO if self.as_of is None else Unit.WORD

    def check(
        self, name: str, unit: Unit, roles: Collection[str], levels: Collection[str] = ()
    ) -> Iterator[Diagnostic]:
        """Yield what is wrong with it as the fact ``name``; without levels any word is one."""
        if [self.as_of is not None, bool(self.among), self.since].count(True) != 1:
            yield Diagnostic(code="assigned-one-way", span=self.origin.span, args={"name": name})
        elif self.unit is not unit:
            told = {"name": name, "declared": unit.value, "unit": self.unit.value}
            yield Diagnostic(code="assigned-unit", span=self.origin.span, args=told)
        known = {AssignedKind.ROLE: roles, AssignedKind.LEVEL: levels or None}.get(self.of)
        for each in self.among if known is not None else ():
            if each.value not in known:
                near = nearest(each.value, known) or "-"
                told = {self.of.value: each.value, "nearest": near}
                yield Diagnostic(code=f"unknown-{self.of.value}", span=each.span, args=told)


def assigned_cell(
    rule: AssignedRule, state: Employee | EmployeeState, stretches: Stretches, *, absent: Missing
) -> Cell | Missing:
    """Return a fact of somebody: ``state`` holds on his last day, ``stretches`` are his changes.

    Without any change of his the state held all along. ``absent`` stands for a value he has not,
    and for the day since which he has one: ``since_cell`` tells that of dated changes.
    """
    if rule.since:
        return absent
    days = _days_by_value(rule.of, state, stretches)
    if rule.as_of is None:
        named = {each.value for each in rule.among}
        share = Fraction(sum(days[each] for each in named & days.keys()), sum(days.values()))
        return (share.numerator, share.denominator)
    found = _as_of(rule, rule.as_of, state, stretches, days)
    return absent if found is None else found


def _as_of(
    rule: AssignedRule,
    as_of: AsOf,
    state: Employee | EmployeeState,
    stretches: Stretches,
    days: dict[str | None, int],
) -> str | None:
    match as_of:
        case AsOf.START:
            return _value(rule.of, stretches[0][1] if stretches else state)
        case AsOf.END:
            return _value(rule.of, state)
        case AsOf.MAJORITY:
            return max(reversed(list(days)), key=days.__getitem__)


def _days_by_value(
    kind: AssignedKind, state: Employee | EmployeeState, stretches: Stretches
) -> dict[str | None, int]:
    """Return on how many days each value held, the one held last at the end."""
    days: dict[str | None, int] = {}
    for span, each in stretches:
        value = _value(kind, each)
        days[value] = days.pop(value, 0) + span.days
    return days or {_value(kind, state): 1}


def _value(kind: AssignedKind, state: Employee | EmployeeState) -> str | None:
    found: str | None = getattr(state, kind.value)
    return found
