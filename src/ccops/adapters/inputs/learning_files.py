"""Files about learning: what is studied, coached and looked up, and documents under review."""

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
from ccops.learning import (
    KB_RIGHTS,
    KB_USERS,
    REVIEW_OUTCOMES,
    SESSION_STATES,
    SESSION_TIMES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.adapters.inputs.columns import InputColumn

LEARNING: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "team_activities": {
        "activity_id": TEXT,
        "team": TEXT,
        "at": MOMENT,
        "kind": TEXT,
        "participants": may(CellKind.COUNT),
    },
    "documents": {
        "document_id": TEXT,
        "kind": TEXT,
        "title": TEXT,
        "owner": MAY_TEXT,
        "serves": MAY_TEXT,
        "from": DAY,
        "until": MAY_DAY,
    },
    "document_reviews": {
        "document_id": TEXT,
        "at": MOMENT,
        "reviewer": MAY_TEXT,
        "outcome": must(CellKind.WORD, *REVIEW_OUTCOMES),
    },
    "kb_items": {
        "item_id": TEXT,
        "module": TEXT,
        "title": TEXT,
        "from": DAY,
        "until": MAY_DAY,
    },
    "kb_accounts": {
        "account": TEXT,
        "employee_id": MAY_WHO,
        "user": must(CellKind.WORD, *KB_USERS),
        "right": must(CellKind.WORD, *KB_RIGHTS),
        "from": DAY,
        "until": MAY_DAY,
    },
    "kb_searches": {
        "search_id": TEXT,
        "account": TEXT,
        "at": MOMENT,
        "term": MAY_TEXT,
        "contact_id": MAY_TEXT,
        "results": must(CellKind.COUNT),
        "used": must(CellKind.FLAG),
    },
    "kb_visits": {
        "item_id": TEXT,
        "account": TEXT,
        "at": MOMENT,
        "search_id": MAY_TEXT,
        "effective": MAY_FLAG,
    },
    "topics": {"contact_id": TEXT, "at": MOMENT, "topic": TEXT},
    "coaching": {
        "session_id": TEXT,
        "employee_id": WHO,
        "coach": WHO,
        "at": MOMENT,
        "kind": TEXT,
        "state": must(CellKind.WORD, *SESSION_STATES),
        "timing": may(CellKind.WORD, *SESSION_TIMES),
        "topic": MAY_TEXT,
        "minutes": may(CellKind.COUNT),
    },
    "study": {
        "pair": TEXT,
        "employee_id": WHO,
        "module": TEXT,
        "from": DAY,
        "planned_until": MAY_DAY,
        "finished_on": MAY_DAY,
    },
    "development_plans": {
        "employee_id": WHO,
        "field": TEXT,
        "from": DAY,
        "until": MAY_DAY,
    },
}
