"""Marks after joining: who was still there so long after, or at the end of probation."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


class MarkAt(enum.Enum):
    """When a mark is: a number of days after joining, or the last day of probation."""

    DAYS = "days"
    PROBATION = "probation"


@frozen(kw_only=True)
class TenureMarkRule:
    """A day on which a cohort is asked who is still there (S3-30, S4-14).

    ``at: days`` is so many ``days`` after joining; who left before that day has left early.
    ``at: probation`` is the last day of probation; who was there after it has passed.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    at: MarkAt = pack_field(Shape.WORD, of=MarkAt, zh="何时", en="when it is")
    days: int | None = pack_field(
        Shape.WHOLE, default=None, zh="天数", en="how many days after joining"
    )
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="哪些职务", en="people of which roles; all without"
    )
    origin: Origin = origin_field()


def check_tenure_marks(
    rules: Iterable[TenureMarkRule], roles: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with marks.

    One that lacks its days, or has some it does not count (``mark-days``), and a role the pack
    has not (``unknown-role``).
    """
    return tuple(each for rule in rules for each in _problems(rule, roles))


def _problems(rule: TenureMarkRule, roles: Collection[str]) -> Iterator[Diagnostic]:
    if (rule.at is MarkAt.DAYS) != bool(rule.days and rule.days > 0):
        yield Diagnostic(code="mark-days", span=rule.origin.span, args={"name": rule.name})
    for each in rule.roles:
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
