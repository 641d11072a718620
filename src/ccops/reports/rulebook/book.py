"""The rule book: a pack as a booklet, every rule once, in the order a manual has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.reports.document.model import Document, Section
from ccops.reports.document.words import Words
from ccops.reports.rulebook.chapters import IN_ROWS, Chapter, chaptered
from ccops.reports.rulebook.constant_words import constants_on
from ccops.reports.rulebook.cover import acknowledgement, cover
from ccops.reports.rulebook.entries import Entries, Rule
from ccops.reports.rulebook.examples import Examples, example_table
from ccops.reports.rulebook.names import PackNames
from ccops.reports.rulebook.provenance import Provenance, law_notes
from ccops.reports.rulebook.questions import question_parts
from ccops.reports.rulebook.telling import Teller
from ccops.reports.rulebook.terms import terms_section
from ccops.rulepack import Pack
from ccops.rulepack.cards.card import CardIndex
from ccops.rulepack.cards.dependencies import rule_node
from ccops.rulepack.describing import section_words
from ccops.rulepack.ruleset import sections_of
from ccops.rulepack.text.nodes import ListNode, MapNode, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.reports.document.model import Part
    from ccops.rulepack.text.nodes import Node


def build_rule_book(pack: Pack, *, locale: str = "", on: dt.date | None = None) -> Document:
    """Return the rules of a pack as a booklet for the people they are for.

    ``locale`` is the language, the pack's without it; ``on`` the day of which constants are told
    where rules read them, without it the day of the last change that is written. Raises
    ``UnknownNameError`` for a locale without words, ``RulePackError`` for a day before the pack
    holds.
    """
    book = RuleBook.of(pack, locale=locale or pack.locale, on=on)
    return book.document()


@attrs.frozen(kw_only=True, eq=False)
class RuleBook:
    """A booklet in the making: its rules by chapter and section, each with its number."""

    pack: Pack
    words: Words
    on: dt.date
    index: CardIndex
    chapters: tuple[tuple[Chapter, tuple[tuple[str, tuple[Rule, ...]], ...]], ...]
    entries: Entries

    @classmethod
    def of(cls, pack: Pack, *, locale: str, on: dt.date | None = None) -> RuleBook:
        """Return the booklet of a pack, not laid out yet."""
        words, index = Words.of(locale), CardIndex(pack)
        day = last_change(pack) if on is None else on
        if day < pack.rules.pack.effective:
            pack.at(day)  # raises: the pack does not hold yet
        chapters = tuple(_chapters(pack, index))
        rules = [rule for _, listed in chapters for _, own in listed for rule in own]
        numbers = {rule.key: rule.number for rule in rules}
        named = PackNames.of(pack, index, words, numbers)
        teller = Teller(names=named, constants=constants_on(pack, day, words))
        provenance = Provenance(
            teller=teller,
            numbers=numbers,
            law=law_notes(pack),
        )
        return cls(
            pack=pack,
            words=words,
            on=day,
            index=index,
            chapters=chapters,
            entries=Entries(teller=teller, provenance=provenance),
        )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of the booklet."""
        return tuple(rule for _, listed in self.chapters for _, own in listed for rule in own)

    def document(self) -> Document:
        """Return the booklet laid out."""
        say, head = self.words.say, self.pack.rules.pack
        name = self.words.label(head.label, self.pack.id)
        return Document(
            kind="rule-book",
            title=say("book-title", name=name),
            subtitle=say("book-subtitle", pack=self.pack.id, version=self.pack.version),
            locale=self.words.locale,
            sections=tuple(self._sections()),
            contents=say("book-contents"),
            foot=(say("foot-pack", pack=self.pack.id, version=self.pack.version,
                      digest=self.pack.digest),),
        )  # fmt: skip

    def _sections(self) -> Iterator[Section]:
        yield cover(self.pack, self.words, on=self.on, count=len(self.rules))
        examples = _ExampleParts.of(self)
        for number, (chapter, listed) in enumerate(self.chapters, 1):
            title = self.words.say(f"book-chapter-{chapter.value}")
            intro = self.words.say(f"book-about-{chapter.value}")
            yield Section(
                id=f"chapter-{chapter.value}", title=f"{number} {title}", parts=(), note=intro
            )
            for place, (section, rules) in enumerate(listed, 1):
                called = section_words(section, self.words.locale)
                yield Section(
                    id=section,
                    title=f"{number}.{place} {called[:1].upper()}{called[1:]}",
                    parts=tuple(self._parts(section, rules, examples)),
                    level=2,
                )
        yield terms_section(
            self.rules, self.entries.teller.names, title=self.words.say("book-index")
        )
        yield acknowledgement(self.pack, self.words)

    def _parts(
        self, section: str, rules: Sequence[Rule], examples: _ExampleParts
    ) -> Iterator[Part]:
        if section in IN_ROWS:
            yield self.entries.table(rules, name=f"{section}-rules")
            return
        for rule in rules:
            if section == "choices":
                yield from self._question(rule)
            else:
                yield from self.entries.parts(rule)
                yield from examples.of_rule(rule)

    def _question(self, rule: Rule) -> Iterator[Part]:
        choice = self.pack.choices[rule.card.name]
        clause = self.entries.provenance.clause(rule.card)
        title = self.entries.title(rule)
        yield from question_parts(
            self.pack, choice, self.entries.teller, title=title, clause=clause
        )


