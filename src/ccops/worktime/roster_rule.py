"""What a roster has to keep: people on duty at every hour, rest, shifts a day, handover."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


class RosterScope(enum.Enum):
    """Of whom there have to be enough: of everybody, or of each team on the roster."""

    CENTER = "center"
    TEAM = "team"


class ReliefBy(enum.Enum):
    """What says when somebody came and left: the punches, or signing on at the telephone."""

    PUNCHES = "punches"
    LOGINS = "logins"


@frozen(kw_only=True)
class RosterRule:
    """What the roster of a period is held against; every breach is a warning at its row.

    ``floor: {scope: center, least: 1, shifts_a_day: 1, rest: 11 h}``: somebody is there at every
    moment of the 24 hours of every day. What is not said is not asked.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="显示名称", en="what it is called")
    scope: RosterScope = pack_field(
        Shape.WORD, of=RosterScope, zh="范围", en="of whom there have to be enough"
    )
    shifts: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="shift",
        default=(),
        zh="计入的班次",
        en="the shifts that count; all of them without it",
    )
    least: int | None = pack_field(
        Shape.WHOLE, default=None, zh="最少在岗人数", en="how many are on duty at every moment"
    )
    most: int | None = pack_field(
        Shape.WHOLE, default=None, zh="最多在岗人数", en="how many are on duty at most"
    )
    shifts_a_day: int | None = pack_field(
        Shape.WHOLE,
        default=None,
        zh="每人每日班次数",
        en="how many shifts of one person begin a day",
    )
    rest: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.DURATION,
        default=None,
        zh="两班之间的休息",
        en="how long one person rests between two shifts",
    )
    handover: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.DURATION,
        default=None,
        zh="交接班重叠时间",
        en="how long somebody who stays is there already when a shift ends",
    )
    relief: bool = pack_field(
        Shape.FLAG,
        default=False,
        zh="离岗须待接班",
        en="whether nobody leaves before one who stays is there",
    )
    relief_by: ReliefBy = pack_field(
        Shape.WORD,
        of=ReliefBy,
        default=ReliefBy.PUNCHES,
        zh="接班依据",
        en="what says who was there: punches, or logins at the telephone",
    )
    origin: Origin = origin_field()


def check_rosters(rules: Iterable[RosterRule], shifts: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with rules of rosters: unknown shifts, numbers that ask for nothing."""
    known = frozenset(shifts)
    found: list[Diagnostic] = []
    for rule in rules:
        for each in rule.shifts:
            if each.value not in known:
                told = {"shift": each.value, "nearest": nearest(each.value, known) or "-"}
                found.append(Diagnostic(code="unknown-shift", span=each.span, args=told))
        if not _asks(rule):
            told = {"name": rule.name}
            found.append(Diagnostic(code="roster-asks-nothing", span=rule.origin.span, args=told))
    return tuple(found)


def _asks(rule: RosterRule) -> bool:
    """Say whether a rule asks for anything, with numbers that can be kept."""
    numbers = (rule.least, rule.most, rule.shifts_a_day)
    lengths = (rule.rest, rule.handover)
    if any(each is not None and each < 1 for each in numbers):
        return False
    if any(each is not None and each.number <= 0 for each in lengths):
        return False
    if rule.least is not None and rule.most is not None and rule.most < rule.least:
        return False
    return rule.relief or any(each is not None for each in (*numbers, *lengths))
