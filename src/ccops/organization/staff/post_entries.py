"""Posts on a day: who holds each, how many are missing, and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.organization.posts.roles import RoleRule
    from ccops.organization.staff.staff import Staff


@attrs.frozen(kw_only=True)
class Post:
    """A post on a day.

    ``wanted`` is its headcount; without one it is one of a post others answer to, and nobody of
    any other. ``vacant`` says how many of these are missing, ``over`` how many are there beyond a
    headcount; ``stood_in_by`` who may stand in while somebody is missing. Who holds it as a second
    post is among its holders.
    """

    role: str
    label: Label
    holders: tuple[str, ...]
    wanted: int
    is_counted: bool
    superior: str | None
    stood_in_by: tuple[str, ...] = ()
    department: str | None = None

    @property
    def vacant(self) -> int:
        """How many are missing."""
        return max(self.wanted - len(self.holders), 0)

    @property
    def over(self) -> int:
        """How many more hold it than its headcount; 0 for a post without one."""
        return max(len(self.holders) - self.wanted, 0) if self.is_counted else 0

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "department": self.department,
            "holders": self.holders,
            "count": len(self.holders),
            "wanted": self.wanted,
            "vacant": self.vacant,
            "over": self.over,
            "post": self.superior,
            "stood_in_by": self.stood_in_by,
        }


def posts_of(staff: Staff, roles: Iterable[RoleRule]) -> Iterator[Post]:
    """Yield every post of a structure as it is filled on a day."""
    listed = tuple(roles)
    needed = {each.reports_to[0].value for each in listed if each.reports_to}
    for rule in listed:
        holders = tuple(each.employee for each in staff.holders.get(rule.name, ()))
        wanted = int(rule.name in needed) if rule.headcount is None else rule.headcount
        is_short = len(holders) < wanted
        yield Post(
            role=rule.name,
            label=rule.label,
            holders=holders,
            wanted=wanted,
            is_counted=rule.headcount is not None,
            superior=rule.reports_to[0].value if rule.reports_to else None,
            stood_in_by=tuple(_standing_in(staff, rule)) if is_short else (),
            department=rule.department.value if rule.department is not None else None,
        )


def _standing_in(staff: Staff, rule: RoleRule) -> Iterator[str]:
    for each in rule.stood_in_by:
        yield from (person.employee for person in staff.holders.get(each.value, ()))
