"""Report duties: who owes which report to whom, for which days, and by when (S0-11, 4.6)."""

from __future__ import annotations

import enum

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.organization.reporting.frequencies import Frequency
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import DayKind, Scalar, Unit


class WeekDay(enum.Enum):
    """A day of the week, in its order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Its number as ``datetime`` counts: Monday is 1."""
        return list(WeekDay).index(self) + 1


class FreeDay(enum.Enum):
    """What becomes of a day that is no workday: it stays, or the next or last workday counts."""

    KEEP = "keep"
    NEXT_WORKDAY = "next_workday"
    WORKDAY_BEFORE = "workday_before"


class MadeBy(enum.Enum):
    """The report of the library that a report somebody owes is made by."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUALITY = "quality"
    ATTRITION = "attrition"
    CLIENT = "client"
    FLOOR = "floor"
    LEARNING = "learning"
    APPROVAL = "approval"
    APPRAISAL = "appraisal"


class OwedBy(enum.Enum):
    """Whether everybody in the post owes a report of his own, or the post owes one."""

    EACH = "each"
    POST = "post"


@frozen(kw_only=True)
class ReportDueRule:
    """By when a report is due after the last of its days, said in one of four ways.

    ``{days: 1, kind: calendar_days, at: '10:00'}`` counts days, ``{weekday: monday}`` and
    ``{day_of_month: 25}`` are the first such day, and ``{after: 0 min}`` counts from the end of a
    shift. Without ``at`` the whole day will do.
    """

    days: int | None = pack_field(
        Shape.WHOLE, default=None, zh="天数", en="how many days after the last one; 0 is that day"
    )
    kind: DayKind | None = pack_field(
        Shape.WORD, of=DayKind, default=None, zh="按何种日计", en="which days are counted"
    )
    weekday: WeekDay | None = pack_field(
        Shape.WORD, of=WeekDay, default=None, zh="星期", en="the first such day after the last one"
    )
    day_of_month: int | None = pack_field(
        Shape.WHOLE,
        default=None,
        zh="每月几日",
        en="the first such day of a month on or after the last one; 31 is the last of a month",
    )
    after: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.DURATION,
        default=None,
        zh="班次结束后",
        en="how long after the end of the shift",
    )
    at: Text | None = pack_field(
        Shape.TEXT, default=None, zh="时刻", en="by what time of that day: '10:00'"
    )
    free_day: FreeDay | None = pack_field(
        Shape.WORD,
        of=FreeDay,
        default=None,
        zh="逢休息日",
        en="what becomes of a day that is no workday: keep, next_workday, workday_before",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class ReportDutyRule:
    """A report somebody owes: ``traffic_daily: {roles: [info_coordinator], every: day, ...}``.

    Recipients inside the center (``to``, ``to_superior``, ``to_everybody``) and outside it
    (``external``) are kept apart: each of the latter is to be sent it by itself.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="报告名称", en="what the report is called")
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", zh="报送职务", en="the roles that owe it"
    )
    owed_by: OwedBy = pack_field(
        Shape.WORD,
        of=OwedBy,
        zh="按人或按职务",
        en="each: everybody in the role his own; post: one of the role",
    )
    to: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="报送对象", en="the roles that receive it"
    )
    to_superior: bool = pack_field(
        Shape.FLAG, default=False, zh="报送上级", en="whether the superior of each receives it"
    )
    to_everybody: bool = pack_field(
        Shape.FLAG, default=False, zh="全员可阅", en="whether all staff receive it"
    )
    external: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="外部接收方", en="who outside the center receives it"
    )
    every: Frequency = pack_field(
        Shape.WORD, of=Frequency, zh="统计周期", en="for which days each is"
    )
    calendar: Text | None = pack_field(
        Shape.NAME,
        of="calendar",
        default=None,
        zh="周期口径",
        en="whose periods a month is; none: the pack's default calendar",
    )
    due: ReportDueRule | None = pack_field(
        Shape.ONE, of=ReportDueRule, default=None, zh="报送期限", en="by when it is due"
    )
    archive: Text | None = pack_field(
        Shape.NAME, of="archive", default=None, zh="归档", en="the archive it is kept in"
    )
    contents: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="内容", en="what it has to say"
    )
    form: Text | None = pack_field(
        Shape.TEXT, default=None, zh="形式", en="the form it is handed in"
    )
    made_by: MadeBy | None = pack_field(
        Shape.WORD,
        of=MadeBy,
        default=None,
        zh="由何报告生成",
        en="the report of ccops it is made by",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class ArchiveRule:
    """An archive: where something lies, how long it is kept, who may see it (S3-23).

    ``delete_after_months`` is when it has to be gone; ``back_up_days`` how old the last copy of
    it may be.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="档案", en="what is kept")
    place: Label = pack_field(Shape.LABEL, zh="存放处", en="where it lies")
    keep_months: int = pack_field(
        Shape.WHOLE, zh="保存月数", en="for how many months it is kept at least"
    )
    delete_after_months: int | None = pack_field(
        Shape.WHOLE, default=None, zh="销毁月数", en="after how many months it has to be gone"
    )
    back_up_days: int | None = pack_field(
        Shape.WHOLE, default=None, zh="备份天数", en="how many days old a copy may be"
    )
    access: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="查阅权限", en="the roles that may see it"
    )
    origin: Origin = origin_field()
