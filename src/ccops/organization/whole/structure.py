"""What is doubtful about the structure of a center: spans, roles outside it, who audits whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.messages import Diagnostic, Severity, Span, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.organization.duties.duties import DutyRule
    from ccops.organization.posts.roles import RoleRule
    from ccops.organization.posts.span import SpanRule


def check_structure(
    roles: Sequence[RoleRule],
    duties: Iterable[DutyRule] = (),
    spans: Iterable[SpanRule] = (),
) -> tuple[Diagnostic, ...]:
    """Return what is wrong or doubtful about roles and duties whose names are all known.

    A span that is none (``span-backwards``) or of roles no pack declares (``unknown-role``), both
    errors; as warnings a span of somebody nobody
    reports to (``span-without-reports``), headcounts no number of leads can lead
    (``span-impossible``) or not the number planned (``span-leads-planned``), a role in no
    reporting line (``role-outside``), and an auditor who answers to those he audits
    (``auditor-below-audited``).
    """
    by_name = {role.name: role for role in roles}
    led: dict[str, list[RoleRule]] = {name: [] for name in by_name}
    for role in roles:
        for above in role.reports_to[:1]:
            led.get(above.value, []).append(role)
    return (
        *(each for span in spans for each in _span_problems(span, by_name, led)),
        *_outside(roles, led),
        *(each for duty in duties for each in _wrong_audits(duty, by_name)),
    )


def _span_problems(
    rule: SpanRule, roles: Mapping[str, RoleRule], led: Mapping[str, Sequence[RoleRule]]
) -> Iterator[Diagnostic]:
    unknown = [each for each in (rule.lead, *rule.of) if each.value not in roles]
    for each in unknown:
        told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
        yield Diagnostic(code="unknown-role", span=each.span, args=told)
    if not rule.is_sound:
        arguments = {
            "role": rule.lead.value,
            "least": str(rule.min),
            "most": "-" if rule.max is None else str(rule.max),
        }
        yield Diagnostic(code="span-backwards", span=rule.origin.span, args=arguments)
    elif not unknown:
        members = [roles[each.value] for each in rule.of] or led[rule.lead.value]
        if members:
            yield from _impossible(rule, roles[rule.lead.value], members)
        else:
            yield _warning("span-without-reports", rule.origin.span, role=rule.lead.value)


def _impossible(rule: SpanRule, lead: RoleRule, led: Sequence[RoleRule]) -> Iterator[Diagnostic]:
    counted = [each.headcount for each in led if each.headcount is not None]
    if len(counted) < len(led):
        return
    members, leads = sum(counted), lead.headcount
    found = rule.needs(members)
    told: dict[str, Any] = {"role": lead.name, "name": rule.name, "members": members}
    if found.leads is None:
        told |= rule.refusal(members)
        yield _warning("span-impossible", rule.origin.span, **told)
    elif leads is not None and not rule.fits(members, leads):
        told |= {"leads": leads, "needed": found.leads}
        yield _warning("span-leads-planned", rule.origin.span, **told)


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


def _warning(code: str, span: Span | None, /, **told: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=told)
