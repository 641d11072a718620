"""What a rule of last places adds to the plan: who is last, how long, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.outcomes import LastPlaceStage
from ccops.messages import Label, Text
from ccops.plan import Reason, RowFigure
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.career.last_places import LastPlaceRule
    from ccops.plan import Definition

#: How many trainings there are before another post is to be agreed.
_TRAININGS: Final = 2
_LABELS: Final = {
    "training": Label(zh="待岗培训中", en="in training on stand-by"),
    "last": Label(zh="末位", en="among the last places"),
    "months": Label(zh="连续末位月数", en="months running among the last places"),
    "hit": Label(zh="转入待岗培训", en="to be trained on stand-by"),
    "left": Label(zh="带入下月的连续月数", en="months running taken into the next"),
    "passed": Label(zh="结业考试合格", en="exam passed"),
    "failed": Label(zh="结业考试不合格", en="exam not passed"),
    "stays": Label(zh="继续待岗培训", en="on stand-by in the next period"),
    "trainings": Label(zh="第几次培训", en="which training"),
    "stage": Label(zh="末位管理状态", en="how it stands with last places"),
}


def last_place_figures(rule: LastPlaceRule) -> tuple[Definition, ...]:
    """Return the figures of a rule of last places, in the order in which one reads another."""
    return tuple(_figures(rule))


def _figures(rule: LastPlaceRule) -> Iterator[Definition]:
    name, rank, size = rule.name, rule.rank.value, f"{rule.rank.value}_size"
    before, left = f"previous({name}_stays)", f"previous({name}_left)"
    yield _made(rule, "training", f"known({before}) and {before}")
    yield _made(
        rule,
        "last",
        f"not {name}_training and known({rank}) and {size} >= {rule.least_size.value} "
        f"and ({size} - {rank} + 1) / {size} <= {rule.share.value}",
    )
    run = f"coalesce({left}, 0) + 1 if {name}_last else 0"
    yield _made(rule, "months", run, Unit.COUNT)
    yield _made(rule, "hit", f"{name}_months >= {rule.months.value}")
    yield _made(rule, "left", f"0 if {name}_hit else {name}_months", Unit.COUNT)
    exam, mark = rule.exam.value, rule.passed_from.value
    sat = f"{name}_training and known({exam})"
    yield _made(rule, "passed", f"{sat} and {exam} >= {mark}")
    yield _made(rule, "failed", f"{sat} and {exam} < {mark}")
    moved = f"{name}_failed and {_agreed(rule)}"
    stays = f"{name}_hit or ({name}_training and not {name}_passed and not ({moved}))"
    yield _made(rule, "stays", stays)
    yield _made(rule, "trainings", _trainings(rule), Unit.COUNT)
    flags = ("hit", "passed", "failed")
    yield attrs.evolve(
        _made(rule, "stage", _stage(rule), Unit.WORD),
        reasons=tuple(_reason(rule, each) for each in flags),
    )


def _trainings(rule: LastPlaceRule) -> str:
    """Return which training somebody is in: the first, or the second once that was not passed."""
    name = rule.name
    before = f"coalesce(previous({name}_trainings), 0)"
    again = f"{name}_failed and not ({_agreed(rule)})"
    return (
        f"1 if {name}_hit else 0 if not {name}_training or {name}_passed "
        f"else min({before} + 1, {_TRAININGS + 1}) if {again} "
        f"else 0 if {name}_failed else {before}"
    )


def _stage(rule: LastPlaceRule) -> str:
    name = rule.name
    return (
        f"'{LastPlaceStage.STAND_BY.value}' if {name}_hit "
        f"else '{LastPlaceStage.WATCHED.value}' if {name}_last "
        f"else '{LastPlaceStage.CLEAR.value}' if not {name}_training "
        f"else '{LastPlaceStage.BACK.value}' if {name}_passed "
        f"else '{LastPlaceStage.EXAM_DUE.value}' if not {name}_failed "
        f"else '{LastPlaceStage.OTHER_POST.value}' if {_agreed(rule)} "
        f"else '{LastPlaceStage.SECOND_TRAINING.value}' if {name}_trainings <= {_TRAININGS} "
        f"else '{LastPlaceStage.TO_AGREE.value}'"
    )


def _agreed(rule: LastPlaceRule) -> str:
    """Return the test whether somebody agreed to another post; nobody has who did not say so."""
    return f"known({rule.agreed.value}) and {rule.agreed.value}"


def _made(rule: LastPlaceRule, part: str, formula: str, unit: Unit = Unit.FLAG) -> RowFigure:
    return RowFigure(
        name=f"{rule.name}_{part}",
        population=rule.population,
        label=rule.label.followed_by(_LABELS[part]),
        origin=rule.origin,
        policy=rule.name,
        formula=Text(formula, rule.origin.span),
        unit=unit,
        named_at={},
    )


def _reason(rule: LastPlaceRule, part: str) -> Reason:
    label = rule.label.followed_by(_LABELS[part])
    return Reason(code=part, flag=f"{rule.name}_{part}", label=label, origin=rule.origin)
