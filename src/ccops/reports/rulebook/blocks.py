"""Blocks: a rule as facts and tables, what is short on one line, what is long by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.reports.document.model import Column, Fact, Facts, Part, Table
from ccops.reports.document.tables import Cell, text_cell
from ccops.reports.document.words import Words
from ccops.reports.rulebook.clauses import as_sentence, clause_key
from ccops.reports.rulebook.decision_tables import decision_table
from ccops.reports.rulebook.telling import Teller, Written, written_fields
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rules import FieldSpec, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: More columns than this do not stand beside each other on a phone: all goes into one.
_MOST_COLUMNS: Final = 3
_MANY: Final = frozenset({Shape.MANY, Shape.BY_NAME})
#: Rules inside a rule, by name; those of a list are numbered.
_Inner = tuple[tuple[str, Node], ...]


@attrs.frozen(kw_only=True)
class Blocks:
    """What a rule says in a sentence, the facts on lines of their own, and what stands beneath."""

    said: tuple[str, ...]
    others: tuple[Fact, ...]
    words: Words
    parts: tuple[Part, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The sentence, then the facts that are none."""
        told = as_sentence(self.words.say("book-clause").join(self.said), self.words)
        first = (fact(self.words.say("book-says"), told),) if told else ()
        return (*first, *self.others)


def blocks_of(
    teller: Teller,
    node: Node,
    rule_class: type,
    *,
    name: str,
    around: Sequence[Written] = (),
) -> Blocks:
    """Return a rule as blocks; tables in it are called by its name.

    ``around`` is what is written around a rule inside another: the columns of its table.
    """
    within = teller.within(node, rule_class)
    said: list[str] = []
    others: list[Fact] = []
    parts: list[Part] = []
    fields = tuple(written_fields(node, rule_class))
    has_table = any(key == "table" for key, _, _ in fields)
    for key, spec, value in fields:
        below = f"{name}-{key}"
        if spec.shape is Shape.COLUMNS and has_table:
            continue  # they are the heads of the table
        if spec.shape is Shape.ROWS:
            parts.append(decision_table(within, value, around, name=below))
        elif is_long(spec, value):
            parts.extend(_listed(within, (key, spec, value), below))
        elif spec.shape is Shape.ONE and holds_long(value, spec.of):
            inner = blocks_of(within, value, spec.of, name=below, around=fields)
            said.extend(inner.said)
            others.extend(inner.others)
            parts.extend(inner.parts)
        elif clause_key(rule_class, key, spec, value):
            said.append(within.clause(rule_class, (key, spec, value)))
        else:
            told = within.told_of(rule_class, (key, spec, value))
            others.append(fact(within.head(key, spec), told))
    return Blocks(said=tuple(said), others=tuple(others), words=teller.words, parts=tuple(parts))


def fact(label: str, text: str) -> Fact:
    """Return a fact of words."""
    return Fact(label=label, value=text_cell(text))


def is_long(spec: FieldSpec, node: Node) -> bool:
    """Say whether several rules stand under a key."""
    return spec.shape in _MANY and len(_inner(node)) > 1


def holds_long(node: Node, rule_class: type) -> bool:
    """Say whether a rule holds rows, or several rules under one key."""
    fields = written_fields(node, rule_class)
    return any(spec.shape is Shape.ROWS or is_long(spec, value) for _, spec, value in fields)


def _inner(node: Node) -> _Inner:
    if isinstance(node, MapNode):
        return tuple((key.text, value) for key, value in node.entries)
    items = node.items if isinstance(node, ListNode) else ()
    return tuple((str(number), each) for number, each in enumerate(items, 1))


def _listed(teller: Teller, field: Written, name: str) -> Iterator[Part]:
    """Yield the rules inside a rule: a table, or blocks of their own where they hold more."""
    key, spec, node = field
    inner = _inner(node)
    if not any(_is_deep(each, spec.of) for _, each in inner):
        yield _Listed(teller, spec, teller.head(key, spec), inner).table(name)
        return
    for one, each in inner:
        title = teller.pair(teller.head(key, spec), teller.item(one, each))
        below = blocks_of(teller, each, spec.of, name=f"{name}-{one}")
        yield Facts(title=title, facts=below.facts)
        yield from below.parts


def _is_deep(node: Node, rule_class: type) -> bool:
    return any(is_long(spec, value) for _, spec, value in written_fields(node, rule_class))


@attrs.frozen
class _Listed:
    """Rules inside a rule that become a table, a row each."""

    teller: Teller
    spec: FieldSpec
    head: str
    inner: _Inner

    def table(self, name: str) -> Table:
        rows = [self._told(each) for _, each in self.inner]
        heads = {key: head for row in rows for key, (head, _) in row.items()}
        names = [text_cell(self.teller.item(one, each)) for one, each in self.inner]
        if len(heads) > _MOST_COLUMNS:
            heads = {"told": self.teller.words.say("book-told")}
            rows = [{"told": ("", self._sentence(each))} for _, each in self.inner]
        listed = zip(names, rows, strict=True)
        return Table(
            id=name,
            caption=self.head,
            columns=(
                Column(id="name", title=self.head),
                *(Column(id=key, title=head) for key, head in heads.items()),
            ),
            rows=tuple((first, *_cells(row, heads)) for first, row in listed),
        )

    def _sentence(self, node: Node) -> str:
        return self.teller.sentence(node, self.spec.of)

    def _told(self, node: Node) -> dict[str, tuple[str, str]]:
        """Return what is written in a rule: by key, its head and what is told."""
        if not isinstance(node, MapNode):
            told = self.teller.value(node.text) if isinstance(node, ScalarNode) else ""
            return {"told": (self.teller.words.say("book-told"), told)}
        within = self.teller.within(node, self.spec.of)
        return {
            key: (within.head(key, spec), within.told_of(self.spec.of, (key, spec, value)))
            for key, spec, value in written_fields(node, self.spec.of)
        }


def _cells(row: Mapping[str, tuple[str, str]], heads: Mapping[str, str]) -> Iterator[Cell]:
    yield from (text_cell(row[key][1] if key in row else "") for key in heads)
