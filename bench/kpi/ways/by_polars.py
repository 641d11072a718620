"""Polars, lazily and streaming: what is not asked for is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bench.kpi.ways import files_of

if TYPE_CHECKING:
    from pathlib import Path

    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering


def opened_polars() -> Answering:
    """Return what asks a lazy frame."""
    return _answer


def _answer(question: Question, folder: Path) -> list[Row]:
    frame = pl.scan_parquet(files_of(question, folder))
    numbers = _MADE[question.name]()
    grouped = frame.group_by(question.columns[:2]).agg(
        numbers[name].alias(name) for name in question.numbers
    )
    rows: list[Row] = grouped.collect(engine="streaming").rows()
    return rows


def _by_half_hour() -> dict[str, pl.Expr]:
    outcome, wait = pl.col("outcome"), pl.col("wait")
    answered, abandoned = outcome == "answered", outcome == "abandoned"
    return {
        "offered": pl.len(),
        "answered": answered.sum(),
        "abandoned": abandoned.sum(),
        "over": (outcome != "open").sum(),
        "handed_on": (answered & pl.col("transferred")).sum(),
        "waited": wait.filter(answered).sum(),
        "longest": wait.max(),
        # equiprobable is the nearest rank: the least value that 95 % of the rows do not exceed
        "p95": wait.quantile(0.95, "equiprobable").cast(pl.Int64) // 1_000 * 1_000,
        "in_time": (answered & (wait <= 15_000)).sum(),
        "base": (answered | abandoned).sum(),
    }


def _by_agent() -> dict[str, pl.Expr]:
    by = pl.col("ended_by")
    ended = by != "open"
    sums = {
        "talked": pl.col("talk"),
        "held": pl.col("hold"),
        "after": pl.col("acw"),
        "handled": pl.col("talk_hold") + pl.col("acw"),
    }
    return {
        "ended": ended.sum(),
        **{name: value.filter(ended).sum() for name, value in sums.items()},
        "agent_first": (by == "agent").sum(),
        "hung_up": ((by == "agent") | (by == "customer")).sum(),
    }


_MADE = {"K1": _by_half_hour, "K2": _by_agent}
