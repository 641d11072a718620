"""How a pack writes its hours account: every question of S1-25 to S1-27 is a field."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import RoundingMode, Scalar, Unit
from ccops.worktime.hours_facts import HoursNames
from ccops.worktime.hours_words import (
    CompOffset,
    DayHours,
    HolidayHours,
    LeaveCredit,
    NoticeDays,
    OnLapse,
    PartialShift,
    PartMonth,
    ShiftDay,
    Surplus,
)
from ccops.worktime.lapsing import LapseRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import Surroundings

_MINUTE_MS = 60_000


@frozen(kw_only=True)
class HoursAccountRule:
    """The terms of an hours account; ``HoursAccountPolicy`` is the account itself."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="who has the account"
    )
    gives: Text = pack_field(
        Shape.TEXT, zh="换休数据名的前缀", en="how the names of the facts about comp time begin"
    )
    lots: Text = pack_field(
        Shape.TEXT,
        zh="换休账户名(结转与期初数据用)",
        en="what the comp time is called in closings and openings",
    )
    calendar: Text = pack_field(
        Shape.NAME, of="calendar", zh="周期", en="the calendar whose periods it closes"
    )
    standard_days: Text = pack_field(
        Shape.NAME,
        of="constant",
        zh="标准工作日数",
        en="the decision of the period, or the parameter, with the standard days",
    )
    standard_day: Text = pack_field(
        Shape.NAME, of="parameter", zh="每日标准工时", en="the parameter with the hours of a day"
    )
    day_hours: DayHours = pack_field(
        Shape.WORD, of=DayHours, zh="非全日制的每日工时", en="whether a contract's hours go before"
    )
    part_month: PartMonth = pack_field(
        Shape.WORD, of=PartMonth, zh="不足月的标准工时", en="the standard of a part of the period"
    )
    shift_day: ShiftDay = pack_field(
        Shape.WORD, of=ShiftDay, zh="跨午夜班次的归属", en="where the hours after midnight count"
    )
    partial_shift: PartialShift = pack_field(
        Shape.WORD, of=PartialShift, zh="迟到早退", en="what lateness and early leaving take"
    )
    minute_rounding: RoundingMode = pack_field(
        Shape.WORD, of=RoundingMode, zh="不足一分钟", en="how parts of a minute are rounded"
    )
    holiday_hours: HolidayHours = pack_field(
        Shape.WORD, of=HolidayHours, zh="法定假日工时", en="whether hours on statutory days count"
    )
    leave_credit: LeaveCredit = pack_field(
        Shape.WORD, of=LeaveCredit, zh="一天假的工时", en="what a day of leave counts for"
    )
    long_leave_days: int = pack_field(
        Shape.WHOLE,
        zh="未排班长假的起算天数",
        en="from how many days on leave without any shift counts by the workday",
    )
    surplus: Surplus = pack_field(
        Shape.WORD, of=Surplus, zh="超出工时的去向", en="what hours over the standard become"
    )
    offset: CompOffset = pack_field(
        Shape.WORD, of=CompOffset, zh="换休抵欠时", en="whether comp time makes up a shortage"
    )
    taken_by: Text = pack_field(
        Shape.TEXT, zh="换休所用假别", en="the kind of leave by which comp time is taken"
    )
    step: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, zh="换休最小单位", en="the least time off"
    )
    notice: int = pack_field(Shape.WHOLE, zh="提前申请天数", en="how many days before it is asked")
    notice_days: NoticeDays = pack_field(
        Shape.WORD, of=NoticeDays, zh="提前天数的算法", en="by which days notice is counted"
    )
    lapse: Text = pack_field(
        Shape.TEXT, zh="失效", en="how long a lot lasts: 6 months, 6 periods, 180 days, never"
    )
    on_lapse: OnLapse = pack_field(
        Shape.WORD, of=OnLapse, zh="失效后", en="what becomes of a lot whose last day has passed"
    )
    lapsing_days: int = pack_field(
        Shape.WHOLE, zh="失效预告天数", en="lots that lapse within so many days are told"
    )
    lapsing_soon_days: int = pack_field(
        Shape.WHOLE, zh="临近失效天数", en="and again within so many"
    )
    origin: Origin = origin_field()

    @cached_property
    def names(self) -> HoursNames:
        """What its facts and lots are called."""
        return HoursNames(account=self.name, comp=self.gives.value, lots=self.lots.value)

    @cached_property
    def lapse_rule(self) -> LapseRule | None:
        """How long a lot may be used; ``None`` where that is not well written."""
        return LapseRule.parse(self.lapse.value)

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what does not go together in how the account is kept."""
        return tuple(self._problems(around))

    def _problems(self, around: Surroundings) -> Iterator[Diagnostic]:
        told = {"name": self.name}
        if self.lapse_rule is None:
            wrong = {**told, "got": self.lapse.value}
            yield Diagnostic(code="hours-lapse", span=self.lapse.span, args=wrong)
        if self.lapsing_soon_days > self.lapsing_days:
            days = {"soon": self.lapsing_soon_days, "days": self.lapsing_days}
            yield Diagnostic(code="hours-lapsing", span=self.origin.span, args={**told, **days})
        if self.shift_day is not ShiftDay.START_DATE and self.partial_shift is PartialShift.NONE:
            yield Diagnostic(code="hours-split-partial", span=self.origin.span, args=told)
        step = self.step.number
        if step <= 0 or step % _MINUTE_MS:
            yield Diagnostic(code="hours-step", span=self.origin.span, args=told)
        parameter = around.parameters.get(self.standard_day.value)
        if parameter is None or parameter.unit is not Unit.DURATION:
            near = nearest(self.standard_day.value, around.parameters) or "-"
            named = {**told, "parameter": self.standard_day.value, "near": near}
            yield Diagnostic(code="hours-day", span=self.standard_day.span, args=named)
