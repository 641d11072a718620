"""The catalog of kinds of leave a pack declares."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The kind of an unexcused absence; every catalog declares it.
ABSENTEEISM: Final = "absenteeism"


class HoursEffect(enum.Enum):
    """What leave does to the hours account."""

    NONE = "none"
    LOWERS = "lowers"
    CREDIT = "credit"


class LeavePay(enum.Enum):
    """Who pays leave: the center, nobody, or the host by its own rule."""

    YES = "yes"
    NO = "no"
    HOST = "host"


@frozen(kw_only=True)
class LeaveKindRule:
    """A kind of leave. A protected kind never counts against anybody."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="假别名称", en="what it is called")
    paid: LeavePay = pack_field(Shape.WORD, of=LeavePay, zh="是否带薪", en="whether it is paid")
    counts_as_absence: bool = pack_field(
        Shape.FLAG, zh="计入缺勤", en="whether it counts as absence"
    )
    bars_full_attendance: bool = pack_field(
        Shape.FLAG, zh="影响全勤", en="whether it bars the full-attendance award"
    )
    hours_account: HoursEffect = pack_field(
        Shape.WORD, of=HoursEffect, zh="对工时账户的作用", en="what it does to the hours account"
    )
    protected: bool = pack_field(
        Shape.FLAG, default=False, zh="受保护", en="whether it never counts against anybody"
    )
    origin: Origin = origin_field()


def check_leave_kinds(kinds: Iterable[LeaveKindRule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a catalog: no absenteeism, or protected kinds that count."""
    listed = tuple(kinds)
    found = [
        Diagnostic(code="protected-counts", span=kind.origin.span, args={"kind": kind.name})
        for kind in listed
        if kind.protected and (kind.counts_as_absence or kind.bars_full_attendance)
    ]
    if listed and ABSENTEEISM not in {kind.name for kind in listed}:
        found.append(Diagnostic(code="absenteeism-undeclared", span=listed[0].origin.span))
    return tuple(found)
