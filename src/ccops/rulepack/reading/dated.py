"""Dated: rules as they were read, each with the days on which it says it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

import attrs

from ccops.frozen import frozen
from ccops.plan import PeriodRule
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.in_force import DATE_KEYS, PERIOD_RULE, InForce
from ccops.rulepack.reading.leaves import Field, UnreadError, read_date_node
from ccops.rulepack.text.nodes import MapNode, Node
from ccops.rules import FieldSpec, Shape

if TYPE_CHECKING:
    import datetime as dt

T = TypeVar("T")
#: How a key is read that every rule may have.
PLAIN: Final = FieldSpec(shape=Shape.TEXT)
#: The days of a rule that says nothing about them.
ALWAYS: Final = InForce()
#: What a rule may say of a period in which it begins or ends; only a parameter can be split.
RULES_OF_PERIODS: Final = (PeriodRule.START.value, PeriodRule.END.value)


@frozen(kw_only=True)
class Entry(Generic[T]):
    """One rule of a section as it was read.

    ``rule`` is ``None`` where it could not be made. One that is not ``is_whole`` has keys nobody
    knows; it is good for finding what else is wrong with it, and for nothing more.
    """

    id: str
    node: Node
    rule: T | None
    is_whole: bool
    in_force: InForce = attrs.field(factory=InForce)

    @property
    def population(self) -> str:
        """The population it is for, or an empty text where it says none."""
        return self.node.text_of("for") if isinstance(self.node, MapNode) else ""


def in_force_of(node: Node) -> InForce:
    """Return the days a rule says it holds on; a wrong day counts as none given.

    The findings about wrong ones come from reading the rule.
    """
    if not isinstance(node, MapNode) or not any(key in node for key in (*DATE_KEYS, PERIOD_RULE)):
        return ALWAYS
    context = ReadContext()
    days: list[dt.date | None] = []
    for key in DATE_KEYS:
        written = node.get(key)
        try:
            field = Field(key, PLAIN, "", context)
            days.append(None if written is None else read_date_node(field, written))
        except UnreadError:
            days.append(None)
    said = node.text_of(PERIOD_RULE)
    rule = PeriodRule(said) if said in RULES_OF_PERIODS else None
    return InForce(first=days[0], last=days[1], period_rule=rule)
