"""Roles and reporting lines: who works at the center, and who answers to whom (S1-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@frozen(kw_only=True)
class RoleRule:
    """A role of a pack: ``agent: {reports_to: [team_lead], channels: [phone, mail, sms]}``.

    Unity of command (S4-01): a role reports to one other role, the head of the center to none;
    functional lines stand beside it.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="职务名称", en="what it is called")
    reports_to: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="上级职务", en="the role it reports to"
    )
    functional_to: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="role",
        default=(),
        zh="业务指导",
        en="roles that guide it in their field without being its superior: dotted lines",
    )
    channels: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="服务渠道", en="the channels it serves"
    )
    headcount: int | None = pack_field(
        Shape.WHOLE, default=None, zh="编制人数", en="how many there are to be of it"
    )
    leads_team: bool = pack_field(
        Shape.FLAG,
        default=False,
        zh="带领本班组",
        en="whether each of them leads the team he is in, and no other",
    )
    stood_in_by: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="代理职务", en="the roles that stand in for it"
    )
    department: Text | None = pack_field(
        Shape.NAME, of="department", default=None, zh="所属部门", en="the department it is in"
    )
    origin: Origin = origin_field()


def check_roles(roles: Iterable[RoleRule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the reporting lines of a pack.

    An unknown role (``unknown-role``), more than one superior (``two-bosses``), a line that
    leads back to itself (``reporting-loop``). Functional lines may be many and may cross.
    """
    by_name = {role.name: role for role in roles}
    found = [each for role in by_name.values() for each in _problems(role, by_name)]
    return (*found, *_loops(by_name))


def reporting_line(role: str, roles: Iterable[RoleRule]) -> tuple[str, ...]:
    """Return the roles above a role, nearest first.

    Raises ``KeyError`` for a role that is not declared and ``ValueError`` where the line leads
    back to itself.
    """
    by_name = {each.name: each for each in roles}
    line: list[str] = []
    above = _superior(by_name[role])
    while above is not None:
        if above == role or above in line:
            raise ValueError(f"the reporting line of {role!r} leads back to {above!r}")
        line.append(above)
        above = _superior(by_name[above])
    return tuple(line)


def _problems(role: RoleRule, roles: Mapping[str, RoleRule]) -> Iterator[Diagnostic]:
    for above in (*role.reports_to, *role.functional_to, *role.stood_in_by):
        if above.value not in roles:
            arguments = {"role": above.value, "nearest": nearest(above.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=above.span, args=arguments)
    if len(role.reports_to) > 1:
        bosses = ", ".join(above.value for above in role.reports_to)
        arguments = {"role": role.name, "bosses": bosses}
        yield Diagnostic(code="two-bosses", span=role.reports_to[1].span, args=arguments)


def _loops(roles: Mapping[str, RoleRule]) -> Iterator[Diagnostic]:
    """Yield one finding for each loop, told from its first role in the alphabet."""
    for name in sorted(roles):
        line = [name]
        above = _superior(roles[name])
        while above is not None and above in roles and above not in line:
            line.append(above)
            above = _superior(roles[above])
        if above == name and name == min(line):
            arguments = {"line": " → ".join([*line, name])}
            yield Diagnostic(
                code="reporting-loop", span=roles[name].reports_to[0].span, args=arguments
            )


def _superior(role: RoleRule) -> str | None:
    return role.reports_to[0].value if role.reports_to else None
