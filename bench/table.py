"""Print the figures of a benchmark run beside their bars: ``bench/table.py .bench.json``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[str, str, str, str]


def rows_of(report: dict[str, Any]) -> Iterator[Row]:
    """Yield figure, measured, bar and verdict of every figure told, in the order measured."""
    for each in report["benchmarks"]:
        for told in each["extra_info"].get("figures", ()):
            value = told.get("value")
            if value is None:
                value = each["stats"]["min"] * told["scale"]
            yield _row(told, value)


def _row(told: dict[str, Any], value: float) -> Row:
    bar, unit = told["bar"], told["unit"]
    if bar is None:
        return told["what"], f"{_short(value)} {unit}", "", ""
    at_least = told.get("at_least", False)
    holds = value >= bar if at_least else value <= bar
    sign = "≥" if at_least else "≤"
    return (
        told["what"],
        f"{_short(value)} {unit}",
        f"{sign} {_short(bar)}",
        "ok" if holds else "over" if not at_least else "under",
    )


def _short(value: float) -> str:
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 1 else f"{value:.4g}"


def main(path: str) -> None:
    """Print the table."""
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    rows = [("figure", "measured", "bar", ""), *rows_of(report)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for what, measured, bar, verdict in rows:
        line = f"{what:<{widths[0]}}  {measured:>{widths[1]}}  {bar:>{widths[2]}}  {verdict}"
        print(line.rstrip())


if __name__ == "__main__":
    main(sys.argv[1])
