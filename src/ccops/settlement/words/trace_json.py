"""Traces as plain JSON data: what an explanation tells, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.settlement.plain_data.encoding import plain_cell
from ccops.settlement.words.gathering_words import gathering_data
from ccops.settlement.words.lot_words import lot_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.plan import Trace, TracedCall, TracedPlace, TracedShare, TracedValue
    from ccops.settlement.settled.settlement import Settlement


def trace_data(trace: Trace, settlement: Settlement) -> dict[str, Any]:
    """Return a trace as plain JSON data."""
    data: dict[str, Any] = {
        "name": trace.name,
        "kind": trace.kind,
        "label": trace.label.to_dict(),
        "unit": trace.value.type.unit.value,
        "value": _value(trace.value),
        "source": trace.origin.source,
        "place": str(trace.origin.span) if trace.origin.span else "",
        "formula": trace.formula,
        "unrounded": _value(trace.unrounded) if trace.unrounded else None,
        "terms": [{"term": each.text, "value": _value(each.value)} for each in trace.terms],
        "calls": [_call_data(each) for each in trace.calls],
        "parameters": [
            {"name": name, "value": str(scalar.value), "source": origin.source}
            for name, scalar, _, origin in trace.parameters
        ],
        "reasons": [each.code for each in trace.reasons],
        "choices": dict(settlement.rules.choices.get(trace.policy, ())),
        "rows": [
            {"cells": list(row.cells), "hit": row.hit, "refused_by": row.refused_by}
            for row in trace.table
        ],
        "collected": trace.collected,
        "members": [
            {"employee": settlement.employees[row], "value": _value(each)}
            for row, each in trace.members
        ],
        "inputs": [trace_data(each, _told_of(trace, settlement)) for each in trace.inputs],
    }
    data.update(_past_data(trace))
    if trace.gathered is not None and settlement.people is not None:
        ids = settlement.people.employees
        data["gathered"] = gathering_data(trace.gathered, ids, _value)
    if trace.shared is not None:
        data["shared"] = _share_data(trace.shared)
    if trace.place is not None:
        data["place_in_rank"] = _place_data(trace.place, settlement.employees)
    return data


def _told_of(trace: Trace, settlement: Settlement) -> Settlement:
    """Return whose settlement the inputs of a trace are told of: the group's, where it is read."""
    groups = trace.groups
    return settlement if groups is None else settlement.larger(groups.kind)


def _value(traced: TracedValue) -> object:
    return plain_cell(traced.cell, traced.type.unit, traced.carrier)


def _call_data(call: TracedCall) -> dict[str, Any]:
    return {
        "function": call.function,
        "arguments": {name: _value(given) for name, given in call.arguments},
        "value": _value(call.value),
    }


def _place_data(place: TracedPlace, ids: tuple[str, ...]) -> Mapping[str, Any]:
    return {
        "place": place.place,
        "size": place.size,
        "tied": place.tied,
        "ahead": [ids[row] for row in place.ahead],
        "behind": [ids[row] for row in place.behind],
        "keys": list(place.keys),
    }


def _share_data(share: TracedShare) -> Mapping[str, Any]:
    return {
        "places": list(share.places),
        "amounts": list(map(_value, share.amounts)),
        "each": _value(share.each),
        "rest": _value(share.rest),
    }


def _past_data(trace: Trace) -> dict[str, Any]:
    """Return whose fact is read, what a window saw of each period, what became of each lot."""
    found: dict[str, Any] = {}
    if trace.groups is not None:
        found["groups"] = {"kind": trace.groups.kind.value, "ids": list(trace.groups.ids)}
    if trace.periods:
        found["periods"] = [
            {"period": each.period, "value": _value(each.value), "skipped": each.skipped}
            for each in trace.periods
        ]
    if trace.lots_unknown is not None:
        found["lots_unknown"] = trace.lots_unknown.value
    if trace.lots:
        found["lots"] = [lot_data(each, _value) for each in trace.lots]
    return found
