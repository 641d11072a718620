"""Adapters: the protocol, the read report, and record files by column map."""

from __future__ import annotations

from ccops.adapters.agent_rows import StateRows
from ccops.adapters.agent_states import ANSWERED, ENDED, OTHER, RANG, AgentStates, Move
from ccops.adapters.canonical import (
    Contact,
    Conversation,
    Dial,
    Event,
    Offer,
    Stretch,
    Survey,
    Untold,
    Visit,
)
from ccops.adapters.cell_rows import CellRow, Cells, CellSource, check_columns
from ccops.adapters.column_map import ColumnMap
from ccops.adapters.columns import (
    LaterColumn,
    RowFolder,
    SourceNames,
    SourceRefs,
    joined_records,
)
from ccops.adapters.contact_writer import ContactWriter
from ccops.adapters.day_sources import FolderDays, RecordDays
from ccops.adapters.gathered import Part
from ccops.adapters.gathering import GatheringAdapter
from ccops.adapters.inputs import Inputs, read_input_file, read_inputs, read_sourced_file
from ccops.adapters.inputs_agents import aliases_from_rows, owners_from_rows
from ccops.adapters.inputs_rows import InputNames, InputTable
from ccops.adapters.intake import ContactAdapter, Intake, joined_intake
from ccops.adapters.local_times import LocalInstant, LocalTimes, utc_ms
from ccops.adapters.map_adapter import CSV_MAP, MapAdapter
from ccops.adapters.map_reading import read_column_map
from ccops.adapters.number_limits import LONGEST_MS, is_instant
from ccops.adapters.options import KEY_BYTES, AtEnd, ReadOptions, Strictness, zone_or_refuse
from ccops.adapters.parquet_cells import PARQUET_MAP, parquet_cells
from ccops.adapters.privacy import Hidden, Pseudonyms, masked, shape_of
from ccops.adapters.record_folder import RecordFolder
from ccops.adapters.record_notes import (
    DayNote,
    KindNote,
    RecordNotes,
    is_record_folder,
)
from ccops.adapters.record_writer import write_records
from ccops.adapters.report import OpenAgent, OpenContact, ReadReport, ReadTally, joined_reports
from ccops.adapters.row_facts import RowIgnoredError, RowRefusedError
from ccops.adapters.rows import Row, csv_rows, json_rows
from ccops.adapters.sources import (
    LineBatch,
    Readable,
    Source,
    as_source,
    line_batches,
    opened,
    place_span,
)
from ccops.adapters.state import OpenState
from ccops.adapters.state_terms import AtRestart, PausedIn, StateTerms
from ccops.adapters.told_states import NOBODY, Standing, ToldStates

__all__ = [
    "ANSWERED",
    "CSV_MAP",
    "ENDED",
    "KEY_BYTES",
    "LONGEST_MS",
    "NOBODY",
    "OTHER",
    "PARQUET_MAP",
    "RANG",
    "AgentStates",
    "AtEnd",
    "AtRestart",
    "CellRow",
    "CellSource",
    "Cells",
    "ColumnMap",
    "Contact",
    "ContactAdapter",
    "ContactWriter",
    "Conversation",
    "DayNote",
    "Dial",
    "Event",
    "FolderDays",
    "GatheringAdapter",
    "Hidden",
    "InputNames",
    "InputTable",
    "Inputs",
    "Intake",
    "KindNote",
    "LaterColumn",
    "LineBatch",
    "LocalInstant",
    "LocalTimes",
    "MapAdapter",
    "Move",
    "Offer",
    "OpenAgent",
    "OpenContact",
    "OpenState",
    "Part",
    "PausedIn",
    "Pseudonyms",
    "ReadOptions",
    "ReadReport",
    "ReadTally",
    "Readable",
    "RecordDays",
    "RecordFolder",
    "RecordNotes",
    "Row",
    "RowFolder",
    "RowIgnoredError",
    "RowRefusedError",
    "Source",
    "SourceNames",
    "SourceRefs",
    "Standing",
    "StateRows",
    "StateTerms",
    "Stretch",
    "Strictness",
    "Survey",
    "ToldStates",
    "Untold",
    "Visit",
    "aliases_from_rows",
    "as_source",
    "check_columns",
    "csv_rows",
    "is_instant",
    "is_record_folder",
    "joined_intake",
    "joined_records",
    "joined_reports",
    "json_rows",
    "line_batches",
    "masked",
    "opened",
    "owners_from_rows",
    "parquet_cells",
    "place_span",
    "read_column_map",
    "read_input_file",
    "read_inputs",
    "read_sourced_file",
    "shape_of",
    "utc_ms",
    "write_records",
    "zone_or_refuse",
]
