"""Stretches: the periods in which a pack is checked because a date of it falls into them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity
from ccops.rulepack.head_checks import is_usual_day
from ccops.rulepack.pack import Pack
from ccops.rulepack.reach import Reach
from ccops.rulepack.reading.in_force import RuleId
from ccops.values.periods import next_label

if TYPE_CHECKING:
    import datetime as dt


#: In how many periods a pack is checked because something changes in them.
MOST_PERIODS: Final = 48


@frozen(kw_only=True, eq=False)
class Stretches:
    """The periods in which something changes, and those after them, by what changes.

    Between two dates nothing changes: one whole period of each stretch stands for all of them,
    and the period that straddles the date is one more. The first period of a pack is not here.
    """

    pack: Pack
    changes: Mapping[str, frozenset[RuleId]]
    beyond: str
    _by_choice: dict[str, frozenset[RuleId]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, pack: Pack) -> Stretches:
        """Return the stretches of a pack; past the cap the first period that is ``beyond``."""
        first = pack.first_label
        default = pack.rules.pack.default_calendar.value
        calendar = next(each for each in pack.calendars if each.id == default)
        found: dict[str, set[RuleId]] = {}
        for day, rules in _changes(pack).items():
            label = calendar.label_of(day)
            for each in (label, next_label(label)):
                if each > first:
                    found.setdefault(each, set()).update(rules)
        labels = sorted(found)
        changes = {each: frozenset(found[each]) for each in labels[:MOST_PERIODS]}
        beyond = labels[MOST_PERIODS] if len(labels) > MOST_PERIODS else ""
        return cls(pack=pack, changes=changes, beyond=beyond)

    def before(self, beyond: str) -> Stretches:
        """Return the stretches before one that is not checked any more."""
        changes = {label: each for label, each in self.changes.items() if label < beyond}
        return Stretches(pack=self.pack, changes=changes, beyond=beyond)

    @property
    def labels(self) -> tuple[str, ...]:
        """The periods in order."""
        return tuple(self.changes)

    def meeting(self, choice: str) -> tuple[str, ...]:
        """Return the periods in which a date may make a difference to what a choice decides."""
        if not self.changes:
            return ()
        reached = self._reached_by(choice)
        return tuple(
            label for label, rules in self.reached.items() if not rules.isdisjoint(reached)
        )

    def _reached_by(self, choice: str) -> frozenset[RuleId]:
        if choice not in self._by_choice:
            self._by_choice[choice] = self._reach.from_(self._rules_of.get(choice, ()))
        return self._by_choice[choice]

    @cached_property
    def _rules_of(self) -> Mapping[str, Collection[RuleId]]:
        found: dict[str, set[RuleId]] = {}
        for each in self.pack.choice_places:
            found.setdefault(each.choice, set()).add(each.rule)
        return found

    def not_checked(self) -> Iterator[tuple[tuple[str, str], Diagnostic]]:
        """Yield that some periods are not checked, where there are too many."""
        if self.beyond:
            told, severity = {"from": self.beyond}, Severity.WARNING
            found = Diagnostic(code="periods-not-checked", severity=severity, args=told)
            yield ("within", self.beyond), found

    @cached_property
    def reached(self) -> Mapping[str, frozenset[RuleId]]:
        """The rules to be checked again in each period: what changes in it reaches them."""
        return {label: self._reach.from_(rules) for label, rules in self.changes.items()}

    @cached_property
    def _reach(self) -> Reach:
        return Reach.of(self.pack.source_document)


def _changes(pack: Pack) -> dict[dt.date, set[RuleId]]:
    """Return the days on which a pack is other than the day before, with what changes."""
    found: dict[dt.date, set[RuleId]] = {}
    for rule in pack.rules.section("parameters"):
        for since, _ in rule.values:
            found.setdefault(since, set()).add(("parameters", rule.name))
    for id_, versions in pack.rules.versions.items():
        for each in versions:
            for day in each.in_force.changes:
                found.setdefault(day, set()).add(id_)
    effective = pack.rules.pack.effective
    return {day: ids for day, ids in found.items() if day > effective and is_usual_day(day)}
