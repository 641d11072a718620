"""Ageing lists: what is still open on a day, how old it is, and in which bucket (S3-12, S3-15)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.kpi import Better, IndicatorRule
from ccops.kpi.limit_hours import LimitHours, WorkingDay, hours_problems, limit_ms
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import RecordKind

_EVERY_ROW: Final = Text("yes")
#: The columns of a kind that say since when something is open, and when it was settled.
OPENED: Final = "opened_ms"
CLOSED: Final = "closed_ms"


@frozen(kw_only=True)
class AgeingListRule:
    """What of ``over`` is open at the end of a day, the oldest first, in ``buckets`` of age.

    ``each`` is the group whose column is the id. Something is open from the instant it began
    until it was settled; ``until`` names another column that ends it (a complaint is verified
    long before it is settled). The upper end belongs to a bucket; the last one has none.
    ``hours: working`` counts the hours of ``day`` on workdays.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    over: Text = pack_field(
        Shape.NAME, of="record_kind", zh="记录种类", en="what is opened and settled"
    )
    each: Text = pack_field(Shape.NAME, of="group", zh="按谁", en="the group that is the id")
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="条件", en="which of them are listed; all without it"
    )
    ends: Text = pack_field(
        Shape.NAME, of="column", default=Text(CLOSED), zh="终点列", en="the column that ends it"
    )
    shows: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="并列的列", en="columns that stand beside"
    )
    buckets: tuple[Text, ...] = pack_field(
        Shape.VALUES, zh="分段", en="the upper ends of the buckets: 24 h, 3 d"
    )
    hours: LimitHours = pack_field(
        Shape.WORD,
        of=LimitHours,
        default=LimitHours.CALENDAR,
        zh="按何种时间",
        en="which hours count",
    )
    day: WorkingDay | None = pack_field(
        Shape.ONE, of=WorkingDay, default=None, zh="工作时间", en="the hours of a workday"
    )
    origin: Origin = origin_field()

    def own_indicator(self) -> IndicatorRule:
        """Return the indicator that counts what may be listed."""
        return IndicatorRule(
            name=self.name,
            over=self.over,
            where=self.where,
            count=_EVERY_ROW,
            better=Better.LOWER,
            by=(self.each,),
            label=self.label,
            origin=self.origin,
        )

    @property
    def limits(self) -> tuple[int, ...]:
        """The upper ends of its buckets in ms. Raises ``ValueError`` for one that is no time."""
        return tuple(_limit(each.value) for each in self.buckets)


def _limit(text: str) -> int:
    from ccops.values import parse_scalar

    found = parse_scalar(text)
    if found is None:
        raise ValueError(text)
    return limit_ms(found)


def check_ageing_lists(
    rules: Iterable[AgeingListRule], kinds: Mapping[str, RecordKind]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with ageing lists.

    Buckets that are no times or do not rise (``ageing-buckets``), a kind of records that are
    never opened, or lack a column that is asked for (``list-no-column``), and working hours
    without a day (``limit-hours``).
    """
    return tuple(each for rule in rules for each in _problems(rule, kinds))


def _problems(rule: AgeingListRule, kinds: Mapping[str, RecordKind]) -> Iterator[Diagnostic]:
    try:
        limits = rule.limits
    except ValueError:
        limits = ()
    if not limits or any(a >= b for a, b in pairwise(limits)):
        told = {"name": rule.name, "got": ", ".join(each.value for each in rule.buckets)}
        yield Diagnostic(code="ageing-buckets", span=rule.origin.span, args=told)
    asked = (Text(OPENED, rule.over.span), rule.ends, *rule.shows)
    yield from column_problems(rule.name, rule.over, asked, kinds)
    yield from hours_problems(rule.name, rule.hours, rule.day, rule.origin)


def column_problems(
    name: str, over: Text, asked: Iterable[Text], kinds: Mapping[str, RecordKind]
) -> Iterator[Diagnostic]:
    """Yield ``list-no-column`` for each column that a kind of records has not."""
    kind = kinds.get(over.value)
    for each in asked if kind is not None else ():
        if kind is not None and each.value not in kind.names:
            told = {
                "name": name,
                "column": each.value,
                "kind": over.value,
                "known": ", ".join(kind.names),
            }
            yield Diagnostic(code="list-no-column", span=each.span or over.span, args=told)
