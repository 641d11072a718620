"""Risks: the classes of what may go wrong, who answers for each, and the plan for it (S3-24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@frozen(kw_only=True)
class RiskRule:
    """A class of risks: ``system: {owner: center_director, plan: emergency_plan}``.

    Its incidents are the events of kind ``incident`` whose topic it is; its plan is a document of
    the kind ``plan`` that serves it and is in force.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="风险类别", en="what it is called")
    owner: Text = pack_field(
        Shape.NAME, of="role", zh="负责职务", en="the role that answers for it"
    )
    plan: Text = pack_field(
        Shape.TEXT, zh="预案文件类别", en="the kind of the documents that are its plan"
    )
    origin: Origin = origin_field()


def check_risks(risks: Iterable[RiskRule], roles: Collection[str]) -> tuple[Diagnostic, ...]:
    """Return a finding for each role a class of risks names that no pack declares."""
    return tuple(
        Diagnostic(
            code="unknown-role",
            span=each.owner.span,
            args={"role": each.owner.value, "nearest": nearest(each.owner.value, roles) or "-"},
        )
        for each in risks
        if each.owner.value not in roles
    )
