"""Decision tables that people can read: bands in words, amounts with their currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.reports.document.model import Column, ColumnKind, Table
from ccops.reports.document.tables import Cell, text_cell
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.values import Money, Unit, minor_scale, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.reports.rulebook.telling import Teller, Written


def decision_table(teller: Teller, rows: Node, around: Sequence[Written], *, name: str) -> Table:
    """Return the rows of a table; what it asks and gives is written ``around`` it.

    Without columns around it, its first cells are about the value of what it belongs to.
    """
    width = max((len(_items(row)) for row in _items(rows)), default=0)
    columns = [each for key, _, node in around if key == "columns" for each in _items(node)]
    outputs = [(key.text, each) for at, _, node in around if at == "outputs"
               and isinstance(node, MapNode) for key, each in node.entries]  # fmt: skip
    heads = [_column(teller, each) for each in columns]
    heads = heads or [teller.words.say("book-value")] * (width - 1)
    gives = [teller.item(*each) for each in outputs]
    left = width - len(heads)
    gives = gives if len(gives) == left else [teller.words.say("book-gives")] * left
    made = tuple(_row(teller, row, len(heads)) for row in _items(rows))
    return Table(
        id=name,
        caption=teller.words.say("book-table"),
        columns=tuple(
            Column(id=str(number), title=title, kind=_kind(made, number))
            for number, title in enumerate((*heads, *gives))
        ),
        rows=made,
    )


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) else ()


def _row(teller: Teller, row: Node, width: int) -> tuple[Cell, ...]:
    cells = [each.text if isinstance(each, ScalarNode) else "" for each in _items(row)]
    held = (text_cell(teller.cell(each)) for each in cells[:width])
    return (*held, *(_given(teller, each) for each in cells[width:]))


def _given(teller: Teller, text: str) -> Cell:
    """Return what a row gives: an amount keeps its value."""
    scalar, told = parse_scalar(text), teller.cell(text)
    if scalar is None or scalar.unit is not Unit.MONEY:
        return text_cell(told)
    minor = scalar.number * minor_scale(scalar.currency)
    if minor.denominator != 1:
        return text_cell(told)
    return Cell(text=told, value=Money.from_minor(scalar.currency, minor.numerator))


def _kind(rows: tuple[tuple[Cell, ...], ...], column: int) -> ColumnKind:
    cells = [row[column] for row in rows if column < len(row)]
    is_money = bool(cells) and all(isinstance(each.value, Money) for each in cells)
    return ColumnKind.MONEY if is_money else ColumnKind.TEXT


def _column(teller: Teller, node: Node) -> str:
    """Return the head of a column: what it reads; of a rank, the share of those ranked."""
    entries = node.entries if isinstance(node, MapNode) else ()
    named = next((each for each in entries if each[0].text != "step"), None)
    if named is None:
        return ""
    reads = named[1]
    if isinstance(reads, MapNode):
        return teller.words.say("book-share-of", rank=teller.called(reads.text_of("places_of")))
    return teller.called(reads.text if isinstance(reads, ScalarNode) else named[0].text)
