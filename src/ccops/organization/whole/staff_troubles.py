"""What is wrong or doubtful about a staff on a day: lines, spans, merged posts, part-time."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import nearest
from ccops.organization.posts.employments import EmploymentKind
from ccops.organization.posts.post_pairs import PairStanding
from ccops.organization.staff.post_entries import posts_of
from ccops.organization.staff.span_entries import CENTER, SpanState, span_list
from ccops.organization.staff.staff import LineState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Text
    from ccops.organization.duties.duties import DutyRule
    from ccops.organization.posts.post_pairs import PostPairRule
    from ccops.organization.staff.staff import Line, Person, Staff
    from ccops.organization.whole.rules import OrganizationRules

_PART_TIME: Final = EmploymentKind.PART_TIME.value
_OF_LINES: Final = {
    LineState.NO_LEAD: "person-without-lead",
    LineState.SEVERAL: "person-two-bosses",
    LineState.UNCLEAR: "person-superior-unclear",
    LineState.LOOP: "person-reporting-loop",
    LineState.GONE: "person-superior-gone",
    LineState.VACANT: "person-post-vacant",
}


@frozen(kw_only=True)
class StaffFinding:
    """A finding about a day: its kind, whom it is about, and what else is told of it.

    The same finding on the next day is the same: told of a day's people, not of its date.
    """

    kind: str
    subject: str
    told: tuple[tuple[str, str], ...] = ()


def staff_findings(staff: Staff, rules: OrganizationRules) -> Iterator[StaffFinding]:
    """Yield what is wrong or doubtful about a staff.

    Each person's line, each vacant or overfilled post, leads without a team, spans, posts in one
    hand, who checks his own people, part-time posts, and approvals nobody can give.
    """
    for each in staff.lines.values():
        yield from _of_line(each, staff)
    yield from _of_posts(staff, rules)
    yield from _of_spans(staff, rules)
    yield from _of_pairs(staff, rules)
    for duty in rules.duties:
        yield from _of_audits(duty, staff, rules)
    yield from _of_employments(staff, rules)
    yield from _of_approvals(staff, rules)


def _found(kind: str, subject: str, /, **told: object) -> StaffFinding:
    cells = tuple((key, str(each)) for key, each in told.items())
    return StaffFinding(kind=kind, subject=subject, told=cells)


def _of_line(line: Line, staff: Staff) -> Iterator[StaffFinding]:
    who = line.employee
    if line.role not in staff.roles:
        near = nearest(line.role, staff.roles) or "-"
        yield _found("staff-role-unknown", who, role=line.role, near=near)
    code = _OF_LINES.get(line.state)
    if line.assigned and line.state is LineState.SEVERAL:
        yield _found("person-two-superiors", who, among=", ".join(line.among))
    elif code is not None:
        told = {"role": line.role, "post": line.post or "-", "among": ", ".join(line.among) or "-"}
        yield _found(code, who, team=line.team, **told)
    if line.assigned and line.state is LineState.ANSWERS and line.post not in _above(line, staff):
        yield _found("person-superior-not-above", who, superior=line.superior, post=line.post)


def _above(line: Line, staff: Staff) -> Iterator[str]:
    """Yield the roles above somebody's; for a role nobody knows, every role is."""
    rule = staff.roles.get(line.role)
    if rule is None:
        yield line.post
    seen: set[str] = set()
    while rule is not None and rule.reports_to and rule.name not in seen:
        seen.add(rule.name)
        yield rule.reports_to[0].value
        rule = staff.roles.get(rule.reports_to[0].value)


def _of_posts(staff: Staff, rules: OrganizationRules) -> Iterator[StaffFinding]:
    for post in posts_of(staff, rules.roles):
        if post.vacant:
            standing = ", ".join(post.stood_in_by) or "-"
            there = len(post.holders)
            yield _found(
                "post-vacant", post.role, wanted=post.wanted, there=there, standing_in=standing
            )
        if post.over:
            holders = ", ".join(post.holders)
            there = len(post.holders)
            yield _found(
                "post-overfilled", post.role, wanted=post.wanted, there=there, holders=holders
            )
    for rule in rules.roles:
        for person in staff.holders.get(rule.name, ()) if rule.leads_team else ():
            if not staff.led.get(person.employee):
                yield _found(
                    "lead-without-team", person.employee, role=rule.name, team=person.team
                )