@attrs.frozen(eq=False)
class _ExampleParts:
    """The worked examples of a booklet, each beneath its rule."""

    examples: Examples
    words: Words
    elsewhere: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, book: RuleBook) -> _ExampleParts:
        found = Examples.of(book.pack, book.index.cases)
        elsewhere = {
            (figure, rule.card.name): rule.number
            for rule in book.rules
            for figure in found.figures(rule)
        }
        return cls(found, book.words, elsewhere)

    def of_rule(self, rule: Rule) -> Iterator[Part]:
        for each in self.examples.of_rule(rule):
            yield example_table(
                each,
                self.words,
                elsewhere=self.elsewhere,
                name=f"example-{rule.card.name}-{each.figure}",
            )


def last_change(pack: Pack) -> dt.date:
    """Return the last day on which something of a pack begins to hold, as it is written."""
    return max(_days(pack.document), default=pack.rules.pack.effective)


def _days(document: MapNode) -> Iterator[dt.date]:
    head = document.get("pack")
    for section, rules in document.entries:
        if section.text == "parameters" and isinstance(rules, MapNode):
            yield from (day for _, node in rules.entries for day in _values_since(node))
        for _, node in rules.entries if isinstance(rules, MapNode) and rules is not head else ():
            yield from (_day(each) for each in _froms(node))


def _froms(node: Node) -> Iterator[str]:
    for each in node.items if isinstance(node, ListNode) else (node,):
        text = each.text_of("from") if isinstance(each, MapNode) else ""
        if text:
            yield text


def _values_since(node: Node) -> Iterator[dt.date]:
    values = node.get("values") if isinstance(node, MapNode) else None
    for key, value in values.entries if isinstance(values, MapNode) else ():
        if isinstance(value, ScalarNode):
            yield _day(key.text)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _chapters(
    pack: Pack, index: CardIndex
) -> Iterator[tuple[Chapter, tuple[tuple[str, tuple[Rule, ...]], ...]]]:
    """Yield the chapters with their rules, numbered in the order of the booklet."""
    classes = sections_of(pack.catalog)
    by_section: dict[str, list[tuple[str, str]]] = {}
    for rule in index.rules:
        by_section.setdefault(rule[0], []).append(rule)
    for number, (chapter, sections) in enumerate(chaptered(by_section), 1):
        listed = []
        for place, section in enumerate(sections, 1):
            own = []
            for order, rule in enumerate(by_section[section], 1):
                node = rule_node(pack, rule)
                own.append(
                    Rule(
                        number=f"{number}.{place}.{order}",
                        card=index.card(rule),
                        node=ListNode((), pack.document.span) if node is None else node,
                        rule_class=classes[section],
                    )
                )
            listed.append((section, tuple(own)))
        yield chapter, tuple(listed)
