"""Entries: each rule of a pack under its number, in words, with its table and its clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.messages import has_message
from ccops.reports.document.model import Column, Fact, Facts, Part, Table
from ccops.reports.document.tables import Cell, text_cell
from ccops.reports.rulebook.blocks import blocks_of, fact
from ccops.reports.rulebook.clauses import as_sentence
from ccops.reports.rulebook.provenance import Provenance
from ccops.reports.rulebook.telling import Teller, written_fields
from ccops.rulepack.cards.card import RuleCard
from ccops.rulepack.describing import words_of
from ccops.rulepack.text.nodes import ListNode, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@attrs.frozen(kw_only=True)
class Rule:
    """A rule to be told: its number, its card, how it is written and the class that reads it."""

    number: str
    card: RuleCard
    node: Node
    rule_class: type

    @property
    def key(self) -> tuple[str, str]:
        """Its section and its id."""
        return self.card.section, self.card.name

    @property
    def definitions(self) -> tuple[Node, ...]:
        """How it is written: once, or once for each population or stretch of time."""
        return self.node.items if isinstance(self.node, ListNode) else (self.node,)


@attrs.frozen(kw_only=True, eq=False)
class Entries:
    """Tells rules: those that are long by themselves, those that are short as rows of a table."""

    teller: Teller
    provenance: Provenance
    duties: Mapping[str, Mapping[str, tuple[Rule, ...]]] = attrs.field(factory=dict)
    targets: Mapping[str, tuple[Rule, ...]] = attrs.field(factory=dict)

    def title(self, rule: Rule) -> str:
        """Return the number of a rule and what people call it."""
        called = self.teller.names.title(rule.key)
        return f"{rule.number} {called[:1].upper()}{called[1:]}"

    def parts(self, rule: Rule, shown: tuple[Fact, ...] = ()) -> Iterator[Part]:
        """Yield a rule: its facts, its tables, what stands behind it, and what is ``shown``."""
        told = rule.definitions
        for number, node in enumerate(told, 1):
            name = f"{rule.card.section}-{rule.card.name}-{number}"
            blocks = blocks_of(self.teller, node, rule.rule_class, name=name)
            title = self.title(rule) if number == 1 else ""
            is_last = number == len(told)
            behind = tuple(self.provenance.facts(rule.key, rule.card)) if is_last else ()
            paid = tuple(self._paid(rule)) if is_last else ()
            at_work = shown if is_last else ()
            yield Facts(title=title, facts=(*blocks.facts, *paid, *behind, *at_work))
            yield from blocks.parts

    def _paid(self, rule: Rule) -> Iterator[Fact]:
        """Yield when the lines of pay that a rule gives are paid, and as what."""
        say, names = self.teller.words.say, self.teller.names
        lines = {each.figure for each in names.plan.lines}
        for each in rule.card.gives:
            if each.name in lines:
                line = say("book-paid-with", line=names.called(each.name))
                yield fact(say("book-paid-when"), line)

    def table(
        self,
        rules: Sequence[Rule],
        notes: Mapping[tuple[str, str], str],
        *,
        name: str,
        title: str = "",
    ) -> Table:
        """Return short rules as a table, a row each; a column with nothing in it is left out.

        ``notes`` are their examples, told small; ``title`` is whose they are, where that is one
        post.
        """
        say = self.teller.words.say
        columns = (
            Column(id="rule", title=say("book-rule")),
            Column(id="told", title=say("book-told")),
            Column(id="behind", title=say("book-behind")),
        )
        rows = [self._row(each, notes.get(each.key, "")) for each in rules]
        kept = [at for at in range(len(columns)) if any(row[at].text for row in rows)]
        return Table(
            id=name,
            caption=title or say("book-rules", count=len(rules)),
            columns=tuple(columns[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in rows),
        )

    def _row(self, rule: Rule, note: str) -> tuple[Cell, ...]:
        said = (self.teller.sentence(each, rule.rule_class) for each in rule.definitions)
        told = [each or self._nothing(rule) for each in said]
        if rule.card.section == "roles":
            told.append(self._duties(rule.card.name))
        if rule.card.section == "indicators":
            told.extend(self._targets(rule.card.name))
        behind = list(self.provenance.facts(rule.key, rule.card))
        pairs = (self.teller.pair(each.label, each.value.text) for each in behind)
        return (
            text_cell(self.title(rule)),
            Cell(
                text=" ".join(as_sentence(each, self.teller.words) for each in told if each),
                note=note,
            ),
            text_cell(self.teller.words.say("book-clause").join(pairs)),
        )

    def _nothing(self, rule: Rule) -> str:
        """Return what a rule means under which nothing is written: the head answers to nobody."""
        key = f"book-nothing-{words_of(rule.rule_class).replace(' ', '_')}"
        return self.teller.words.say(key) if has_message(f"report-{key}") else ""

    def _targets(self, indicator: str) -> Iterator[str]:
        """Yield the targets that are set for an indicator, and where they are told."""
        for rule in self.targets.get(indicator, ()):
            fields = written_fields(rule.definitions[0], rule.rule_class)
            limits = (each for each in fields if each[0] == "cohorts")
            for _, spec, value in limits:
                told = self.teller.told(spec, value)
                yield self.teller.words.say("book-target", told=told, number=rule.number)

    def _duties(self, role: str) -> str:
        """Return what a post has to do, by how often it has to."""
        say, listed = self.teller.words.say, []
        for every, own in self.duties.get(role, {}).items():
            names = dict.fromkeys(self.teller.names.title(each.key) for each in own)
            told = say("book-listed").join(names)
            if every:
                often = say(f"book-word-frequency-{every}")
                listed.append(say("book-duties-every", every=often, listed=told))
            else:
                listed.append(say("book-duties-any", listed=told))
        return say("book-duties-of", duties=say("book-next").join(listed)) if listed else ""
