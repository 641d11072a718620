"""The hours account: hours worked against the standard, and comp time (S1-25 to S1-27)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ccops.frozen import frozen
from ccops.worktime.hours_rule import HoursAccountRule

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.kpi.record_accounts import RecordAccount
    from ccops.plan import Definition, PayLine, Surroundings


@frozen(kw_only=True)
class HoursAccountPolicy(HoursAccountRule):
    """Hours worked against standard hours, and comp time for what is over (S1-25 to S1-27).

    An account ``hours`` that ``gives: comp_hours`` makes facts: ``hours_counted``,
    ``hours_standard``, ``hours_balance``, ``hours_debt``, ``comp_hours_granted``,
    ``comp_hours_used``, ``comp_hours_lapsed``, ``comp_hours_open`` and others. It is run when
    the records of worked shifts are handed in. Nothing of it has a default.
    """

    section: ClassVar[str] = "hours_accounts"

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: it gives facts."""
        return ()

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: ``hours_lines`` pay hours."""
        return ()

    def record_account(
        self,
        section: Callable[[str], tuple[Any, ...]],
        currency: str,  # noqa: ARG002 - as every account
    ) -> RecordAccount:
        """Return the account ready to be run; ``section`` looks up the rules of the pack."""
        from ccops.worktime.hours_ready import HoursAccount  # it waits for a month

        kinds = {each.name: each for each in section("leave_kinds")}
        return HoursAccount(policy=self, leave_kinds=kinds)
