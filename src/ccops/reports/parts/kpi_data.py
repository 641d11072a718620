"""What the page of indicators is made of: measured states, regrouped and written for people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from ccops.contacts import ServiceLevelContract
from ccops.kpi import Cells, Fold, Indicator, Key, Measured, Value
from ccops.messages import format_number
from ccops.reports.document.tables import Cell, ColumnKind, Tone
from ccops.reports.parts.durations import rounded_duration
from ccops.reports.parts.scales import half_up
from ccops.settlement import write_value
from ccops.values import Missing, Money, Unit, decode, fraction_of

if TYPE_CHECKING:
    from fractions import Fraction
    from zoneinfo import ZoneInfo

    from ccops.reports.document.words import Words

_DECIMALS = re.compile(r"\.(0+)")
_KINDS: Mapping[Unit, ColumnKind] = {
    Unit.RATIO: ColumnKind.PERCENT,
    Unit.DURATION: ColumnKind.DURATION,
    Unit.MONEY: ColumnKind.MONEY,
}
_USUAL_DIGITS = 2
_HALF_HOURS = 48


@attrs.frozen(kw_only=True, eq=False)
class KpiSources:
    """What a page of indicators shows.

    ``measured`` are indicators by any groups; what the page asks by fewer groups is merged.
    ``outcomes`` counts the visits by how they ended; ``contracts`` are the service-level
    contracts by name. ``volume`` and ``service`` name the indicators of the two heat maps;
    ``zone`` is the center's IANA zone. ``order`` names indicators in the order of the page,
    after these two; one not named comes last.
    """

    measured: tuple[Measured, ...]
    first: dt.date
    last: dt.date
    zone: str
    outcomes: Mapping[str, int] = attrs.field(factory=dict[str, int])
    contracts: Mapping[str, ServiceLevelContract] = attrs.field(
        factory=dict[str, ServiceLevelContract]
    )
    volume: str = "offered"
    service: str = "service_level"
    order: tuple[str, ...] = ()

    def by(self, *groups: str) -> Mapping[str, Measured]:
        """Return, by indicator, what was measured by some groups or by more than these."""
        found: dict[str, Measured] = {}
        for each in sorted(self.measured, key=lambda one: len(one.by)):
            if set(groups) <= set(each.by):
                regrouped = each if each.by == groups else each.regrouped(groups)
                for name in each.indicators:
                    found.setdefault(name, regrouped)
        order = dict.fromkeys((self.volume, self.service, *self.order, *found))
        return {name: found[name] for name in order if name in found}

    def indicator(self, name: str) -> Indicator | None:
        """Return an indicator that was measured, or ``None``."""
        for each in self.measured:
            if name in each.indicators:
                return each.indicators[name]
        return None


def keys_of(measured: Mapping[str, Measured]) -> tuple[Key, ...]:
    """Return the keys of all indicators, sorted, those of no known group last."""
    found = {key for each in measured.values() for key in each.keys}
    return tuple(sorted(found, key=lambda key: (isinstance(key, Missing), str(key))))


def by_clock(measured: Measured, zone: ZoneInfo) -> Measured:
    """Return what was measured by day and half-hour by weekday (0 Monday) and half-hour of day.

    A half-hour that the clock shows twice counts in one place.
    """
    folds = tuple(_on_the_clock(each, zone) for each in measured.folds)
    return attrs.evolve(measured, folds=folds, by=("weekday", "half_hour_of_day"))


def _on_the_clock(fold: Fold, zone: ZoneInfo) -> Fold:
    states: dict[Key, Cells] = {}
    for key, cells in fold.states.items():
        place = _place(key, zone)
        if place is not None:
            own = states.get(place)
            states[place] = cells if own is None else fold.layout.merged(own, cells)
    return attrs.evolve(fold, states=states)


def _place(key: Key, zone: ZoneInfo) -> tuple[int, int] | None:
    if not isinstance(key, tuple):
        return None
    day, half_hour = key
    if not isinstance(day, int) or not isinstance(half_hour, int):
        return None
    local = dt.datetime.fromtimestamp(half_hour, zone)
    return dt.date.fromordinal(day).weekday(), local.hour * 2 + local.minute // 30


def half_hours() -> tuple[str, ...]:
    """Return the labels of the half-hours of a day."""
    return tuple(f"{n // 2:02}:{n % 2 * 30:02}" for n in range(_HALF_HOURS))


def column_kind(indicator: Indicator) -> ColumnKind:
    """Return what a column of an indicator holds."""
    return _KINDS.get(indicator.type.unit, ColumnKind.NUMBER)


def number_of(indicator: Indicator, value: Value) -> Fraction | None:
    """Return the exact number of a value, or ``None`` where it is missing."""
    return None if isinstance(value, Missing) else fraction_of(value, indicator.carrier)


def kpi_cell(indicator: Indicator, value: Value, words: Words, *, currency: str = "") -> Cell:
    """Return a value as people read it, rounded for showing; the cell's value stays exact.

    ``currency`` is that of money which names none.
    """
    number = number_of(indicator, value)
    if number is None or isinstance(value, Missing):
        reason = value if isinstance(value, Missing) else None
        return Cell(text="–", value=reason, tone=Tone.MISSING)
    public = decode(value, indicator.type, indicator.carrier, currency=currency)
    if isinstance(public, Money):
        return Cell(text=write_value(public, Unit.MONEY, locale=words.locale), value=public)
    return Cell(text=shown(indicator, number, words), value=public)


def shown(indicator: Indicator, number: Fraction, words: Words) -> str:
    """Return a number of an indicator by its unit and its ``display``."""
    return shown_indicator(indicator, number, locale=words.locale)


def shown_indicator(indicator: Indicator, number: Fraction, *, locale: str) -> str:
    """Return a number of an indicator by its unit and its ``display``, in a locale."""
    match indicator.type.unit:
        case Unit.RATIO:
            percent = half_up(number * 100, digits_of(indicator))
            return f"{format_number(percent, locale=locale)}%"
        case Unit.DURATION:
            return rounded_duration(number, locale=locale)
        case Unit.COUNT if number.denominator == 1:
            return format_number(number.numerator, locale=locale)
        case _:
            return format_number(half_up(number, digits_of(indicator)), locale=locale)


def digits_of(indicator: Indicator) -> int:
    """Return how many decimals an indicator shows."""
    if indicator.display is None:
        return _USUAL_DIGITS
    found = _DECIMALS.search(indicator.display.value)
    return len(found[1]) if found else 0


def sorted_by(keys: Iterable[Key], column: Sequence[Value]) -> tuple[Key, ...]:
    """Return keys by falling value, a missing value last; equal ones stay in their order."""
    values = dict(zip(keys, column, strict=True))
    return tuple(sorted(values, key=lambda key: _falling(values[key])))


def _falling(value: Value) -> tuple[bool, int]:
    return (not isinstance(value, int), -value if isinstance(value, int) else 0)
