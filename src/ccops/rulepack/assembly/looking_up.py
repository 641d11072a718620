"""Looking up: what a rule adds to the plan, kept with what it looked up in its pack for that.

A policy may name an eligibility group, a parameter, or another policy it is like. What it adds
is made anew where one of those is another one, and only there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from operator import is_
from typing import Any, Final

import attrs

from ccops.frozen import frozen
from ccops.plan import Surroundings
from ccops.rulepack.assembly.contributions import Contribution
from ccops.rulepack.ruleset import RuleSet

#: A rule looked up by section and id; an empty id stands for the whole section.
_Place = tuple[str, str]
#: Where the currency of the pack stands, which every rule may look up.
_CURRENCY: Final = ("pack", "currency")


@frozen(eq=False)
class NotedSection(Mapping[str, Any]):
    """The rules of a section by id; every one that is looked up in it is noted."""

    section: str
    rules: RuleSet
    noted: dict[_Place, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a rule of any section
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as above
        """Return a rule, and note that it was asked for, whether it is there or not."""
        found = self.rules.by_name(self.section).get(name)
        self.noted[self.section, name] = found
        return default if found is None else found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        self.noted[self.section, ""] = self.rules.section(self.section)
        return iter(self.rules.by_name(self.section))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@frozen(eq=False)
class _Made:
    """What a rule adds, and all it looked up for it."""

    rule: object
    currency: str
    noted: Mapping[_Place, Any]
    made: Contribution

    def holds_in(self, rules: RuleSet) -> bool:
        """Say whether the rule would look up the very same again."""
        return self.currency == rules.pack.currency.value and all(
            _is_still(found, section, name, rules) for (section, name), found in self.noted.items()
        )


def _is_still(found: Any, section: str, name: str, rules: RuleSet) -> bool:  # noqa: ANN401 - a rule
    if name:
        return rules.by_name(section).get(name) is found
    now = rules.section(section)
    return now is found or (len(now) == len(found) and all(map(is_, now, found)))


@attrs.define(eq=False)
class Lookups:
    """What the rules of a pack add to the plan, by rule and by what it looked up.

    Among the rules it is asked about first each place is put down with the rules that look
    there; so it is known of other rules of the pack, without asking each, what stays as it is.
    """

    _trunk: Lookups | None = None
    _first: RuleSet | None = None
    _lookers: dict[_Place, set[int]] = attrs.field(factory=dict[_Place, set[int]])
    _known: dict[int, list[_Made]] = attrs.field(factory=dict[int, "list[_Made]"], init=False)
    #: What each rule of the first rules adds, by identity.
    _firsts: dict[int, _Made] = attrs.field(factory=dict[int, _Made], init=False)

    def branch(self) -> Lookups:
        """Return a branch: it knows all that this knows, and keeps what is new for itself."""
        branch = Lookups(self, self._first, self._lookers)
        branch._firsts = self._firsts
        return branch

    def _disturbed(self, rules: RuleSet) -> frozenset[int]:
        """Return the rules, by identity, that may look up something else than they did first."""
        if self._first is None:
            self._first = rules
        places = _changed(self._first, rules)
        return frozenset().union(*(self._lookers.get(each, ()) for each in places))

    def contributions(
        self,
        listed: Iterable[Any],
        rules: RuleSet,
        make: Callable[[Any, Surroundings], Contribution],
    ) -> Iterator[tuple[Any, Contribution]]:
        """Yield rules with what each adds among the rules of a period, made now or before."""
        disturbed, firsts = self._disturbed(rules), self._firsts
        for rule in listed:
            first = firsts.get(id(rule))
            if first is not None and id(rule) not in disturbed:
                yield rule, first.made
            else:
                yield rule, self._contribution(rule, rules, make)

    def _contribution(
        self, rule: object, rules: RuleSet, make: Callable[[Any, Surroundings], Contribution]
    ) -> Contribution:
        for each in self._made(rule):
            if each.holds_in(rules):
                return each.made
        return self._make(rule, rules, make)

    def _made(self, rule: object) -> Iterator[_Made]:
        if self._trunk is not None:
            yield from self._trunk._made(rule)  # noqa: SLF001 - lookups of the same kind
        yield from self._known.get(id(rule), ())

    def _make(
        self, rule: object, rules: RuleSet, make: Callable[[Any, Surroundings], Contribution]
    ) -> Contribution:
        noted: dict[_Place, Any] = {}
        section = partial(NotedSection, rules=rules, noted=noted)
        around = Surroundings(
            eligibility=section("eligibility"),
            currency=rules.pack.currency.value,
            parameters=section("parameters"),
            rules={name: section(name) for name in getattr(rule, "looks_up", ())},
        )
        made = make(rule, around)
        # the rule is kept, so that no other one gets its identity
        kept = _Made(rule, around.currency, noted, made)
        self._known.setdefault(id(rule), []).append(kept)
        if rules is self._first:
            self._firsts[id(rule)] = kept
            for place in (_CURRENCY, *noted):
                self._lookers.setdefault(place, set()).add(id(rule))
        return made


def _changed(before: RuleSet, now: RuleSet) -> Iterator[_Place]:
    """Yield the places at which something else stands than before."""
    if before.pack.currency.value != now.pack.currency.value:
        yield _CURRENCY
    for section in now.sections:
        was, rules = before.section(section), now.section(section)
        if was is rules:
            continue
        yield section, ""
        old, new = before.by_name(section), now.by_name(section)
        for name in old.keys() | new.keys():
            if old.get(name) is not new.get(name):
                yield section, name
