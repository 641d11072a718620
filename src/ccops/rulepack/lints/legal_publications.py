"""Mainland China, what is made public: names beyond the team, and reasons (CN-18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.organization import Identification
from ccops.rulepack.lints.jurisdiction import is_cn
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.upstream import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.organization import PublicationRule
    from ccops.rulepack.lints.lint import Checked

#: What the employees table says of somebody's leaving: the notice that bars from a bonus.
_LEAVING: Final = frozenset({"notice_from", "ended_on", "end_reason"})


def shown_too_far(checked: Checked) -> Iterator[Found]:
    """Yield the publications with names beyond the team, or with reasons beyond the approver."""
    publications = checked.section("publications")
    if not is_cn(checked) or not publications:
        return
    telling = _telling(checked)
    for rule in publications:
        what = "; ".join(_too_much(rule, telling))
        if what:
            told = {"name": rule.name, "audience": rule.audience.value, "what": what}
            yield Found(rule.origin.span, told)


def _too_much(rule: PublicationRule, telling: frozenset[str]) -> Iterator[str]:
    """Yield what goes too far, as the rule has it."""
    if rule.audience.is_beyond_team and rule.identified_by is Identification.NAME:
        yield "identified_by: name"
    if rule.audience.may_see_reasons:
        return
    if rule.reasons:
        yield "reasons: yes"
    shown = [each.value for each in rule.shows if each.value in telling]
    if shown:
        yield f"shows: [{', '.join(shown)}]"


def _telling(checked: Checked) -> frozenset[str]:
    """Return the names that say by themselves why somebody got nothing: absence, a reason code."""
    absence = {name for name, found in checked.themes.items() if Theme.ABSENCE in found}
    groups = checked.section("eligibility")
    codes = {each.name for group in groups for each in group.figures()}
    return frozenset(absence | codes | _LEAVING)


LINTS: Final = (Lint(code="cn-18", finds=shown_too_far),)
