"""Attempts to reach customers as a center hands them in: rows of the file ``dials``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ccops.contacts.outbound import DIAL, DIAL_RESULTS
from ccops.facts import (
    flag_column,
    instant_column,
    read_row,
    row_error,
    row_reference,
    text_column,
    word_column,
)
from ccops.kpi import Records
from ccops.kpi.row_records import rows_once
from ccops.values import Missing
from ccops.values.local_clock import LocalClock, recorded_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic

_COLUMNS: Final = {
    "dial_id": text_column(required=True),
    "campaign": text_column(required=True),
    "employee_id": text_column(),
    "customer": text_column(),
    "at": instant_column(required=True),
    "result": word_column(DIAL_RESULTS, required=True),
    "success": flag_column(),
}
_TABLE: Final = "dials"
_NEVER: Final = Missing.NO_RECORDS


def dial_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the attempts of rows with the columns of the file ``dials``, and what is wrong.

    What stands under ``customer`` is never kept: customers are numbered as they come. An
    attempt that did not connect is no success (``dial-no-success``), and a time that the clocks
    show twice or never is refused (``dial-unclear``).
    """
    kept, twice = rows_once(rows, "dial-twice", ("dial_id",))
    findings: list[Diagnostic] = [*twice]
    clock, customers = LocalClock(zone), dict[str, str]()
    made: list[tuple[Any, ...]] = []
    for number, row in enumerate(kept, 1):
        values = read_row(row, _COLUMNS, table=_TABLE, findings=findings)
        if values is None or not isinstance(values["at"], dt.datetime):
            continue
        dial, at_ms = str(values["dial_id"]), recorded_instant(values["at"], zone)
        if at_ms is None:
            findings.append(row_error("dial-unclear", row, dial=dial, at=values["at"]))
        elif values.get("success") is True and values["result"] != "connected":
            findings.append(row_error("dial-no-success", row, dial=dial))
        else:
            customer = _numbered(values.get("customer"), customers)
            reading = (at_ms, *clock.read(at_ms // 1000))
            made.append((*_told(values, customer, reading), row_reference(row, _TABLE, number)))
    return Records.of_rows(DIAL, made), tuple(findings)


def _told(
    values: Mapping[str, Any], customer: str | Missing, reading: tuple[int, ...]
) -> tuple[Any, ...]:
    agent = values.get("employee_id", _NEVER)
    success = values.get("success", Missing.NOT_MEASURED)
    head = (values["dial_id"], values["campaign"], agent, False, customer)
    return (*head, values["result"], success, *reading)


def _numbered(customer: object, known: dict[str, str]) -> str | Missing:
    """Return the number of a customer among those of a file: the first is number 1."""
    if customer is None:
        return Missing.NOT_MEASURED
    return known.setdefault(str(customer), f"{_TABLE}:{len(known) + 1}")
