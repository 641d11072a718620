"""The sample month of each pack settled, and every report there is of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from ccops.center import Center
from ccops.cli.demo_pages import DemoPages
from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.reading import Calls
from ccops.messages import Locale
from ccops.reports import Report
from ccops.settlement import Settlement
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_files import CallsAs, write_month
from ccops.values import Money
from tests import loaded
from tests.called_less import CALLED_LESS

if TYPE_CHECKING:
    from ccops.settlement import Difference

PACKS: Final = tuple(CALLED_LESS)
PERIOD: Final = "2026-10"
_SEED: Final = 20_261_001
#: Reports of a page a person: two of each post are enough, the others are made alike.
_OF_PEOPLE: Final = ("statement", "bonus-notice", "appraisal")
_OF_A_POST: Final = 2
#: Every kind of report; each is made of the month of some pack.
KINDS: Final = (
    "approval", "appraisal", "attrition", "board", "bonus-notice", "client", "corrections",
    "daily", "floor", "hours", "kpi", "learning", "monthly", "organization", "promotion",
    "quality", "reports-due", "rule-book", "statement", "team-goals", "weekly",
)  # fmt: skip


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Shown:
    """A settled month and the reports of it, each made once."""

    center: Center
    found: InputMonth
    settlement: Settlement
    _made: dict[Locale, Mapping[str, Report]] = attrs.field(factory=dict, init=False)

    def reports(self, locale: Locale) -> Mapping[str, Report]:
        """Return the reports that have something to say, by kind."""
        if locale not in self._made:
            found = {**self._of_settlement(locale), **self._of_lists(locale)}
            said = {kind: each for kind, each in found.items() if each.document.sections}
            self._made[locale] = dict(sorted(said.items()))
        return self._made[locale]

    def operations(self, locale: Locale) -> Mapping[str, Report]:
        """Return the pages of operations: of the month, its last week and its last day."""
        return dict(self._pages._of_operations(locale))

    def _of_settlement(self, locale: Locale) -> Mapping[str, Report]:
        return {
            kind: self.center.report(
                kind,
                self.settlement,
                locale=locale,
                names=self.found.names,
                subjects=self.people if kind in _OF_PEOPLE else None,
            )
            for kind in self.center.plugins.reports_of(Settlement)
        }

    def _of_lists(self, locale: Locale) -> Mapping[str, Report]:
        center, names = self.center, self.found.names
        return {
            **dict(self._pages._of_operations(locale)),
            **dict(self._pages.lists(locale)),
            "rule-book": center.rule_book(locale=locale),
            "corrections": center.report(
                "corrections", self.difference, locale=locale, names=names
            ),
        }

    @cached_property
    def _pages(self) -> DemoPages:
        return DemoPages(center=self.center, found=self.found, settlement=self.settlement)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Some of each post, in the order of the settlement."""
        posts: dict[object, list[str]] = {}
        for who in self.settlement.employees:
            posts.setdefault(self.settlement.value(who, "role"), []).append(who)
        taken = {who for own in posts.values() for who in own[:_OF_A_POST]}
        return tuple(who for who in self.settlement.employees if who in taken)

    @cached_property
    def difference(self) -> Difference:
        """What a revision of the month changes: the basic pay of the people that are shown."""
        month, given = self.found.month, self.found.given()
        changed = {who: {**own} for who, own in given.employees.items()}
        for place, who in enumerate(self.people, 1):
            paid = self.settlement.value(who, "basic_pay_due")
            if isinstance(paid, Money):
                changed[who]["basic_pay_due"] = f"{paid.currency} {paid.amount + 100 * place:.2f}"
        facts = month.month.measure(self.found.records).joined(changed)
        facts = facts.joined_groups(given.groups) if given.groups else facts
        revised = month.settle(facts, revision=2, supersedes=self.settlement.digest)
        return revised.diff(self.settlement)


@cache
def shown(pack: str) -> Shown:
    """Return the sample month of a pack, read from its files and settled, once."""
    center = loaded.center(pack)
    with tempfile.TemporaryDirectory() as folder:
        made = CALLED_LESS[pack].make(_SEED, period=PERIOD)
        write_month(made, Path(folder), calls=CallsAs.TABLE)
        found = read_month(center, PERIOD, Path(folder), Calls(adapter=TABLE_ADAPTER))
    found = found.starting_from(earlier_periods(found, None, None))
    return Shown(center=center, found=found, settlement=found.month.settle(found.facts()))
