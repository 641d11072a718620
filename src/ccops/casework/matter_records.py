"""Complaints, refunds and the shift log as a center hands them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.casework.file_rows import FileRow, FileShape, Read, Row, read_file
from ccops.casework.matter_kinds import (
    COMPLAINT,
    REFUND,
    REFUND_STATES,
    SHIFT_ENTRIES,
    SHIFT_ENTRY,
)
from ccops.facts import (
    flag_column,
    instant_column,
    money_column,
    row_error,
    text_column,
    word_column,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.messages import Diagnostic

_COMPLAINTS: Final = FileShape(
    table="complaints",
    kind=COMPLAINT,
    columns={
        "complaint_id": text_column(required=True),
        "employee_id": text_column(),
        "at": instant_column(required=True),
        "channel": text_column(),
        "level": text_column(),
        "cause": text_column(),
        "contact_id": text_column(),
        "customer": text_column(),
        "verified_at": instant_column(),
        "verified_by": text_column(),
        "valid": flag_column(),
        "closed_at": instant_column(),
        "measure": text_column(),
    },
    once=("complaint_id",),
    twice="complaint-twice",
    instants=("at", "verified_at", "closed_at"),
    words=("channel", "level", "cause"),
    told_by={"closed_ms": "closed_at", "improved": "measure"},
)
_SHIFT_LOG: Final = FileShape(
    table="shift_log",
    kind=SHIFT_ENTRY,
    columns={
        "entry_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "at": instant_column(required=True),
        "kind": word_column(SHIFT_ENTRIES, required=True),
        "topic": text_column(),
        "level": text_column(),
        "taken_by": text_column(),
        "due_at": instant_column(),
        "taken_at": instant_column(),
        "told_at": instant_column(),
        "settled_at": instant_column(),
    },
    once=("entry_id",),
    twice="shift-entry-twice",
    instants=("at", "due_at", "taken_at", "told_at", "settled_at"),
    words=("topic", "level"),
    told_by={"on_time": "taken_at", "told_time": "told_at", "closed_ms": "settled_at"},
)


def complaint_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the complaints of rows with the columns of the file ``complaints``.

    Whether a complaint is valid, who found so and when are said together or not at all
    (``complaint-half-verified``), and nobody verifies a complaint about himself
    (``complaint-own``). Of the measure taken only that there is one is kept.
    """
    return read_file(rows, _COMPLAINTS, _complaint, zone=zone, check=_wrong_complaint)


def _complaint(row: FileRow) -> Mapping[str, object]:
    return {
        "verify_time": row.since("at", "verified_at"),
        "close_time": row.since("at", "closed_at"),
        "improved": row.get("measure") is not None,
        "opened_ms": row.at["at"],
        "verified_ms": row.at.get("verified_at"),
        "closed_ms": row.at.get("closed_at"),
    }


def _wrong_complaint(row: FileRow) -> Iterator[Diagnostic]:
    told = {"id": row.get("complaint_id")}
    said = [row.get(name) is not None for name in ("valid", "verified_by", "verified_at")]
    if any(said) and not all(said):
        yield row_error("complaint-half-verified", row.row, **told)
    verifier = row.get("verified_by")
    if verifier is not None and verifier == row.get("employee_id"):
        yield row_error("complaint-own", row.row, **told, employee=verifier)


def refund_records(rows: Iterable[Row], *, zone: dt.tzinfo, currency: str) -> Read:
    """Return the refunds of rows with the columns of the file ``refunds``.

    ``currency`` is what a bare amount is in. A refund that was paid or refused says when, one
    that was only registered does not (``refund-state``).
    """
    return read_file(rows, _refunds(currency), _refund, zone=zone, check=_wrong_refund)


def _refunds(currency: str) -> FileShape:
    return FileShape(
        table="refunds",
        kind=REFUND,
        columns={
            "refund_id": text_column(required=True),
            "employee_id": text_column(required=True),
            "at": instant_column(required=True),
            "amount": money_column(currency, required=True),
            "reason": text_column(),
            "state": word_column(REFUND_STATES, required=True),
            "error": flag_column(required=True),
            "settled_at": instant_column(),
        },
        once=("refund_id",),
        twice="refund-twice",
        instants=("at", "settled_at"),
        words=("reason",),
    )


def _refund(row: FileRow) -> Mapping[str, object]:
    return {
        "close_time": row.since("at", "settled_at"),
        "opened_ms": row.at["at"],
        "closed_ms": row.at.get("settled_at"),
    }


def _wrong_refund(row: FileRow) -> Iterator[Diagnostic]:
    if (row.get("state") == "registered") == ("settled_at" in row.at):
        told = {"id": row.get("refund_id"), "state": row.get("state")}
        yield row_error("refund-state", row.row, **told)


def shift_entry_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the lines of the shift log of rows with the columns of the file ``shift_log``.

    An item handed over without ``due_at`` was due at no time, so nobody says whether the
    handover was on time; one that was due and not taken over was not.
    """
    return read_file(rows, _SHIFT_LOG, _shift_entry, zone=zone, check=None)


def _shift_entry(row: FileRow) -> Mapping[str, object]:
    due, taken = row.at.get("due_at"), row.at.get("taken_at")
    return {
        "on_time": None if due is None else taken is not None and taken <= due,
        "told_time": row.since("at", "told_at"),
        "close_time": row.since("at", "settled_at"),
        "opened_ms": row.at["at"],
        "closed_ms": row.at.get("settled_at"),
    }
