"""Kinds of employment a pack declares: hours, term, probation (domain 2.20, 2.21)."""

from __future__ import annotations

import enum

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit


class EmploymentKind(enum.Enum):
    """What kind of employment it is, by the words of the file ``employees``."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    DISPATCHED = "dispatched"
    INTERN = "intern"


@frozen(kw_only=True)
class EmploymentRule:
    """A kind of contract the center offers: ``agents_2_years: {type: full_time, ...}``.

    Months and days are those of the contract. Without ``term_months`` it has no end.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="用工形式", en="what it is called")
    type: EmploymentKind = pack_field(
        Shape.WORD, of=EmploymentKind, zh="用工类别", en="which kind of employment it is"
    )
    term_months: int | None = pack_field(
        Shape.WHOLE, default=None, zh="合同期限(月)", en="the months of a contract with an end"
    )
    probation_months: int | None = pack_field(
        Shape.WHOLE, default=None, zh="试用期(月)", en="the months of probation"
    )
    probation_pay: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="试用期工资比例",
        en="pay on probation as a share of the pay agreed",
    )
    hours_a_day: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, default=None, zh="每日工时", en="the hours of a day"
    )
    hours_a_week: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.DURATION, default=None, zh="每周工时", en="the hours of a week"
    )
    pay_days: int | None = pack_field(
        Shape.WHOLE, default=None, zh="发薪间隔(天)", en="the days from one pay day to the next"
    )
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="role",
        default=(),
        zh="可用职务",
        en="the posts it is offered for; every post without it",
    )
    origin: Origin = origin_field()
