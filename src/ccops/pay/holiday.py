"""Holiday pay: what is worked on statutory days, by the hour or by the day (S1-28)."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import ClassVar, Final, assert_never

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Text
from ccops.plan import (
    Definition,
    PayLine,
    PayLinePolicy,
    RowFigure,
    Surroundings,
    declared_rounding,
)
from ccops.rules import Shape, pack_field
from ccops.values import Rounding, Scalar, Unit, Unrounded

#: What a pack writes for no floor.
NO_FLOOR: Final = "none"
#: A constant of its own formula: no time at all.
_NO_TIME: Final = "no_time"


class HolidayPayMode(enum.Enum):
    """What the multiple counts in, and whether the hours count in the hours account too.

    ``on_top``: the whole multiple beside the monthly wage. ``total_three``: one less, for the
    monthly wage pays the first. ``credit_and_two``: one less, and the hours are credited to the
    hours account.
    """

    ON_TOP = "on_top"
    TOTAL_THREE = "total_three"
    CREDIT_AND_TWO = "credit_and_two"

    @property
    def credits_hours(self) -> bool:
        """Whether the hours count in the hours account as other hours do."""
        return self is HolidayPayMode.CREDIT_AND_TWO

    @property
    def already_paid(self) -> int:
        """How many times the day is paid otherwise: by the monthly wage, or in hours."""
        return 0 if self is HolidayPayMode.ON_TOP else 1


class HolidayPayUnit(enum.Enum):
    """What is paid: each counted hour on a statutory day, or each such day with any of them."""

    COUNTED_HOURS = "counted_hours"
    DAY = "day"


@frozen(kw_only=True)
class HolidayPayPolicy(PayLinePolicy):
    """``multiple`` times the wage of what was worked on statutory days, in money (S1-28).

    The hourly wage is ``base`` over ``divisor`` days of ``day_hours`` each, the daily wage
    ``base`` over ``divisor``. Adds ``x_base``, the base where it is not under the ``floor``, and
    the line ``x``. Nothing is rounded before the line. Who has no such time is paid 0, whether
    or not his base is known.
    """

    section: ClassVar[str] = "holiday_pays"

    mode: HolidayPayMode = pack_field(
        Shape.WORD,
        of=HolidayPayMode,
        zh="计法",
        en="whether the multiple is on top, or counts in the monthly wage or the hours account",
    )
    unit: HolidayPayUnit = pack_field(
        Shape.WORD, of=HolidayPayUnit, zh="计薪单位", en="whether each hour is paid, or each day"
    )
    hours: Text = pack_field(
        Shape.NAME, of="figure", zh="法定节假日工时", en="the counted hours on statutory days"
    )
    dates: Text = pack_field(
        Shape.NAME, of="figure", zh="法定节假日出勤日数", en="the statutory days with any of them"
    )
    multiple: Text = pack_field(
        Shape.NAME, of="parameter", zh="倍数", en="how many times the wage the day is worth"
    )
    base: Text = pack_field(
        Shape.NAME, of="figure", zh="计薪基数", en="the wage of a full month it is reckoned from"
    )
    floor: Text = pack_field(
        Shape.NAME,
        of="figure",
        zh="基数下限",
        en="what the base is never under, such as the local minimum wage; none",
    )
    divisor: Text = pack_field(
        Shape.NAME, of="parameter", zh="月计薪天数", en="the days a month is paid for"
    )
    day_hours: Text = pack_field(
        Shape.NAME, of="parameter", zh="每日标准工时", en="the hours of a paid day"
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the line"
    )

    @property
    def base_name(self) -> str:
        """The name of the figure with the base that is paid by."""
        return f"{self.name}_base"

    @property
    def has_floor(self) -> bool:
        """Whether the base has a floor."""
        return self.floor.value != NO_FLOOR

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the base and the line as figures."""
        base = self.base.value
        over = f"max({base}, {self.floor.value})" if self.has_floor else base
        base_label = Label(
            zh=f"{self.label.zh or self.label.en}计薪基数",
            en=f"base of {self.label.en or self.label.zh}",
            zh_TW=f"{self.label.zh_TW}計薪基數" if self.label.zh_TW else "",
        )
        return (
            self._figure(self.base_name, base_label, over, self.base, self.floor),
            attrs.evolve(
                self._figure(self.name, self.label, self._formula(), *self._named),
                rounding=declared_rounding(self.rounding),
                constants={_NO_TIME: Scalar(Unit.DURATION, Fraction(0))},
            ),
        )

    def _figure(self, name: str, label: Label, formula: str, *named: Text) -> RowFigure:
        return RowFigure(
            name=name,
            population=self.population,
            label=label,
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=Unit.MONEY,
            named_at={each.value: each.span for each in named},
        )

    @property
    def _named(self) -> tuple[Text, ...]:
        return (self.hours, self.dates, self.multiple, self.divisor, self.day_hours)

    def _formula(self) -> str:
        """Return what is paid for the time worked, 0 where there is none."""
        multiple, wage = self.multiple.value, f"{self.base_name} / {self.divisor.value}"
        if self.mode.already_paid:
            multiple = f"({multiple} - {self.mode.already_paid})"
        match self.unit:
            case HolidayPayUnit.COUNTED_HOURS:
                hours = self.hours.value
                paid = f"{wage} / {self.day_hours.value} * {multiple} * {hours}"
                return f"{paid} if {hours} > {_NO_TIME} else no_pay"
            case HolidayPayUnit.DAY:
                dates = self.dates.value
                return f"{wage} * {multiple} * {dates} if {dates} > 0 else no_pay"
            case _:
                assert_never(self.unit)

    def lines(self) -> tuple[PayLine, ...]:
        """Return the line of the statement, with the hours or days it pays."""
        counted = self.hours if self.unit is HolidayPayUnit.COUNTED_HOURS else self.dates
        return (self.line(quantity=counted.value),)
