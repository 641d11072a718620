"""What the runs say: a table for each question and size, the growth, and the bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from bench.figures import Figure, Holds
from bench.kpi.ways import CCOPS_DUCKDB, DECODE, HAND_SQL
from bench.table import lines_of
from bench.table import table as figures_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.kpi.questions import Question

_HEAD: Final = ("way", "wall s", "CPU s", "x sql", "x decode", "most MiB", "whole CPU s", "answer")
_MILLION: Final = 1_000_000
_OF_SQL, _OF_DECODE, _MEMORY = 1.1, 2.5, 1_000


@attrs.define(kw_only=True)
class Run:
    """What one way took for one question: made ready, then answered.

    ``ready`` and ``work`` are seconds on the clock and of the processor; ``ready`` is from the
    start of the process, imports included.
    """

    way: str
    question: str
    calls: int
    ready: tuple[float, float]
    work: tuple[float, float]
    mebibytes: float
    rows: int
    digest: str
    differs: bool = False

    @property
    def processor(self) -> float:
        """Return the seconds of the processor that answering took."""
        return self.work[1]

    def to_dict(self) -> dict[str, object]:
        """Return the run as plain data."""
        return attrs.asdict(self)


def table(question: Question, calls: int, runs: Sequence[Run]) -> Iterator[str]:
    """Yield the lines of one question over one size of files."""
    yield ""
    yield f"{question.name}, {calls:,} calls: by {question.told}"
    sql, decode = _of(runs, HAND_SQL.name), _of(runs, DECODE.name)
    yield from lines_of([_HEAD, *(_row(each, sql, decode) for each in runs)])


def _row(run: Run, sql: Run | None, decode: Run | None) -> tuple[str, ...]:
    said = "differs" if run.differs else run.digest[:8] or "-"
    return (
        run.way,
        f"{run.work[0]:.2f}",
        f"{run.processor:.2f}",
        _ratio(run, sql),
        _ratio(run, decode),
        f"{run.mebibytes:,.0f}",
        f"{run.ready[1] + run.processor:.2f}",
        said,
    )


def _ratio(run: Run, other: Run | None) -> str:
    return "-" if other is None else f"{run.processor / other.processor:.2f}"


def _of(runs: Sequence[Run], way: str) -> Run | None:
    return next((each for each in runs if each.way == way), None)


def growth(runs: Sequence[Run]) -> Iterator[str]:
    """Yield how the engine grows with the calls: its processor time a million, its memory."""
    own = [each for each in runs if each.way == CCOPS_DUCKDB.name]
    if len({each.calls for each in own}) > 1:
        yield ""
        yield f"growth of {CCOPS_DUCKDB.name}"
        rows = [
            (
                each.question,
                f"{each.calls:,}",
                f"{each.processor:.2f}",
                f"{each.processor / each.calls * _MILLION:.3f}",
                f"{each.mebibytes:,.0f}",
            )
            for each in sorted(own, key=lambda run: (run.question, run.calls))
        ]
        yield from lines_of([("question", "calls", "CPU s", "CPU s a million", "MiB"), *rows])


def bars(runs: Sequence[Run]) -> Iterator[str]:
    """Yield the bars of the engine, asked from ten million calls on."""
    figures = [each for run in runs for each in _figures(run, runs)]
    if figures:
        yield ""
        yield from figures_table(figures)


def _figures(run: Run, runs: Sequence[Run]) -> Iterator[Figure]:
    if run.way != CCOPS_DUCKDB.name or run.calls < 10 * _MILLION:
        return
    same = [e for e in runs if (e.question, e.calls) == (run.question, run.calls)]
    named = f"{run.question}, {run.calls:,} calls: {run.way}"
    for other, told, bar in ((HAND_SQL, "SQL written by hand", _OF_SQL),
                             (DECODE, "decoding the columns", _OF_DECODE)):  # fmt: skip
        beside = _of(same, other.name)
        if beside is not None:
            ratio = run.processor / beside.processor
            yield _figure(f"{named} beside {told}", ratio, "x", bar)
    yield _figure(f"{named}, most memory", run.mebibytes, "MiB", _MEMORY)


def _figure(what: str, value: float, unit: str, bar: float) -> Figure:
    return Figure(what=what, value=value, unit=unit, bar=bar, holds=Holds.AT_MOST)