def _of_spans(staff: Staff, rules: OrganizationRules) -> Iterator[StaffFinding]:
    for rule in rules.spans:
        limits = f"1:{rule.ratio}" if rule.ratio is not None else f"{rule.min}-{rule.max}"
        for each in span_list(rule, staff).entries:
            if each.state is SpanState.KEPT or (each.subject == CENTER and not each.members):
                continue
            told = {"name": rule.name, "members": each.members, "limits": limits}
            if each.state is SpanState.IMPOSSIBLE:
                yield _found(
                    "span-center-impossible", CENTER, **told, **rule.refusal(each.members)
                )
            elif each.subject == CENTER:
                told |= {"leads": each.leads or 0, "needed": each.needed or 0}
                yield _found("span-center-broken", CENTER, **told)
            else:
                yield _found("span-broken", each.subject, **told)


# -- posts in one hand --------------------------------------------------------------------------


def _of_pairs(staff: Staff, rules: OrganizationRules) -> Iterator[StaffFinding]:
    declared = {each.pair: each for each in rules.post_pairs}
    for person in staff.people:
        for first, second in combinations(person.posts, 2):
            told = {"post": first, "other": second}
            for post in (first, second):
                if post not in staff.roles:
                    near = nearest(post, staff.roles) or "-"
                    yield _found("staff-role-unknown", person.employee, role=post, near=near)
            code = _pair_code(declared.get(frozenset((first, second))), len(staff.people))
            if code:
                yield _found(code, person.employee, **told)


def _pair_code(pair: PostPairRule | None, people: int) -> str:
    """Return what is to be told of two posts in one hand; nothing where they may be."""
    if pair is None:
        return "posts-merged-unlisted"
    if pair.stands is PairStanding.FORBIDDEN:
        return "posts-forbidden"
    return "posts-merged-large" if pair.up_to is not None and people > pair.up_to else ""


def _of_audits(duty: DutyRule, staff: Staff, rules: OrganizationRules) -> Iterator[StaffFinding]:
    """Yield who checks the work of people who answer to him, or of his own superior.

    Who may hold a post beside that of a lead as long as he leaves his own people out is told
    only where he did check them. The head of the center may stand above both.
    """
    audited = {each.value for each in duty.audits}
    apart = [each.pair for each in rules.post_pairs if each.stands is PairStanding.APART]
    for person in staff.holders.get(duty.role.value, ()) if audited else ():
        own = [x for x in staff.led.get(person.employee, ()) if audited & set(x.posts)]
        above = next(staff.above(person.employee), None)
        superior = staff.by_id.get(above) if above is not None else None
        is_below = superior is not None and bool(audited & set(superior.posts))
        is_apart = any(pair <= set(person.posts) for pair in apart)
        if (own and not is_apart) or is_below:
            told = {"duty": duty.name, "count": len(own), "superior": above or "-"}
            yield _found("audits-own-people", person.employee, **told)


# -- employments and approvals ------------------------------------------------------------------


def _of_employments(staff: Staff, rules: OrganizationRules) -> Iterator[StaffFinding]:
    for person in staff.people:
        kind = person.employment_type
        if kind == _PART_TIME and person.contract_hours_day is None:
            yield _found("part-time-without-hours", person.employee)
        offered = [each for each in rules.employments if each.type.value == kind]
        if rules.employments and not any(_offers(person, each.roles) for each in offered):
            yield _found("employment-not-offered", person.employee, type=kind, role=person.role)


def _offers(person: Person, roles: tuple[Text, ...]) -> bool:
    named = {each.value for each in roles}
    return not named or not named.isdisjoint(person.posts)


def _of_approvals(staff: Staff, rules: OrganizationRules) -> Iterator[StaffFinding]:
    for way in rules.approvals:
        steps = {"assesses": way.assesses, "publishes": way.publishes, "approves": way.approves}
        if way.appeal is not None:
            steps["decides"] = (way.appeal.decides,)
        able = {
            step: {x.employee for role in roles for x in staff.holders.get(role.value, ())}
            for step, roles in steps.items()
        }
        for step, people in able.items():
            if not people:
                yield _found("approval-vacant", way.name, step=step)
        if len(able["assesses"] | able["approves"]) == 1 and able["assesses"] == able["approves"]:
            (only,) = able["approves"]
            yield _found("approval-one-person", way.name, employee=only)
