"""Due lists: what is to be done again after a while, for whom or what (S2-11, S2-15, S2-18)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.kpi import Better, IndicatorRule
from ccops.learning.intervals import Interval, parse_interval
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_DAY: Final = Text("day")
_EVERY_ROW: Final = Text("yes")


class DuePer(enum.Enum):
    """For whom or what something is due: its word is the group of the records that say so."""

    EMPLOYEE = "employee"
    TEAM = "team"
    DOCUMENT = "document"


@frozen(kw_only=True)
class DueListRule:
    """What is due again and again: ``every`` so long after it was last done. Without it once.

    Each record of ``over`` that ``where`` holds of says on which day it was done. Who or what
    never had it is due ``first`` so long after joining, after coming into one of ``roles``, after
    the first member of a team came, or after a document came into force; without ``first`` after
    ``every``. What is due once must say ``first``, and who had it is off the list. Who comes back
    after leaving is due on coming back at the latest, and who has left is on no list. Before the
    first day of the pack, or a later one from which the list is kept, nothing is due.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    per: DuePer = pack_field(Shape.WORD, of=DuePer, zh="按谁", en="for whom or what it is due")
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="哪些职务", en="people of which roles; all without"
    )
    documents: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="哪些文件", en="documents of which kinds; all without"
    )
    over: Text = pack_field(
        Shape.NAME, of="record_kind", zh="记录种类", en="the records that say it was done"
    )
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="条件", en="which of them do; all without it"
    )
    every: Text | None = pack_field(
        Shape.TEXT,
        default=None,
        zh="间隔",
        en="how long after: 2 months, 1 week, 90 days; once only without it",
    )
    first: Text | None = pack_field(
        Shape.TEXT,
        default=None,
        zh="首次间隔",
        en="how long after joining it is first due: 0 days is the day of joining itself",
    )
    soon: Text | None = pack_field(
        Shape.TEXT, default=None, zh="提前提示", en="how long ahead it is told of: 14 days"
    )
    origin: Origin = origin_field()

    def own_indicator(self) -> IndicatorRule:
        """Return the indicator that counts how often it was done, by whom or what and by day."""
        return IndicatorRule(
            name=self.name,
            over=self.over,
            where=self.where,
            count=_EVERY_ROW,
            better=Better.NEITHER,
            by=(Text(self.per.value, self.origin.span), _DAY),
            label=self.label,
            origin=self.origin,
        )

    @property
    def terms(self) -> DueTerms:
        """The intervals of a rule that was checked. Raises ``ValueError`` for another one."""
        every = None if self.every is None else parse_interval(self.every.value)
        first = every if self.first is None else parse_interval(self.first.value)
        soon = Interval() if self.soon is None else parse_interval(self.soon.value)
        if first is None or soon is None or (every is None and self.every is not None):
            raise ValueError(f"{self.name} has an interval that is none")
        return DueTerms(every=every, first=first, soon=soon)


@frozen(kw_only=True)
class DueTerms:
    """How long after the last time, or after joining, something is due, and told of how early.

    ``every`` is ``None`` for what is due once.
    """

    every: Interval | None
    first: Interval
    soon: Interval = attrs.field(factory=Interval)


def check_due_lists(
    rules: Iterable[DueListRule], roles: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with due lists.

    An interval that is none (``due-interval``), a role the pack has not (``unknown-role``), and
    roles or kinds of documents of a list that is due for others (``due-for-others``).
    """
    return tuple(each for rule in rules for each in _problems(rule, roles))


def _problems(rule: DueListRule, roles: Collection[str]) -> Iterator[Diagnostic]:
    for key in ("every", "first", "soon"):
        text: Text | None = getattr(rule, key)
        found = None if text is None else parse_interval(text.value)
        if text is not None and (found is None or (key == "every" and found.is_nothing)):
            told = {"name": rule.name, "key": key, "got": text.value}
            yield Diagnostic(code="due-interval", span=text.span, args=told)
    if rule.every is None and rule.first is None:
        told = {"name": rule.name, "key": "first", "got": "-"}
        yield Diagnostic(code="due-interval", span=rule.origin.span, args=told)
    for each in rule.roles:
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
    for key, per in (("roles", DuePer.EMPLOYEE), ("documents", DuePer.DOCUMENT)):
        if getattr(rule, key) and rule.per is not per:
            told = {"name": rule.name, "key": key, "per": rule.per.value}
            yield Diagnostic(code="due-for-others", span=rule.origin.span, args=told)
