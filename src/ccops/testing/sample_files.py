"""Writes a sample month as an input folder, as ``ccops settle --input`` takes it."""

from __future__ import annotations

import csv
import enum
import io
from typing import TYPE_CHECKING, Final

from ccops.testing.sample_calls_table import CALLS_MAP, calls_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ccops.testing.sample_month import SampleMonth
    from ccops.testing.sample_tables import SampleTable

#: Where the log lies in the folder.
QUEUE_LOG: Final = "calls/queue_log"
#: Where the table of calls lies in the folder.
CALLS_TABLE: Final = "calls/calls.csv"
_INPUTS: Final = """\
# How the files in this folder are written.
since: {since}        # from that day on they tell of everything
files:
  roster:
    shape: matrix        # people by days
    kind: final          # with every swap
    letters:
{letters}      休: rest
"""
_NO_DECISIONS: Final = "{}\n"


class CallsAs(enum.Enum):
    """How the calls are written: as a queue log, or as a table with a column map."""

    QUEUE_LOG = "queue_log"
    TABLE = "table"


def write_month(month: SampleMonth, folder: Path, *, calls: CallsAs = CallsAs.QUEUE_LOG) -> None:
    """Write a month into a folder, which is made where it is not there.

    Files are UTF-8; those of the same name are overwritten. Raises ``OSError`` where the folder
    cannot be written.
    """
    log = folder / QUEUE_LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    for table in month.tables:
        _write(folder / f"{table.name}.csv", _csv(table))
    letters = "".join(f"      {each}: {each}\n" for each in month.shifts)
    _write(
        folder / "inputs.yaml", _INPUTS.format(letters=letters, since=month.days.attendance.first)
    )
    _write(folder / "period.yaml", _decisions(month))
    if calls is CallsAs.QUEUE_LOG:
        _write(log, "".join(f"{line}\n" for line in month.queue_log.lines))
    else:
        _write(folder / CALLS_TABLE, _csv(calls_table(month.visits, month.days)))
        _write(folder / "map.yaml", CALLS_MAP)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _csv(table: SampleTable) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue()


def _decisions(month: SampleMonth) -> str:
    return "".join(_decision(name, value) for name, value in month.decisions) or _NO_DECISIONS


def _decision(name: str, value: str | tuple[Mapping[str, str], ...]) -> str:
    """Return a decision as ``period.yaml`` has it: a text, or a list with a line for each item."""
    if isinstance(value, str):
        return f"{name}: {value}\n"
    items = (", ".join(f"{key}: {each}" for key, each in item.items()) for item in value)
    return f"{name}:\n" + "".join(f"- {{{each}}}\n" for each in items)
