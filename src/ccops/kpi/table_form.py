"""How tables lie in a folder."""

from __future__ import annotations

import enum


class TableForm(enum.Enum):
    """The form of the tables of a folder."""

    PARQUET = "parquet"  # needs the extra ``duckdb``
    JSONL = "jsonl"  # a line a row
