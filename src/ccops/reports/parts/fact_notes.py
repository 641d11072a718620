"""How facts came to be, as the notes of an explanation say it: measured, given, assigned."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label, message
from ccops.reports.document.words import Words
from ccops.reports.parts.names import Names
from ccops.settlement import CorrectionWords, Settlement, write_value
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.facts import Evidence
    from ccops.plan import Trace

_KINDS: Final = frozenset({"measured", "fact", "assigned", "assigned-or-given"})


@attrs.frozen(kw_only=True, eq=False)
class FactNotes:
    """Tells where facts come from; what holds for everybody is told once."""

    settlement: Settlement
    words: Words
    names: Names
    _told: dict[tuple[str, str, bool], tuple[str, ...]] = attrs.field(factory=dict, init=False)

    def notes(self, trace: Trace) -> tuple[str, ...]:
        """Return the notes of a fact: of what was corrected what was posted to him."""
        if trace.kind not in _KINDS:
            return ()
        if trace.kind == "fact" and self._corrections.is_posted(trace.name):
            employee = self.settlement.employees[trace.row]
            return tuple(self._corrections.lines(employee, trace.name))
        key = (trace.name, trace.kind, isinstance(trace.value.cell, Missing))
        if key not in self._told:
            self._told[key] = tuple(self._notes(trace))
        return self._told[key]

    def there_may_be(self, evidence: Evidence | None) -> frozenset[str]:
        """Return every note that a fact may have by where it comes from, corrections aside.

        ``evidence`` is what it would be measured by.
        """
        say = self.words.say
        found = {say("given"), say("not-given"), say("assigned"), say("assigned-or-given")}
        return frozenset(found | ({self._measured(evidence)} if evidence else set()))

    def _measured(self, evidence: Evidence) -> str:
        days = self.settlement.rules.period.days(evidence.calendar)
        first = write_value(days.first, Unit.DATE, locale=self.words.locale)
        last = write_value(days.last, Unit.DATE, locale=self.words.locale)
        called = self._indicators.get(evidence.indicator, Label())
        indicator = self.words.label(called) or self.names.figure(evidence.indicator)
        key = "measured" if indicator != evidence.indicator else "measured-days"
        return self.words.say(key, indicator=indicator, first=first, last=last)

    def _notes(self, trace: Trace) -> Iterator[str]:
        evidence = self.settlement.results.facts.evidence.get(trace.name)
        if trace.kind == "measured" and evidence is not None:
            yield self._measured(evidence)
        elif trace.kind == "fact":
            is_there = not isinstance(trace.value.cell, Missing)
            yield self.words.say("given" if is_there else "not-given")
        elif trace.kind != "measured":
            yield self.words.say(trace.kind)

    @cached_property
    def _indicators(self) -> Mapping[str, Label]:
        return {each.name: each.label for each in self.settlement.rules.indicators}

    @cached_property
    def _corrections(self) -> CorrectionWords:
        return CorrectionWords(
            settlement=self.settlement,
            say=self._message,
            named=self.names.figure,
            locale=self.words.locale,
        )

    def _message(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self.words.locale)
