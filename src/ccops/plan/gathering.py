"""Working out figures over members: who is in the reader's group, and their mean, sum or count.

Each group is added up once; a reader who is himself a member is taken out of the sum again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain, compress, repeat
from typing import cast

from ccops.facts import Facts, Groups, is_complete
from ccops.frozen import frozen
from ccops.plan.definitions import Assigned, Gathering, IfNone
from ccops.plan.steps import MembersStep
from ccops.values import Cell, Missing, reduced, rounded_quotient

#: The group of everybody where a center has no groups of the kind.
WHOLE_CENTER = ""


def gather_members(
    step: MembersStep,
    facts: Facts,
    *,
    readers: Sequence[int],
    members: Sequence[int],
    values: Sequence[Cell | Missing],
    keep: Sequence[Cell | Missing] | None,
) -> list[Cell | Missing]:
    """Return the figure for each reader."""
    counted = dict(zip(*let_through(members, values, keep), strict=True))
    own = groups_of_readers(step, facts)
    whole = () if facts.memberships.get(step.over) else (WHOLE_CENTER,)
    groups: dict[tuple[str, ...], _Gathered] = {}
    found: list[Cell | Missing] = []
    for reader in readers:
        key = tuple(own.get(reader, whole))
        if key not in groups:
            groups[key] = _gathered(step, facts, key, counted)
        group = groups[key]
        found.append(group.without(reader) if reader in group.numbers else group.of_all)
    return found


def gather_groups(
    step: MembersStep,
    facts: Facts,
    *,
    groups: Sequence[str],
    members: Sequence[int],
    values: Sequence[Cell | Missing],
    keep: Sequence[Cell | Missing] | None,
) -> list[Cell | Missing]:
    """Return the figure for each of some groups, all of its members in it."""
    members, values = let_through(members, values, keep)
    if step.gathering is Gathering.COUNT and not step.share:
        counts = _counts(step, facts, members)
        return [counts[group] for group in groups]
    counted = dict(zip(members, values, strict=True))
    return [_gathered(step, facts, (group,), counted).of_all for group in groups]


def _counts(step: MembersStep, facts: Facts, rows: Sequence[int]) -> Counter[str]:
    """Return how many of some rows were in each group, however shortly."""
    if not facts.memberships.get(step.over):
        return Counter({WHOLE_CENTER: len(rows)})
    return Counter(chain.from_iterable(map(_index(step, facts).of_rows.get, rows, repeat(()))))


def let_through(
    members: Sequence[int],
    values: Sequence[Cell | Missing],
    keep: Sequence[Cell | Missing] | None,
) -> tuple[Sequence[int], Sequence[Cell]]:
    """Return the members that have a value and are let through, and their values."""
    if keep is not None:
        kept = keep if is_complete(keep) else [each is True for each in keep]
        members, values = list(compress(members, kept)), list(compress(values, kept))
    if not is_complete(values):
        there = [each.__class__ is not Missing for each in values]
        members, values = list(compress(members, there)), list(compress(values, there))
    return members, cast("Sequence[Cell]", values)


def member_rows(
    step: MembersStep, facts: Facts, rows: Collection[int], groups: Sequence[str]
) -> Sequence[int]:
    """Return those of some rows that were in one of the groups for long enough."""
    if not facts.memberships.get(step.over):
        return tuple(rows) if WHOLE_CENTER in groups else ()
    index, least = _index(step, facts), step.share
    listed = [each for group in groups for each in index.members.get(group, ())]
    if least:
        listed = [each for each in listed if _lasts(each.share, least)]
    return [each.row for each in listed if each.row in rows]


def groups_of_readers(step: MembersStep, facts: Facts) -> Mapping[int, Sequence[str]]:
    """Return the groups each reader is assigned to; none where the center has no such groups."""
    return _index(step, facts).of_rows if facts.memberships.get(step.over) else {}


def _index(step: MembersStep, facts: Facts) -> Groups:
    """Return who belongs to which group on the day that counts."""
    groups = facts.groups[step.over]
    return groups if step.rule.assigned is Assigned.ANY_DAY else groups.at_end


def _lasts(share: Fraction, least: Fraction) -> bool:
    """Say whether a share is at least so much; without the care ``Fraction`` takes of types."""
    return share.numerator * least.denominator >= least.numerator * share.denominator


@frozen(eq=False)
class _Gathered:
    """The numbers of the members of some groups, added up."""

    step: MembersStep
    numbers: Mapping[int, Fraction | int]
    total: Fraction | int

    @cached_property
    def of_all(self) -> Cell | Missing:
        """What the members come to for a reader who is none of them."""
        return self.without(-1)

    def without(self, reader: int) -> Cell | Missing:
        """Return what the members come to without a reader, who is never his own member.

        Members without a value do not count.
        """
        step = self.step
        count = len(self.numbers) - (reader in self.numbers)
        if step.gathering is Gathering.COUNT:
            return count
        if not count:
            return Missing.NO_RECORDS if step.if_none is IfNone.MISSING else self._zero
        number = self._number(reader)
        above, below = number.numerator, number.denominator * (step.member_carrier.scale or 1)
        if step.gathering is Gathering.MEAN:
            below *= count
        if step.rounding is not None:
            return rounded_quotient(above * step.rounding.scale, below, step.rounding.mode)
        if step.carrier.scale is None:
            return reduced(above, below)
        return above * step.carrier.scale // below  # a number as fine as the members' own

    @property
    def _zero(self) -> Cell:
        return (0, 1) if self.step.carrier.is_exact else 0

    def _number(self, reader: int) -> Fraction | int:
        match self.step.gathering:
            case Gathering.LEAST:
                return self._end(reader, self._ordered[:2])
            case Gathering.GREATEST:
                return self._end(reader, self._ordered[-2:][::-1])
            case _:
                return self.total - self.numbers.get(reader, 0)

    @cached_property
    def _ordered(self) -> Sequence[tuple[Fraction | int, int]]:
        return sorted((number, row) for row, number in self.numbers.items())

    def _end(self, reader: int, pair: Sequence[tuple[Fraction | int, int]]) -> Fraction | int:
        return next((number for number, row in pair if row != reader), 0)


def _gathered(
    step: MembersStep, facts: Facts, key: tuple[str, ...], counted: Mapping[int, Cell]
) -> _Gathered:
    rows = dict.fromkeys(member_rows(step, facts, counted, key))
    if step.gathering is Gathering.COUNT:
        return _Gathered(step, dict.fromkeys(rows, 1), len(rows))
    if step.member_carrier.is_exact:
        numbers = {row: _fraction(counted[row]) for row in rows}
        return _Gathered(step, numbers, _sum(numbers.values()))
    whole = cast("dict[int, int]", dict(zip(rows, map(counted.__getitem__, rows), strict=True)))
    return _Gathered(step, whole, sum(whole.values()))


def _fraction(cell: Cell) -> Fraction:
    return Fraction(*cell) if isinstance(cell, tuple) else Fraction(0)


def _sum(numbers: Collection[Fraction]) -> Fraction:
    """Return a sum, added up by denominator first, for each step between fractions is dear."""
    by_denominator: dict[int, int] = {}
    for each in numbers:
        below = each.denominator
        by_denominator[below] = by_denominator.get(below, 0) + each.numerator
    parts = (Fraction(above, below) for below, above in by_denominator.items())
    return sum(parts, start=Fraction(0))
