"""Ladders: needs that contradict each other, levels that pay less, places alone that decide."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from ccops.career import LadderRule, ways_up
from ccops.messages import Severity
from ccops.plan import FigureStep, Key, RankStep, RowStep
from ccops.plan.populations import Constraint, Limit, constraints_of
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.shown import shown
from ccops.rules.expressions import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.career import ExitRule, LevelRule
    from ccops.rulepack.lints.lint import Checked
    from ccops.values import Bounds, Scalar


def ladders(checked: Checked) -> tuple[LadderRule, ...]:
    """Return the ladders of a pack."""
    return checked.policies_of(LadderRule)


def contradictions(checked: Checked) -> Iterator[Found]:
    """Yield the levels whose needs cannot hold together: of one figure they ask what excludes."""
    for ladder in ladders(checked):
        for level in ladder.levels:
            figure = next(_contradicted(checked, ladder, level), None)
            if figure is not None:
                told = {"ladder": ladder.name, "level": level.name, "figure": figure}
                yield Found(level.origin.span, told)


def _contradicted(checked: Checked, ladder: LadderRule, level: LevelRule) -> Iterator[str]:
    asked: dict[str, list[Constraint]] = {}
    for need in level.entry:
        name = f"{ladder.name}_{level.name}_entry_{need.name}"
        step = checked.figure(Key(name, ladder.population.value))
        if not isinstance(step, RowStep):
            continue
        for read, constraint in constraints_of(step.formula.node).items():
            asked.setdefault(read, []).append(constraint)
        for each in references(step.formula.node):
            asked.setdefault(each.name, []).append(_range(each.bounds))
    for figure, constraints in asked.items():
        pairs = combinations(constraints, 2)
        if any(one.excludes(other) for one, other in pairs) or any(
            each.excludes(each) for each in constraints
        ):
            yield figure


def _range(bounds: Bounds) -> Constraint:
    low, high = (None if end is None else Limit(end) for end in (bounds.low, bounds.high))
    return Constraint(low=low, high=high)


def lower_pay_above(checked: Checked) -> Iterator[Found]:
    """Yield the levels that pay less than one under them."""
    for ladder in ladders(checked):
        levels = {level.name: level for level in ladder.levels}
        for below, targets in ways_up(ladder).items():
            less = post_pay(checked, levels[below])
            for level in (levels[name] for name in targets):
                pay = post_pay(checked, level)
                if pay and less and pay.unit is less.unit and pay.number < less.number:
                    told = {"ladder": ladder.name, "level": level.name, "below": below}
                    amounts = {"amount": shown(pay), "more": shown(less)}
                    yield Found(level.origin.span, {**told, **amounts})


def post_pay(checked: Checked, level: LevelRule) -> Scalar | None:
    """Return what a level pays in the period, where the pack says it."""
    if level.post_pay is None:
        return None
    name = checked.constant(level.post_pay.value)
    return name.constant if name is not None else None


def exits_by_place(
    checked: Checked,
) -> Iterator[tuple[LadderRule, LevelRule, ExitRule, tuple[FigureStep | str, ...]]]:
    """Yield the conditions to leave a level that read a rank, with all they follow from."""
    for ladder in ladders(checked):
        for level in ladder.levels:
            for each in level.exit:
                name = f"{ladder.name}_{level.name}_exit_{each.name}"
                found = checked.ends(Key(name, ladder.population.value))
                if any(isinstance(leaf, RankStep) for leaf in found):
                    yield ladder, level, each, found


def last_place_alone(checked: Checked) -> Iterator[Found]:
    """Yield the conditions to leave a level that ask for a place and for nothing else."""
    for _, level, each, found in exits_by_place(checked):
        if all(isinstance(leaf, RankStep) for leaf in found):
            yield Found(each.origin.span, {"level": level.name, "code": each.name})


LINTS: Final = (
    Lint(
        code="level-needs-contradict",
        finds=contradictions,
        severity=Severity.ERROR,
        may_stand=True,
    ),
    Lint(
        code="level-pays-less",
        finds=lower_pay_above,
        severity=Severity.ERROR,
        may_stand=True,
    ),
    Lint(code="forced-last-place", finds=last_place_alone),
)
