"""The files a center hands in and their columns: names, kinds of cells, closed lists of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.casework_files import CASEWORK
from ccops.adapters.inputs.columns import (
    DAY,
    MAY_DAY,
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
from ccops.adapters.inputs.learning_files import LEARNING
from ccops.adapters.inputs.quality_files import QUALITY
from ccops.adapters.inputs.report_files import REPORTS
from ccops.facts import EMPLOYMENT_TYPES, END_REASONS, AssignmentKind
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
    for part in (_PEOPLE, _WORKTIME, QUALITY, LEARNING, REPORTS, CASEWORK, _BOOKS)
    for name, columns in part.items()
}
#: What may be handed in as a matrix of people and days.
MATRIX_FILES: Final = frozenset({"roster", "leave"})
