"""Duties: what a role has to do, for whom, and whose work it checks (S0-02 to S0-11, S4-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@frozen(kw_only=True)
class DutyRule:
    """A duty of a role: ``quality_month: {role: qa_trainer, to: [team_lead], audits: [agent]}``.

    ``audits`` names the roles whose work it checks: who audits must not answer to whom he audits.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="职责", en="what is to be done")
    role: Text = pack_field(Shape.NAME, of="role", zh="责任职务", en="who has to do it")
    to: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="报送对象", en="the roles that receive it"
    )
    audits: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="检查对象", en="the roles whose work it checks"
    )
    origin: Origin = origin_field()


def check_duties(duties: Iterable[DutyRule], roles: Collection[str]) -> tuple[Diagnostic, ...]:
    """Return a finding for each role a duty names that no pack declares (``unknown-role``)."""
    return tuple(
        Diagnostic(
            code="unknown-role",
            span=each.span,
            args={"role": each.value, "nearest": nearest(each.value, roles) or "-"},
        )
        for duty in duties
        for each in (duty.role, *duty.to, *duty.audits)
        if each.value not in roles
    )
