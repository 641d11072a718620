"""Working out windows: this period and those before it, for everybody and for one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import gathered, is_complete
from ccops.facts.history_needs import RUN_OF
from ccops.frozen import frozen
from ccops.plan.window_reducing import Reducer, columnwise, reducer
from ccops.rules.windows import WindowKind
from ccops.values import Cell, Missing

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
        return members.pick(history.before(name, ago, len(members.positions)))

    if step.kind is WindowKind.PREVIOUS:
        return before(step.source.name, 1)
    if step.kind is WindowKind.STREAK:
        return _streaks(step, now, skip, before(step.key.name, 1), _runs(step, before))
    known = _known_periods(step, history)
    values = [now, *(before(step.source.name, ago) for ago in range(1, known))]
    skips: list[Cells] = []
    if skip is not None and step.skip is not None:
        flags = [before(step.skip.name, ago) for ago in range(1, known)]
        skips = [skip, *map(step.left_out, flags)]
    asked = step.source if step.skip is None else step.skip
    rest = before(asked.name, known) if known < step.length else None
    return _over(step, values, skips, rest)


def _known_periods(step: WindowStep, history: History) -> int:
    """Return over how many periods a window can see anything of anybody, this one first.

    Of those before that, no period left what it reads, so each is missing for everybody.
    """
    name = step.source.name if step.skip is None else step.skip.name
    ago = (each for each in range(step.length - 1, 0, -1) if history.has(name, each))
    return next(ago, 0) + 1


def _over(
    step: WindowStep, values: Sequence[Cells], skips: Sequence[Cells], rest: Cells | None
) -> Cells:
    """Return a window over some periods, column by column as far as nothing is missing.

    ``rest`` says why nothing is known of the periods before, where there are any.
    """
    window = _Window(reducer(step.kind, step.source_carrier), step.at_least)
    size = len(values[0])
    is_enough = len(values) >= (step.at_least or step.length)
    reasons = () if rest is None else (rest,)
    odd = _odd_rows(values, skips) if is_enough else range(size)
    found: list[Cell | Missing] = [_TOO_FEW] * size
    if len(odd) < size:
        plain = [_filled(each, odd) for each in values]
        found = columnwise(step.kind, step.source_carrier, plain)
    rows = range(size) if len(odd) == size else sorted(odd)
    once = _EachOnce(window, len(values), len(skips))
    asked = (gathered(each, rows) for each in (*values, *skips, *reasons))
    for row, cell in zip(rows, map(once.__getitem__, zip(*asked, strict=True)), strict=True):
        found[row] = cell
    return found


class _EachOnce(dict[tuple[Any, ...], "Cell | Missing"]):
    """Windows by what people have of each period, what is left out, and why nothing is before.

    What repeats is worked out once.
    """

    def __init__(self, window: _Window, periods: int, skips: int) -> None:
        super().__init__()
        self._window, self._periods, self._end = window, periods, periods + skips

    def __missing__(self, key: tuple[Any, ...]) -> Cell | Missing:
        """Work out a window that nobody had so far."""
        values, skips = key[: self._periods], key[self._periods : self._end]
        there = _left(values, skips) if skips else values
        self[key] = found = self._window.over(there, *key[self._end :])
        return found


def _odd_rows(values: Sequence[Cells], skips: Sequence[Cells]) -> Collection[int]:
    """Return the rows of which a period is missing or left out."""
    found: set[int] = set()
    for each in values:
        if not is_complete(each):
            found.update([row for row, cell in enumerate(each) if cell.__class__ is Missing])
    for each in skips:
        found.update([row for row, flag in enumerate(each) if flag is not False])
    return found


def _filled(cells: Cells, odd: Collection[int]) -> Cells:
    """Return plain values, with those of another row where a value may be missing."""
    if not odd or is_complete(cells):
        return cells
    filled = list(cells)
    filler = next(cell for row, cell in enumerate(cells) if row not in odd)
    for row in odd:
        filled[row] = filler
    return filled


def _left(values: Sequence[Cell | Missing], skips: Sequence[Cell | Missing]) -> Sequence[Any]:
    """Return the values of the periods that are not left out; in doubt why it is not known."""
    found: list[Cell | Missing] = []
    for value, skip in zip(values, skips, strict=True):
        if isinstance(skip, Missing):
            found.append(skip)
        elif not skip:
            found.append(value)
    return found


@frozen
class _Window:
    """A window over the values of one person, of which at least so many must be there, or all."""

    reduce: Reducer
    at_least: int | None

    def over(
        self, values: Sequence[Cell | Missing], rest: Cell | Missing | None = None
    ) -> Cell | Missing:
        """Return the window over the values of some periods, this one first.

        ``rest`` is why nothing is known of the periods before, where there are any.
        """
        there = [each for each in values if not isinstance(each, Missing)]
        everything = len(values) + (rest is not None)
        if len(there) >= (everything if self.at_least is None else self.at_least):
            return self.reduce(there)
        if len(there) < len(values):
            return next(each for each in values if isinstance(each, Missing))
        return rest if isinstance(rest, Missing) else _TOO_FEW


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
