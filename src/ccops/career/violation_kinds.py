"""The record kinds of conduct: violations that are confirmed, and damage to equipment."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.career.violations import ViolationState, violations_of
from ccops.kpi import RecordKind, Records
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    EMPLOYEE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    optional_column,
)
from ccops.messages import Label
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.career.rules import CareerRules
    from ccops.career.violations import Violation

_CENT: Final = Fraction(1, 100)
_DAY: Final = column("day", DATE, "日期", "local day")

#: One violation that was confirmed, with the step and the action that follow from what was before
#: it. It follows from the events and is never stored (S3-13).
VIOLATION: Final = RecordKind(
    name="violation",
    label=Label(zh="违规", en="violation"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "day": "day",
        "conduct": "conduct",
        "severity": "severity",
        "action": "action",
    },
    columns=(
        column("event_id", WORD, "事件编号", "id of the event"),
        EMPLOYEE,
        _DAY,
        column("conduct", WORD, "违规行为", "what was done"),
        column("severity", WORD, "轻重", "how severe it is"),
        column("step", COUNT, "第几次", "the how-manieth of its severity"),
        column("action", WORD, "处理措施", "what follows; empty where no step is said"),
        column("points", Type(Unit.POINTS), "扣分", "its score points", step=_CENT),
        REFERENCE,
    ),
)

#: One piece of equipment that was damaged, and what became of it (S0-07). Nothing is deducted by
#: it: whether somebody repays, and how, is agreed with him.
DAMAGE: Final = RecordKind(
    name="damage",
    label=Label(zh="设备损坏", en="damage to equipment"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day", "item": "item"},
    columns=(
        column("damage_id", WORD, "损坏编号", "id of the damage"),
        EMPLOYEE,
        _DAY,
        column("item", WORD, "设备", "what was damaged"),
        column("cost", Type(Unit.MONEY), "原价", "what it cost"),
        optional_column("misuse", FLAG, "人为损坏", "damaged by misuse"),
        optional_column("verified_by", WORD, "核实人", "who verified it"),
        optional_column("agreed_on", DATE, "协商日期", "day on which repaying was agreed"),
        optional_column("repaid", Type(Unit.MONEY), "已赔", "what was repaid of it"),
        REFERENCE,
    ),
)


def with_violations(records: Mapping[str, Records], rules: CareerRules) -> Mapping[str, Records]:
    """Return records with the confirmed violations of their events beside them.

    What was handed in under that name stays as it is; a pack without conducts has none.
    """
    events = records.get("event")
    if not rules.conducts or VIOLATION.name in records or not isinstance(events, Records):
        return records
    confirmed = [
        _row(each)
        for each in violations_of(events, rules)
        if each.state is ViolationState.CONFIRMED
    ]
    return {**records, VIOLATION.name: Records.of_rows(VIOLATION, confirmed)}


def _row(each: Violation) -> tuple[str | int, ...]:
    return (
        each.event,
        each.employee,
        each.day.toordinal(),
        each.conduct.name,
        each.severity.value,
        each.step,
        each.action.name if each.action else "",
        int(each.conduct.score / _CENT),
        each.reference,
    )
