"""Rows of work and leave in cases: what a shift or a kind of leave is, the pack says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.errors import UnknownNameError
from ccops.messages import nearest
from ccops.worktime import LEAVE_DAY, WORKED_DAY, WORKED_SHIFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.rulepack.pack import Pack
    from ccops.worktime import LeaveKindRule

_OF_SHIFTS: Final = frozenset(each.name for each in (WORKED_SHIFT, WORKED_DAY, LEAVE_DAY))


def completed(kind: str, row: Mapping[str, str], pack: Pack) -> Mapping[str, str]:
    """Return a row of a record kind; leave has the effects of its kind where it says none itself.

    Raises ``UnknownNameError`` for a shift or a kind of leave the pack has not.
    """
    if kind in _OF_SHIFTS and "shift" in row:
        _known("shift", row["shift"], pack.rules.by_name("shifts"))
    if kind != LEAVE_DAY.name or "kind" not in row:
        return row
    kinds: Mapping[str, LeaveKindRule] = pack.rules.by_name("leave_kinds")
    _known("leave kind", row["kind"], kinds)
    leave = kinds[row["kind"]]
    flags = {
        "counts_as_absence": leave.counts_as_absence,
        "bars_full_attendance": leave.bars_full_attendance,
        "protected": leave.protected,
    }
    effects = {key: "yes" if value else "no" for key, value in flags.items()}
    words = {"hours_account": leave.hours_account.value, "paid": leave.paid.value}
    return {**effects, **words, **row}


def _known(what: str, name: str, among: Mapping[str, object]) -> None:
    if name not in among:
        raise UnknownNameError(what, name, nearest(name, among))
