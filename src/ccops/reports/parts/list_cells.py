"""Cells of lists: dates, counts, shares and durations as people of a locale read them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.learning import ListValue
from ccops.messages import format_date, format_number
from ccops.reports.document.tables import Cell, Tone, text_cell
from ccops.reports.parts.durations import rounded_duration
from ccops.reports.parts.scales import half_up
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.reports.document.words import Words

_TWO: Final = 2


def name_cell(subject: str, names: Mapping[str, str]) -> Cell:
    """Return who or what a row is about: the id, with the name of a person beneath."""
    name = names.get(subject, "")
    return attrs.evolve(text_cell(subject, note=name), person=name)


def cell_of(value: object, words: Words) -> Cell:
    """Return a cell of a list; what is not known is a dash."""
    match value:
        case None | Missing() | ():
            found = value if isinstance(value, Missing) else None
            return Cell(text="–", value=found, tone=Tone.MISSING)
        case bool():
            return Cell(text=words.say("list-yes" if value else "list-no"), value=value)
        case dt.date():
            return Cell(text=format_date(value, locale=words.locale), value=value)
        case int():
            return Cell(text=format_number(value, locale=words.locale), value=value)
        case ListValue():
            return _measured_cell(value, words)
        case tuple():
            return text_cell(words.say("listed").join(words.value(str(x)) for x in value))
        case str():
            return Cell(text=words.value(value), value=value)
        case _:
            return text_cell(str(value))


def _measured_cell(value: ListValue, words: Words) -> Cell:
    """Return an exact value rounded for showing; the cell's value stays exact."""
    number = value.number
    match value.unit:
        case _ if value.decimals is not None:
            shown = format_number(half_up(number, value.decimals), locale=words.locale)
        case Unit.RATIO:
            percent = half_up(number * 100, _TWO)
            shown = f"{format_number(percent, locale=words.locale)}%"
        case Unit.DURATION:
            shown = rounded_duration(Fraction(number), locale=words.locale)
        case _:
            is_whole = number.denominator == 1
            told = number.numerator if is_whole else half_up(number, _TWO)
            shown = format_number(told, locale=words.locale)
    whole = number.numerator if number.denominator == 1 else number
    return Cell(text=shown, value=whole)
