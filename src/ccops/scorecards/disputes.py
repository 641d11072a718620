"""Disputes: how long whoever was scored may object to an evaluation, and who decides (S0-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import DayKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

#: No window is longer, and no answer takes longer.
MOST_DAYS = 366


@frozen(kw_only=True)
class DisputeRule:
    """``scores_disputed: {days: 3, kind: workdays, decides: [center_director]}``.

    Days are counted from the day after the evaluation. A dispute in time suspends the score
    until it is decided; one after the window is told, and the score stands meanwhile. Who
    decides is another than who evaluated, always. A pack has one such rule.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    days: int = pack_field(Shape.WHOLE, zh="申诉天数", en="how many days after the evaluation")
    kind: DayKind = pack_field(
        Shape.WORD, of=DayKind, zh="按何种日计", en="which days are counted"
    )
    decides: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", zh="裁定职务", en="the roles that decide"
    )
    answer_within: int = pack_field(
        Shape.WHOLE, zh="答复天数", en="within how many days of the dispute it is answered"
    )
    origin: Origin = origin_field()


def check_disputes(rules: Iterable[DisputeRule], roles: Collection[str]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the rules about disputes.

    Roles no pack declares (``unknown-role``), a second rule (``disputes-twice``), days that are
    none (``dispute-days``).
    """
    listed = tuple(rules)
    second = (
        Diagnostic(
            code="disputes-twice",
            span=each.origin.span,
            args={"name": each.name, "first": listed[0].name},
        )
        for each in listed[1:]
    )
    return (*second, *(each for rule in listed for each in _problems(rule, roles)))


def _problems(rule: DisputeRule, roles: Collection[str]) -> Iterator[Diagnostic]:
    for days in (rule.days, rule.answer_within):
        if not 1 <= days <= MOST_DAYS:
            told = {"name": rule.name, "days": days, "most": MOST_DAYS}
            yield Diagnostic(code="dispute-days", span=rule.origin.span, args=told)
    for each in rule.decides:
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
