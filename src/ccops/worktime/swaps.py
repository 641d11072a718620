"""Shift swaps: who gave a shift to whom, who asked for it, and whether it was their own wish."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.facts import (
    day_column,
    moment_column,
    read_row,
    row_error,
    row_reference,
    text_column,
    word_column,
)
from ccops.kpi import RecordKind, Records
from ccops.kpi.record_columns import DATE, EMPLOYEE, FLAG, REFERENCE, WORD, column, listed
from ccops.messages import Diagnostic, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.facts import RowColumn
    from ccops.values import Cell, Missing

#: A swap is the wish of those who swap, or was assigned to them.
SWAP_KINDS: Final = frozenset({"voluntary", "assigned"})


#: One swap as one of the two sees it (S1-17): a row of the file ``swaps`` makes a record for
#: each of them, so that it can be counted for the one who asked for it, or for both.
SWAP: Final = RecordKind(
    name="swap",
    label=Label(zh="换班", en="shift swap"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day", "kind": "kind"},
    columns=(
        EMPLOYEE,
        column("day", DATE, "日期", "day of the shift"),
        column("with_employee", WORD, "对方工号", "staff number of the other"),
        column("initiated", FLAG, "本人发起", "asked for by this one"),
        column("kind", listed(SWAP_KINDS), "类别", "voluntary or assigned"),
        column("approved", FLAG, "已批准", "approved"),
        REFERENCE,
    ),
)

_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "date": day_column(required=True),
    "from_employee": text_column(required=True),
    "to_employee": text_column(required=True),
    "initiator": text_column(required=True),
    "kind": word_column(SWAP_KINDS, required=True),
    "approved_at": moment_column(),
}


def swap_records(
    rows: Iterable[Mapping[str, object]],
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the swaps of rows with the columns of the file ``swaps``, and what is wrong.

    The initiator is one of the two, or somebody else, such as the lead: then neither asked. A
    swap with oneself, and the same shift given to the same person twice, are errors.
    """
    findings: list[Diagnostic] = []
    found: list[tuple[Cell | Missing, ...]] = []
    seen: set[tuple[object, object, object]] = set()
    for number, row in enumerate(rows, 1):
        values = read_row(row, _COLUMNS, table="swaps", findings=findings)
        if values is None:
            continue
        day, gave, took = (values[name] for name in ("date", "from_employee", "to_employee"))
        if gave == took:
            findings.append(row_error("swap-self", row, employee=gave, day=day))
        elif (day, gave, took) in seen:
            findings.append(row_error("swap-twice", row, giver=gave, taker=took, day=day))
        seen.add((day, gave, took))
        found.extend(_both(values, row_reference(row, "swaps", number)))
    return Records.of_rows(SWAP, found), tuple(findings)


def _both(values: Mapping[str, object], reference: str) -> Iterable[tuple[Cell | Missing, ...]]:
    """Yield a swap for the one who gave the shift away, and for the one who took it."""
    gave, took, asked = (
        str(values[name]) for name in ("from_employee", "to_employee", "initiator")
    )
    day = values["date"]
    for own, other in ((gave, took), (took, gave)):
        yield (
            own,
            day.toordinal() if isinstance(day, dt.date) else 0,
            other,
            own == asked,
            str(values["kind"]),
            "approved_at" in values,
            reference,
        )
