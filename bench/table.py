"""The figures of a run beside their bars, as lines of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.figures import Figure

_HEAD: Final = ("figure", "measured", "bar", "ratio", "")


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """Yield a line for each figure: what, measured, bar, their ratio, and whether it holds."""
    yield from lines_of([_HEAD, *map(_row, figures)])


def lines_of(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines of columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for what, *others in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield f"{what:<{widths[0]}}  {'  '.join(cells)}".rstrip()


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    measured = f"{_short(figure.value)} {figure.unit}"
    if figure.bar is None or figure.ratio is None:
        return figure.what, measured, "", "", ""
    bar = f"{figure.holds.value} {_short(figure.bar)}"
    return figure.what, measured, bar, f"{figure.ratio:.2f}", figure.verdict


def _short(value: float) -> str:
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 1 else f"{value:.4g}"
