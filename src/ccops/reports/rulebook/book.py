"""The rule book: a pack as a booklet, every rule once, in the order a manual has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from ccops.reports.document.model import Document, Section
from ccops.reports.document.words import Words
from ccops.reports.rulebook.arranging import Arranged, arranged, last_change, post_of
from ccops.reports.rulebook.chapters import BY_POST, IN_ROWS
from ccops.reports.rulebook.constant_words import constants_on
from ccops.reports.rulebook.cover import acknowledgement, cover
from ccops.reports.rulebook.duties import duties_by_post, targets_by_value
from ccops.reports.rulebook.entries import Entries, Rule
from ccops.reports.rulebook.example_tables import example_table
from ccops.reports.rulebook.examples import Example, Examples
from ccops.reports.rulebook.names import PackNames
from ccops.reports.rulebook.provenance import Provenance, law_notes
from ccops.reports.rulebook.questions import question_parts
from ccops.reports.rulebook.telling import Teller
from ccops.reports.rulebook.terms import terms_section
from ccops.rulepack import Pack
from ccops.rulepack.cards.card import CardIndex
from ccops.rulepack.describing import section_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.reports.document.model import Part


def build_rule_book(
    pack: Pack,
    *,
    locale: str = "",
    on: dt.date | None = None,
    signed: Mapping[str, dt.date] | None = None,
) -> Document:
    """Return the rules of a pack as a booklet for the people they are for.

    ``locale`` is the language, the pack's without it; ``on`` the day of which constants are told
    where rules read them, without it the day of the last change that is written; ``signed`` are
    the days on which staff signed to have read them, by staff number. Raises
    ``UnknownNameError`` for a locale without words, ``RulePackError`` for a day before the pack
    holds.
    """
    return RuleBook.of(pack, on=on, signed=signed).document(locale or pack.locale)


@attrs.frozen(kw_only=True, eq=False, slots=False)
class RuleBook:
    """What a booklet holds in any language: the rules of a pack, numbered, and the examples."""

    pack: Pack
    on: dt.date
    index: CardIndex
    chapters: Arranged
    signed: Mapping[str, dt.date] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls,
        pack: Pack,
        *,
        on: dt.date | None = None,
        signed: Mapping[str, dt.date] | None = None,
    ) -> RuleBook:
        """Return the booklet of a pack, not told yet.

        Raises ``RulePackError`` for a day before the pack holds.
        """
        day = max(last_change(pack), pack.rules.pack.effective) if on is None else on
        if day < pack.rules.pack.effective:
            pack.at(day)  # raises: the pack does not hold yet
        index = CardIndex(pack)
        return cls(
            pack=pack, on=day, index=index, chapters=arranged(pack, index), signed=signed or {}
        )

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of the booklet."""
        return tuple(rule for _, listed in self.chapters for _, own in listed for rule in own)

    @cached_property
    def examples(self) -> Mapping[tuple[str, str], tuple[Example, ...]]:
        """The worked examples of each rule, of pay lines and of scores."""
        found = self.worked
        return {rule.key: tuple(found.of_rule(rule)) for rule in self.rules}

    @cached_property
    def worked(self) -> Examples:
        """What finds the examples among the cases of the pack."""
        return Examples.of(self.pack, self.index.cases)

    def entries(self, locale: str) -> Entries:
        """Return what tells the rules in a language.

        Raises ``UnknownNameError`` for a locale without words.
        """
        words = Words.of(locale)
        numbers = {rule.key: rule.number for rule in self.rules}
        names = PackNames.of(self.pack, self.index, words, numbers)
        teller = Teller(names=names, constants=constants_on(self.pack, self.on, words))
        return Entries(
            teller=teller,
            duties=duties_by_post(self.rules),
            targets=targets_by_value(self.rules),
            provenance=Provenance(teller=teller, numbers=numbers, law=law_notes(self.pack)),
        )

    def document(self, locale: str) -> Document:
        """Return the booklet in a language.

        Raises ``UnknownNameError`` for a locale without words.
        """
        words, pack = Words.of(locale), self.pack
        name = words.label(pack.rules.pack.label, pack.id)
        told = {"pack": pack.id, "version": pack.version}
        return Document(
            kind="rule-book",
            title=words.say("book-title", name=name),
            subtitle=words.say("book-subtitle", **told),
            locale=locale,
            sections=tuple(_Pages.of(self, locale).sections()),
            contents=words.say("book-contents"),
            foot=(words.say("foot-pack", **told, digest=pack.digest),),
        )


@attrs.frozen(eq=False)
class _Pages:
    """A booklet being told in one language; ``elsewhere`` says where figures have examples."""

    book: RuleBook
    entries: Entries
    elsewhere: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, book: RuleBook, locale: str) -> _Pages:
        elsewhere = {
            (figure, rule.card.name): rule.number
            for rule in book.rules
            for figure in book.worked.figures(rule)
        }
        return cls(book, book.entries(locale), elsewhere)

    @property
    def words(self) -> Words:
        return self.entries.teller.words

    def sections(self) -> Iterator[Section]:
        book, say = self.book, self.words.say
        yield cover(book.pack, self.words, on=book.on, count=len(book.rules))
        for number, (chapter, listed) in enumerate(book.chapters, 1):
            title = say(f"book-chapter-{chapter.value}")
            yield Section(
                id=f"chapter-{chapter.value}",
                title=f"{number} {title}",
                parts=(),
                note=say(f"book-about-{chapter.value}"),
            )
            for place, (section, rules) in enumerate(listed, 1):
                called = section_words(section, self.words.locale)
                yield Section(
                    id=section,
                    title=f"{number}.{place} {called[:1].upper()}{called[1:]}",
                    parts=tuple(self._parts(section, rules)),
                    level=2,
                )
        yield terms_section(book.rules, self.entries.teller.names, title=say("book-index"))
        yield acknowledgement(book.pack, self.words, book.signed)

    def _parts(self, section: str, rules: Sequence[Rule]) -> Iterator[Part]:
        if section in IN_ROWS:
            yield from self._tables(section, rules)
            return
        for rule in rules:
            if section == "choices":
                yield from self._question(rule)
            else:
                yield from self.entries.parts(rule)
                yield from self._worked(rule)

    def _tables(self, section: str, rules: Sequence[Rule]) -> Iterator[Part]:
        """Yield short rules as a table; those that are somebody's, a table for each post."""
        key = BY_POST.get(section)
        if key is None:
            yield self.entries.table(rules, name=f"{section}-rules")
            return
        for post, own in groupby(rules, key=lambda each: post_of(each.node, key)):
            title = self.entries.teller.called(post, "role") if post else ""
            listed = tuple(own)
            yield self.entries.table(listed, name=f"{section}-{post}-rules", title=title)

    def _question(self, rule: Rule) -> Iterator[Part]:
        pack = self.book.pack
        choice = pack.choices[rule.card.name]
        clause = self.entries.provenance.clause(rule.card)
        title = self.entries.title(rule)
        yield from question_parts(pack, choice, self.entries.teller, title=title, clause=clause)

    def _worked(self, rule: Rule) -> Iterator[Part]:
        for each in self.book.examples[rule.key]:
            name = f"example-{rule.card.name}-{each.figure}"
            yield example_table(each, self.entries.teller, elsewhere=self.elsewhere, name=name)
