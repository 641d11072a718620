"""Punches: when somebody came and went, and to which shift each punch belongs."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from ccops.facts import (
    RowColumn,
    instant_column,
    read_row,
    row_error,
    row_reference,
    text_column,
    word_column,
)
from ccops.frozen import frozen
from ccops.values import Missing
from ccops.values.local_clock import recorded_instant
from ccops.worktime.clock import first_instant, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.messages import Diagnostic
    from ccops.worktime.roster import RosterShift

#: The column that says who set a punch.
_CORRECTED: Final = "corrected_by"
_ONE_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class Punch:
    """One punch. ``direction`` is ``in``, ``out`` or empty; ``corrected``: somebody set it.

    That is missing where the punches have no place for who set them.
    """

    employee_id: str
    instant: int
    direction: str
    corrected: bool | Missing
    reference: str


@frozen(kw_only=True)
class Presence:
    """First in and last out of a stretch of work; one that was not punched is ``None``.

    ``seen`` is its first punch, whatever that was; ``reference`` and ``last_reference`` say where
    its first and its last punch were read.
    """

    seen: int
    came: int | None
    left: int | None
    corrected: bool | Missing
    reference: str
    last_reference: str = ""


def punches_from_rows(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[tuple[Punch, ...], tuple[Diagnostic, ...]]:
    """Return the punches of rows with the columns of the file ``punches``, by person and time.

    A time without offset is on the center's clock; one that clock showed twice or never is an
    error, because which was meant decides an hour of pay.
    """
    findings: list[Diagnostic] = []
    found: list[Punch] = []
    rows = tuple(rows)
    tells_corrected = any(_CORRECTED in row for row in rows)
    for number, row in enumerate(rows, 1):
        values = read_row(row, _COLUMNS, table="punches", findings=findings)
        if values is None or not isinstance(values["at"], dt.datetime):
            continue
        instant = recorded_instant(values["at"], zone)
        if instant is None:
            arguments = {"employee": values["employee_id"], "at": values["at"]}
            findings.append(row_error("punch-unclear", row, **arguments))
            continue
        punch = Punch(
            employee_id=str(values["employee_id"]),
            instant=instant,
            direction=str(values.get("direction", "")),
            corrected=_CORRECTED in values if tells_corrected else Missing.NOT_MEASURED,
            reference=row_reference(row, "punches", number),
        )
        found.append(punch)
    return tuple(sorted(found, key=_by_time)), tuple(findings)


def _by_time(punch: Punch) -> tuple[str, int, str, str]:
    return punch.employee_id, punch.instant, punch.direction, punch.reference


_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "employee_id": text_column(required=True),
    "at": instant_column(required=True),
    "direction": word_column(("in", "out")),
    "device": text_column(),
    "source": text_column(),
    _CORRECTED: text_column(),
}


def punches_by_shift(
    roster: Sequence[RosterShift], punches: Iterable[Punch], zone: dt.tzinfo
) -> tuple[tuple[tuple[Punch, ...], ...], tuple[Punch, ...]]:
    """Return the punches of each shift of one person, and those that belong to none.

    ``roster`` is sorted by start. A punch belongs to the nearest shift within reach. One that
    says ``in`` never belongs to a shift that is over, one that says ``out`` never to one that
    has not begun.
    """
    starts = [shift.times.first for shift in roster]
    windows = [_window(shift, zone) for shift in roster]
    taken: list[list[Punch]] = [[] for _ in roster]
    rest: list[Punch] = []
    for punch in punches:
        index = bisect_right(starts, punch.instant)
        near = [
            each
            for each in (index - 1, index)
            if 0 <= each < len(roster) and _may_belong(punch, roster[each], windows[each])
        ]
        if near:
            best = min(near, key=lambda each: _distance(punch.instant, roster[each]))
            taken[best].append(punch)
        else:
            rest.append(punch)
    return tuple(tuple(each) for each in taken), tuple(rest)


def presence(punches: Sequence[Punch]) -> Presence | None:
    """Return first in and last out of the punches of one shift, or ``None`` without any.

    One lone moment without a direction could be either, and going before coming says that both
    are missing: then neither is known.
    """
    if not punches:
        return None
    came = [each for each in punches if each.direction != "out"]
    left = [each for each in punches if each.direction != "in"]
    first = came[0].instant if came else None
    last = left[-1].instant if left else None
    if first is not None and last is not None and last <= first:
        first = last = None
    return Presence(
        seen=punches[0].instant,
        came=first,
        left=last,
        corrected=_any_corrected(punches),
        reference=punches[0].reference,
        last_reference=punches[-1].reference,
    )


def _any_corrected(punches: Sequence[Punch]) -> bool | Missing:
    told = [each.corrected for each in punches]
    return True if True in told else next((x for x in told if isinstance(x, Missing)), False)


def loose_presences(punches: Sequence[Punch], zone: dt.tzinfo) -> tuple[Presence, ...]:
    """Return the stretches of work in punches without a shift: each ``in`` with its ``out``.

    Punches without direction are taken together by local day.
    """
    groups: list[list[Punch]] = []
    for punch in punches:
        if groups and _continues(groups[-1], punch, zone):
            groups[-1].append(punch)
        else:
            groups.append([punch])
    found = (presence(group) for group in groups)
    return tuple(each for each in found if each is not None)


def _continues(group: Sequence[Punch], punch: Punch, zone: dt.tzinfo) -> bool:
    last = group[-1]
    if last.direction and punch.direction:
        return (last.direction, punch.direction) == ("in", "out")
    return local_day(last.instant, zone) == local_day(punch.instant, zone)


def _window(shift: RosterShift, zone: dt.tzinfo) -> tuple[int, int]:
    """Return the first instant a punch may belong to a shift and the first it may not."""
    times = shift.times
    if times.shift.reach_ms is not None:
        return times.first - times.shift.reach_ms, times.last + times.shift.reach_ms + 1
    after = local_day(times.last, zone) + _ONE_DAY
    return first_instant(times.work_date, zone), first_instant(after, zone)


def _may_belong(punch: Punch, shift: RosterShift, window: tuple[int, int]) -> bool:
    if not window[0] <= punch.instant < window[1]:
        return False
    if punch.direction == "in":
        return punch.instant < shift.times.last
    return punch.direction != "out" or punch.instant > shift.times.first


def _distance(instant: int, shift: RosterShift) -> int:
    return max(0, shift.times.first - instant, instant - shift.times.last)
