"""Personal plans: who is to become an expert in which field, and who has no plan (S2-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.kpi import Better, IndicatorRule
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@frozen(kw_only=True)
class DevelopmentPlanRule:
    """What everybody in some roles is to have: a field of his own, a grade, what he has learned.

    ``levels`` are the grades that are high enough. ``learns`` are topics: each is learned by
    a record of ``over`` that ``where`` holds of and that names it as its topic.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    roles: tuple[Text, ...] = pack_field(Shape.NAMES, of="role", zh="哪些职务", en="whose it is")
    levels: tuple[Text, ...] = pack_field(Shape.VALUES, zh="须达到的级别", en="grades asked for")
    learns: tuple[Text, ...] = pack_field(Shape.VALUES, zh="须学习的主题", en="topics to learn")
    over: Text = pack_field(
        Shape.NAME, of="record_kind", zh="学习记录", en="the records of what was learned"
    )
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="条件", en="which of them are; all without it"
    )
    origin: Origin = origin_field()

    def own_indicator(self) -> IndicatorRule:
        """Return the indicator that counts what was learned, by person, topic and day."""
        span = self.origin.span
        return IndicatorRule(
            name=self.name,
            over=self.over,
            where=self.where,
            count=Text("yes"),
            better=Better.NEITHER,
            by=tuple(Text(each, span) for each in ("employee", "topic", "day")),
            groups={"topic": Text("topic", span)},
            label=self.label,
            origin=self.origin,
        )


def check_development_plans(
    rules: Iterable[DevelopmentPlanRule], roles: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return an ``unknown-role`` for each role the pack has not."""
    return tuple(
        Diagnostic(
            code="unknown-role",
            span=each.span,
            args={"role": each.value, "nearest": nearest(each.value, roles) or "-"},
        )
        for rule in rules
        for each in rule.roles
        if each.value not in roles
    )
