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
from ccops.reports.rulebook.constant_words import constants_on, nothing_on
from ccops.reports.rulebook.cover import acknowledgement, cover
from ccops.reports.rulebook.duties import duties_by_post, targets_by_value
from ccops.reports.rulebook.entries import Entries, Rule
from ccops.reports.rulebook.names import PackNames
from ccops.reports.rulebook.provenance import Provenance, law_notes
from ccops.reports.rulebook.questions import question_parts
from ccops.reports.rulebook.telling import Teller
from ccops.reports.rulebook.terms import terms_section
from ccops.reports.rulebook.worked import Worked
from ccops.rulepack import Pack
from ccops.rulepack.cards.card import CardIndex
from ccops.rulepack.describing import section_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.reports.document.model import Part
    from ccops.reports.rulebook.examples import Example


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
        return {key: each.examples for key, each in self.worked.shown.items()}

    @cached_property
    def worked(self) -> Worked:
        """What shows each rule at work."""
        return Worked.of(self.pack, self.index.cases, self.rules)

    def entries(self, locale: str) -> Entries:
        """Return what tells the rules in a language.

        Raises ``UnknownNameError`` for a locale without words.
        """
        words = Words.of(locale)
        numbers = {rule.key: rule.number for rule in self.rules}
        names = PackNames.of(self.pack, self.index, words, numbers)
        teller = Teller(
            names=names,
            constants=constants_on(self.pack, self.on, words),
            nothing=nothing_on(self.pack, self.on),
        )
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
            sections=tuple(_Pages(self, self.entries(locale)).sections()),
            contents=words.say("book-contents"),
            foot=(words.say("foot-pack", **told, digest=pack.digest),),
        )


@attrs.frozen(eq=False)
class _Pages:
    """A booklet being told in one language."""

    book: RuleBook
    entries: Entries

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
                    note=self._without_example(rules),
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
                shown = self.book.worked.shown[rule.key]
                yield from self.entries.parts(rule, shown.facts(self.entries.teller))
                elsewhere = self.book.worked.elsewhere
                yield from shown.tables(rule, self.entries.teller, elsewhere)

    def _tables(self, section: str, rules: Sequence[Rule]) -> Iterator[Part]:
        """Yield short rules as a table; those that are somebody's, a table for each post."""
        key = BY_POST.get(section)
        shown, teller = self.book.worked.shown, self.entries.teller
        notes = {rule.key: shown[rule.key].told(teller) for rule in rules}
        if key is None:
            yield self.entries.table(rules, notes, name=f"{section}-rules")
            return
        for post, own in groupby(rules, key=lambda each: post_of(each.node, key)):
            title = self.entries.teller.called(post, "role") if post else ""
            listed = tuple(own)
            yield self.entries.table(listed, notes, name=f"{section}-{post}-rules", title=title)

    def _question(self, rule: Rule) -> Iterator[Part]:
        pack = self.book.pack
        choice = pack.choices[rule.card.name]
        clause = self.entries.provenance.clause(rule.card)
        title = self.entries.title(rule)
        yield from question_parts(pack, choice, self.entries.teller, title=title, clause=clause)

    def _without_example(self, rules: Sequence[Rule]) -> str:
        """Return why rules of a section have no example, where some have none."""
        reasons = (self.book.worked.shown[rule.key].reason for rule in rules)
        return " ".join(self.words.say(each) for each in dict.fromkeys(filter(None, reasons)))
