"""What management decided for a period, as pages print it: lists item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Label, Origin
from ccops.reports.document.model import Fact
from ccops.reports.document.tables import text_cell
from ccops.reports.parts.constants import write_constant
from ccops.rulepack.assembly.listed import decided_items
from ccops.rulepack.pack_rules import part_of
from ccops.values import parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.reports.document.words import Words
    from ccops.settlement import Settlement


def decided_facts(
    decisions: Mapping[str, str], settlement: Settlement, words: Words
) -> Iterator[Fact]:
    """Yield decisions by their labels; of a list each part of each item, or that it has none."""
    for name, value in sorted(decisions.items()):
        items = decided_items(value)
        if items is None:
            written = text_cell(_written(settlement, words, value))
            yield Fact(label=_named(settlement, words, name), value=written)
        elif not items:
            none = text_cell(words.say("decided-none"))
            yield Fact(label=_named(settlement, words, name), value=none)
        for item in items or ():
            for part, text in item.parts.items():
                written = text_cell(_written(settlement, words, text))
                constant = part_of(item.id, part)
                yield Fact(label=_named(settlement, words, constant), value=written)


def _written(settlement: Settlement, words: Words, text: str) -> str:
    scalar = parse_scalar(text)
    return write_constant(scalar, settlement.rules.currency, words) if scalar else text


def _named(settlement: Settlement, words: Words, name: str) -> str:
    label, _ = settlement.rules.parameters.get(name, (Label(), Origin()))
    return words.label(label) or words.label(settlement.results.plan.label_of(name), name)
