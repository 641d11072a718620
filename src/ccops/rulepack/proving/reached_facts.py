"""What a case's expectations depend on behind the seam: indicators, forms and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.kpi.record_accounts import RecordAccount
from ccops.rulepack.cases.evaluations import scoring_forms
from ccops.rulepack.cases.runs import CaseMonth
from ccops.rulepack.proving.points import Point
from ccops.rulepack.proving.step_points import Probes
from ccops.rules import constants
from ccops.settlement import MonthRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.kpi import Indicator


@attrs.define(kw_only=True, eq=False)
class FactsReached:
    """Points and rules behind the facts that were asked, as far as records gave them.

    ``accounts`` are those fed by records, of whose populations everybody is asked.
    """

    month: CaseMonth
    rules_of_month: MonthRules
    probes: Probes
    points: set[Point] = attrs.field(factory=set, init=False)
    rules: set[tuple[str, str]] = attrs.field(factory=set, init=False)
    accounts: list[RecordAccount] = attrs.field(factory=list, init=False)

    def follow(self, measured: frozenset[str]) -> None:
        """Follow measured facts to the indicators and accounts that gave them."""
        for account in self.rules_of_month.record_accounts:
            if not measured.isdisjoint(each.name for each in account.facts):
                self._account(account)
        for indicator in self.rules_of_month.indicators:
            if indicator.name in measured and indicator.over in self.month.records:
                self._indicator(indicator)

    def _account(self, account: RecordAccount) -> None:
        calendar = account.calendar or self.rules_of_month.default_calendar
        self.rules.update((("figure", account.name), ("calendar", calendar)))
        self.rules.update(("parameter", name) for name in account.reads)
        self.accounts.append(account)

    def _indicator(self, indicator: Indicator) -> None:
        default = self.rules_of_month.default_calendar
        calendar = indicator.calendar.value if indicator.calendar else default
        days = self.rules_of_month.period.days(calendar)
        probe = self.probes.indicator(indicator)
        self.points.update(probe.hits(self.month.records[indicator.over].within(days)))
        self.rules.update((("indicator", indicator.name), ("calendar", calendar)))
        if indicator.contract:
            self.rules.add(("contract", indicator.contract))
        named = (each.name for node in probe.nodes for each in constants(node))
        self.rules.update(("parameter", name) for name in named)
        if indicator.over == "evaluation":
            self.rules.update(("figure", name) for name in self._forms())

    def _forms(self) -> Iterator[str]:
        """Yield the forms that scored the case's evaluations; their points are reached."""
        seen = self.month.case.evaluations
        for form in scoring_forms(self.month.pack):
            own = [each.items for each in seen if each.columns.get("form") == form.name]
            if own:
                self.points.update(self.probes.form(form).hits(own))
                yield form.name
