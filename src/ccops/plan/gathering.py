"""Working out figures over members: who is in the reader's group, and their mean, sum or count.

Each group is added up once; a reader who is himself a member is taken out of the sum again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import attrs

from ccops.facts import Facts
from ccops.plan.definitions import Gathering, IfNone
from ccops.plan.steps import MembersStep
from ccops.values import Cell, Missing

#: The group of everybody where a center has no groups of the kind.
WHOLE_CENTER = ""


def gather_members(  # noqa: PLR0913 - the columns a gathering reads
    step: MembersStep,
    facts: Facts,
    *,
    readers: Sequence[int],
    members: Sequence[int],
    values: Sequence[Cell | Missing],
    keep: Sequence[Cell | Missing] | None,
) -> list[Cell | Missing]:
    """Return the figure for each reader."""
    counted = {
        row: value
        for position, (row, value) in enumerate(zip(members, values, strict=True))
        if not isinstance(value, Missing) and (keep is None or keep[position] is True)
    }
    groups = member_rows(step, facts, counted)
    own = groups_of_readers(step, facts)
    scale = step.member_carrier.scale
    gathered: dict[tuple[str, ...], _Gathered] = {}
    found: list[Cell | Missing] = []
    for reader in readers:
        key = tuple(own.get(reader, ())) or ((WHOLE_CENTER,) if WHOLE_CENTER in groups else ())
        if key not in gathered:
            gathered[key] = _gathered(key, groups, counted, scale)
        found.append(_value(step, gathered[key].without(reader)))
    return found


def member_rows(
    step: MembersStep, facts: Facts, rows: Collection[int]
) -> Mapping[str, Sequence[int]]:
    """Return the rows of the members of each group that were in it for long enough."""
    memberships = facts.memberships.get(step.over, ())
    if not memberships:
        return {WHOLE_CENTER: tuple(rows)}
    found: dict[str, list[int]] = {}
    for each in memberships:
        if each.row in rows and each.share >= step.share:
            found.setdefault(each.group, []).append(each.row)
    return found


def groups_of_readers(step: MembersStep, facts: Facts) -> Mapping[int, Sequence[str]]:
    """Return the groups each reader is assigned to; none where the center has no such groups."""
    found: dict[int, list[str]] = {}
    for each in facts.memberships.get(step.over, ()):
        found.setdefault(each.row, []).append(each.group)
    return found


@attrs.frozen(eq=False)
class _Gathered:
    """The numbers of the members of some groups, added up."""

    numbers: Mapping[int, Fraction | int]
    total: Fraction | int
    ordered: Sequence[tuple[Fraction | int, int]]
    scale: int

    def without(self, reader: int) -> _Sum:
        """Return what the members come to without a reader, who is never his own member."""
        own = self.numbers.get(reader)
        count = len(self.numbers) - (own is not None)
        ends = [
            next((number for number, row in pair if row != reader), Fraction(0))
            for pair in (self.ordered[:2], self.ordered[-2:][::-1])
        ]
        return _Sum(
            count=count,
            total=Fraction(self.total - (own or 0)) / self.scale,
            least=Fraction(ends[0]) / self.scale,
            greatest=Fraction(ends[1]) / self.scale,
        )


@attrs.frozen(kw_only=True)
class _Sum:
    count: int
    total: Fraction
    least: Fraction
    greatest: Fraction


def _gathered(
    key: tuple[str, ...],
    groups: Mapping[str, Sequence[int]],
    counted: Mapping[int, Cell],
    scale: int | None,
) -> _Gathered:
    rows = dict.fromkeys(row for group in key for row in groups.get(group, ()))
    numbers = {row: _number(counted[row]) for row in rows}
    ordered = sorted((number, row) for row, number in numbers.items())
    total = sum(numbers.values())
    return _Gathered(numbers, total, ordered, scale or 1)


def _number(cell: Cell) -> Fraction | int:
    if isinstance(cell, tuple):
        return Fraction(*cell)
    return cell if isinstance(cell, int) else 0


def _value(step: MembersStep, found: _Sum) -> Cell | Missing:
    """Return the aggregate; members without a value do not count."""
    if step.gathering is Gathering.COUNT:
        return found.count
    if not found.count:
        return Missing.NO_RECORDS if step.if_none is IfNone.MISSING else 0
    number = _aggregate(step.gathering, found)
    if step.rounding is not None:
        return step.rounding.units(number)
    if step.carrier.scale is None:
        return number.numerator, number.denominator
    return int(number * step.carrier.scale)


def _aggregate(gathering: Gathering, found: _Sum) -> Fraction:
    match gathering:
        case Gathering.SUM:
            return found.total
        case Gathering.LEAST:
            return found.least
        case Gathering.GREATEST:
            return found.greatest
        case _:
            return found.total / found.count
