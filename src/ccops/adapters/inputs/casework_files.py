"""The files about casework and their columns: orders, complaints, the shift log, trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.columns import (
    DAY,
    INSTANT,
    MAY_DAY,
    MAY_FLAG,
    MAY_INSTANT,
    MAY_TEXT,
    MAY_WHO,
    TEXT,
    WHO,
    CellKind,
    InputColumn,
    may,
    must,
)
from ccops.casework import ORDER_STEPS, REFUND_STATES, SHIFT_ENTRIES, TRAINING_RESULTS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Every file about casework by name.
CASEWORK: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "work_orders": {
        "order_id": TEXT,
        "employee_id": WHO,
        "kind": TEXT,
        "urgency": TEXT,
        "opened_at": INSTANT,
        "promised_at": MAY_INSTANT,
        "channel": MAY_TEXT,
        "topic": MAY_TEXT,
        "contact_id": MAY_TEXT,
        "customer": MAY_TEXT,
    },
    "work_order_steps": {
        "order_id": TEXT,
        "at": INSTANT,
        "step": must(CellKind.WORD, *ORDER_STEPS),
        "employee_id": MAY_WHO,
        "to": MAY_TEXT,
        "reason": MAY_TEXT,
        "proof": MAY_TEXT,
    },
    "complaints": {
        "complaint_id": TEXT,
        "employee_id": MAY_WHO,
        "at": INSTANT,
        "channel": MAY_TEXT,
        "level": MAY_TEXT,
        "cause": MAY_TEXT,
        "contact_id": MAY_TEXT,
        "customer": MAY_TEXT,
        "verified_at": MAY_INSTANT,
        "verified_by": MAY_TEXT,
        "valid": MAY_FLAG,
        "closed_at": MAY_INSTANT,
        "measure": MAY_TEXT,
    },
    "refunds": {
        "refund_id": TEXT,
        "employee_id": WHO,
        "at": INSTANT,
        "amount": must(CellKind.MONEY),
        "reason": MAY_TEXT,
        "state": must(CellKind.WORD, *REFUND_STATES),
        "error": must(CellKind.FLAG),
        "settled_at": MAY_INSTANT,
    },
    "shift_log": {
        "entry_id": TEXT,
        "employee_id": WHO,
        "at": INSTANT,
        "kind": must(CellKind.WORD, *SHIFT_ENTRIES),
        "topic": MAY_TEXT,
        "level": MAY_TEXT,
        "taken_by": MAY_TEXT,
        "due_at": MAY_INSTANT,
        "taken_at": MAY_INSTANT,
        "told_at": MAY_INSTANT,
        "settled_at": MAY_INSTANT,
    },
    "patrols": {
        "patrol_id": TEXT,
        "employee_id": WHO,
        "at": INSTANT,
        "area": MAY_TEXT,
        "topic": MAY_TEXT,
        "settled": MAY_FLAG,
    },
    "meetings": {
        "meeting_id": TEXT,
        "employee_id": WHO,
        "at": INSTANT,
        "kind": TEXT,
        "team": MAY_TEXT,
        "invited": may(CellKind.COUNT),
        "present": may(CellKind.COUNT),
        "minutes_at": MAY_INSTANT,
    },
    "test_calls": {
        "test_id": TEXT,
        "caller": TEXT,
        "employee_id": MAY_WHO,
        "at": INSTANT,
        "answered": must(CellKind.FLAG),
        "score": may(CellKind.NUMBER),
        "max": may(CellKind.NUMBER),
    },
    "trainings": {
        "training_id": TEXT,
        "employee_id": WHO,
        "course": TEXT,
        "kind": TEXT,
        "from": DAY,
        "ended_on": MAY_DAY,
        "result": must(CellKind.WORD, *TRAINING_RESULTS),
        "hours": may(CellKind.HOURS),
    },
    "exit_interviews": {"employee_id": WHO, "date": DAY, "reason": TEXT},
}
