"""Working out windows: this period and those before it, for everybody and for one person."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import gathered, is_complete
from ccops.facts.history_needs import RUN_OF
from ccops.rules.windows import WindowKind
from ccops.values import Carrier, Cell, Missing, fraction_of, reduced

if TYPE_CHECKING:
    from ccops.facts import History
    from ccops.plan.results import Members
    from ccops.plan.steps import WindowStep

Cells = Sequence[Cell | Missing]
_TOO_FEW: Final = Missing.TOO_FEW_SAMPLES


def window_cells(
    step: WindowStep, history: History, members: Members, *, now: Cells, skip: Cells | None
) -> Cells:
    """Return a window for the members of its population.

    ``now`` are the values of this period, ``skip`` whether this period is left out.
    """

    def before(name: str, ago: int) -> Cells:
        return gathered(history.before(name, ago, len(members.positions)), members.rows)

    if step.kind is WindowKind.PREVIOUS:
        return before(step.source.name, 1)
    if step.kind is WindowKind.STREAK:
        return _streaks(step, now, skip, before(step.key.name, 1), _runs(step, before))
    values = [now, *(before(step.source.name, ago) for ago in range(1, step.length))]
    if skip is None or step.skip is None:
        if all(map(is_complete, values)):
            return _quick(step, values)
        return [_of_periods(step, row) for row in zip(*values, strict=True)]
    earlier = (before(step.skip.name, ago) for ago in range(1, step.length))
    skips = [skip, *map(step.left_out, earlier)]
    rows = zip(zip(*values, strict=True), zip(*skips, strict=True), strict=True)
    return [_of_periods(step, _left(row, out)) for row, out in rows]


def _quick(step: WindowStep, values: Sequence[Sequence[Any]]) -> Cells:
    """Return windows over whole periods of plain values, column by column."""
    match step.kind:
        case WindowKind.LEAST if not step.source_carrier.is_exact:
            return list(map(min, *values)) if len(values) > 1 else list(values[0])
        case WindowKind.SUM | WindowKind.COUNT if not step.source_carrier.is_exact:
            return list(map(sum, zip(*values, strict=True)))
        case WindowKind.MEAN if not step.source_carrier.is_exact:
            below = len(values) * (step.source_carrier.scale or 1)
            return [reduced(sum(row), below) for row in zip(*values, strict=True)]
        case _:
            return [_of_periods(step, row) for row in zip(*values, strict=True)]


def _left(values: Sequence[Cell | Missing], skips: Sequence[Cell | Missing]) -> Sequence[Any]:
    """Return the values of the periods that are not left out; in doubt why it is not known."""
    found: list[Cell | Missing] = []
    for value, skip in zip(values, skips, strict=True):
        if isinstance(skip, Missing):
            found.append(skip)
        elif not skip:
            found.append(value)
    return found


def _of_periods(step: WindowStep, values: Sequence[Cell | Missing]) -> Cell | Missing:
    """Return the window over the values of some periods, this one first."""
    there = [each for each in values if not isinstance(each, Missing)]
    if len(there) < (len(values) if step.at_least is None else step.at_least):
        return next((each for each in values if isinstance(each, Missing)), _TOO_FEW)
    if step.kind is WindowKind.COUNT:
        return sum(map(bool, there))
    carrier = step.source_carrier
    numbers = [fraction_of(each, carrier) for each in there]
    match step.kind:
        case WindowKind.SUM:
            return _cell(sum(numbers, start=Fraction(0)), carrier)
        case _ if not numbers:
            return Missing.NO_RECORDS  # every period is left out
        case WindowKind.LEAST:
            return _cell(min(numbers), carrier)
        case _:
            mean = sum(numbers, start=Fraction(0)) / len(numbers)
            return mean.numerator, mean.denominator


def _cell(number: Fraction, carrier: Carrier) -> Cell:
    if carrier.scale is None:
        return number.numerator, number.denominator
    return int(number * carrier.scale)


# -- streaks ------------------------------------------------------------------------------------


def _runs(step: WindowStep, before: Any) -> Cells | None:  # noqa: ANN401 - the reader above
    return before(RUN_OF.format(step.key.name), 1) if step.at_least is not None else None


def _streaks(
    step: WindowStep, now: Cells, skip: Cells | None, before: Cells, runs: Cells | None
) -> Cells:
    nothing = [False] * len(now)
    rows = zip(now, skip or nothing, before, runs or before, strict=True)
    return [_streak(step, *row) for row in rows]


def _streak(
    step: WindowStep,
    holds: Cell | Missing,
    skipped: Cell | Missing,
    before: Cell | Missing,
    run: Cell | Missing,
) -> Cell | Missing:
    """Return in how many periods running a condition holds, by what the last one left.

    A streak that was going on where nothing is known counts from there, once ``at_least`` so
    many periods of it are known.
    """
    if isinstance(skipped, Missing):
        return skipped
    if skipped:
        return before
    if isinstance(holds, Missing):
        return holds
    if not holds:
        return 0
    if isinstance(before, int):
        return before + 1
    known = 1 + (run if isinstance(run, int) else 0)
    if step.at_least is not None and known >= step.at_least:
        return known
    return before if isinstance(before, Missing) else Missing.NO_HISTORY


def running_on(*, now: Cells, skip: Cells | None, values: Cells, runs: Cells) -> Cells:
    """Return the known length of each streak, also of one whose beginning nobody knows.

    ``values`` are the streaks of this period, ``runs`` what the last period left.
    """
    found: list[Cell | Missing] = []
    nothing = [False] * len(now)
    for holds, skipped, value, run in zip(now, skip or nothing, values, runs, strict=True):
        known = run if isinstance(run, int) else 0
        if isinstance(value, int):
            found.append(value)
        elif skipped is True:
            found.append(known)
        else:
            found.append(known + 1 if holds is True and skipped is False else 0)
    return found
