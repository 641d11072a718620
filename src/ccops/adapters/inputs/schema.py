"""The files a center hands in and their columns: names, kinds of cells, closed lists of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.casework_files import CASEWORK
from ccops.adapters.inputs.columns import (
    DAY,
    MAY_DAY,
    MAY_FLAG,
    MAY_MOMENT,
    MAY_TEXT,
    MAY_WHO,
    MOMENT,
    TEXT,
    WHO,
    CellKind,
    InputColumn,
    InputFile,
    may,
    must,
)
from ccops.contacts import DIAL_RESULTS
from ccops.facts import EMPLOYMENT_TYPES, END_REASONS, AssignmentKind
from ccops.learning import (
    KB_RIGHTS,
    KB_USERS,
    REVIEW_OUTCOMES,
    SESSION_STATES,
    SESSION_TIMES,
)
from ccops.projects import CALLBACK_STATES
from ccops.worktime import DAY_KINDS, DECISIONS, REQUEST_KINDS, ROSTER_KINDS, SWAP_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_PEOPLE: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "employees": {
        "employee_id": TEXT,
        "name": MAY_TEXT,
        "employment_type": must(CellKind.WORD, *EMPLOYMENT_TYPES),
        "employer": MAY_TEXT,
        "role": TEXT,
        "team": TEXT,
        "level": MAY_TEXT,
        "hired_on": DAY,
        "probation_until": MAY_DAY,
        "contract_hours_day": may(CellKind.HOURS),
        "notice_from": MAY_DAY,
        "ended_on": MAY_DAY,
        "end_reason": may(CellKind.WORD, *END_REASONS),
        "night_exempt_until": MAY_DAY,
        "cost_center": MAY_TEXT,
        "locale": MAY_TEXT,
        "basic_pay": may(CellKind.MONEY),
    },
    "assignments": {
        "employee_id": WHO,
        "what": must(CellKind.WORD, *(each.value for each in AssignmentKind)),
        "value": TEXT,
        "from": DAY,
        "until": MAY_DAY,
    },
    "agents": {
        "employee_id": WHO,
        "alias": TEXT,
        "system": TEXT,
        "from": MAY_MOMENT,
        "until": MAY_MOMENT,
    },
    "queue_owners": {"queue": TEXT, "employee_id": WHO, "from": MAY_DAY, "until": MAY_DAY},
}

_WORKTIME: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "roster": {
        "employee_id": WHO,
        "work_date": DAY,
        "shift": TEXT,
        "team": MAY_TEXT,
        "kind": must(CellKind.WORD, *ROSTER_KINDS),
    },
    "punches": {
        "employee_id": WHO,
        "at": must(CellKind.INSTANT),
        "direction": may(CellKind.WORD, "in", "out"),
        "device": MAY_TEXT,
        "source": MAY_TEXT,
        "corrected_by": MAY_TEXT,
    },
    "leave": {
        "employee_id": WHO,
        "kind": TEXT,
        "from": MOMENT,
        "to": MOMENT,
        "hours": may(CellKind.HOURS),
        "requested_at": MAY_MOMENT,
        "approved_at": InputColumn(kind=CellKind.MOMENT, keeps_empty=True),
        "approver": MAY_TEXT,
    },
    "swaps": {
        "date": DAY,
        "from_employee": WHO,
        "to_employee": WHO,
        "initiator": WHO,
        "kind": must(CellKind.WORD, *SWAP_KINDS),
        "approved_at": MAY_MOMENT,
    },
    "requests": {
        "employee_id": WHO,
        "kind": must(CellKind.WORD, *REQUEST_KINDS),
        "for_date": DAY,
        "hours": may(CellKind.HOURS),
        "requested_at": MOMENT,
        "decided_at": MAY_MOMENT,
        "decision": may(CellKind.WORD, *DECISIONS),
    },
    "calendar": {"date": DAY, "kind": must(CellKind.WORD, *DAY_KINDS)},
}

_QUALITY: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "evaluations": {
        "evaluation_id": TEXT,
        "employee_id": WHO,
        "contact_id": MAY_TEXT,
        "form": TEXT,
        "item": TEXT,
        "occurrences": may(CellKind.COUNT),
        "value": MAY_TEXT,
        "evaluator": TEXT,
        "at": MOMENT,
        "source": must(CellKind.WORD, "system", "internal", "external"),
        "channel": TEXT,
        "status": must(CellKind.WORD, "valid", "disputed", "overturned"),
        "replaces": MAY_TEXT,
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

_LEARNING: Final[Mapping[str, Mapping[str, InputColumn]]] = {
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

_REPORTS: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "report_submissions": {
        "report": TEXT,
        "period": TEXT,
        "employee_id": WHO,
        "at": MOMENT,
        "to": MAY_TEXT,
    },
    "archive_log": {
        "archive": TEXT,
        "item": TEXT,
        "from": DAY,
        "backed_up_on": MAY_DAY,
        "until": MAY_DAY,
    },
}

_BOOKS: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "opening": {
        "subject_kind": MAY_TEXT,
        "subject_id": MAY_TEXT,
        "name": TEXT,
        "period": MAY_TEXT,
        "amount": TEXT,
        "unit": TEXT,
        "dated_on": MAY_DAY,
        "valid_until": MAY_DAY,
        "note": MAY_TEXT,
    },
    "facts": {"employee_id": MAY_WHO, "subject_kind": MAY_TEXT, "subject_id": MAY_TEXT},
    "paid": {"employee_id": WHO},
}
_OPEN: Final = frozenset({"facts", "paid"})

#: Every file of an input folder by name; each is needed only where a pack uses it.
INPUT_FILES: Final[Mapping[str, InputFile]] = {
    name: InputFile(name=name, columns=columns, is_open=name in _OPEN)
    for part in (_PEOPLE, _WORKTIME, _QUALITY, _LEARNING, _REPORTS, CASEWORK, _BOOKS)
    for name, columns in part.items()
}
#: What may be handed in as a matrix of people and days.
MATRIX_FILES: Final = frozenset({"roster", "leave"})
