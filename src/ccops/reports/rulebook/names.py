"""Names: what people call what a rule names, by what kind of thing it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import RecordKind
from ccops.messages import Label
from ccops.plan import Plan
from ccops.reports.document.words import Words
from ccops.rulepack.describing import section_words
from ccops.rulepack.pack_rules import DECIDED, part_of

if TYPE_CHECKING:
    from ccops.rulepack import Pack
    from ccops.rulepack.cards.card import CardIndex

#: The sections a name of a kind is looked for in, where that is no more than the kind in plural.
_SECTIONS: Final[Mapping[str, str]] = {
    "eligibility": "eligibility", "bonus": "bonuses", "part month": "part_months",
    "report_duty": "report_duties", "hours_system": "hours_systems",
}  # fmt: skip
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
        )

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
        called = self.words.name(name)
        return found or (called if called != name else "")

    def _part_of_rank(self, name: str) -> str:
        """Return what people call how many are ranked, or share a place."""
        rank, _, part = name.rpartition("_")
        if part not in _RANK_PARTS or ("ranks", rank) not in self.by_rule:
            return ""
        return self.words.say(f"rank-{part}", rank=self.words.label(self.by_rule["ranks", rank]))


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
