"""The files a center hands in and their columns: names, kinds of cells, closed lists of words."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Final

import attrs

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


class CellKind(enum.Enum):
    """What a cell holds, and so how it is read and checked."""

    TEXT = "text"
    WORD = "word"  # one of a closed list
    DAY = "day"
    INSTANT = "instant"  # a day and a time of day
    MOMENT = "moment"  # either
    HOURS = "hours"
    NUMBER = "number"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"


@attrs.frozen(kw_only=True)
class InputColumn:
    """One column.

    ``is_employee``: it holds a staff number. ``keeps_empty``: an empty cell says something.
    """

    kind: CellKind
    required: bool = False
    words: frozenset[str] = frozenset()
    is_employee: bool = False
    keeps_empty: bool = False


@attrs.frozen(kw_only=True)
class InputFile:
    """One file. An open file has further columns, each named after what it holds."""

    name: str
    columns: Mapping[str, InputColumn]
    is_open: bool = False


def _must(kind: CellKind, *words: str) -> InputColumn:
    return InputColumn(kind=kind, required=True, words=frozenset(words))


def _may(kind: CellKind, *words: str) -> InputColumn:
    return InputColumn(kind=kind, words=frozenset(words))


_TEXT: Final = _must(CellKind.TEXT)
_MAY_TEXT: Final = _may(CellKind.TEXT)
_DAY: Final = _must(CellKind.DAY)
_MAY_DAY: Final = _may(CellKind.DAY)
_MOMENT: Final = _must(CellKind.MOMENT)
_MAY_MOMENT: Final = _may(CellKind.MOMENT)
_MAY_FLAG: Final = _may(CellKind.FLAG)
_WHO: Final = InputColumn(kind=CellKind.TEXT, required=True, is_employee=True)
_MAY_WHO: Final = InputColumn(kind=CellKind.TEXT, is_employee=True)

_PEOPLE: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "employees": {
        "employee_id": _TEXT,
        "name": _MAY_TEXT,
        "employment_type": _must(CellKind.WORD, *EMPLOYMENT_TYPES),
        "employer": _MAY_TEXT,
        "role": _TEXT,
        "team": _TEXT,
        "level": _MAY_TEXT,
        "hired_on": _DAY,
        "probation_until": _MAY_DAY,
        "contract_hours_day": _may(CellKind.HOURS),
        "notice_from": _MAY_DAY,
        "ended_on": _MAY_DAY,
        "end_reason": _may(CellKind.WORD, *END_REASONS),
        "night_exempt_until": _MAY_DAY,
        "cost_center": _MAY_TEXT,
        "locale": _MAY_TEXT,
        "basic_pay": _may(CellKind.MONEY),
    },
    "assignments": {
        "employee_id": _WHO,
        "what": _must(CellKind.WORD, *(each.value for each in AssignmentKind)),
        "value": _TEXT,
        "from": _DAY,
        "until": _MAY_DAY,
    },
    "agents": {
        "employee_id": _WHO,
        "alias": _TEXT,
        "system": _TEXT,
        "from": _MAY_MOMENT,
        "until": _MAY_MOMENT,
    },
    "queue_owners": {"queue": _TEXT, "employee_id": _WHO, "from": _MAY_DAY, "until": _MAY_DAY},
}

_WORKTIME: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "roster": {
        "employee_id": _WHO,
        "work_date": _DAY,
        "shift": _TEXT,
        "team": _MAY_TEXT,
        "kind": _must(CellKind.WORD, *ROSTER_KINDS),
    },
    "punches": {
        "employee_id": _WHO,
        "at": _must(CellKind.INSTANT),
        "direction": _may(CellKind.WORD, "in", "out"),
        "device": _MAY_TEXT,
        "source": _MAY_TEXT,
        "corrected_by": _MAY_TEXT,
    },
    "leave": {
        "employee_id": _WHO,
        "kind": _TEXT,
        "from": _MOMENT,
        "to": _MOMENT,
        "hours": _may(CellKind.HOURS),
        "requested_at": _MAY_MOMENT,
        "approved_at": InputColumn(kind=CellKind.MOMENT, keeps_empty=True),
        "approver": _MAY_TEXT,
    },
    "swaps": {
        "date": _DAY,
        "from_employee": _WHO,
        "to_employee": _WHO,
        "initiator": _WHO,
        "kind": _must(CellKind.WORD, *SWAP_KINDS),
        "approved_at": _MAY_MOMENT,
    },
    "requests": {
        "employee_id": _WHO,
        "kind": _must(CellKind.WORD, *REQUEST_KINDS),
        "for_date": _DAY,
        "hours": _may(CellKind.HOURS),
        "requested_at": _MOMENT,
        "decided_at": _MAY_MOMENT,
        "decision": _may(CellKind.WORD, *DECISIONS),
    },
    "calendar": {"date": _DAY, "kind": _must(CellKind.WORD, *DAY_KINDS)},
}

_QUALITY: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "evaluations": {
        "evaluation_id": _TEXT,
        "employee_id": _WHO,
        "contact_id": _MAY_TEXT,
        "form": _TEXT,
        "item": _TEXT,
        "occurrences": _may(CellKind.COUNT),
        "value": _MAY_TEXT,
        "evaluator": _TEXT,
        "at": _MOMENT,
        "source": _must(CellKind.WORD, "system", "internal", "external"),
        "channel": _TEXT,
        "status": _must(CellKind.WORD, "valid", "disputed", "overturned"),
        "replaces": _MAY_TEXT,
    },
    "ratings": {
        "contact_id": _MAY_TEXT,
        "employee_id": _WHO,
        "at": _MOMENT,
        "invited": _must(CellKind.FLAG),
        "score": _may(CellKind.NUMBER),
        "resolved": _MAY_FLAG,
    },
    "dials": {
        "dial_id": _TEXT,
        "campaign": _TEXT,
        "employee_id": _MAY_WHO,
        "customer": _MAY_TEXT,
        "at": _must(CellKind.INSTANT),
        "result": _must(CellKind.WORD, *DIAL_RESULTS),
        "success": _MAY_FLAG,
    },
    "sales": {
        "sale_id": _TEXT,
        "employee_id": _WHO,
        "date": _DAY,
        "campaign": _TEXT,
        "amount": _must(CellKind.MONEY),
        "recorded": _must(CellKind.FLAG),
        "returned_on": _MAY_DAY,
    },
    "callbacks": {
        "callback_id": _TEXT,
        "employee_id": _MAY_WHO,
        "queue": _MAY_TEXT,
        "at": _must(CellKind.INSTANT),
        "state": _must(CellKind.WORD, *CALLBACK_STATES),
        "done_at": _may(CellKind.INSTANT),
    },
    "exams": {
        "exam_id": _TEXT,
        "employee_id": _WHO,
        "at": _MOMENT,
        "score": _must(CellKind.NUMBER),
        "max": _must(CellKind.NUMBER),
        "kind": _MAY_TEXT,
    },
    "activity": {
        "employee_id": _WHO,
        "date": _DAY,
        "kind": _TEXT,
        "handled": _must(CellKind.COUNT),
        "errors": _must(CellKind.COUNT),
        "found_on": _MAY_DAY,
    },
    "events": {
        "event_id": _TEXT,
        "employee_id": _WHO,
        "at": _MOMENT,
        "kind": _TEXT,
        "level": _MAY_TEXT,
        "topic": _MAY_TEXT,
        "written": _MAY_FLAG,
        "valid": _MAY_FLAG,
        "verified_by": _MAY_TEXT,
        "amount": _may(CellKind.MONEY),
        "channel": _MAY_TEXT,
        "note": _MAY_TEXT,
    },
}

_LEARNING: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "team_activities": {
        "activity_id": _TEXT,
        "team": _TEXT,
        "at": _MOMENT,
        "kind": _TEXT,
        "participants": _may(CellKind.COUNT),
    },
    "documents": {
        "document_id": _TEXT,
        "kind": _TEXT,
        "title": _TEXT,
        "owner": _MAY_TEXT,
        "serves": _MAY_TEXT,
        "from": _DAY,
        "until": _MAY_DAY,
    },
    "document_reviews": {
        "document_id": _TEXT,
        "at": _MOMENT,
        "reviewer": _MAY_TEXT,
        "outcome": _must(CellKind.WORD, *REVIEW_OUTCOMES),
    },
    "kb_items": {
        "item_id": _TEXT,
        "module": _TEXT,
        "title": _TEXT,
        "from": _DAY,
        "until": _MAY_DAY,
    },
    "kb_accounts": {
        "account": _TEXT,
        "employee_id": _MAY_WHO,
        "user": _must(CellKind.WORD, *KB_USERS),
        "right": _must(CellKind.WORD, *KB_RIGHTS),
        "from": _DAY,
        "until": _MAY_DAY,
    },
    "kb_searches": {
        "search_id": _TEXT,
        "account": _TEXT,
        "at": _MOMENT,
        "term": _MAY_TEXT,
        "contact_id": _MAY_TEXT,
        "results": _must(CellKind.COUNT),
        "used": _must(CellKind.FLAG),
    },
    "kb_visits": {
        "item_id": _TEXT,
        "account": _TEXT,
        "at": _MOMENT,
        "search_id": _MAY_TEXT,
        "effective": _MAY_FLAG,
    },
    "topics": {"contact_id": _TEXT, "at": _MOMENT, "topic": _TEXT},
    "coaching": {
        "session_id": _TEXT,
        "employee_id": _WHO,
        "coach": _WHO,
        "at": _MOMENT,
        "kind": _TEXT,
        "state": _must(CellKind.WORD, *SESSION_STATES),
        "timing": _may(CellKind.WORD, *SESSION_TIMES),
        "topic": _MAY_TEXT,
        "minutes": _may(CellKind.COUNT),
    },
    "study": {
        "pair": _TEXT,
        "employee_id": _WHO,
        "module": _TEXT,
        "from": _DAY,
        "planned_until": _MAY_DAY,
        "finished_on": _MAY_DAY,
    },
    "development_plans": {
        "employee_id": _WHO,
        "field": _TEXT,
        "from": _DAY,
        "until": _MAY_DAY,
    },
}

_BOOKS: Final[Mapping[str, Mapping[str, InputColumn]]] = {
    "opening": {
        "subject_kind": _MAY_TEXT,
        "subject_id": _MAY_TEXT,
        "name": _TEXT,
        "period": _MAY_TEXT,
        "amount": _TEXT,
        "unit": _TEXT,
        "dated_on": _MAY_DAY,
        "valid_until": _MAY_DAY,
        "note": _MAY_TEXT,
    },
    "facts": {"employee_id": _MAY_WHO, "subject_kind": _MAY_TEXT, "subject_id": _MAY_TEXT},
    "paid": {"employee_id": _WHO},
}
_OPEN: Final = frozenset({"facts", "paid"})

#: Every file of an input folder by name; each is needed only where a pack uses it.
INPUT_FILES: Final[Mapping[str, InputFile]] = {
    name: InputFile(name=name, columns=columns, is_open=name in _OPEN)
    for name, columns in {**_PEOPLE, **_WORKTIME, **_QUALITY, **_LEARNING, **_BOOKS}.items()
}
#: What may be handed in as a matrix of people and days.
MATRIX_FILES: Final = frozenset({"roster", "leave"})
