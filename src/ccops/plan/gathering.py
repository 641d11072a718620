"""Working out figures over members: who is in the reader's group, and their mean, sum or count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from ccops.facts import Facts
from ccops.plan.definitions import Gathering, IfNone
from ccops.plan.steps import MembersStep
from ccops.values import EXACT, Cell, Missing, fraction_of

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
    positions = {row: position for position, row in enumerate(members)}
    groups = member_rows(step, facts, positions)
    reader_groups = groups_of_readers(step, facts)
    found: list[Cell | Missing] = []
    for reader in readers:
        rows = _rows_of(reader, reader_groups, groups)
        cells = [
            values[positions[row]]
            for row in rows
            if row != reader and (keep is None or keep[positions[row]] is True)
        ]
        found.append(gathered_value(step, cells))
    return found


def member_rows(
    step: MembersStep, facts: Facts, positions: Mapping[int, int]
) -> Mapping[str, Sequence[int]]:
    """Return the rows of the members of each group that were in it for long enough."""
    memberships = facts.memberships.get(step.over, ())
    if not memberships:
        return {WHOLE_CENTER: tuple(positions)}
    found: dict[str, list[int]] = {}
    for each in memberships:
        if each.row in positions and each.share >= step.share:
            found.setdefault(each.group, []).append(each.row)
    return found


def groups_of_readers(step: MembersStep, facts: Facts) -> Mapping[int, Sequence[str]]:
    """Return the groups each reader is assigned to; none where the center has no such groups."""
    found: dict[int, list[str]] = {}
    for each in facts.memberships.get(step.over, ()):
        found.setdefault(each.row, []).append(each.group)
    return found


def _rows_of(
    reader: int, reader_groups: Mapping[int, Sequence[str]], groups: Mapping[str, Sequence[int]]
) -> Iterable[int]:
    if WHOLE_CENTER in groups and not reader_groups:
        return groups[WHOLE_CENTER]
    rows = (row for group in reader_groups.get(reader, ()) for row in groups.get(group, ()))
    return dict.fromkeys(rows)


def gathered_value(step: MembersStep, cells: Sequence[Cell | Missing]) -> Cell | Missing:
    """Return the aggregate of the members' values; those without a value do not count."""
    known = [cell for cell in cells if not isinstance(cell, Missing)]
    if step.gathering is Gathering.COUNT:
        return len(known)
    if not known:
        return Missing.NO_RECORDS if step.if_none is IfNone.MISSING else 0
    number = _aggregate(step, known)
    if step.rounding is not None:
        return step.rounding.units(number)
    if step.carrier.scale is None:
        return number.numerator, number.denominator
    return int(number * step.carrier.scale)


def _aggregate(step: MembersStep, cells: Sequence[Cell]) -> Fraction:
    scale = step.member_carrier.scale
    if scale is None:
        return _of_numbers(step.gathering, [fraction_of(cell, EXACT) for cell in cells])
    whole = [cell for cell in cells if isinstance(cell, int)]
    return _of_numbers(step.gathering, whole) / scale


def _of_numbers(gathering: Gathering, numbers: Sequence[int] | Sequence[Fraction]) -> Fraction:
    match gathering:
        case Gathering.SUM:
            return Fraction(sum(numbers))
        case Gathering.LEAST:
            return Fraction(min(numbers))
        case Gathering.GREATEST:
            return Fraction(max(numbers))
        case _:
            return Fraction(sum(numbers)) / len(numbers)
