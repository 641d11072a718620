"""The difference between two packs: which rules changed, from which day, what they move."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import Label, Origin, Span, Text
from ccops.rulepack.cards.dependencies import Dependencies, RuleId, dependencies_of, rule_node
from ccops.rulepack.cards.node_diff import Detail, DetailKind, rule_details
from ccops.rulepack.cards.reading_diff import idle_details
from ccops.rulepack.choices import Choice
from ccops.rulepack.digest import document_value
from ccops.rulepack.documents.merge import NOT_INHERITED
from ccops.rulepack.pack import Pack
from ccops.rulepack.reading.in_force import FROM, PERIOD_RULE, UNTIL
from ccops.rulepack.ruleset import sections_of
from ccops.rulepack.text.nodes import ListNode, MapNode, Node

if TYPE_CHECKING:
    from ccops.plan import Definition

_CHOICES: Final = "choices"
_PACK: Final = "pack"
#: Keys of the section ``pack`` by which every month is measured and settled.
_MOVES_ALL: Final = frozenset(
    {"zone", "currency", "default_calendar", "attribution", "agent_pattern", "work_calendar"}
)
_NOT_MEANING: Final = (Origin, Label, Span)


class ChangeKind(enum.Enum):
    """What became of a rule."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@attrs.frozen(kw_only=True)
class Moved:
    """The figures that may come out differently for a change, in the order of the pack.

    ``direct`` ones read what changed without a pay line between; ``further`` ones follow from
    the pay lines among those, as what is taken back follows from every wage. ``lines`` are the
    lines of the pay statement among both.
    """

    direct: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """All of them, the direct ones first."""
        return (*self.direct, *self.further)

    def __or__(self, other: Moved) -> Moved:
        direct = tuple(dict.fromkeys((*self.direct, *other.direct)))
        further = dict.fromkeys((*self.further, *other.further))
        lines = dict.fromkeys((*self.lines, *other.lines))
        return Moved(
            direct=direct,
            further=tuple(each for each in further if each not in direct),
            lines=tuple(sorted(lines, key=lambda each: each not in direct)),
        )


@attrs.frozen(kw_only=True)
class RuleChange:
    """One rule that is other, with the figures that may come out differently for it.

    ``since`` is the first day they may; ``None`` where no amount is moved.
    """

    kind: ChangeKind
    section: str
    name: str
    label: Label
    details: tuple[Detail, ...]
    moved: Moved = attrs.field(factory=Moved)
    since: dt.date | None = None

    @property
    def moves(self) -> tuple[str, ...]:
        """Every figure that may come out differently, the direct ones first."""
        return self.moved.figures

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line of the pay statement that may, the direct ones first."""
        return self.moved.lines

    @property
    def is_words(self) -> bool:
        """Whether only words for people are other."""
        return self.kind is ChangeKind.CHANGED and all(each.is_words for each in self.details)


@attrs.frozen(kw_only=True)
class PackDiff:
    """What differs between two packs; ``cases`` counts worked cases added, removed, changed."""

    old: Pack = attrs.field(repr=False)
    new: Pack = attrs.field(repr=False)
    changes: tuple[RuleChange, ...]
    cases: tuple[int, int, int]
    labels: Mapping[str, Label] = attrs.field(repr=False)

    @property
    def is_equal(self) -> bool:
        """Whether the packs say the same in everything, cases and words included."""
        return not self.changes and not any(self.cases)

    @property
    def moved(self) -> Moved:
        """What may come out differently for all of the changes, each figure once."""
        return functools.reduce(Moved.__or__, (each.moved for each in self.changes), Moved())

    @property
    def moves(self) -> tuple[str, ...]:
        """Every figure that may come out differently, the direct ones first."""
        return self.moved.figures

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line of the pay statement that may, the direct ones first."""
        return self.moved.lines


def diff_packs(old: Pack, new: Pack) -> PackDiff:
    """Return what differs between two packs, each under the readings it has."""
    before, after = _Side.of(old), _Side.of(new)
    changes = tuple(_Differ(before, after).changes())
    labels = {**before.graph.labels, **after.graph.labels}
    return PackDiff(old=old, new=new, changes=changes, cases=_cases(old, new), labels=labels)


