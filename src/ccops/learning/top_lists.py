"""Top lists: what is met most or least, of whatever an indicator can be asked by (S2-19)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Indicator


class TopFirst(enum.Enum):
    """Which end of a list comes first."""

    HIGHEST = "highest"
    LOWEST = "lowest"


class TopSpan(enum.Enum):
    """Which records a list is about: those of the period, or all up to the day."""

    PERIOD = "period"
    EVER = "ever"


@frozen(kw_only=True)
class TopListRule:
    """A list of the groups with the highest or lowest value of an indicator, the first ``show``.

    Who is equal to the last shown is shown as well; where the value is missing a group is not
    on the list. ``beside`` are further indicators of the same records, ``totals`` are told of
    all records together.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    of: Text = pack_field(Shape.NAME, of="indicator", zh="指标", en="the indicator")
    by: Text = pack_field(Shape.NAME, key="each", of="group", zh="分组", en="what is listed")
    first: TopFirst = pack_field(Shape.WORD, of=TopFirst, zh="排序", en="which comes first")
    show: int = pack_field(Shape.WHOLE, zh="显示数", en="how many places are shown")
    span: TopSpan = pack_field(
        Shape.WORD, of=TopSpan, default=TopSpan.PERIOD, zh="范围", en="which records"
    )
    beside: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="indicator", default=(), zh="并列指标", en="what stands beside"
    )
    totals: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="indicator", default=(), zh="合计指标", en="what is told of all together"
    )
    origin: Origin = origin_field()


def check_top_lists(
    rules: Iterable[TopListRule], indicators: Mapping[str, Indicator]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with top lists.

    An indicator there is not (``unknown-name``), one that cannot be asked by what is listed
    (``list-not-by``), one beside of other records (``list-other-records``), and a list of
    nothing (``list-empty``).
    """
    return tuple(each for rule in rules for each in _problems(rule, indicators))


def indicator_problems(
    name: str, asked: Iterable[tuple[Text, tuple[str, ...]]], indicators: Mapping[str, Indicator]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with indicators a list asks by some groups."""
    for text, groups in asked:
        found = indicators.get(text.value)
        if found is None:
            near = nearest(text.value, indicators) or "-"
            told = {"name": text.value, "near": near}
            yield Diagnostic(code="unknown-name", span=text.span, args=told)
            continue
        for group in groups:
            if group not in found.columns:
                by = ", ".join(found.columns) or "-"
                told = {"name": name, "indicator": text.value, "group": group, "by": by}
                yield Diagnostic(code="list-not-by", span=text.span, args=told)


def _problems(rule: TopListRule, indicators: Mapping[str, Indicator]) -> Iterator[Diagnostic]:
    listed = [(each, (rule.by.value,)) for each in (rule.of, *rule.beside)]
    asked = (*listed, *((each, ()) for each in rule.totals))
    yield from indicator_problems(rule.name, asked, indicators)
    main = indicators.get(rule.of.value)
    for each in rule.beside:
        other = indicators.get(each.value)
        if main is not None and other is not None and other.over != main.over:
            told = {"name": rule.name, "indicator": each.value, "over": main.over}
            yield Diagnostic(code="list-other-records", span=each.span, args=told)
    if rule.show < 1:
        told = {"name": rule.name}
        yield Diagnostic(code="list-empty", span=rule.origin.span, args=told)
