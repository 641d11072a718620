"""Why an amount is what it is, told short: the first causes of its explanation."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import Locale, message
from ccops.plan import TracedValue
from ccops.settlement import write_value
from ccops.values import Missing, NotApplicable, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import Trace
    from ccops.settlement import Settlement

#: How many causes are told of one amount.
MOST_CAUSES: Final = 8


class WhyKind(enum.Enum):
    """What kind of cause: in the order in which they are told."""

    NO_LINE = "no_line"
    PROVISIONAL = "provisional"
    REASON = "reason"
    MISSING = "missing"
    ROW = "row"
    NO_ROW = "no_row"
    PLACE = "place"
    NO_PLACE = "no_place"
    COUNT = "count"
    INPUT = "input"


_ORDER: Final = tuple(WhyKind)


@attrs.frozen(kw_only=True)
class Why:
    """One cause: its kind, the figure or fact it is about, and what is to be told of it.

    ``value`` is the one of an input, of what a line counts, or why it is missing.
    """

    kind: WhyKind
    name: str
    told: Mapping[str, str] = attrs.field(factory=dict[str, str])
    value: TracedValue | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the cause as plain JSON data."""
        return {"kind": self.kind.value, "name": self.name, **self.told}

    def text(self, settlement: Settlement, locale: Locale) -> str:
        """Return the cause in words."""
        told: dict[str, object] = {**self.told, "name": _named(settlement, self.name, locale)}
        if self.value is not None:
            told["value"] = _written(self.value, settlement, locale)
        if self.kind is WhyKind.REASON:
            told["name"] = self.told[_label(locale)] or self.told["code"]
        if self.told.get("tied", "1") != "1":
            return message("parallel-place-tied", told, locale=locale)
        return message(f"parallel-{self.kind.value}", told, locale=locale)


def whys_of(settlement: Settlement, employee: str, figure: str) -> tuple[Why, ...]:
    """Return the first causes of an amount, the most telling first."""
    row = settlement.row_of(employee)
    if isinstance(settlement.value(employee, figure), NotApplicable):
        return (Why(kind=WhyKind.NO_LINE, name=figure),)
    trace = settlement.trace(employee, figure)
    found = _Walker(settlement, row).causes(trace)
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.kind))[:MOST_CAUSES])


class _Walker:
    """Goes through an explanation once, whatever is read several times in it."""

    def __init__(self, settlement: Settlement, row: int) -> None:
        self._settlement = settlement
        self._row = row
        self._seen: set[str] = set()

    def causes(self, trace: Trace) -> Iterator[Why]:
        if trace.name in self._seen:
            return
        self._seen.add(trace.name)
        yield from self._waiting(trace)
        for each in trace.reasons:
            told = {"code": each.code, "zh": each.label.zh, "en": each.label.en}
            yield Why(kind=WhyKind.REASON, name=trace.name, told=told)
        yield from self._table(trace)
        yield from _place(trace)
        for term in trace.terms:
            if term.count is not None and term.rate is not None:
                told = {"count": self._plain(term.count), "rate": str(term.rate.value)}
                yield Why(kind=WhyKind.COUNT, name=trace.name, told=told, value=term.value)
        if not trace.inputs or trace.groups is not None:
            yield from self._input(trace)  # what a group has is told as what its people read
        is_decided = bool(trace.table or trace.reasons)
        for below in _read(trace):
            yield from self._below(below, is_decided=is_decided)

    def _below(self, trace: Trace, *, is_decided: bool) -> Iterator[Why]:
        """Tell what was read; behind what a table or condition read, only what is missing."""
        if not is_decided or isinstance(trace.value.cell, Missing):
            yield from self.causes(trace)
        elif trace.name not in self._seen:
            self._seen.add(trace.name)
            yield from _place(trace) if trace.place is not None else self._input(trace)

    def _waiting(self, trace: Trace) -> Iterator[Why]:
        employee = self._settlement.employees[self._row]
        for key, blocked in self._settlement.provisional.items():
            if key.name == trace.name and blocked.waits(employee):
                told = {"employees": ", ".join(blocked.employees)}
                yield Why(kind=WhyKind.PROVISIONAL, name=blocked.rank or trace.name, told=told)

    def _table(self, trace: Trace) -> Iterator[Why]:
        hits = [number for number, each in enumerate(trace.table, 1) if each.hit]
        for number in hits:
            told = {"number": str(number), "cells": " | ".join(trace.table[number - 1].cells)}
            yield Why(kind=WhyKind.ROW, name=trace.name, told=told)
        if trace.table and not hits:
            yield Why(kind=WhyKind.NO_ROW, name=trace.name)

    def _input(self, trace: Trace) -> Iterator[Why]:
        if isinstance(trace.value.cell, Missing):
            told = {"missing": trace.value.cell.value}
            yield Why(kind=WhyKind.MISSING, name=trace.name, told=told, value=trace.value)
        elif not isinstance(trace.value.cell, NotApplicable) and trace.place is None:
            told = {"given": self._plain(trace.value)}
            yield Why(kind=WhyKind.INPUT, name=trace.name, told=told, value=trace.value)

    def _plain(self, traced: TracedValue) -> str:
        return _written(traced, self._settlement, "en")


def _read(trace: Trace) -> Iterator[Trace]:
    """Yield what decided: the inputs of a figure, or those of the conditions that were met."""
    if trace.groups is not None:
        return
    if not trace.reasons:
        yield from trace.inputs
        return
    flags = {each.flag for each in trace.reasons}
    for below in trace.inputs:
        if below.name in flags:
            yield from below.inputs


def _place(trace: Trace) -> Iterator[Why]:
    place = trace.place
    if place is None:
        return
    size = str(place.size)
    if place.place is None:
        yield Why(kind=WhyKind.NO_PLACE, name=trace.name, told={"size": size})
    else:
        told = {"place": str(place.place), "size": size, "tied": str(place.tied)}
        yield Why(kind=WhyKind.PLACE, name=trace.name, told=told)


def _written(traced: TracedValue, settlement: Settlement, locale: Locale) -> str:
    cell = traced.cell
    if isinstance(cell, Missing | NotApplicable):
        return write_value(cell, traced.type.unit, locale=locale)
    currency = settlement.rules.currency
    value = decode(cell, traced.type, traced.carrier, currency=currency)
    return write_value(value, traced.type.unit, locale=locale)


def _named(settlement: Settlement, name: str, locale: Locale) -> str:
    if not settlement.has_name(name):
        return name
    label = settlement.results.plan.label_of(name).in_locale(locale)
    return f"{label} ({name})" if label and label != name else name


def _label(locale: Locale) -> str:
    return "en" if locale == "en" else "zh"
