"""An hours account as a pack has it: what it needs, and what it gives.

What runs it is loaded when a month is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ccops.facts import AccountKind, FactDeclaration
from ccops.frozen import frozen
from ccops.values import WHOLE
from ccops.worktime.hours_facts import DURATION, hours_declarations
from ccops.worktime.hours_rule import HoursAccountRule
from ccops.worktime.kinds import LEAVE_DAY, WORKED_SHIFT
from ccops.worktime.leave_kinds import LeaveKindRule

if TYPE_CHECKING:
    from ccops.kpi.record_accounts import AccountMonth, AccountOutcome
    from ccops.messages import Label


@frozen(kw_only=True)
class HoursAccount:
    """An hours account of a pack, ready to be run."""

    policy: HoursAccountRule
    leave_kinds: Mapping[str, LeaveKindRule]

    @property
    def name(self) -> str:
        """The id of its rule."""
        return self.policy.name

    @property
    def label(self) -> Label:
        """What people call it."""
        return self.policy.label

    @property
    def population(self) -> str:
        """Whom it is run for."""
        return self.policy.population.value

    @property
    def calendar(self) -> str:
        """The calendar whose periods it closes."""
        return self.policy.calendar.value

    @property
    def over(self) -> str:
        """It is run where worked shifts are handed in."""
        return WORKED_SHIFT.name

    @property
    def reads(self) -> tuple[str, ...]:
        """The decisions and parameters it needs."""
        return (self.policy.standard_days.value, self.policy.standard_day.value)

    @property
    def days_before(self) -> int:
        """How many days before a period its records begin: shifts may end in it."""
        return 1

    @cached_property
    def kinds(self) -> tuple[AccountKind, ...]:
        """Comp time, and hours owed."""
        names = self.policy.names
        return tuple(
            AccountKind(name=each, type=DURATION, carrier=WHOLE)
            for each in (names.lots, names.debt)
        )

    @cached_property
    def facts(self) -> tuple[FactDeclaration, ...]:
        """The facts it gives."""
        policy = self.policy
        return hours_declarations(policy.names, calendar=self.calendar, origin=policy.origin)

    def behind(self, fact: str) -> str:
        """Return the record kind a fact is made of; empty for a fact it does not give."""
        if fact not in {each.name for each in self.facts}:
            return ""
        names = self.policy.names
        of_leave = {names.hours("credit"), names.hours("lowered")}
        of_leave |= {names.comp_hours(part) for part in ("taken", "used", "refused")}
        return LEAVE_DAY.name if fact in of_leave else WORKED_SHIFT.name

    def run(self, month: AccountMonth) -> AccountOutcome:
        """Return what it comes to: facts, lots, and the time off that was no comp time."""
        from ccops.worktime.hours_running import run_hours

        return run_hours(self, month)
