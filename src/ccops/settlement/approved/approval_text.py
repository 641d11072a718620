"""Approvals as canonical JSON beside the settlement they are about, and back."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

from ccops.errors import DataError, SettlementError
from ccops.messages import Diagnostic
from ccops.settlement.approved.appeals import Answer, Appeal, Decision
from ccops.settlement.approved.approval import Approval, Stage, Step
from ccops.values.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ccops.settlement.settled.settlement import Settlement
    from ccops.worktime import WorkCalendar

APPROVAL_FILE: Final = "approval.json"
SCHEMA: Final = "ccops.approval/1"


def approval_data(approval: Approval) -> dict[str, Any]:
    """Return an approval as plain JSON data.

    The digest says which settlement it is about, the seal what statements are verified against.
    """
    return {
        "schema": SCHEMA,
        "settlement": approval.settlement.digest,
        "seal": approval.settlement.seal,
        "stage": approval.stage.value,
        "steps": [_step_data(each) for each in approval.steps],
        "appeals": [_appeal_data(each) for each in approval.appeals],
    }


def save_approval(approval: Approval, folder: Path) -> Path:
    """Write ``approval.json`` beside the settlement and return its place."""
    place = folder / APPROVAL_FILE
    place.write_bytes(canonical_json(approval_data(approval)))
    return place


def load_approval(
    folder: Path, settlement: Settlement, *, work_calendar: WorkCalendar | None = None
) -> Approval:
    """Return what was decided about a stored settlement; a draft where nothing was.

    Raises ``DataError`` for a file that is none, and ``SettlementError`` for one about another
    settlement: what was changed after it was assessed is not what was assessed.
    """
    place = folder / APPROVAL_FILE
    if not place.exists():
        return Approval(settlement=settlement, work_calendar=work_calendar)
    try:
        data = json.loads(place.read_bytes())
        about = str(data["settlement"])
        steps = _steps(data)
        appeals = tuple(_appeal(each) for each in data["appeals"])
    except (OSError, AttributeError, LookupError, TypeError, ValueError) as error:
        told = {"file": APPROVAL_FILE, "problem": f"{type(error).__name__}: {error}"}
        raise DataError((Diagnostic(code="stored-unreadable", args=told),)) from error
    if about != settlement.digest:
        told = {"wanted": about, "found": settlement.digest}
        raise SettlementError((Diagnostic(code="approval-other", args=told),))
    return Approval(
        settlement=settlement, steps=steps, appeals=appeals, work_calendar=work_calendar
    )


def _step_data(step: Step) -> dict[str, Any]:
    return {
        "stage": step.stage.value,
        "by": step.by,
        "role": step.role,
        "on": step.on.isoformat(),
        "note": step.note,
    }


def _steps(data: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps. Raises ``ValueError`` for such as nobody could have taken."""
    found = tuple(_step(each) for each in data["steps"])
    stages = [each.stage for each in found]
    days = [each.on for each in found]
    deciding = [each.by for each in found if each.stage in (Stage.ASSESSED, Stage.APPROVED)]
    way = list(dict.fromkeys(stages))  # it may be exported more than once
    is_way = way == list(Stage)[1 : len(way) + 1] and days == sorted(days)
    is_way &= len(stages) - len(way) == max(0, stages.count(Stage.EXPORTED) - 1)
    if data["schema"] != SCHEMA or not is_way or len(set(deciding)) != len(deciding):
        raise ValueError("steps in order, assessed and approved by two people")
    return found


def _step(data: Mapping[str, Any]) -> Step:
    return Step(
        stage=Stage(data["stage"]),
        by=str(data["by"]),
        role=str(data["role"]),
        on=dt.date.fromisoformat(data["on"]),
        note=str(data["note"]),
    )


def _appeal_data(appeal: Appeal) -> dict[str, Any]:
    answer = appeal.answer
    return {
        "employee": appeal.employee,
        "on": appeal.on.isoformat(),
        "about": appeal.about,
        "late": appeal.is_late,
        "answer": None
        if answer is None
        else {
            "by": answer.by,
            "role": answer.role,
            "on": answer.on.isoformat(),
            "decision": answer.decision.value,
            "because": answer.because,
        },
    }


def _appeal(data: Mapping[str, Any]) -> Appeal:
    answer = data["answer"]
    return Appeal(
        employee=str(data["employee"]),
        on=dt.date.fromisoformat(data["on"]),
        about=str(data["about"]),
        is_late=bool(data["late"]),
        answer=None if answer is None else _answer(answer),
    )


def _answer(data: Mapping[str, Any]) -> Answer:
    return Answer(
        by=str(data["by"]),
        role=str(data["role"]),
        on=dt.date.fromisoformat(data["on"]),
        decision=Decision(data["decision"]),
        because=str(data["because"]),
    )
