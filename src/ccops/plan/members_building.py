"""Building figures over members: the mean of the scores of everybody in the reader's group."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.facts import GROUP_POPULATIONS
from ccops.messages import nearest
from ccops.plan.definitions import GROUPS, Gathering, MembersFigure
from ccops.plan.ordering import reading
from ccops.plan.steps import Key, MembersStep
from ccops.rules import Formula, Name
from ccops.values import EXACT, NUMERIC, WHOLE, Bounds, Carrier, Type, Unit

if TYPE_CHECKING:
    from ccops.plan.scope import Building

_NEEDS_ROUNDING = frozenset({Unit.MONEY, Unit.POINTS})


def build_members(rule: MembersFigure, building: Building) -> MembersStep | None:
    """Return the compiled figure, or ``None`` after noting what is wrong with it."""
    of = rule.of.value
    groups = _groups(rule)
    if rule.over not in groups:
        near, known = nearest(rule.over, groups), ", ".join(groups)
        span = rule.over_at or rule.origin.span
        building.refuse("unknown-group", span, name=rule.over, known=known, near=near)
        return None
    if of not in building.definitions.lineage.chains:
        return None
    found = building.scope(of).get(rule.figure.value)
    if found is None or found.constant is not None:
        building.report_unknown(rule.figure.value, rule.figure.span, of)
        return None
    where = _where(rule, building)
    if rule.where is not None and where is None:
        return None
    if not _may_gather(rule, found, building):
        return None
    counts = rule.gathering is Gathering.COUNT
    return MembersStep(
        rule=rule,
        key=Key(rule.name, rule.population.value),
        type=Type(Unit.COUNT) if counts else found.type,
        carrier=_carrier(rule, found),
        bounds=_bounds(rule, found),
        # no member is trouble with the data, as an absent required fact is, not with the type
        optional=False,
        readings={},
        member_figure=reading(building.definitions, rule.figure.value, of),
        member_population=of,
        where=where,
        where_readings=building.readings(where.inputs if where else (), of),
        gathering=rule.gathering,
        over=rule.over,
        share=rule.share,
        if_none=rule.if_none,
        rounding=rule.rounding,
        member_type=found.type,
        member_carrier=found.carrier,
    )


def _groups(rule: MembersFigure) -> tuple[str, ...]:
    """Return what the figure may be gathered over; for a group only over that very group."""
    kind = GROUP_POPULATIONS.get(rule.population.value)
    return GROUPS if kind is None else (kind.value,)


def _may_gather(rule: MembersFigure, found: Name, building: Building) -> bool:
    if rule.gathering is not Gathering.COUNT and found.type.unit not in NUMERIC:
        building.refuse("not-a-number", rule.figure.span, unit=found.type)
        return False
    needs = found.type.unit in _NEEDS_ROUNDING and rule.gathering is Gathering.MEAN
    if needs and rule.rounding is None and not rule.unrounded:
        building.refuse(
            "rounding-missing", rule.origin.span, name=rule.name, unit=found.type.unit.value
        )
        return False
    return True


def _where(rule: MembersFigure, building: Building) -> Formula | None:
    if rule.where is None:
        return None
    node, problems = building.check(rule.where, rule.of.value)
    building.report(problems, rule.where, rule.of.value)
    if node is not None and node.type.unit is not Unit.FLAG:
        building.refuse("not-a-flag", rule.where.span, unit=node.type)
        return None
    return Formula(node=node) if node is not None else None


def _carrier(rule: MembersFigure, found: Name) -> Carrier:
    if rule.gathering is Gathering.COUNT:
        return WHOLE  # whole as it is, whatever is to be rounded
    if rule.rounding is not None:
        return Carrier(rule.rounding.scale)
    match rule.gathering:
        case Gathering.MEAN:
            return EXACT
        case _:
            return found.carrier


def _bounds(rule: MembersFigure, found: Name) -> Bounds:
    match rule.gathering:
        case Gathering.COUNT:
            return Bounds(Fraction(0))
        case Gathering.SUM:
            return Bounds(Fraction(0)) if found.bounds.is_non_negative else Bounds()
        case _:
            return found.bounds
