"""What the level somebody has, or is on trial in, is paid: the share or the amount of a period.

A level is dated, so a period in which it changes is paid by the days of each. A trial is of whole
periods, and pays the level on trial where the ladder says so (domain 4.4, 4.5).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.graph import ways_up
from ccops.career.ladder_figures import LadderFigures
from ccops.career.outcomes import PayFrom
from ccops.facts import AssignedKind, AssignedRule, FactDeclaration, FactSource
from ccops.messages import Label, Text
from ccops.values import Bounds, Type, Unit, carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.career.ladders import LadderRule
    from ccops.career.levels import LevelRule
    from ccops.plan import Definition, RowFigure, Surroundings

_PART: Final = Label(zh="占在职日的比例", en="part of the employed days")
_HELD: Final = Label(zh="所任等级的岗位工资", en="post pay of the levels held")
_PAID: Final = Label(zh="应计岗位工资", en="post pay that is due")


def level_parts(ladder: LadderRule) -> Iterator[FactDeclaration]:
    """Yield the facts with the part of the employed days in which somebody has each level."""
    ratio = Type(Unit.RATIO)
    for level in ladder.levels if ladder.pays_levels else ():
        rule = AssignedRule(of=AssignedKind.LEVEL, among=(Text(level.name),), origin=level.origin)
        yield FactDeclaration(
            name=_part(ladder, level),
            type=ratio,
            carrier=carrier_of(ratio),
            bounds=Bounds(Fraction(0), Fraction(1)),
            source=FactSource.EMPLOYEE,
            label=level.label.followed_by(_PART),
            origin=level.origin,
            assigned=rule,
        )


def pay_figures(ladder: LadderRule, around: Surroundings) -> tuple[Definition, ...]:
    """Return ``g_level_pay`` and ``g_post_pay`` of a ladder ``g`` that tells what levels are paid.

    ``g_level_pay``: what the levels held are paid, over the days of each; of whoever is
    ``paid_for``, and nothing for whoever has no level of the ladder. ``g_post_pay``: what is
    due, with a trial that is paid from its start.
    """
    if not ladder.pays_levels:
        return ()
    named = [around.parameters.get(x.post_pay.value) for x in ladder.levels if x.post_pay]
    unit = next((each.unit for each in named if each is not None), None)
    if unit is None:  # none of the parameters is there, which is told of the ladder
        return ()
    nothing = f"{around.currency} 0" if unit is Unit.MONEY else "0%"
    return (_held(ladder, unit, nothing), _due(ladder, unit))


def _part(ladder: LadderRule, level: LevelRule) -> str:
    return f"{ladder.name}_{level.name}_part"


def _held(ladder: LadderRule, unit: Unit, nothing: str) -> RowFigure:
    parts = [(_part(ladder, each), _pay(each)) for each in ladder.levels]
    paid = " + ".join(f"{part} * {pay}" for part, pay in parts)
    graded = " + ".join(part for part, _ in parts)
    made = _made(ladder, "level_pay", f"({paid}) / ({graded})", _HELD, unit)
    return attrs.evolve(
        made,
        population=ladder.paid_for or ladder.population,
        if_zero=Text(nothing, ladder.origin.span),
    )


def _due(ladder: LadderRule, unit: Unit) -> RowFigure:
    """Return what is due: that of the level on trial where it is paid from the start."""
    figures, formula = LadderFigures(ladder), f"{ladder.name}_level_pay"
    if ladder.trial_periods and ladder.pay_from is PayFrom.TRIAL_START:
        reached = {name for targets in ways_up(ladder).values() for name in targets}
        for level in reversed(ladder.levels):
            if level.name in reached:
                trying = figures.called(level.name, "trying")
                formula = f"{_pay(level)} if {trying} else {formula}"
    return _made(ladder, "post_pay", formula, _PAID, unit)


def _pay(level: LevelRule) -> str:
    return level.post_pay.value if level.post_pay else ""


def _made(ladder: LadderRule, part: str, formula: str, label: Label, unit: Unit) -> RowFigure:
    figures, whole = LadderFigures(ladder), ladder.label.followed_by(label)
    name = figures.called(part)
    made = figures.made(name, formula, label=whole, origin=ladder.origin, unit=unit)
    is_money = unit is Unit.MONEY
    return attrs.evolve(made, rounding=ladder.rounding if is_money else None)
