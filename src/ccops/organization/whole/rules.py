"""The rules of a pack about its organization, made ready for a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from ccops.errors import UnknownNameError
from ccops.frozen import frozen
from ccops.kpi import Indicator
from ccops.messages import Label, nearest
from ccops.organization.duties.duties import DutyRule
from ccops.organization.duties.risks import RiskRule
from ccops.organization.posts.approvals import ApprovalRule
from ccops.organization.posts.employments import EmploymentRule
from ccops.organization.posts.post_pairs import PostPairRule
from ccops.organization.posts.rights import Right, RightRule
from ccops.organization.posts.roles import RoleRule
from ccops.organization.posts.span import SpanRule
from ccops.organization.publishing.adoption import Adoption
from ccops.organization.reporting.report_duties import ArchiveRule, ReportDutyRule
from ccops.organization.whole.structures import StructureRule

#: The sections of a pack that say how a center is organized.
ORGANIZATION_SECTIONS: Final = (
    "roles",
    "spans",
    "post_pairs",
    "duties",
    "structures",
    "employments",
    "approvals",
    "report_duties",
    "archives",
    "risks",
    "rights",
)
#: Those whose rules can be named in a list: by a case, or by whoever asks for it.
LISTED_SECTIONS: Final = ("spans", "duties", "report_duties", "archives", "risks")
#: The lists every center has, whatever its pack says.
OWN_LISTS: Final = ("lines", "posts", "rights", "publications", "findings")


@frozen(kw_only=True)
class OrganizationRules:
    """The rules of a pack about posts, lines, duties and reports, in its order.

    ``own_indicators`` are those by which duties count what shows them, by name; ``adoption``
    are the days of the rules themselves. ``keeping`` is what people call the rules that keep a
    right, ``called`` what they call words of records.
    """

    roles: tuple[RoleRule, ...] = ()
    spans: tuple[SpanRule, ...] = ()
    post_pairs: tuple[PostPairRule, ...] = ()
    duties: tuple[DutyRule, ...] = ()
    structures: tuple[StructureRule, ...] = ()
    employments: tuple[EmploymentRule, ...] = ()
    approvals: tuple[ApprovalRule, ...] = ()
    report_duties: tuple[ReportDutyRule, ...] = ()
    archives: tuple[ArchiveRule, ...] = ()
    risks: tuple[RiskRule, ...] = ()
    rights: tuple[RightRule, ...] = ()
    adoption: Adoption | None = None
    own_indicators: Mapping[str, Indicator] = attrs.field(factory=dict[str, Indicator])
    keeping: Mapping[str, Label] = attrs.field(factory=dict[str, Label])
    called: Mapping[str, Label] = attrs.field(factory=dict[str, Label])

    def structured(self, name: str) -> OrganizationRules:
        """Return the rules with the posts, spans and duties of another structure.

        What names posts of the pack's own is left out. Raises ``UnknownNameError`` for a
        structure the pack has not.
        """
        listed = {each.name: each for each in self.structures}
        if name not in listed:
            raise UnknownNameError("structure", name, nearest(name, listed))
        other = listed[name]
        return attrs.evolve(
            self,
            roles=other.roles,
            spans=other.spans,
            duties=other.own_duties(),
            post_pairs=(),
            approvals=(),
            report_duties=(),
            risks=(),
            rights=(),
        )

    def rights_kept(self) -> tuple[Right, ...]:
        """Return what is due to everybody, with what people call the rules that keep it."""
        return tuple(
            Right(
                name=each.name,
                label=each.label,
                kept_by={x.value: self.keeping.get(x.value, Label()) for x in each.kept_by},
            )
            for each in self.rights
        )

    def role_label(self, role: str) -> Label:
        """Return what people call a role; nothing for one that is not there."""
        return next((each.label for each in self.roles if each.name == role), Label())
