"""SQL for DuckDB, written by hand for each question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from bench.kpi.ways import files_of

if TYPE_CHECKING:
    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering


def opened_hand_sql() -> Answering:
    """Return what runs the SQL of a question."""
    connection = duckdb.connect()

    def answer(question: Question, folder: Path) -> list[Row]:
        path = Path(__file__).with_name(f"{question.name.lower()}.sql")
        text = path.read_text(encoding="utf-8").format(files=files_of(question, folder))
        rows: list[Row] = connection.execute(text).fetchall()
        return rows

    return answer
