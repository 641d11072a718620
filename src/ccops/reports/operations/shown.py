"""Cells of the reports about operations: values beside what they were, and how they turned."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import format_duration, format_number, signed
from ccops.reports.document.model import Cell, Column, ColumnKind, Table, Tone
from ccops.reports.document.tables import text_cell
from ccops.reports.operations.aims import plain_number
from ccops.reports.operations.changes import Change, Turn
from ccops.reports.parts.durations import rounded_duration, with_clocks
from ccops.reports.parts.kpi_data import column_kind, digits_of, kpi_cell, number_of
from ccops.reports.parts.scales import half_up
from ccops.settlement import write_value
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi import Indicator
    from ccops.projects import InvoiceValue
    from ccops.reports.document.words import Words

_TWO: Final = 2
_SECOND: Final = 1_000
#: From which difference of durations on how many decimals of a second tell it.
_DECIMALS: Final = ((10 * _SECOND, 0), (_SECOND, 1), (_SECOND // 100, 2), (0, 3))
_NO_CELL: Final = Cell(text="–", tone=Tone.MISSING)
#: How a turn is marked, beside its word.
_MARKS: Final = {Turn.BETTER: "▲", Turn.WORSE: "▼", Turn.SAME: "=", Turn.OTHER: "●"}


def invoice_text(value: InvoiceValue, words: Words) -> str:
    """Return a value as the invoice shows it: cut, so that none reads as if it were met."""
    number = plain_number(value.shown)
    if number is None or value.unit is Unit.MONEY:
        return write_value(value.shown, value.unit, locale=words.locale)
    return number_text(value.unit, number, words)


def difference_text(change: Change, words: Words) -> str:
    """Return by how much an indicator changed, with its sign; shares in percentage points."""
    moved = change.difference
    if moved is None:
        return "–"
    indicator, unit = change.indicator, change.indicator.type.unit
    if not moved and unit is Unit.DURATION:
        return _no_time(change, words)
    size = size_text(unit, abs(moved), words, digits=digits_of(indicator))
    return signed(size, moved, locale=words.locale)


def _no_time(change: Change, words: Words) -> str:
    """Return no difference in the unit of the durations that are the same."""
    values = (number_of(change.indicator, each) for each in (change.now, change.before))
    beside = [each for each in values if each]
    if not beside:
        return rounded_duration(Fraction(0), locale=words.locale)
    return format_duration(0, locale=words.locale, beside=beside)


def size_text(unit: Unit, size: Fraction, words: Words, *, digits: int = _TWO) -> str:
    """Return a difference without its sign as people read it; shares in percentage points.

    A difference is told as finely as it needs: what is there does not read as none, and from ten
    seconds on it is to the second, as the durations are that it lies between.

    >>> from fractions import Fraction
    >>> from ccops.reports.document.words import Words
    >>> size_text(Unit.DURATION, Fraction(3), Words.of("en"))
    '0.003s'
    """
    match unit:
        case Unit.RATIO:
            points = half_up(size * 100, digits)
            number = format_number(points, locale=words.locale)
            return words.say("ops-percent-points", number=number)
        case Unit.DURATION:
            tenths = next(tenths for least, tenths in _DECIMALS if size >= least)
            told = Fraction(half_up(size / _SECOND, tenths)) * _SECOND
            return format_duration(told, locale=words.locale)
        case Unit.COUNT if size.denominator == 1:
            return format_number(size.numerator, locale=words.locale)
        case _:
            return format_number(half_up(size, digits), locale=words.locale)


def change_cell(change: Change, words: Words) -> Cell:
    """Return by how much an indicator changed; the cell's value stays exact."""
    moved = change.difference
    if moved is None:
        return _NO_CELL
    return Cell(text=difference_text(change, words), value=moved)


def turn_cell(change: Change, words: Words) -> Cell:
    """Return how an indicator turned, in a word with its mark."""
    if change.turn is Turn.UNKNOWN:
        return _NO_CELL
    tone = Tone.PROVISIONAL if change.turn is Turn.WORSE else Tone.PLAIN
    word = words.say(f"ops-turn-{change.turn.value}")
    return text_cell(f"{_MARKS[change.turn]} {word}", tone=tone)


def label_of(indicator: Indicator, words: Words) -> str:
    """Return what people call an indicator."""
    return words.head(indicator.label, indicator.name)


def change_table(
    name: str, caption: str, changes: Sequence[Change], words: Words, *, currency: str = ""
) -> Table:
    """Return indicators now and before, a row each, in the order given."""
    say, kind = words.say, _shared_kind(changes)
    table = Table(
        id=name,
        caption=caption,
        columns=(
            Column(id="indicator", title=say("ops-indicator")),
            Column(id="now", title=say("ops-now"), kind=kind),
            Column(id="before", title=say("ops-before"), kind=kind),
            Column(id="change", title=say("ops-change"), kind=ColumnKind.NUMBER),
            Column(id="turn", title=say("ops-turn")),
        ),
        rows=tuple(_row(each, words, currency) for each in changes),
    )
    return with_clocks(table, words)


def value_table(
    name: str, changes: Sequence[Change], words: Words, *, currency: str = ""
) -> Table:
    """Return indicators as they are now, where nothing is known of before."""
    say = words.say
    table = Table(
        id=name,
        caption=say("ops-measured"),
        columns=(
            Column(id="indicator", title=say("ops-indicator")),
            Column(id="now", title=say("ops-now"), kind=_shared_kind(changes)),
        ),
        rows=tuple(_row(each, words, currency)[:_TWO] for each in changes),
    )
    return with_clocks(table, words)


def _shared_kind(changes: Sequence[Change]) -> ColumnKind:
    """Return what a column of values holds: figures of several units are numbers to the eye."""
    kinds = {column_kind(each.indicator) for each in changes}
    return kinds.pop() if len(kinds) == 1 else ColumnKind.NUMBER


def _row(change: Change, words: Words, currency: str) -> tuple[Cell, ...]:
    return (
        text_cell(label_of(change.indicator, words)),
        kpi_cell(change.indicator, change.now, words, currency=currency),
        kpi_cell(change.indicator, change.before, words, currency=currency),
        change_cell(change, words),
        turn_cell(change, words),
    )


def number_text(unit: Unit, number: Fraction, words: Words) -> str:
    """Return an exact number of a unit as people read it, rounded for showing."""
    match unit:
        case Unit.RATIO:
            percent = format_number(half_up(number * 100, _TWO), locale=words.locale)
            return f"{percent}%"
        case Unit.DURATION:
            return rounded_duration(number, locale=words.locale)
        case _:
            is_whole = number.denominator == 1
            told = number.numerator if is_whole else half_up(number, _TWO)
            return format_number(told, locale=words.locale)
