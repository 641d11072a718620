"""Provenance: where a rule comes from, what was decided about it, and what the law says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Label
from ccops.reports.rulebook.blocks import fact
from ccops.reports.rulebook.telling import Teller
from ccops.rulepack.cards.dependencies import RuleId
from ccops.rulepack.text.nodes import MapNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Span
    from ccops.reports.document.model import Fact
    from ccops.rulepack import Pack
    from ccops.rulepack.cards.card import ChoiceUse, ParameterUse, RuleCard


@attrs.frozen(kw_only=True, eq=False)
class Provenance:
    """Tells what stands behind rules; ``numbers`` say where each is told."""

    teller: Teller
    numbers: Mapping[RuleId, str]
    law: Mapping[RuleId, tuple[Diagnostic, ...]]

    def facts(self, rule: RuleId, card: RuleCard) -> Iterator[Fact]:
        """Yield the constants a rule reads, its clause, its questions, and what is known of it."""
        say = self.teller.words.say
        for each in card.parameters:
            yield fact(say("book-parameter"), self._parameter(each))
        clause = self.clause(card)
        if clause:
            yield fact(say("book-clause-of"), clause)
        for choice in card.choices:
            yield fact(say("book-question"), self._choice(choice))
        for accepted in card.accepted:
            because = self.teller.words.label(accepted.because)
            yield fact(say("book-accepted"), because)
        for found in self.law.get(rule, ()):
            yield fact(
                say("book-law"), self.teller.names.plain(found.text(self.teller.words.locale))
            )

    def clause(self, card: RuleCard) -> str:
        """Return the clause of the manual, or that it is assumed and why; empty without either."""
        words, origin = self.teller.words, card.origin
        because = words.label(origin.because)
        if card.is_assumed:
            told = words.say("book-assumed", because=because)
        elif because:
            told = words.say(
                "book-clause-because", clause=self.teller.value(origin.source), because=because
            )
        else:
            told = self.teller.value(origin.source) if origin.source else ""
        if origin.carries:
            key = "book-carries" if told else "book-carries-alone"
            told = words.say(key, told=told, clauses=origin.carries)
        return self.teller.names.plain(told)

    def _parameter(self, used: ParameterUse) -> str:
        """Return the value of a constant on the day, and where it stands."""
        words = self.teller.words
        name = words.label(used.label, used.name)
        told = self.teller.constants.get(used.name, words.say("book-none"))
        number = self.numbers.get(("parameters", used.name), "")
        return words.say("book-constant", name=name, value=told, number=number)

    def _choice(self, used: ChoiceUse) -> str:
        words = self.teller.words
        taken = words.label(used.choice.called.get(used.taken, Label()), used.taken)
        asks = words.label(used.choice.asks).rstrip("?？")
        number = self.numbers.get(("choices", used.name), "")
        key = "book-question-open" if used.is_open else "book-question-taken"
        return words.say(key, asks=asks, taken=taken, number=number)


def law_notes(pack: Pack) -> Mapping[RuleId, tuple[Diagnostic, ...]]:
    """Return what the check of a pack finds by labor law, by the rule in which it stands."""
    starts: dict[str, list[tuple[int, RuleId]]] = {}
    for section, listed in pack.document.entries:
        for key, _ in listed.entries if isinstance(listed, MapNode) else ():
            rule = (section.text, key.text)
            starts.setdefault(key.span.file, []).append((key.span.line, rule))
    found: dict[RuleId, list[Diagnostic]] = {}
    for each in pack.diagnostics:
        place = _rule_at(each.span, starts) if each.code.startswith("cn-") else None
        if place is not None:
            found.setdefault(place, []).append(each)
    return {rule: tuple(listed) for rule, listed in found.items()}


def _rule_at(span: Span | None, starts: Mapping[str, list[tuple[int, RuleId]]]) -> RuleId | None:
    listed = sorted(starts.get(span.file, ())) if span is not None else []
    if span is None or not listed:
        return None
    place = bisect_right([line for line, _ in listed], span.line)
    return listed[max(0, place - 1)][1]
