"""What people call what a finding about an organization names by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.messages import Diagnostic
    from ccops.organization.whole.rules import OrganizationRules

#: The arguments of findings that name a post, and those that name a report, duty or span.
_POSTS: Final = ("subject", "role", "post", "other", "who", "to")
_REPORTS: Final = ("report",)
_DUTIES: Final = ("duty",)
_SPANS: Final = ("name",)
_EMPLOYMENTS: Final = ("type",)


def called(findings: Iterable[Diagnostic], rules: OrganizationRules) -> tuple[Diagnostic, ...]:
    """Return the findings, each with the labels that the pack has for what it names."""
    sections = (
        (_POSTS, rules.roles),
        (_REPORTS, rules.report_duties),
        (_DUTIES, rules.duties),
        (_SPANS, rules.spans),
    )
    named = [(among, {x.name: x.label for x in section}) for among, section in sections]
    named.append((_EMPLOYMENTS, {x.type.value: x.label for x in rules.employments}))
    found = tuple(findings)
    for among, names in named:
        found = tuple(each.called(names, among=among) for each in found)
    return found
