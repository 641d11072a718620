"""What differs between two writings of one rule, by meaning: dates, rows, cells, conditions."""

from __future__ import annotations

import ast
import datetime as dt
import difflib
import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label
from ccops.rulepack.cards.card import written
from ccops.rulepack.describing import RULE_FIELDS
from ccops.rulepack.reading.leaves import CLOSED, is_closed
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rules import FieldSpec, Shape, pack_fields
from ccops.rules.parsing import parse_formula
from ccops.values import Unit, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Keys whose values are words for people, or say where a rule comes from: they change no amount.
WORDS: Final = frozenset(
    {"label", "asks", "says", "because", "source", "carries", "accept", "override", "final", "was"}
)
_FLAGS: Final = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
_RULES: Final = (Shape.ONE, Shape.BY_NAME)
#: The keys that tell the definitions of one rule apart.
_WHOM: Final = ("for", "from")


class DetailKind(enum.Enum):
    """What is other about one place of a rule."""

    VALUE = "value"
    DATED = "dated"
    CELL = "cell"
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"
    PART_ADDED = "part_added"
    PART_REMOVED = "part_removed"
    READING = "reading"
    WORDS = "words"


@attrs.frozen(kw_only=True)
class Detail:
    """One difference: where (the keys on the way, a row by its number), and both writings.

    An empty ``before`` or ``after`` was or is not written. ``since`` is the first day on which a
    dated value is other; ``under`` the readings not taken under which it is, as ``a=b``.
    """

    kind: DetailKind
    path: tuple[str, ...]
    label: Label = attrs.field(factory=Label)
    before: str = ""
    after: str = ""
    since: dt.date | None = None
    under: str = ""

    @property
    def is_idle(self) -> bool:
        """Whether no amount can follow from it, as the packs stand."""
        return self.is_words or bool(self.under)

    @property
    def is_words(self) -> bool:
        """Whether it is words for people alone."""
        return self.kind is DetailKind.WORDS


def rule_details(old: Node, new: Node, rule_class: type) -> tuple[Detail, ...]:
    """Return what differs between two writings of a rule; nothing where both mean the same."""
    return tuple(_Comparer(unit=_unit(new)).parts(old, new, rule_class))


def _unit(node: Node) -> Unit | None:
    """Return the unit a rule declares for its own values."""
    written_unit = node.text_of("unit") if isinstance(node, MapNode) else ""
    return next((each for each in Unit if each.value == written_unit), None)


@attrs.frozen(kw_only=True)
class _Comparer:
    unit: Unit | None

    def parts(self, old: Node, new: Node, rule_class: type) -> Iterator[Detail]:
        """Compare a rule, or its definitions for one population each, by whom they are for."""
        before, after = _by_population(old), _by_population(new)
        for key in {**before, **after}:
            if key not in after:
                yield Detail(kind=DetailKind.PART_REMOVED, path=(), before=" ".join(key))
            elif key not in before:
                yield Detail(kind=DetailKind.PART_ADDED, path=(), after=" ".join(key))
            else:
                yield from self.rules(before[key], after[key], rule_class, ())

    def rules(
        self,
        old: Node,
        new: Node,
        rule_class: type,
        path: tuple[str, ...],
        around: tuple[str, ...] = (),
    ) -> Iterator[Detail]:
        """Compare two mappings; ``around`` are the columns of the rule a table stands in."""
        if not isinstance(old, MapNode) or not isinstance(new, MapNode):
            yield from self._plain(old, new, path, FieldSpec(shape=Shape.TEXT))
            return
        own = {key: spec for key, (_, spec) in pack_fields(rule_class).items()}
        specs: Mapping[str, FieldSpec] = {**RULE_FIELDS, **own}
        columns = _columns(new) or _columns(old) or around
        for key in dict.fromkeys((*old.keys, *new.keys)):
            spec = specs.get(key, FieldSpec(shape=Shape.TEXT))
            yield from self._field(old.get(key), new.get(key), (*path, key), spec, columns)

    def _field(
        self,
        old: Node | None,
        new: Node | None,
        path: tuple[str, ...],
        spec: FieldSpec,
        columns: tuple[str, ...],
    ) -> Iterator[Detail]:
        if path[-1] in WORDS:
            if _text(old) != _text(new):
                yield _detail(DetailKind.WORDS, path, spec, _text(old), _text(new))
        elif old is None or new is None:
            yield _detail(DetailKind.VALUE, path, spec, _text(old), _text(new))
        elif spec.shape is Shape.DATED:
            yield from self._dated(old, new, path, spec)
        elif spec.shape is Shape.ROWS:
            yield from self._rows(old, new, path, columns)
        elif spec.shape in _RULES:
            yield from self._inner(old, new, path, spec, columns)
        else:
            yield from self._plain(old, new, path, spec)

    def _plain(
        self, old: Node, new: Node, path: tuple[str, ...], spec: FieldSpec
    ) -> Iterator[Detail]:
        if _meaning(old) != _meaning(new):
            yield _detail(DetailKind.VALUE, path, spec, _text(old), _text(new))

    def _inner(
        self,
        old: Node,
        new: Node,
        path: tuple[str, ...],
        spec: FieldSpec,
        columns: tuple[str, ...],
    ) -> Iterator[Detail]:
        if spec.shape is Shape.ONE:
            yield from self.rules(old, new, spec.of, path, columns)
        elif isinstance(old, MapNode) and isinstance(new, MapNode):
            for key in dict.fromkeys((*old.keys, *new.keys)):
                before, after = old.get(key), new.get(key)
                if before is None or after is None:
                    yield _detail(
                        DetailKind.VALUE, (*path, key), spec, _text(before), _text(after)
                    )
                else:
                    yield from self.rules(before, after, spec.of, (*path, key))
            if old.keys != new.keys and sorted(old.keys) == sorted(new.keys):
                yield _detail(
                    DetailKind.VALUE, path, spec, ", ".join(old.keys), ", ".join(new.keys)
                )

    def _dated(
        self, old: Node, new: Node, path: tuple[str, ...], spec: FieldSpec
    ) -> Iterator[Detail]:
        before, after = _by_day(old), _by_day(new)
        told: tuple[str, str] | None = None
        for day in sorted({*before, *after}):
            was, now = _on(before, day), _on(after, day)
            if self._scalar(was) != self._scalar(now) and (was, now) != told:
                yield attrs.evolve(
                    _detail(DetailKind.DATED, path, spec, was, now),
                    since=dt.date.fromisoformat(day),
                )
            told = (was, now)

    def _scalar(self, text: str) -> object:
        unit = None if self.unit is Unit.MONEY else self.unit
        found = parse_scalar(text, unit=unit) if text else None
        return found if found is not None else text

    def _rows(
        self, old: Node, new: Node, path: tuple[str, ...], columns: tuple[str, ...]
    ) -> Iterator[Detail]:
        before, after = _cells(old), _cells(new)
        matcher = difflib.SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
        for kind, start, end, other, stop in matcher.get_opcodes():
            if kind == "replace" and end - start == stop - other:
                for was, now in zip(range(start, end), range(other, stop), strict=True):
                    yield from _row(before[was], after[now], (*path, str(now + 1)), columns)
            elif kind != "equal":
                for at in range(start, end):
                    row = (*path, str(at + 1))
                    yield Detail(
                        kind=DetailKind.ROW_REMOVED, path=row, before=" | ".join(before[at])
                    )
                for at in range(other, stop):
                    row = (*path, str(at + 1))
                    yield Detail(kind=DetailKind.ROW_ADDED, path=row, after=" | ".join(after[at]))


