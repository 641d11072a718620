"""Approvals: who assesses, publishes and approves the results of a month (S0-08, S1-03, 2.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Severity, Text, nearest
from ccops.organization.posts.roles import reporting_line
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import DayKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ccops.organization.posts.roles import RoleRule

#: Nobody appeals after so many days, and no answer takes longer.
MOST_DAYS = 366


@frozen(kw_only=True)
class AppealRule:
    """How long staff may object after publication, who decides, and by when they get an answer.

    Days are counted from the day after publication, and after the appeal.
    """

    days: int = pack_field(Shape.WHOLE, zh="申诉天数", en="how many days after publication")
    kind: DayKind = pack_field(
        Shape.WORD, of=DayKind, zh="按何种日计", en="which days are counted"
    )
    decides: Text = pack_field(Shape.NAME, of="role", zh="裁定职务", en="the role that decides")
    answer_within: int = pack_field(
        Shape.WHOLE, zh="答复天数", en="within how many days of the appeal it is answered"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class ApprovalRule:
    """The way of a month from draft to pay: assessed, published, open to appeal, approved (S0-08).

    Who approves is always another person than who assessed. A pack has one such way.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    assesses: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", zh="评定职务", en="the roles that assess"
    )
    publishes: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", zh="公布职务", en="the roles that publish the results to staff"
    )
    approves: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", zh="批准职务", en="the roles that finally approve"
    )
    appeal: AppealRule | None = pack_field(
        Shape.ONE,
        of=AppealRule,
        default=None,
        zh="申诉",
        en="how staff may object; none: nobody is asked",
    )
    origin: Origin = origin_field()


def check_approvals(
    approvals: Iterable[ApprovalRule], roles: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the approvals of a pack.

    Roles that no pack declares (``unknown-role``), a second way (``approval-twice``), days that
    are none (``approval-days``).
    """
    ways = tuple(approvals)
    second = (
        Diagnostic(
            code="approval-twice",
            span=each.origin.span,
            args={"name": each.name, "first": ways[0].name},
        )
        for each in ways[1:]
    )
    return (*second, *(each for way in ways for each in _problems(way, roles)))


def check_approval_lines(
    approvals: Iterable[ApprovalRule], roles: Iterable[RoleRule]
) -> tuple[Diagnostic, ...]:
    """Return a warning for each role that approves what a role above it assesses (S0-08).

    ``approval-upside-down``; the lines of the roles are sound.
    """
    listed = tuple(roles)
    known = {each.name for each in listed}
    return tuple(
        Diagnostic(
            code="approval-upside-down",
            severity=Severity.WARNING,
            span=role.span,
            args={"approves": role.value, "assesses": each.value},
        )
        for way in approvals
        for role in way.approves
        if role.value in known
        for each in way.assesses
        if each.value in reporting_line(role.value, listed)
    )


def _problems(way: ApprovalRule, roles: Collection[str]) -> Iterator[Diagnostic]:
    named = [*way.assesses, *way.publishes, *way.approves]
    if way.appeal is not None:
        named.append(way.appeal.decides)
        for days in (way.appeal.days, way.appeal.answer_within):
            if not 1 <= days <= MOST_DAYS:
                told = {"name": way.name, "days": days, "most": MOST_DAYS}
                yield Diagnostic(code="approval-days", span=way.appeal.origin.span, args=told)
    for each in named:
        if each.value not in roles:
            near = nearest(each.value, roles) or "-"
            told = {"role": each.value, "nearest": near}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)
