"""Why a figure came out otherwise the second time: back to what was handed in otherwise."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ccops.facts import Rescore
from ccops.frozen import frozen
from ccops.plan import (
    AccountPartStep,
    AccountStep,
    GroupFactStep,
    MembersStep,
    RankStep,
    TotalStep,
    WindowStep,
    groups_read,
)
from ccops.plan.gathering import WHOLE_CENTER, groups_of_readers, member_rows
from ccops.plan.steps import PopulationStep
from ccops.settlement.measured.rescoring import rescores_behind
from ccops.settlement.revised.movers import Movers
from ccops.values import NOT_APPLICABLE, Missing, NotApplicable, PublicValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.plan import FigureColumn, FigureStep
    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise

Value = PublicValue | Missing | NotApplicable


class CauseKind(Enum):
    """Where a difference comes from."""

    FACT = "fact"
    #: Somebody is employed in the period, or assigned to a group, in one of the two only.
    PERSON = "person"
    #: What earlier periods left: another closing before.
    HISTORY = "history"
    #: The same inputs, and another rule, parameter, reading or decision.
    RULE = "rule"
    #: A named person ruled otherwise about a missing input.
    RULING = "ruling"


@frozen(kw_only=True)
class Cause:
    """Something that is otherwise the second time, and of whom: ``name`` was ``before``.

    ``rescores`` are the scores behind a measured fact that were overturned in between; ``group``
    is the kind of group whose fact somebody reads, where ``employee`` is such a group.
    """

    kind: CauseKind
    employee: str
    name: str
    before: Value = NOT_APPLICABLE
    after: Value = NOT_APPLICABLE
    rescores: tuple[Rescore, ...] = ()
    group: str = ""


@attrs.define(eq=False, slots=False)
class Why:
    """Finds the causes of differences between two settlements of one period.

    Each cell is asked about once, however many figures read it.
    """

    before: Settlement
    after: Settlement
    _known: dict[tuple[str, str], tuple[Cause, ...]] = attrs.field(factory=dict, init=False)
    _movers: dict[str, Movers] = attrs.field(factory=dict, init=False)

    def causes(self, employee: str, name: str) -> tuple[Cause, ...]:
        """Return what made a figure or fact of an employee another one; none where it is not."""
        key = (employee, name)
        if key not in self._known:
            self._known[key] = ()  # plans have no circles; a person in two ranks may look like one
            found = dict.fromkeys(self._causes(employee, name))
            self._known[key] = tuple(found)
        return self._known[key]

    def values(self, employee: str, name: str) -> tuple[Value, Value]:
        """Return a value before and after; ``NOT_APPLICABLE`` where there is no such line."""
        return _value(self.before, employee, name), _value(self.after, employee, name)

    def _causes(self, employee: str, name: str) -> Iterator[Cause]:
        before, after = self.values(employee, name)
        if before == after:
            return
        sides = self._sides(employee)
        if len(sides) == 1:
            yield Cause(kind=CauseKind.PERSON, employee=employee, name="")
            return
        columns = [_column(each, employee, name) for each in sides]
        found = [each for each in columns if each is not None]
        if not found:
            gathered = list(self._gathered(employee, name))
            if gathered:
                yield from gathered
                return
            kind = CauseKind.RULING if self._is_ruled(employee, name) else CauseKind.FACT
            yield Cause(
                kind=kind,
                employee=employee,
                name=name,
                before=before,
                after=after,
                rescores=rescores_behind(self.before, self.after, employee, name),
            )
            return
        causes = list(self._behind(employee, found, is_one_sided=None in columns))
        rule = Cause(kind=CauseKind.RULE, employee=employee, name=name, before=before, after=after)
        yield from causes or (rule,)

    def _gathered(self, group: str, name: str) -> Iterator[Cause]:
        """Ask, for what a group gathers, the people whose value is another, came or went."""
        step = self.after.gathering(name) or self.before.gathering(name)
        if step is None:
            return
        now, then = (each.members_of(group, step) for each in (self.after, self.before))
        names = (step.member_figure.name, *(each.name for each in step.where_readings.values()))
        for who in sorted(now | then):
            if who not in now or who not in then:
                kind = self.after.about.value if self.after.about is not None else ""
                yield Cause(kind=CauseKind.PERSON, employee=who, name=kind)
                continue
            yield from self._people.membership(who, step.member_population)
            for each in dict.fromkeys(names):
                yield from self._people.causes(who, each)

    @cached_property
    def _people(self) -> Why:
        """Finds the causes of what the people of groups have otherwise."""
        return Why(self.before.people or self.before, self.after.people or self.after)

    def _behind(
        self, employee: str, columns: Sequence[FigureColumn], *, is_one_sided: bool
    ) -> Iterator[Cause]:
        """Ask what a figure reads, by the rules of both sides."""
        yield from self._own(employee, columns, is_one_sided=is_one_sided)
        step = columns[-1].step
        match step:
            case RankStep():
                yield from self._rank(employee, step)
            case MembersStep():
                yield from self._members(employee, step)
            case GroupFactStep():
                yield from self._of_groups(employee, step)
            case WindowStep():
                yield from self._history(employee, step.source.name)
            case AccountStep():
                yield from self._history(employee, step.key.name)
            case _:
                pass

    def _own(
        self, employee: str, columns: Sequence[FigureColumn], *, is_one_sided: bool
    ) -> Iterator[Cause]:
        """Ask what a figure reads of the person himself, and what makes him one of its people."""
        if is_one_sided:
            for each in columns:
                yield from self.membership(employee, each.step.key.population)
        for name in dict.fromkeys(name for each in columns for name in _own_names(each.step)):
            yield from self.causes(employee, name)

    def membership(self, employee: str, population: str) -> Iterator[Cause]:
        """Ask what says who belongs to a population, and to those around it."""
        for side in (self.before, self.after):
            steps = {
                each.rule.name: each
                for each in side.rules.plan.steps
                if isinstance(each, PopulationStep)
            }
            step = steps.get(population)
            while step is not None:
                for each in step.readings.values():
                    yield from self.causes(employee, each.name)
                step = steps.get(step.outer)

    def _rank(self, employee: str, step: RankStep) -> Iterator[Cause]:
        """Ask for the people who passed somebody, or joined or left those ranked with him."""
        name = step.key.name
        if name not in self._movers:
            self._movers[name] = Movers(self.before, self.after, name)
        for each in self._movers[name].past(employee):
            if each != employee:
                yield from self._moved(each, name)

    def _moved(self, employee: str, rank: str) -> Iterator[Cause]:
        """Ask what made somebody's keys others than they were, or took him out of a rank."""
        sides = self._sides(employee)
        if len(sides) == 1:
            yield Cause(kind=CauseKind.PERSON, employee=employee, name="")
            return
        columns = [_column(each, employee, rank) for each in sides]
        found = [each for each in columns if each is not None]
        yield from self._own(employee, found, is_one_sided=None in columns)

    def _members(self, employee: str, step: MembersStep) -> Iterator[Cause]:
        """Ask for the members whose figure is another, and for those who came or went."""
        now, then = (_members_of(each, employee, step) for each in (self.after, self.before))
        for each in sorted(now | then):
            if each in now and each in then:
                yield from self.causes(each, step.member_figure.name)
            else:
                yield Cause(kind=CauseKind.PERSON, employee=each, name=step.over)

    def _of_groups(self, employee: str, step: GroupFactStep) -> Iterator[Cause]:
        """Ask what the group has otherwise, or whether somebody belongs to another one now."""
        then, now = (
            groups_read(step, each.results.facts, each.row_of(employee))
            for each in (self.before, self.after)
        )
        known = [(each.people or each).groups for each in (self.before, self.after)]
        if any(step.kind not in each for each in known):
            return
        if then != now:
            yield Cause(kind=CauseKind.PERSON, employee=employee, name=step.kind.value)
            return
        larger = Why(self.before.larger(step.kind), self.after.larger(step.kind))
        for group in now if len(now) == 1 else ():
            for each in larger.causes(group, step.fact):
                yield attrs.evolve(each, group=step.kind.value)

    @property
    def goes_on_alike(self) -> bool:
        """Whether both settlements go on from the same closing."""
        one, other = self.before.before, self.after.before
        return (one and one.digest) == (other and other.digest)

    def _history(self, employee: str, name: str) -> Iterator[Cause]:
        if not self.goes_on_alike:
            yield Cause(kind=CauseKind.HISTORY, employee=employee, name=name)

    def _sides(self, employee: str) -> list[Settlement]:
        return [each for each in (self.before, self.after) if employee in _ids(each)]

    def _is_ruled(self, employee: str, name: str) -> bool:
        ruled = [
            {each for each in side.rulings if (each.employee_id, each.fact) == (employee, name)}
            for side in (self.before, self.after)
        ]
        return ruled[0] != ruled[1]


