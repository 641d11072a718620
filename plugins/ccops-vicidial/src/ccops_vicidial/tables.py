"""The three tables, told apart by their headers, and what is kept of a row.

Columns were read from ``extras/MySQL_AST_CREATE_tables.sql`` of VICIDIAL.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Final

from ccops.adapters import Row, csv_rows, place_span
from ccops.errors import ReadError
from ccops.messages import Diagnostic, nearest
from ccops_vicidial.cells import EPOCH_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.adapters import ReadOptions, Source, SourceNames

CLOSER, AGENT, OUTBOUND = "vicidial_closer_log", "vicidial_agent_log", "vicidial_log"
#: A column of a table, which the others have not.
_KEYS: Final = {"closecallid": CLOSER, "agent_log_id": AGENT, "alt_dial": OUTBOUND}
_NEEDED: Final = {
    CLOSER: frozenset(
        {
            "closecallid", "lead_id", "campaign_id", "start_epoch", "end_epoch", "length_in_sec",
            "status", "user", "queue_seconds", "term_reason", "uniqueid",
        }
    ),
    AGENT: frozenset(
        {
            "agent_log_id", "user", "lead_id", "pause_epoch", "pause_sec", "wait_epoch",
            "wait_sec", "talk_epoch", "talk_sec", "dispo_epoch", "dispo_sec", "sub_status",
            "uniqueid",
        }
    ),
    OUTBOUND: frozenset(
        {
            "uniqueid", "lead_id", "campaign_id", "start_epoch", "end_epoch", "status", "user",
            "term_reason", "alt_dial",
        }
    ),
}  # fmt: skip
#: Read where they are: older versions have not all of them.
_MORE: Final = {
    CLOSER: frozenset({"phone_number", "xfercallid"}),
    AGENT: frozenset({"dead_sec"}),
    OUTBOUND: frozenset({"phone_number"}),
}
#: The columns by which a row is put in order of time.
_TIMES: Final = {
    CLOSER: ("end_epoch", "start_epoch"),
    AGENT: ("dispo_epoch", "talk_epoch", "wait_epoch", "pause_epoch"),
    OUTBOUND: ("end_epoch", "start_epoch"),
}


def table_rows(source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
    """Yield the rows of an exported table, with what is read of them; their type is the table.

    What else stands in a row, such as whether it was processed, makes no other version of it.
    Raises ``ReadError`` where the header is that of none of the tables, or lacks a column.
    """
    table = ""
    for row in csv_rows(source, names, options):
        if row.refused:
            yield row
            continue
        table = table or _table(row.data, source)
        kept = {
            name: cell
            for name, cell in row.data.items()
            if name in _NEEDED[table] or name in _MORE[table]
        }
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        yield Row(place=row.place, text=text, data=kept, type=table)


def table_of(row: Mapping[str, str]) -> str:
    """Return the table a row is of; empty where it is none of them."""
    return next((table for key, table in _KEYS.items() if key in row), "")


def with_times(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    """Yield rows with the second at which to take them, among those of another table.

    It is no later than that of the row after: one wrong time holds up nothing.
    """
    last: Row | None = None
    second = 0
    for row in chain(rows, (None,)):
        now = second if row is None else _second(row, second)
        if last is not None:
            yield min(second, now), last
        last, second = row, now


def _second(row: Row, before: int) -> int:
    for name in _TIMES.get(row.type, ()):
        written = row.data[name]
        short = len(written) <= EPOCH_DIGITS and written.isascii() and written.isdecimal()
        if short and int(written):
            return int(written)
    return before


def _table(row: Mapping[str, str], source: Source) -> str:
    table = table_of(row)
    absent = sorted(_NEEDED[table] - row.keys()) if table else ["closecallid"]
    if absent:
        raise ReadError(
            tuple(
                Diagnostic(
                    code="map-column-absent",
                    span=place_span(source.name, 1),
                    args={"column": each, "nearest": nearest(each, row)},
                )
                for each in absent
            )
        )
    return table
