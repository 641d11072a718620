"""What differs between two packs in the readings neither takes: it moves nothing as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.rulepack.cards.dependencies import RuleId, rule_node
from ccops.rulepack.cards.node_diff import Detail, rule_details
from ccops.rulepack.digest import document_value
from ccops.rulepack.text.nodes import MapNode, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.pack import Pack


def idle_details(
    old: Pack, new: Pack, rule: RuleId, rule_class: type, told: tuple[Detail, ...]
) -> Iterator[Detail]:
    """Yield what is other in a rule under the readings that are not taken, and not ``told`` yet.

    A settlement may choose such a reading, so that packs which differ in it do not say the same.
    """
    before, after = _written(old, rule), _written(new, rule)
    if before is None or after is None or document_value(before) == document_value(after):
        return
    seen = {_what(each) for each in told}
    for readings in _not_taken(old, new, rule):
        one, other = old.with_choices(**readings), new.with_choices(**readings)
        nodes = rule_node(one, rule), rule_node(other, rule)
        if nodes[0] is None or nodes[1] is None:
            continue
        under = ", ".join(f"{name}={each}" for name, each in readings.items())
        for each in rule_details(nodes[0], nodes[1], rule_class):
            if _what(each) not in seen:
                seen.add(_what(each))
                yield attrs.evolve(each, under=under)


def _not_taken(old: Pack, new: Pack, rule: RuleId) -> Iterator[dict[str, str]]:
    """Yield the readings, with those around them, that both packs know for a rule."""
    for place in new.choice_places:
        known = old.choices.get(place.choice)
        if place.rule != rule or known is None:
            continue
        for reading in new.choices[place.choice].readings:
            readings = {**dict(place.within), place.choice: reading}
            both = all(
                name in old.choices and each in old.choices[name].readings
                for name, each in readings.items()
            )
            taken = all(new.readings[name] == each for name, each in readings.items())
            if both and not taken:
                yield readings


def _what(one: Detail) -> Detail:
    return attrs.evolve(one, under="")


def _written(pack: Pack, rule: RuleId) -> Node | None:
    section = pack.source_document.get(rule[0])
    return section.get(rule[1]) if isinstance(section, MapNode) else None
