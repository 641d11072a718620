"""The register of risks: the plan of each class, its owner, and its incidents (S3-24)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.organization.duties.risks import RiskRule
    from ccops.organization.staff.staff import Staff


@attrs.frozen(kw_only=True)
class RiskEntry:
    """A class of risks on a day: who answers for it, its plans in force, its incidents."""

    name: str
    label: Label
    owners: tuple[str, ...]
    plans: tuple[str, ...]
    count: int
    last: dt.date | None

    @property
    def is_planned(self) -> bool:
        """Whether a plan for it is in force."""
        return bool(self.plans)

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "owners": self.owners,
            "plans": self.plans,
            "count": self.count,
            "last": self.last,
            "state": "planned" if self.plans else "no_plan",
        }


def risk_entry(
    rule: RiskRule,
    *,
    staff: Staff,
    plans: Mapping[str, Iterable[str]],
    incidents: Iterable[tuple[str, dt.date]],
) -> RiskEntry:
    """Return how it stands with a class of risks.

    ``plans`` are the documents in force of the kind its plan has, by what they serve;
    ``incidents`` those of a period by class.
    """
    days = [day for topic, day in incidents if topic == rule.name]
    owners = staff.holders.get(rule.owner.value, ())
    return RiskEntry(
        name=rule.name,
        label=rule.label,
        owners=tuple(each.employee for each in owners),
        plans=tuple(sorted(plans.get(rule.name, ()))),
        count=len(days),
        last=max(days, default=None),
    )
