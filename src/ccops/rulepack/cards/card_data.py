"""Cards as plain data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.rulepack.digest import document_value

if TYPE_CHECKING:
    from ccops.messages import Label
    from ccops.rulepack.cards.card import ChoiceUse, Named, ParameterUse, RuleCard


def card_data(card: RuleCard) -> dict[str, Any]:
    """Return a card as JSON data; what is written in the pack stays as it is written."""
    return {
        "section": card.section,
        "id": card.name,
        "label": label_data(card.label),
        "source": card.origin.source,
        "assumed": card.is_assumed,
        "because": label_data(card.origin.because),
        "carries": card.origin.carries,
        "pack": card.pack,
        "place": str(card.origin.span or ""),
        "definitions": [
            [
                {
                    "key": each.key,
                    "means": {"zh": each.spec.zh, "en": each.spec.en},
                    "written": document_value(each.node),
                }
                for each in part
            ]
            for part in card.parts
        ],
        "gives": list(map(_named, card.gives)),
        "parameters": list(map(_parameter, card.parameters)),
        "reads": list(map(_named, card.reads)),
        "read_by": list(map(_named, card.read_by)),
        "choices": list(map(_choice, card.choices)),
        "accepted": [
            {"code": each.code.value, "because": label_data(each.because)}
            for each in card.accepted
        ],
        "cases": [{"name": each.name, "place": str(each.span)} for each in card.cases],
    }


def label_data(label: Label) -> dict[str, str]:
    """Return a label in both languages."""
    return label.to_dict()


def _named(one: Named) -> dict[str, Any]:
    return {"section": one.section, "id": one.name, "label": label_data(one.label)}


def _parameter(one: ParameterUse) -> dict[str, Any]:
    values = [{"since": str(each.since), "value": each.value} for each in one.values]
    return {
        "id": one.name,
        "label": label_data(one.label),
        "values": values,
        "source": one.source,
    }


def _choice(one: ChoiceUse) -> dict[str, Any]:
    return {
        "id": one.name,
        "asks": label_data(one.choice.asks),
        "readings": {name: text.value for name, text in one.choice.readings.items()},
        "taken": one.taken,
        "open": one.is_open,
    }
