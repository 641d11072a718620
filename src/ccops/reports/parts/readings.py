"""The readings of the manual that pages rest on: numbered once, named by number in between."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label
from ccops.reports.document.model import Fact, Facts
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.settlement import Settlement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.plan import Trace


@attrs.frozen(eq=False)
class Readings:
    """Where a manual is unclear: a question has the same number on every page of a pack."""

    settlement: Settlement
    words: Words
    _told: dict[tuple[str, str], Fact] = attrs.field(factory=dict, init=False)
    #: The sentence that names readings, by the policies behind a value.
    _notes: dict[frozenset[str], tuple[str, ...]] = attrs.field(factory=dict, init=False)

    def note(self, trace: Trace) -> tuple[str, ...]:
        """Return the sentence that names the readings behind a value, if there are any."""
        policies = policies_in((trace,))
        if policies not in self._notes:
            self._notes[policies] = self._noted(policies)
        return self._notes[policies]

    def _noted(self, policies: frozenset[str]) -> tuple[str, ...]:
        numbers = sorted(self._numbers[each] for each in self._taken(policies))
        if not numbers:
            return ()
        listed = self.words.say("listed-numbers").join(map(str, numbers))
        return (self.words.say("readings-behind", numbers=listed),)

    def facts(self, traces: Iterable[Trace]) -> Iterator[Facts]:
        """Yield the questions behind some values by number, and how each is read."""
        taken = self._taken(policies_in(traces))
        listed = sorted(taken, key=lambda choice: self._numbers[choice])
        facts = tuple(self._fact(each, taken[each]) for each in listed)
        if facts:
            yield Facts(facts=facts, title=self.words.say("choices"))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The number of each question: those of the pack in its order, then any others."""
        rules = self.settlement.rules
        found = dict.fromkeys(rules.questions)
        found |= dict.fromkeys(name for own in rules.choices.values() for name, _ in own)
        return {name: number for number, name in enumerate(found, 1)}

    def _taken(self, policies: Iterable[str]) -> dict[str, str]:
        depends = self.settlement.rules.choices
        taken: dict[str, str] = {}
        for policy in policies:
            taken.update(depends.get(policy, ()))
        return taken

    def _fact(self, choice: str, reading: str) -> Fact:
        key = (choice, reading)
        if key not in self._told:
            self._told[key] = self._made(choice, reading)
        return self._told[key]

    def _made(self, choice: str, reading: str) -> Fact:
        rules, words = self.settlement.rules, self.words
        asked = words.label(rules.questions.get(choice, Label()), choice)
        label = words.say("reading-numbered", number=self._numbers[choice], question=asked)
        taken = words.label(rules.readings.get(choice, Label()), reading)
        return Fact(label=label, value=text_cell(taken))


def policies_in(traces: Iterable[Trace]) -> frozenset[str]:
    """Return the policies whose rules led to some values."""
    found: dict[int, Trace] = {}
    ahead = list(traces)
    while ahead:
        each = ahead.pop()
        if id(each) not in found:
            found[id(each)] = each
            ahead.extend(each.inputs)
    return frozenset(each.policy for each in found.values() if each.policy)
