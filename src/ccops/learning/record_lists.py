"""Record lists: what happened day by day, kept for everybody to look up (S0-06, S4-26)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.kpi import Better, IndicatorRule
from ccops.learning.ageing_lists import column_problems
from ccops.learning.intervals import parse_interval
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import RecordKind

_EVERY_ROW: Final = Text("yes")


@frozen(kw_only=True)
class RecordListRule:
    """Records of a kind as a list, the latest day first: the added and removed items of each day.

    ``each`` is the group whose column is the id, ``shows`` are the columns that stand beside;
    ``last`` is how far back from the day asked about they go, all of them without it.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    over: Text = pack_field(Shape.NAME, of="record_kind", zh="记录种类", en="what is listed")
    each: Text = pack_field(Shape.NAME, of="group", zh="按谁", en="the group that is the id")
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="条件", en="which of them are listed; all without it"
    )
    shows: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="并列的列", en="columns that stand beside"
    )
    last: Text | None = pack_field(
        Shape.TEXT, default=None, zh="回看", en="how far back: 31 days, 1 month"
    )
    origin: Origin = origin_field()

    def own_indicator(self) -> IndicatorRule:
        """Return the indicator that counts what may be listed."""
        return IndicatorRule(
            name=self.name,
            over=self.over,
            where=self.where,
            count=_EVERY_ROW,
            better=Better.NEITHER,
            by=(self.each,),
            label=self.label,
            origin=self.origin,
        )


def check_record_lists(
    rules: Iterable[RecordListRule], kinds: Mapping[str, RecordKind]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with record lists.

    A column the kind has not (``list-no-column``), and an interval that is none
    (``due-interval``).
    """
    return tuple(each for rule in rules for each in _problems(rule, kinds))


def _problems(rule: RecordListRule, kinds: Mapping[str, RecordKind]) -> Iterator[Diagnostic]:
    yield from column_problems(rule.name, rule.over, rule.shows, kinds)
    if rule.last is not None:
        found = parse_interval(rule.last.value)
        if found is None or found.is_nothing:
            told = {"name": rule.name, "key": "last", "got": rule.last.value}
            yield Diagnostic(code="due-interval", span=rule.last.span, args=told)
