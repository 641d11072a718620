"""pandas: everything in memory, as columns of NumPy and of Arrow texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.dataset
import pyarrow.parquet  # noqa: F401

from bench.kpi.ways import files_of

if TYPE_CHECKING:
    from pathlib import Path

    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering


def opened_pandas() -> Answering:
    """Return what reads the columns and groups them."""
    return _answer


def _answer(question: Question, folder: Path) -> list[Row]:
    read = pd.read_parquet(files_of(question, folder).parent, columns=list(question.columns))
    keys = list(question.columns[:2])
    made = _MADE[question.name](read, keys)
    rows: list[Row] = list(made[[*keys, *question.numbers]].itertuples(index=False, name=None))
    return rows


def _by_half_hour(calls: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    answered, abandoned = calls["outcome"] == "answered", calls["outcome"] == "abandoned"
    columns = {
        "offered": 1,
        "answered": answered,
        "abandoned": abandoned,
        "over": calls["outcome"] != "open",
        "handed_on": answered & calls["transferred"],
        "waited": calls["wait"].where(answered, 0),
        "in_time": answered & (calls["wait"] <= 15_000),
        "base": answered | abandoned,
    }
    calls = calls.assign(**columns)
    made = calls.groupby(keys, sort=False)[list(columns)].sum().astype("int64")
    waits = calls[[*keys, "wait"]].dropna().sort_values([*keys, "wait"])
    by_group = waits.groupby(keys, sort=False)["wait"]
    rank = (by_group.transform("size") * 95 + 99) // 100 - 1
    at_rank = waits[by_group.cumcount() == rank].set_index(keys)["wait"]
    made["longest"], made["p95"] = by_group.max(), at_rank // 1_000 * 1_000
    for name in ("longest", "p95"):
        whole = made[name].astype("Int64").astype(object)
        made[name] = whole.where(whole.notna(), None)
    return made.reset_index()


def _by_agent(segments: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    by = segments["ended_by"]
    ended = by != "open"
    columns = {
        "ended": ended,
        "talked": segments["talk"].where(ended, 0),
        "held": segments["hold"].where(ended, 0),
        "after": segments["acw"].where(ended, 0),
        "handled": (segments["talk_hold"] + segments["acw"]).where(ended, 0),
        "agent_first": by == "agent",
        "hung_up": (by == "agent") | (by == "customer"),
    }
    segments = segments.assign(**columns)
    made = segments.groupby(keys, sort=False)[list(columns)].sum().astype("int64")
    return made.reset_index()


_MADE = {"K1": _by_half_hour, "K2": _by_agent}
