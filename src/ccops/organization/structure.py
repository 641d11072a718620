"""What is doubtful about the structure of a center: spans, roles outside it, who audits whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Diagnostic, Severity, Span
from ccops.organization.span import span_of_control

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.organization.duties import DutyRule
    from ccops.organization.roles import RoleRule
    from ccops.organization.span import SpanRule


def check_structure(
    roles: Sequence[RoleRule], duties: Iterable[DutyRule] = ()
) -> tuple[Diagnostic, ...]:
    """Return what is wrong or doubtful about roles and duties whose names are all known.

    A span that is none (``span-backwards``, an error); as warnings a span of somebody nobody
    reports to (``span-without-reports``), headcounts no number of leads can lead
    (``span-impossible``), a role in no reporting line (``role-outside``), and an auditor who
    answers to those he audits (``auditor-below-audited``).
    """
    by_name = {role.name: role for role in roles}
    led: dict[str, list[RoleRule]] = {name: [] for name in by_name}
    for role in roles:
        for above in role.reports_to[:1]:
            led.get(above.value, []).append(role)
    return (
        *(each for role in roles for each in _span_problems(role, led[role.name])),
        *_outside(roles, led),
        *(each for duty in duties for each in _wrong_audits(duty, by_name)),
    )


def _span_problems(role: RoleRule, led: Sequence[RoleRule]) -> Iterator[Diagnostic]:
    if role.span is None:
        return
    span = role.span.origin.span
    if not role.span.is_sound:
        told = {"role": role.name, "least": role.span.min, "most": role.span.max}
        yield Diagnostic(code="span-backwards", span=span, args=told)
    elif not led:
        yield _warning("span-without-reports", span, role=role.name)
    else:
        yield from _impossible(role, role.span, led)


def _impossible(role: RoleRule, span: SpanRule, led: Sequence[RoleRule]) -> Iterator[Diagnostic]:
    counted = [each.headcount for each in led if each.headcount is not None]
    if len(counted) < len(led):
        return
    members, leads = sum(counted), role.headcount
    found = span_of_control(members, least=span.min, most=span.max)
    fits = found.leads is not None
    if leads is not None:
        fits = leads * span.min <= members <= leads * span.max
    if not fits:
        yield _warning(
            "span-impossible",
            span.origin.span,
            role=role.name,
            members=str(members),
            leads="-" if leads is None else str(leads),
            least=str(span.min),
            most=str(span.max),
            nearest=str(found.nearest),
        )


def _outside(
    roles: Sequence[RoleRule], led: Mapping[str, Sequence[RoleRule]]
) -> Iterator[Diagnostic]:
    """Yield the roles in no line, neither up nor down, where others stand in one."""
    has_lines = any(role.reports_to for role in roles)
    for role in roles:
        if has_lines and not role.reports_to and not led[role.name]:
            yield _warning("role-outside", role.origin.span, role=role.name)


def _wrong_audits(duty: DutyRule, roles: Mapping[str, RoleRule]) -> Iterator[Diagnostic]:
    """Yield the audited roles to which, or to whose lead, the auditor answers.

    The head of the center may stand above both.
    """
    auditor = _superior(roles.get(duty.role.value))
    for audited in duty.audits:
        lead = _superior(roles.get(audited.value))
        is_head = lead is not None and _superior(roles.get(lead)) is None
        if auditor is not None and (auditor == audited.value or (auditor == lead and not is_head)):
            yield _warning(
                "auditor-below-audited",
                audited.span,
                role=duty.role.value,
                audited=audited.value,
                superior=auditor,
            )


def _superior(role: RoleRule | None) -> str | None:
    return role.reports_to[0].value if role is not None and role.reports_to else None


def _warning(code: str, span: Span | None, /, **told: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=told)
