"""Tables of contacts read by a column map, wherever their cells come from."""

from __future__ import annotations

from ccops.adapters.mapped.adapter import CSV_MAP, MapAdapter
from ccops.adapters.mapped.cell_rows import CellRow, Cells, CellSource, check_columns
from ccops.adapters.mapped.column_map import ColumnMap
from ccops.adapters.mapped.map_reading import read_column_map
from ccops.adapters.mapped.parquet import PARQUET_MAP, parquet_cells

__all__ = [
    "CSV_MAP",
    "PARQUET_MAP",
    "CellRow",
    "CellSource",
    "Cells",
    "ColumnMap",
    "MapAdapter",
    "check_columns",
    "parquet_cells",
    "read_column_map",
]
