"""Entries: each rule of a pack under its number, in words, with its table and its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.reports.document.model import Column, Facts, Part, Table
from ccops.reports.document.tables import Cell, text_cell
from ccops.reports.rulebook.blocks import blocks_of
from ccops.reports.rulebook.clauses import as_sentence
from ccops.reports.rulebook.provenance import Provenance
from ccops.reports.rulebook.telling import Teller
from ccops.rulepack.cards.card import RuleCard
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

    def title(self, rule: Rule) -> str:
        """Return the number of a rule and what people call it."""
        called = self.teller.names.title(rule.key)
        return f"{rule.number} {called[:1].upper()}{called[1:]}"

    def parts(self, rule: Rule) -> Iterator[Part]:
        """Yield a rule: its facts, its tables, and what stands behind it."""
        told = rule.definitions
        for number, node in enumerate(told, 1):
            name = f"{rule.card.section}-{rule.card.name}-{number}"
            blocks = blocks_of(self.teller, node, rule.rule_class, name=name)
            title = self.title(rule) if number == 1 else ""
            is_last = number == len(told)
            behind = tuple(self.provenance.facts(rule.key, rule.card)) if is_last else ()
            yield Facts(title=title, facts=(*blocks.facts, *behind))
            yield from blocks.parts

    def table(self, rules: Sequence[Rule], *, name: str) -> Table:
        """Return short rules as a table, a row each; a column with nothing in it is left out."""
        say = self.teller.words.say
        columns = (
            Column(id="rule", title=say("book-rule")),
            Column(id="told", title=say("book-told")),
            Column(id="behind", title=say("book-behind")),
        )
        rows = [self._row(each) for each in rules]
        kept = [at for at in range(len(columns)) if any(row[at].text for row in rows)]
        return Table(
            id=name,
            caption=say("book-rules", count=len(rules)),
            columns=tuple(columns[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in rows),
        )

    def _row(self, rule: Rule) -> tuple[Cell, ...]:
        told = (self.teller.sentence(each, rule.rule_class) for each in rule.definitions)
        behind = list(self.provenance.facts(rule.key, rule.card))
        pairs = (self.teller.pair(each.label, each.value.text) for each in behind)
        return (
            text_cell(self.title(rule)),
            text_cell(" ".join(as_sentence(each, self.teller.words) for each in told)),
            text_cell(self.teller.words.say("book-clause").join(pairs)),
        )
