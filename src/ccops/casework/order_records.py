"""Work orders and their steps as a center hands them in: rows in, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.casework.file_rows import FileRow, FileShape, Read, Row, read_file
from ccops.casework.order_kinds import ORDER_STEP, ORDER_STEPS, WORK_ORDER
from ccops.facts import instant_column, text_column, word_column

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

_ORDERS: Final = FileShape(
    table="work_orders",
    kind=WORK_ORDER,
    columns={
        "order_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "kind": text_column(required=True),
        "urgency": text_column(required=True),
        "opened_at": instant_column(required=True),
        "promised_at": instant_column(),
        "channel": text_column(),
        "topic": text_column(),
        "contact_id": text_column(),
        "customer": text_column(),
    },
    once=("order_id",),
    twice="order-twice",
    instants=("opened_at", "promised_at"),
    words=("kind", "urgency", "channel", "topic"),
    told_by={"customer_ref": "customer", "promised_ms": "promised_at"},
)
_STEPS: Final = FileShape(
    table="work_order_steps",
    kind=ORDER_STEP,
    columns={
        "order_id": text_column(required=True),
        "at": instant_column(required=True),
        "step": word_column(ORDER_STEPS, required=True),
        "employee_id": text_column(),
        "to": text_column(),
        "reason": text_column(),
        "proof": text_column(),
    },
    once=("order_id", "step", "at"),
    twice="order-step-twice",
    instants=("at",),
    words=("to", "reason"),
)


def work_order_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the orders of rows with the columns of the file ``work_orders``.

    What stands under ``customer`` is never kept: customers are numbered as they come.
    """
    return read_file(rows, _ORDERS, _order, zone=zone, check=None)


def order_step_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the steps of rows with the columns of the file ``work_order_steps``.

    Of the proof only that there is one is kept.
    """
    return read_file(rows, _STEPS, _step, zone=zone, check=None)


def _order(row: FileRow) -> Mapping[str, object]:
    return {"opened_ms": row.at["opened_at"], "promised_ms": row.at.get("promised_at")}


def _step(row: FileRow) -> Mapping[str, object]:
    return {
        "passed_to": row.get("to"),
        "proof": row.get("proof") is not None,
        "at_ms": row.at["at"],
    }
