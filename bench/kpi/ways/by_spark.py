"""Spark in this process and two threads, by SQL written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyspark.sql import SparkSession

if TYPE_CHECKING:
    from pathlib import Path

    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering

_SQL: Final = {
    "K1": """
        SELECT queue, arrival_half_hour,
            count(*), count_if(outcome = 'answered'), count_if(outcome = 'abandoned'),
            count_if(outcome <> 'open'), count_if(outcome = 'answered' AND transferred),
            coalesce(sum(wait) FILTER (WHERE outcome = 'answered'), 0), max(wait),
            cast(percentile_disc(0.95) WITHIN GROUP (ORDER BY wait) AS BIGINT) DIV 1000 * 1000,
            count_if(outcome = 'answered' AND wait <= 15000),
            count_if(outcome IN ('answered', 'abandoned'))
        FROM records GROUP BY queue, arrival_half_hour""",
    "K2": """
        SELECT agent, arrival_day, count_if(ended_by <> 'open'),
            coalesce(sum(talk) FILTER (WHERE ended_by <> 'open'), 0),
            coalesce(sum(hold) FILTER (WHERE ended_by <> 'open'), 0),
            coalesce(sum(acw) FILTER (WHERE ended_by <> 'open'), 0),
            coalesce(sum(talk_hold + acw) FILTER (WHERE ended_by <> 'open'), 0),
            count_if(ended_by = 'agent'), count_if(ended_by IN ('agent', 'customer'))
        FROM records GROUP BY agent, arrival_day""",
}


def opened_pyspark() -> Answering:
    """Return what asks a session on this machine."""
    builder = SparkSession.builder.master("local[2]")
    for key, value in (
        ("spark.ui.enabled", "false"),
        ("spark.driver.memory", "4g"),
        ("spark.driver.host", "127.0.0.1"),
        ("spark.driver.bindAddress", "127.0.0.1"),
        ("spark.sql.shuffle.partitions", "4"),
    ):
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    def answer(question: Question, folder: Path) -> list[Row]:
        session.read.parquet(str(folder / question.kind)).createOrReplaceTempView("records")
        return [tuple(row) for row in session.sql(_SQL[question.name]).collect()]

    return answer
