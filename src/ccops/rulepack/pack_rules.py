"""What a pack says of itself: its id, zone, currency, calendars, and what each month decides."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

from ccops.contacts import Attribution
from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Calendar, Unit


class Jurisdiction(enum.Enum):
    """Whose legal warnings are shown."""

    CN = "cn"
    NONE = "none"


@frozen(kw_only=True)
class AdoptionRule:
    """How the rules were made known: when staff were consulted, when they were published."""

    consulted_on: dt.date = pack_field(
        Shape.DATE, zh="民主程序日期", en="the day staff or their union were consulted"
    )
    published_on: dt.date = pack_field(
        Shape.DATE, zh="公示日期", en="the day the rules were published to staff"
    )
    acknowledged_by: dt.date | None = pack_field(
        Shape.DATE,
        default=None,
        zh="签收截止日",
        en="the day by which everybody is to have signed that he has read them",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class PackRule:
    """The section ``pack``."""

    id: Text = pack_field(Shape.TEXT, zh="编号", en="the id of the pack")
    version: Text = pack_field(Shape.TEXT, zh="版本", en="the version of the pack")
    format: int | None = pack_field(
        Shape.WHOLE,
        default=None,
        zh="规则包格式的版本",
        en="the version of the pack format; 1, the first, where it is not said",
    )
    extends: Text | None = pack_field(
        Shape.TEXT, default=None, zh="继承", en="the one pack it extends"
    )
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    zone: Text = pack_field(Shape.TEXT, zh="时区", en="the IANA time zone of the center")
    currency: Text = pack_field(Shape.TEXT, zh="币种", en="the one pay currency")
    locale: Text = pack_field(Shape.TEXT, zh="语言", en="the language of statements")
    effective: dt.date = pack_field(Shape.DATE, zh="生效日", en="the first day it holds")
    jurisdiction: Jurisdiction = pack_field(
        Shape.WORD, of=Jurisdiction, zh="法域", en="whose legal warnings are shown"
    )
    adopted: AdoptionRule | None = pack_field(
        Shape.ONE,
        of=AdoptionRule,
        default=None,
        zh="制定程序",
        en="how the rules were adopted: consulted on and published",
    )
    attribution: Attribution | None = pack_field(
        Shape.WORD,
        of=Attribution,
        default=None,
        zh="转接联络的归属",
        en="which conversations of a transferred contact are credited with it",
    )
    agent_pattern: Text | None = pack_field(
        Shape.TEXT,
        default=None,
        zh="话务系统中的座席名",
        en="where the agent's id stands in a telephony name: Agent/*",
    )
    default_calendar: Text = pack_field(
        Shape.NAME, of="calendar", zh="默认周期", en="the calendar of rules that name none"
    )
    work_calendar: Text | None = pack_field(
        Shape.NAME,
        of="work_calendar",
        default=None,
        zh="法定节假日历",
        en="the work calendar of a plugin for years the pack does not list",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class CalendarRule:
    """A calendar: ``{cutoff_day: 25}``, ``{}`` for the natural month, or ``{same_as: other}``."""

    name: str = name_field()
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    cutoff_day: int | None = pack_field(
        Shape.WHOLE, default=None, zh="截止日", en="the last day of a period; none: natural month"
    )
    same_as: Text | None = pack_field(
        Shape.NAME,
        of="calendar",
        default=None,
        zh="同于",
        en="the calendar whose days it takes, in the place of a cutoff_day of its own",
    )
    origin: Origin = origin_field()

    def calendar(self) -> Calendar:
        """Return the calendar. Raises ``ValueError`` for a day that is none."""
        return Calendar(id=self.name, cutoff_day=self.cutoff_day)


class Needed(enum.Enum):
    """When a decision must be taken: in every period, or where something of the month reads it.

    ``where_read`` is for what only some centers hand in the records of: a month without a roster
    has no use for standard days.
    """

    ALWAYS = "always"
    WHERE_READ = "where_read"


class MonthUse(enum.Enum):
    """What a month is made ready for, and so which decisions it needs.

    ``lists``: who is promoted, which duties are not shown, who answers to whom. What reads a
    decision that was not taken is left out of it.
    """

    SETTLEMENT = "settlement"
    LISTS = "lists"


@frozen(kw_only=True)
class DecidedItemRule:
    """One thing that may be decided in a list: a theme, a project, a goal."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class DecidedPartRule:
    """What is decided of each thing in a list: how many win, with what amount."""

    name: str = name_field()
    unit: Unit = pack_field(Shape.WORD, of=Unit, zh="单位", en="the unit: a number of some kind")
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    range: Text | None = pack_field(
        Shape.RANGE, default=None, zh="取值范围", en="least and greatest value"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class DecisionRule:
    """Something management decides for each period: ``standard_days: {unit: quantity}``.

    With ``items`` and ``each`` it is a list: which of the items the period has, and the parts of
    each. A formula reads ``ITEM_decided`` and ``ITEM_PART``; of what the period has not, the flag
    is no and the parts are 0.
    """

    name: str = name_field()
    unit: Unit | None = pack_field(
        Shape.WORD, of=Unit, default=None, zh="单位", en="the unit; a list has none"
    )
    items: tuple[DecidedItemRule, ...] = pack_field(
        Shape.BY_NAME, of=DecidedItemRule, default=(), zh="可列项", en="what may stand in the list"
    )
    each: tuple[DecidedPartRule, ...] = pack_field(
        Shape.BY_NAME, of=DecidedPartRule, default=(), zh="各项内容", en="what is decided of each"
    )
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    range: Text | None = pack_field(
        Shape.RANGE, default=None, zh="取值范围", en="least and greatest value"
    )
    words: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="可选项", en="the words a word may be"
    )
    needed: Needed = pack_field(
        Shape.WORD,
        of=Needed,
        default=Needed.ALWAYS,
        zh="何时必须",
        en="always, or where something of the month reads it",
    )
    origin: Origin = origin_field()

    @property
    def is_list(self) -> bool:
        """Whether it is a list of items."""
        return self.unit is None

    def constants(self) -> tuple[str, ...]:
        """Return the names by which formulas read it."""
        if not self.is_list:
            return (self.name,)
        parts = (DECIDED, *(each.name for each in self.each))
        return tuple(part_of(item.name, part) for item in self.items for part in parts)


#: The part of an item that says whether the period has it.
DECIDED: Final = "decided"


def part_of(item: str, part: str) -> str:
    """Return the name by which formulas read a part of an item.

    >>> part_of("accuracy_theme", "winners")
    'accuracy_theme_winners'
    """
    return f"{item}_{part}"