def _ids(settlement: Settlement) -> Iterable[str]:
    return settlement.results.facts.employees.rows


def _value(settlement: Settlement, employee: str, name: str) -> Value:
    if employee not in _ids(settlement) or not settlement.has_name(name):
        return NOT_APPLICABLE
    return settlement.value(employee, name)


def _column(settlement: Settlement, employee: str, name: str) -> FigureColumn | None:
    """Return the column that holds a figure, or the rank of which a name is a part."""
    row = settlement.row_of(employee)
    results = settlement.results
    ranks = (each.name for each in results.plan.definitions.by_name.get(name, ()))
    found = (results.column_at(each, row) for each in dict.fromkeys((name, *ranks)))
    return next((each for each in found if each is not None), None)


def _own_names(step: FigureStep) -> tuple[str, ...]:
    """Return the names a figure reads of the person himself."""
    match step:
        case WindowStep():
            skip = () if step.skip is None else (step.skip.name,)
            return (step.source.name, *skip)
        case TotalStep():
            return tuple(key.name for key in step.parts)
        case AccountStep():
            moved = tuple(key.name for key in (*step.posted, *step.used))
            return moved + tuple(each.name for each in step.readings.values())
        case AccountPartStep():
            return (step.account.name,)
        case _:
            return tuple(each.name for each in step.readings.values())


def _members_of(settlement: Settlement, employee: str, step: MembersStep) -> frozenset[str]:
    """Return the members whose figure somebody reads; never himself."""
    results = settlement.results
    rows = results.populations.get(step.member_population)
    if rows is None or employee not in _ids(settlement):
        return frozenset()
    facts, row = results.facts, settlement.row_of(employee)
    whole = () if facts.memberships.get(step.over) else (WHOLE_CENTER,)
    groups = groups_of_readers(step, facts).get(row, whole)
    found = member_rows(step, facts, frozenset(rows.rows), groups)
    return frozenset(facts.employees.ids[each] for each in found) - {employee}
