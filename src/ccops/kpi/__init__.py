"""Indicators: records in, exact mergeable states by group, values and evidence out.

Knows no trade: what a row means is said by the record kinds that rooms above declare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.kpi.indicators import (
    Better,
    IndicatorRule,
    PercentileRule,
    RatioRule,
    ShareTotalRule,
)
from ccops.kpi.records import RecordColumn, RecordKind, Records
from ccops.kpi.table_form import TableForm

if TYPE_CHECKING:
    from ccops.kpi.compiling import compile_indicators
    from ccops.kpi.day_states import DayStates
    from ccops.kpi.definitions import LINE_GROUPS, Aggregate, Indicator
    from ccops.kpi.engines import Engine
    from ccops.kpi.engines.in_clickhouse import CLICKHOUSE, ClickhouseEngine
    from ccops.kpi.engines.in_duckdb import DUCKDB, DuckdbEngine
    from ccops.kpi.engines.in_spark import SPARK, SparkEngine
    from ccops.kpi.engines.in_sqlite import SQLITE, SqliteEngine
    from ccops.kpi.engines.named import ENGINES, engine_named
    from ccops.kpi.engines.printing import StateText, print_states, print_values
    from ccops.kpi.engines.python import PYTHON, PythonEngine
    from ccops.kpi.engines.reading import day_ends, records_of
    from ccops.kpi.evaluation import (
        Value,
        evaluate,
        rows_at_most,
        rows_below,
        share_at_most,
        share_below,
    )
    from ccops.kpi.evidence import rows_behind
    from ccops.kpi.facts_bridge import facts_of, unplaced
    from ccops.kpi.folds import Fold
    from ccops.kpi.group_checks import check_groups
    from ccops.kpi.keys import Key
    from ccops.kpi.measured import Measured, measure, measure_states
    from ccops.kpi.state_folder import StateFolder
    from ccops.kpi.state_renewal import DaySource, Renewal, renew_states
    from ccops.kpi.states import Cells, Layout, State
    from ccops.kpi.tables import Table
    from ccops.kpi.tallies import Tally, TallyKind
else:
    __getattr__ = opened_later(
        __name__,
        {
            "definitions": ("LINE_GROUPS", "Aggregate", "Indicator"),
            "compiling": ("compile_indicators",),
            "tallies": ("Tally", "TallyKind"),
            "day_states": ("DayStates",),
            "engines": ("Engine",),
            "keys": ("Key",),
            "engines.in_clickhouse": ("CLICKHOUSE", "ClickhouseEngine"),
            "engines.in_duckdb": ("DUCKDB", "DuckdbEngine"),
            "engines.in_spark": ("SPARK", "SparkEngine"),
            "engines.printing": ("StateText", "print_states", "print_values"),
            "engines.reading": ("day_ends", "records_of"),
            "engines.in_sqlite": ("SQLITE", "SqliteEngine"),
            "engines.named": ("ENGINES", "engine_named"),
            "engines.python": ("PYTHON", "PythonEngine"),
            "evaluation": (
                "Value",
                "evaluate",
                "rows_at_most",
                "rows_below",
                "share_at_most",
                "share_below",
            ),
            "evidence": ("rows_behind",),
            "facts_bridge": ("facts_of", "unplaced"),
            "state_folder": ("StateFolder",),
            "state_renewal": ("DaySource", "Renewal", "renew_states"),
            "folds": ("Fold",),
            "group_checks": ("check_groups",),
            "measured": ("Measured", "measure", "measure_states"),
            "states": ("Cells", "Layout", "State"),
            "tables": ("Table",),
        },
    )

__all__ = [
    "CLICKHOUSE",
    "DUCKDB",
    "ENGINES",
    "LINE_GROUPS",
    "PYTHON",
    "SPARK",
    "SQLITE",
    "Aggregate",
    "Better",
    "Cells",
    "ClickhouseEngine",
    "DaySource",
    "DayStates",
    "DuckdbEngine",
    "Engine",
    "Fold",
    "Indicator",
    "IndicatorRule",
    "Key",
    "Layout",
    "Measured",
    "PercentileRule",
    "PythonEngine",
    "RatioRule",
    "RecordColumn",
    "RecordKind",
    "Records",
    "Renewal",
    "ShareTotalRule",
    "SparkEngine",
    "SqliteEngine",
    "State",
    "StateFolder",
    "StateText",
    "Table",
    "TableForm",
    "Tally",
    "TallyKind",
    "Value",
    "check_groups",
    "compile_indicators",
    "day_ends",
    "engine_named",
    "evaluate",
    "facts_of",
    "measure",
    "measure_states",
    "print_states",
    "print_values",
    "records_of",
    "renew_states",
    "rows_at_most",
    "rows_behind",
    "rows_below",
    "share_at_most",
    "share_below",
    "unplaced",
]
