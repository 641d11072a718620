"""What people call what a finding about an organization names by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import LOCALES, Label, message
from ccops.organization.reporting.report_entries import EVERYBODY, SUPERIOR

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
_APPROVALS: Final = ("subject",)
#: Recipients that are no post, and steps of an approval: words of the library, not of a pack.
_RECIPIENTS: Final = (EVERYBODY, SUPERIOR, "client")
_STEP: Final = ("step",)
_STEPS: Final = ("assesses", "publishes", "approves", "decides")


def called(findings: Iterable[Diagnostic], rules: OrganizationRules) -> tuple[Diagnostic, ...]:
    """Return the findings, each with the labels that the pack has for what it names."""
    recipients = {each: _worded(f"report-recipient-{each}") for each in _RECIPIENTS}
    sections = (
        (_APPROVALS, rules.approvals),
        (_REPORTS, rules.report_duties),
        (_DUTIES, rules.duties),
        (_SPANS, rules.spans),
    )
    named: list[tuple[tuple[str, ...], dict[str, Label]]] = [
        *((among, {x.name: x.label for x in section}) for among, section in sections),
        (
            _POSTS,
            dict(rules.called) | recipients | {each.name: each.label for each in rules.roles},
        ),
        (_STEP, {each: _worded(f"approval-step-{each}") for each in _STEPS}),
        (_EMPLOYMENTS, {x.type.value: x.label for x in rules.employments}),
    ]
    found = tuple(findings)
    for among, names in named:
        found = tuple(each.called(names, among=among) for each in found)
    return found


def _worded(key: str) -> Label:
    """Return the words of the catalogs as a label, in each of their languages."""
    texts = {locale: message(key, {}, locale=locale) for locale in LOCALES}
    return Label(zh=texts["zh_CN"], en=texts["en"], zh_TW=texts["zh_TW"])
