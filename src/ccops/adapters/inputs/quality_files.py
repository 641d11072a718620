"""Files about calls judged and what is noted of each day: evaluations, exams, events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.columns import (
    DAY,
    MAY_DAY,
    MAY_FLAG,
    MAY_TEXT,
    MAY_WHO,
    MOMENT,
    TEXT,
    WHO,
    CellKind,
    may,
    must,
)
from ccops.contacts import DIAL_RESULTS
from ccops.projects import CALLBACK_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.adapters.inputs.columns import InputColumn

QUALITY: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "evaluations": {
        "evaluation_id": TEXT,
        "employee_id": WHO,
        "contact_id": MAY_TEXT,
        "form": TEXT,
        "item": TEXT,
        "occurrences": may(CellKind.COUNT),
        "value": MAY_TEXT,
        "not_applicable": MAY_FLAG,
        "evaluator": TEXT,
        "at": MOMENT,
        "source": must(CellKind.WORD, "system", "internal", "external"),
        "channel": TEXT,
        "status": must(CellKind.WORD, "valid", "disputed", "overturned"),
        "replaces": MAY_TEXT,
        "calibration": MAY_TEXT,
    },
    "evaluation_reviews": {
        "evaluation_id": TEXT,
        "raised": must(CellKind.WORD, "dispute", "review"),
        "raised_by": TEXT,
        "at": MOMENT,
        "outcome": must(CellKind.WORD, "pending", "upheld", "overturned"),
        "decided_by": MAY_TEXT,
        "decided_on": MAY_DAY,
        "because": MAY_TEXT,
    },
    "quality_actions": {
        "action_id": TEXT,
        "owner": WHO,
        "about": MAY_WHO,
        "found_in": MAY_TEXT,
        "cause": TEXT,
        "from": DAY,
        "due_on": DAY,
        "done_on": MAY_DAY,
        "effective": MAY_FLAG,
    },
    "ratings": {
        "contact_id": MAY_TEXT,
        "employee_id": WHO,
        "at": MOMENT,
        "invited": must(CellKind.FLAG),
        "score": may(CellKind.NUMBER),
        "resolved": MAY_FLAG,
        "segment": MAY_TEXT,
    },
    "dials": {
        "dial_id": TEXT,
        "campaign": TEXT,
        "employee_id": MAY_WHO,
        "customer": MAY_TEXT,
        "at": must(CellKind.INSTANT),
        "result": must(CellKind.WORD, *DIAL_RESULTS),
        "success": MAY_FLAG,
    },
    "sales": {
        "sale_id": TEXT,
        "employee_id": WHO,
        "date": DAY,
        "campaign": TEXT,
        "amount": must(CellKind.MONEY),
        "recorded": must(CellKind.FLAG),
        "returned_on": MAY_DAY,
    },
    "rotas": {
        "rota": TEXT,
        "date": DAY,
        "employee_id": WHO,
        "logged": MAY_FLAG,
    },
    "callbacks": {
        "callback_id": TEXT,
        "employee_id": MAY_WHO,
        "queue": MAY_TEXT,
        "at": must(CellKind.INSTANT),
        "state": must(CellKind.WORD, *CALLBACK_STATES),
        "done_at": may(CellKind.INSTANT),
    },
    "exams": {
        "exam_id": TEXT,
        "employee_id": WHO,
        "at": MOMENT,
        "score": must(CellKind.NUMBER),
        "max": must(CellKind.NUMBER),
        "kind": MAY_TEXT,
        "topic": MAY_TEXT,
    },
    "activity": {
        "employee_id": WHO,
        "date": DAY,
        "kind": TEXT,
        "handled": must(CellKind.COUNT),
        "errors": must(CellKind.COUNT),
        "found_on": MAY_DAY,
    },
    "events": {
        "event_id": TEXT,
        "employee_id": WHO,
        "at": MOMENT,
        "kind": TEXT,
        "level": MAY_TEXT,
        "topic": MAY_TEXT,
        "written": MAY_FLAG,
        "valid": MAY_FLAG,
        "verified_by": MAY_TEXT,
        "amount": may(CellKind.MONEY),
        "channel": MAY_TEXT,
        "note": MAY_TEXT,
    },
    "damages": {
        "damage_id": TEXT,
        "employee_id": WHO,
        "date": DAY,
        "item": TEXT,
        "cost": must(CellKind.MONEY),
        "misuse": MAY_FLAG,
        "verified_by": MAY_TEXT,
        "agreed_on": MAY_DAY,
        "repaid": may(CellKind.MONEY),
    },
}
