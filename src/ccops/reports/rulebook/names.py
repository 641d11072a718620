"""Names: what people call what a rule names, by what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import RecordKind
from ccops.messages import LABEL_LANGUAGES, Label
from ccops.plan import Plan
from ccops.reports.document.words import Words
from ccops.rulepack.choices import Choice
from ccops.rulepack.describing import section_words
from ccops.rulepack.pack_rules import DECIDED, part_of
from ccops.rulepack.text.nodes import MapNode, mappings_in
from ccops.rules import TypedFunction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack import Pack
    from ccops.rulepack.cards.card import CardIndex

#: The sections a name of a kind is looked for in, where that is no more than the kind in plural.
_SECTIONS: Final[Mapping[str, str]] = {
    "eligibility": "eligibility", "bonus": "bonuses", "part month": "part_months",
    "report_duty": "report_duties", "hours_system": "hours_systems",
}  # fmt: skip
#: What a period does to an account, each a figure named behind the account's own name.
_PARTS_OF_ACCOUNTS: Final = frozenset({"opening", "posted", "used", "lapsed", "stopped"})
#: The sections whose rules a word of a record may name.
_NAMED_BY_WORDS: Final = (
    "roles", "shifts", "leave_kinds", "conducts", "projects", "departments", "employments",
    "discipline_ladders", "scorecards", "tenure_marks", "time_limits", "approaches",
    "first_contacts", "report_duties", "archives", "contracts", "risks",
)  # fmt: skip
#: An id of several words, a reading of a question, and a clause that is told in two languages.
_ID: Final = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
_READING: Final = re.compile(r"\b([a-z][a-z0-9_]*)=([a-z0-9_]+)\b")
_ASSUMED: Final = re.compile(r"(?<=[（(])assumed\b")
_BILINGUAL: Final = re.compile(
    r"([^（(；;：:,，]*[\u4e00-\u9fff][^（(；;：:,，/]*)"
    r" / ([A-Za-z][\x20-\x2b\x2d-\x7e]*?)(?=[,，；;)）]|$)"
)
#: What a rank gives beside the place.
_RANK_PARTS: Final = frozenset({"size", "tied"})


@attrs.frozen(kw_only=True, eq=False)
class PackNames:
    """The labels of everything a pack names, in one language."""

    words: Words
    by_rule: Mapping[tuple[str, str], Label]
    by_name: Mapping[str, Label]
    kinds: Mapping[str, RecordKind]
    plan: Plan
    numbers: Mapping[tuple[str, str], str]
    by_word: Mapping[str, Label]
    by_part: Mapping[str, Label]
    texts: Mapping[str, str]
    measured_over: Mapping[str, str]
    grounds: Mapping[str, tuple[Label, ...]]
    functions: Mapping[str, TypedFunction]
    choices: Mapping[str, Choice]

    @classmethod
    def of(
        cls,
        pack: Pack,
        index: CardIndex,
        words: Words,
        numbers: Mapping[tuple[str, str], str],
    ) -> PackNames:
        """Return the names of a pack; ``numbers`` say where in the booklet a rule is told."""
        return cls(
            words=words,
            by_rule={rule: index.label_of(rule) for rule in index.rules},
            by_name=_labels(pack, index),
            plan=pack.check_assembly().plan,
            kinds=pack.catalog.record_kinds,
            numbers=numbers,
            by_word={each.name: each.label for each in pack.rules.section("words")},
            functions=pack.catalog.functions,
            choices=pack.choices,
            grounds={
                each.name: tuple(code.label for code in each.codes)
                for each in pack.rules.section("eligibility")
            },
            measured_over={
                each.name: each.over.value for each in pack.rules.section("indicators")
            },
            by_part=dict(_parts(pack.document)),
            texts=pack.traditional_texts if words.locale == "zh_TW" else {},
        )

    def text(self, text: str) -> str:
        """Return a text of the pack that is no label, in the characters of the language."""
        return self.texts.get(text, text)

    def word(self, word: str) -> str:
        """Return what people call a word of records; empty where nobody says so.

        The pack's own name of a word goes before the library's, and that before a rule of it.
        """
        own = self.by_word.get(word, Label()), self.by_rule.get(("roles", word), Label())
        listed = [*map(self.words.label, own), self._in_catalogs(word)]
        listed += [self._own_label(section, word) for section in _NAMED_BY_WORDS]
        listed.append(self.words.label(self.by_part.get(word, Label())))
        return next(filter(None, listed), "")

    def _in_catalogs(self, word: str) -> str:
        called = self.words.word(word)
        return called if called != word else ""

    def _own_label(self, section: str, name: str) -> str:
        return self.words.label(self.by_rule.get((section, name), Label()))

    def function(self, name: str) -> str:
        """Return what people call a function that formulas call."""
        found = self.functions.get(name)
        return self.words.label(found.label, name) if found is not None else self.words.name(name)

    def plain(self, text: str) -> str:
        """Return words with what people call the names of the pack that stand in them."""
        text = _BILINGUAL.sub(self._one_language, text)
        text = _ASSUMED.sub(self.words.say("source-assumed"), text)
        text = _READING.sub(self._reading, text)
        return _ID.sub(lambda found: self._named_in_words(found[0]), text)

    def _one_language(self, found: re.Match[str]) -> str:
        return found[2] if self.words.locale == "en" else self.text(found[1])

    def _reading(self, found: re.Match[str]) -> str:
        choice = self.choices.get(found[1])
        called = choice.called.get(found[2], Label()) if choice is not None else Label()
        return self.words.label(called, found[0])

    def _named_in_words(self, name: str) -> str:
        called = self.called(name)
        return called if called != name else self.word(name) or name

    def called(self, name: str, kind: str = "", *, over: str = "") -> str:
        """Return what people call a name; itself where nobody gave it a label.

        ``over`` is the kind of records whose columns and groups may be meant.
        """
        own = self._own(name, kind) or self._column(name, over) or self._any(name)
        return own or self._numbered(name, kind) or name

    def knows(self, name: str, over: str = "") -> bool:
        """Say whether something of the pack is called by a name."""
        return bool(self._column(name, over) or self._any(name))

    def _own(self, name: str, kind: str) -> str:
        if kind == "record_kind":
            found = self.kinds.get(name)
            return self.words.label(found.label) if found is not None else ""
        return self.words.label(self.by_rule.get((_section(kind), name), Label()))

    def _numbered(self, name: str, kind: str) -> str:
        """Return which rule a name without a label is: its kind and its number."""
        section = _section(kind)
        number = self.numbers.get((section, name), "")
        grounds = self.grounds.get(name, ()) if section == "eligibility" else ()
        if grounds and number:
            listed = self.words.say("book-listed").join(map(self.words.label, grounds))
            return self.words.say("book-grounds", grounds=listed, number=number)
        called = section_words(section, self.words.locale)
        return self.words.say("book-numbered", section=called, number=number) if number else ""

    def title(self, rule: tuple[str, str]) -> str:
        """Return what people call a rule; without a label, what kind of rule it is."""
        own = self.words.label(self.by_rule.get(rule, Label()))
        return own or self._any(rule[1]) or section_words(rule[0], self.words.locale)

    def _column(self, name: str, over: str) -> str:
        kind = self.kinds.get(over)
        if kind is None:
            return ""
        column = kind.groups.get(name) or name
        found = next((each for each in kind.columns if each.name == column), None)
        return self.words.label(found.label) if found is not None else ""

    def _any(self, name: str) -> str:
        listed = (self.by_name.get(name, Label()), self.plan.label_of(name))
        told = (self.words.label(each) for each in listed if each.zh != name)
        found = next(filter(None, told), "") or self._part_of_rank(name)
        found = found or self._part_of_goal(name) or self._part_of_account(name)
        called = self.words.name(name)
        return found or (called if called != name else "")

    def _part_of_rank(self, name: str) -> str:
        """Return what people call how many are ranked, or share a place."""
        rank, _, part = name.rpartition("_")
        if part not in _RANK_PARTS or ("ranks", rank) not in self.by_rule:
            return ""
        return self.words.say(f"rank-{part}", rank=self.words.label(self.by_rule["ranks", rank]))

    def _part_of_account(self, name: str) -> str:
        """Return what people call what a period does to an account."""
        account, _, part = name.rpartition("_")
        label = self.plan.label_of(account)
        if part not in _PARTS_OF_ACCOUNTS or label.zh == account:
            return ""
        return self.words.say(f"account-{part}", account=self.words.label(label))

    def _part_of_goal(self, name: str) -> str:
        """Return what people call the share of those who meet a goal."""
        goal, _, part = name.rpartition("_")
        label = self.words.label(self.by_rule.get(("goals", goal), Label()))
        return self.words.say("book-share-who", goal=label) if part == "share" and label else ""


def _section(kind: str) -> str:
    return _SECTIONS.get(kind, f"{kind}s")


def _labels(pack: Pack, index: CardIndex) -> dict[str, Label]:
    """Return labels by name; a figure goes before another rule of the same name."""
    rules = {
        name: index.label_of((section, name))
        for section, name in reversed(index.rules)
        if section != "choices"
    }
    figures = {name: each for name, each in index.labels.items() if each.zh not in ("", name)}
    asked = {rule.name for rule in pack.choices.values()} - set(rules)
    named = {name: each for name, each in figures.items() if name not in asked}
    return {**rules, **_decided(pack), **named}


def _parts(document: MapNode) -> Iterator[tuple[str, Label]]:
    """Yield what stands by name inside rules, with what people call it: a level, a reason."""
    for _, rules in document.entries:
        for _, rule in rules.entries if isinstance(rules, MapNode) else ():
            for inner in mappings_in(rule):
                for key, value in inner.entries:
                    label = value.get("label") if isinstance(value, MapNode) else None
                    if isinstance(label, MapNode):
                        yield (
                            key.text,
                            Label.from_dict(
                                {each: label.text_of(each) for each in LABEL_LANGUAGES}
                            ),
                        )


def _decided(pack: Pack) -> dict[str, Label]:
    """Return what people call the parts of the things a period may have: a theme's amount."""
    return {
        part_of(item.name, part.name): item.label.followed_by(part.label)
        for rule in pack.rules.section("per_period")
        for item in rule.items
        for part in rule.each
    } | {
        part_of(item.name, DECIDED): item.label.followed_by(rule.label)
        for rule in pack.rules.section("per_period")
        for item in rule.items
    }