@attrs.frozen(kw_only=True, eq=False)
class _Side:
    """One of the two packs, with its rules by id and what reads what."""

    pack: Pack
    graph: Dependencies
    rules: Mapping[RuleId, list[Any]]

    @classmethod
    def of(cls, pack: Pack) -> _Side:
        rules: dict[RuleId, list[Any]] = {}
        for section, listed in {**pack.rules.sections, _CHOICES: pack.choices.values()}.items():
            for rule in listed:
                rules.setdefault((section, rule.name), []).append(rule)
        return cls(pack=pack, graph=dependencies_of(pack), rules=rules)

    def label(self, rule: RuleId) -> Label:
        first = self.rules[rule][0]
        found = first.asks if isinstance(first, Choice) else getattr(first, "label", None)
        return found if isinstance(found, Label) else Label()

    def moved(self, rules: list[RuleId]) -> Moved:
        """Return the figures that follow from rules, with and without a pay line between."""
        near = self._given(self.graph.downstream(rules, beyond=self._pays_nothing))
        names = self._given(self.graph.downstream(rules))
        lines = [name for name in (*near, *names) if name in self.graph.lines]
        return Moved(
            direct=near,
            further=tuple(each for each in names if each not in near),
            lines=tuple(dict.fromkeys(lines)),
        )

    def _pays_nothing(self, rule: RuleId) -> bool:
        return self.graph.lines.isdisjoint(self.graph.gives[rule])

    def _given(self, rules: tuple[RuleId, ...]) -> tuple[str, ...]:
        known = self.graph.figures
        names = (name for rule in rules for name in self.graph.gives[rule] if name in known)
        return tuple(dict.fromkeys(names))

    def meaning(self, rule: RuleId) -> list[object] | None:
        """Return the figures of a rule without places and labels; ``None`` where it has none."""
        names = self.graph.gives.get(rule, ())
        found: list[Definition] = [
            each
            for name in names
            for each in self.graph.figures.get(name, ())
            if (each.policy or each.name) == rule[1]
        ]
        return [_meaning(each) for each in found] if found else None


@attrs.frozen
class _Differ:
    old: _Side
    new: _Side

    def changes(self) -> Iterator[RuleChange]:
        """Yield every change: the head, then section by section in the order of the new pack."""
        yield from self._head()
        for rule in dict.fromkeys((*self.new.rules, *self.old.rules)):
            if rule not in self.old.rules:
                yield self._whole(ChangeKind.ADDED, self.new, rule)
            elif rule not in self.new.rules:
                yield self._whole(ChangeKind.REMOVED, self.old, rule)
            else:
                yield from self._changed(rule)

    def _whole(self, kind: ChangeKind, side: _Side, rule: RuleId) -> RuleChange:
        moved = side.moved([rule])
        return RuleChange(
            kind=kind,
            section=rule[0],
            name=rule[1],
            label=side.label(rule),
            details=(),
            moved=moved,
            since=self._first_day(rule) if moved.figures else None,
        )

    def _changed(self, rule: RuleId) -> Iterator[RuleChange]:
        section, name = rule
        before, after = rule_node(self.old.pack, rule), rule_node(self.new.pack, rule)
        if before is None or after is None:
            return
        rule_class = sections_of(self.new.pack.catalog)[section]
        details = rule_details(before, after, rule_class)
        if section == _CHOICES:
            details = (*self._reading(name), *_asked(details))
        else:
            idle = idle_details(self.old.pack, self.new.pack, rule, rule_class, details)
            details = (*details, *idle)
        if details:
            moved = self._moved(rule, details)
            yield RuleChange(
                kind=ChangeKind.CHANGED,
                section=section,
                name=name,
                label=self.new.label(rule),
                details=details,
                moved=moved,
                since=self._since(rule, details) if moved.figures else None,
            )

    def _reading(self, name: str) -> Iterator[Detail]:
        was, now = self.old.pack.readings[name], self.new.pack.readings[name]
        opened = (name in self.old.pack.resolution.open, name in self.new.pack.resolution.open)
        if was != now or opened[0] != opened[1]:
            shown = [f"{each} (open)" if is_open else each for each, is_open in
                     zip((was, now), opened, strict=True)]  # fmt: skip
            yield Detail(
                kind=DetailKind.READING, path=("chosen",), before=shown[0], after=shown[1]
            )

    def _moved(self, rule: RuleId, details: tuple[Detail, ...]) -> Moved:
        """Return what a change moves: nothing, where its figures mean what they meant."""
        if all(each.is_idle for each in details):
            return Moved()
        if rule[0] == _CHOICES:
            return self._moved_by_reading(rule[1], details)
        before, after = self.old.meaning(rule), self.new.meaning(rule)
        if before is not None and before == after:
            return Moved()
        return self.new.moved([rule])

    def _moved_by_reading(self, name: str, details: tuple[Detail, ...]) -> Moved:
        if all(each.kind is not DetailKind.READING for each in details):
            return Moved()
        sides = (self.old.pack.resolution.used, self.new.pack.resolution.used)
        used = [rule for side in sides for rule, names in side.items() if name in names]
        return self.new.moved(list(dict.fromkeys(used)))

    def _head(self) -> Iterator[RuleChange]:
        before = self.old.pack.document.get(_PACK)
        after = self.new.pack.document.get(_PACK)
        if before is None or after is None:
            return
        details = rule_details(before, after, sections_of(self.new.pack.catalog)[_PACK])
        if details:
            moves_all = any(each.path[-1] in _MOVES_ALL for each in details if each.path)
            moved = self.new.moved(list(self.new.graph.gives)) if moves_all else Moved()
            yield RuleChange(
                kind=ChangeKind.CHANGED,
                section=_PACK,
                name=self.new.pack.id,
                label=self.new.pack.rules.pack.label,
                details=details,
                moved=moved,
                since=self.new.pack.rules.pack.effective if moved.figures else None,
            )

    def _since(self, rule: RuleId, details: tuple[Detail, ...]) -> dt.date:
        # how a period takes a change says nothing about the days before there is one
        told = [each for each in details if each.path != (PERIOD_RULE,)] or details
        days = [each.since for each in told if not each.is_idle]
        dated = [day for day in days if day is not None]
        if dated and len(dated) == len(days):
            return min(dated)
        ends = [_day_after(each) for each in details if each.path == (UNTIL,)]
        return min(ends) if ends and len(ends) == len(days) else self._first_day(rule)

    def _first_day(self, rule: RuleId) -> dt.date:
        """Return the first day on which a rule holds in either pack."""
        sides = (self.old.pack, self.new.pack)
        effective = min(each.rules.pack.effective for each in sides)
        days = [day for each in sides for day in _begins(rule_node(each, rule))]
        return max(effective, min(days)) if days and None not in days else effective


