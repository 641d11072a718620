"""The protocol of adapters: where rows come from, how a read is asked for, what it hands on."""

from __future__ import annotations

from ccops.adapters.protocol.columns import (
    LaterColumn,
    RowFolder,
    SourceNames,
    SourceRefs,
    add_numbers,
    joined_records,
)
from ccops.adapters.protocol.intake import ContactAdapter, Intake, joined_intake
from ccops.adapters.protocol.local_times import LocalInstant, LocalTimes, utc_ms
from ccops.adapters.protocol.number_limits import LONGEST_MS, is_instant
from ccops.adapters.protocol.options import (
    KEY_BYTES,
    QUARANTINE_LIMIT,
    AtEnd,
    ReadOptions,
    Strictness,
    zone_or_refuse,
)
from ccops.adapters.protocol.privacy import Hidden, Pseudonyms, masked, shape_of
from ccops.adapters.protocol.refusals import RowIgnoredError, RowRefusedError
from ccops.adapters.protocol.report import (
    OpenAgent,
    OpenContact,
    ReadReport,
    ReadTally,
    joined_reports,
)
from ccops.adapters.protocol.rows import Row, csv_rows, json_rows
from ccops.adapters.protocol.sources import (
    LineBatch,
    Readable,
    Source,
    as_source,
    line_batches,
    opened,
    place_span,
)
from ccops.adapters.protocol.state import OpenState
from ccops.adapters.protocol.state_terms import AtRestart, PausedIn, StateTerms

__all__ = [
    "KEY_BYTES",
    "LONGEST_MS",
    "QUARANTINE_LIMIT",
    "AtEnd",
    "AtRestart",
    "ContactAdapter",
    "Hidden",
    "Intake",
    "LaterColumn",
    "LineBatch",
    "LocalInstant",
    "LocalTimes",
    "OpenAgent",
    "OpenContact",
    "OpenState",
    "PausedIn",
    "Pseudonyms",
    "ReadOptions",
    "ReadReport",
    "ReadTally",
    "Readable",
    "Row",
    "RowFolder",
    "RowIgnoredError",
    "RowRefusedError",
    "Source",
    "SourceNames",
    "SourceRefs",
    "StateTerms",
    "Strictness",
    "add_numbers",
    "as_source",
    "csv_rows",
    "is_instant",
    "joined_intake",
    "joined_records",
    "joined_reports",
    "json_rows",
    "line_batches",
    "masked",
    "opened",
    "place_span",
    "shape_of",
    "utc_ms",
    "zone_or_refuse",
]
