"""Gates: what somebody has to pass before he may go live (S3-02)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.kpi import Better, IndicatorRule
from ccops.learning.ageing_lists import column_problems
from ccops.learning.intervals import parse_interval
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ccops.kpi import RecordKind

_DAY: Final = Text("day")
_EMPLOYEE: Final = Text("employee")
_EVERY_ROW: Final = Text("yes")


@frozen(kw_only=True)
class GateRule:
    """What people of some roles pass before they go live, and whether they did.

    A record of ``over`` that ``where`` holds of passes the part it names in the group ``part``;
    every one of ``parts`` is to be passed. ``before`` is the kind of records that show somebody
    at work: none may lie before the day the last part was passed. ``newcomer`` is how long after
    joining it is asked: who joined earlier is not on the list.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="哪些职务", en="people of which roles; all without"
    )
    over: Text = pack_field(
        Shape.NAME, of="record_kind", zh="记录种类", en="the records that say it was passed"
    )
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="通过条件", en="which of them pass; all without it"
    )
    part: Text = pack_field(Shape.NAME, of="group", zh="科目", en="the group that is the part")
    parts: tuple[Text, ...] = pack_field(
        Shape.VALUES, zh="须通过的科目", en="the parts that are to be passed"
    )
    before: Text = pack_field(
        Shape.NAME, of="record_kind", zh="上岗记录", en="the records of somebody at work"
    )
    newcomer: Text = pack_field(
        Shape.TEXT, zh="新员工期", en="how long after joining it is asked: 3 months"
    )
    origin: Origin = origin_field()

    def own_indicator(self) -> IndicatorRule:
        """Return the indicator that counts what was passed, by whom, which part and when."""
        return IndicatorRule(
            name=self.name,
            over=self.over,
            where=self.where,
            count=_EVERY_ROW,
            better=Better.HIGHER,
            by=(_EMPLOYEE, self.part, _DAY),
            label=self.label,
            origin=self.origin,
        )


def check_gates(
    rules: Iterable[GateRule], roles: Collection[str], kinds: Mapping[str, RecordKind]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with gates.

    One that asks for nothing (``gate-empty``), an interval that is none (``due-interval``), a
    role the pack has not (``unknown-role``), and records of nobody (``list-no-column``).
    """
    return tuple(each for rule in rules for each in _problems(rule, roles, kinds))


def _problems(
    rule: GateRule, roles: Collection[str], kinds: Mapping[str, RecordKind]
) -> Iterator[Diagnostic]:
    if not rule.parts:
        yield Diagnostic(code="gate-empty", span=rule.origin.span, args={"name": rule.name})
    found = parse_interval(rule.newcomer.value)
    if found is None or found.is_nothing:
        told = {"name": rule.name, "key": "newcomer", "got": rule.newcomer.value}
        yield Diagnostic(code="due-interval", span=rule.newcomer.span, args=told)
    for each in rule.roles:
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
    kind = kinds.get(rule.before.value)
    if kind is not None and kind.subject is None:
        asked = (Text("employee_id", rule.before.span),)
        yield from column_problems(rule.name, rule.before, asked, kinds)