def _begins(node: Node | None) -> Iterator[Any]:
    """Yield the day from which each definition of a rule holds, ``None`` where it says none."""
    parts = node.items if isinstance(node, ListNode) else (node,) if node is not None else ()
    for part in parts:
        text = part.text_of(FROM) if isinstance(part, MapNode) else ""
        yield dt.date.fromisoformat(text) if text else None


def _day_after(end: Detail) -> dt.date:
    """Return the first day on which a rule that ends otherwise is otherwise."""
    written = [each for each in (end.before, end.after) if each]
    return min(map(dt.date.fromisoformat, written)) + dt.timedelta(days=1)


def _asked(details: tuple[Detail, ...]) -> Iterator[Detail]:
    """Yield what is other about a question apart from its reading: words, who decided, when."""
    for each in details:
        if each.path != ("chosen",):
            yield attrs.evolve(each, kind=DetailKind.WORDS)


def _meaning(value: Any) -> object:  # noqa: ANN401 - any part of a definition
    """Return a definition as plain data without places and labels."""
    if isinstance(value, _NOT_MEANING):
        return None
    if isinstance(value, Text):
        return value.value
    if attrs.has(type(value)):
        names = [each.name for each in attrs.fields(type(value)) if each.eq]
        return (type(value), *((name, _meaning(getattr(value, name))) for name in names))
    if isinstance(value, tuple):
        return tuple(map(_meaning, value))
    if isinstance(value, Mapping):
        return {key: _meaning(each) for key, each in value.items()}
    return value


def _cases(old: Pack, new: Pack) -> tuple[int, int, int]:
    """Return how many worked cases (and defaults of theirs) were added, removed, changed."""
    counts = [0, 0, 0]
    for section in NOT_INHERITED:
        before, after = _written(old, section), _written(new, section)
        counts[0] += len(after.keys() - before.keys())
        counts[1] += len(before.keys() - after.keys())
        counts[2] += sum(before[key] != after[key] for key in before.keys() & after.keys())
    return counts[0], counts[1], counts[2]


def _written(pack: Pack, section: str) -> dict[str, object]:
    node = pack.cases_read[0].get(section)
    entries = node.entries if isinstance(node, MapNode) else ()
    return {key.text: document_value(value) for key, value in entries}