def _row(
    old: list[str], new: list[str], path: tuple[str, ...], columns: tuple[str, ...]
) -> Iterator[Detail]:
    for at in range(max(len(old), len(new))):
        was = old[at] if at < len(old) else ""
        now = new[at] if at < len(new) else ""
        if _cell(was) != _cell(now):
            column = columns[at] if at < len(columns) else ""
            yield Detail(kind=DetailKind.CELL, path=(*path, column), before=was, after=now)


def _detail(
    kind: DetailKind, path: tuple[str, ...], spec: FieldSpec, before: str, after: str
) -> Detail:
    label = Label(zh=spec.zh, en=spec.en)
    return Detail(kind=kind, path=path, label=label, before=before, after=after)


def _by_population(node: Node) -> dict[tuple[str, ...], Node]:
    """Return the definitions of a rule by whom they are for and from when they hold."""
    if not isinstance(node, ListNode):
        return {(): node}
    found: dict[tuple[str, ...], Node] = {}
    for each in node.items:
        key = tuple(map(each.text_of, _WHOM)) if isinstance(each, MapNode) else ()
        found[key if key not in found else (*key, str(len(found)))] = each
    return found


def _columns(node: MapNode) -> tuple[str, ...]:
    columns = node.get("columns")
    names = []
    for each in columns.items if isinstance(columns, ListNode) else ():
        keys = each.keys if isinstance(each, MapNode) else (written(each),)
        names.append(next((key for key in keys if key != "step"), ""))
    return tuple(names)


def _text(node: Node | None) -> str:
    return "" if node is None else written(node)


def _meaning(node: Node) -> object:
    """Return what a value means, however it is written: numbers, formulas and flags alike."""
    match node:
        case ScalarNode():
            return _word(node)
        case ListNode():
            return [_meaning(each) for each in node.items]
        case MapNode():
            return {key.text: _meaning(value) for key, value in node.entries}


def _word(node: ScalarNode) -> object:
    if node.text in _FLAGS:
        return _FLAGS[node.text]
    scalar = parse_scalar(node.text)
    if scalar is not None:
        return scalar
    tree, _, _ = parse_formula(node.as_text())
    return ast.dump(tree) if tree is not None else node.text.strip()


def _by_day(node: Node) -> dict[str, str]:
    entries = node.entries if isinstance(node, MapNode) else ()
    return {day.text: "" if is_closed(value) else written(value) for day, value in entries}


def _on(values: Mapping[str, str], day: str) -> str:
    since = [each for each in values if each <= day]
    found = values[max(since)] if since else ""
    return "" if found == CLOSED else found


def _cells(node: Node) -> list[list[str]]:
    rows = node.items if isinstance(node, ListNode) else ()
    return [[written(cell) for cell in row.items] for row in rows if isinstance(row, ListNode)]


def _keys(rows: list[list[str]]) -> list[tuple[str, ...]]:
    return [tuple(_cell(cell) for cell in row) for row in rows]


def _cell(text: str) -> str:
    return "".join(text.split())
