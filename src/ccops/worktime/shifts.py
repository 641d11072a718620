"""Shift templates: when a shift starts and ends on the wall clock, and what of it counts."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit
from ccops.worktime.clock import MINUTE_MS, clock_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?:\+([1-9]))?")
_DAY_MINUTES: Final = 24 * 60


@frozen(kw_only=True)
class MealRule:
    """An unpaid break with clock times: ``{starts: '12:00', ends: '12:30'}``."""

    starts: Text = pack_field(Shape.TEXT, zh="开始时刻", en="when it starts")
    ends: Text = pack_field(Shape.TEXT, zh="结束时刻", en="when it ends")


@frozen(kw_only=True)
class ShiftRule:
    """A shift template of a pack (S1-26).

    ``R: {starts: '08:30', ends: '20:30', counted: 11 h, unpaid: 60 min}``; ``'08:30+1'`` is on the
    next day. Elapsed time less ``unpaid`` and ``meals`` must be ``counted``.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="班次名称", en="what it is called")
    starts: Text = pack_field(Shape.TEXT, zh="上班时刻", en="when it starts")
    ends: Text = pack_field(Shape.TEXT, zh="下班时刻", en="when it ends")
    counted: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, zh="计工时", en="hours of work it counts for"
    )
    unpaid: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.DURATION,
        default=None,
        zh="不计工时的休息(无钟点)",
        en="unpaid time without clock times, spread over the shift in proportion",
    )
    meals: tuple[MealRule, ...] = pack_field(
        Shape.MANY, of=MealRule, default=(), zh="用餐时段", en="unpaid breaks with clock times"
    )
    night: bool = pack_field(
        Shape.FLAG, default=False, zh="通宵班", en="whether it is an overnight shift"
    )
    hours_system: Text | None = pack_field(
        Shape.NAME,
        of="hours_system",
        default=None,
        zh="工时制度",
        en="the hours system it is worked under; unstated without it",
    )
    reach: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.DURATION,
        default=None,
        zh="打卡归属范围",
        en="how long before its start and after its end a punch belongs to it; "
        "without it, on the local days it touches",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class Shift:
    """A shift template ready for use. Times are minutes after midnight of the work date."""

    name: str
    starts: int
    ends: int
    unpaid_ms: int = 0
    meals: tuple[tuple[int, int], ...] = ()
    night: bool = False
    reach_ms: int | None = None

    @property
    def counted_ms(self) -> int:
        """What it counts for when the clocks do not change."""
        meals = sum(last - first for first, last in self.meals)
        return (self.ends - self.starts - meals) * MINUTE_MS - self.unpaid_ms


@frozen
class ShiftTimes:
    """One shift on one work date, as instants.

    ``counted_ms`` is what that very night counts for: 11 h for a W on which clocks go forward.
    """

    shift: Shift
    work_date: dt.date
    first: int
    last: int
    meals: tuple[tuple[int, int], ...]

    @property
    def counted_ms(self) -> int:
        """The elapsed time less everything unpaid, never below 0."""
        return max(0, self.open_ms(self.first, self.last) - self.shift.unpaid_ms)

    def open_ms(self, first: int, last: int) -> int:
        """Return the time between two instants inside the shift and outside its meals."""
        meals = sum(_overlap(first, last, *meal) for meal in self.meals)
        return _overlap(first, last, self.first, self.last) - meals

    def share_ms(self, whole_ms: int, first: int, last: int) -> int:
        """Return the share of an amount of time that falls between two instants, floored.

        Unpaid time without clock times is spread over the shift in proportion.
        """
        open_ms = self.open_ms(self.first, self.last)
        return whole_ms * self.open_ms(first, last) // open_ms if open_ms else 0


def compile_shifts(
    rules: Iterable[ShiftRule],
) -> tuple[Mapping[str, Shift], tuple[Diagnostic, ...]]:
    """Return the shift templates of a pack by name, and what is wrong with them."""
    shifts: dict[str, Shift] = {}
    findings: list[Diagnostic] = []
    for rule in rules:
        problems = list(_problems(rule))
        findings += problems
        if not problems:
            shifts[rule.name] = _shift(rule)
    return shifts, tuple(findings)


def shift_times(shift: Shift, work_date: dt.date, zone: dt.tzinfo) -> ShiftTimes:
    """Return when a shift of a work date starts, pauses and ends in a zone."""

    def at(minute: int) -> int:
        return clock_instant(work_date, minute, zone)

    meals = tuple((at(first), at(last)) for first, last in shift.meals)
    return ShiftTimes(shift, work_date, at(shift.starts), at(shift.ends), meals)


def parse_clock(text: str) -> int | None:
    """Return the minutes after midnight of a written time of day, or ``None``.

    >>> parse_clock("08:30"), parse_clock("08:30+1"), parse_clock("8.30")
    (510, 1950, None)
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    return int(found[3] or 0) * _DAY_MINUTES + int(found[1]) * 60 + int(found[2])


def _problems(rule: ShiftRule) -> Iterator[Diagnostic]:
    clocks = [
        rule.starts,
        rule.ends,
        *(t for meal in rule.meals for t in (meal.starts, meal.ends)),
    ]
    wrong = [text for text in clocks if parse_clock(text.value) is None]
    for text in wrong:
        arguments = {"shift": rule.name, "value": text.value}
        yield Diagnostic(code="clock-malformed", span=text.span, args=arguments)
    if wrong:
        return
    shift = _shift(rule)
    if shift.starts >= _DAY_MINUTES or shift.ends <= shift.starts:
        arguments = {"shift": rule.name, "first": rule.starts.value, "last": rule.ends.value}
        yield Diagnostic(code="shift-backwards", span=rule.ends.span, args=arguments)
        return
    yield from _meal_problems(rule, shift)
    if shift.counted_ms != rule.counted.number:
        yield _miscounted(rule, shift)


def _meal_problems(rule: ShiftRule, shift: Shift) -> Iterator[Diagnostic]:
    edge = shift.starts
    for (first, last), meal in sorted(zip(shift.meals, rule.meals, strict=True), key=_first):
        if not edge <= first < last <= shift.ends:
            arguments = {"shift": rule.name, "value": meal.starts.value}
            yield Diagnostic(code="meal-outside", span=meal.starts.span, args=arguments)
        edge = max(edge, last)


def _first(pair: tuple[tuple[int, int], MealRule]) -> tuple[int, int]:
    return pair[0]


def _miscounted(rule: ShiftRule, shift: Shift) -> Diagnostic:
    unpaid = (shift.ends - shift.starts) * MINUTE_MS - shift.counted_ms
    return Diagnostic(
        code="shift-miscounted",
        span=rule.origin.span or rule.starts.span,
        args={
            "shift": rule.name,
            "elapsed": shift.ends - shift.starts,
            "unpaid": unpaid // MINUTE_MS,
            "counted": rule.counted.number / MINUTE_MS,
        },
    )


def _shift(rule: ShiftRule) -> Shift:
    """Return the template of a rule whose clock times are known to be well written."""
    return Shift(
        name=rule.name,
        starts=_minute(rule.starts),
        ends=_minute(rule.ends),
        unpaid_ms=int(rule.unpaid.number) if rule.unpaid else 0,
        meals=tuple((_minute(meal.starts), _minute(meal.ends)) for meal in rule.meals),
        night=rule.night,
        reach_ms=int(rule.reach.number) if rule.reach else None,
    )


def _minute(text: Text) -> int:
    return parse_clock(text.value) or 0


def _overlap(first: int, last: int, start: int, end: int) -> int:
    return max(0, min(last, end) - max(first, start))
