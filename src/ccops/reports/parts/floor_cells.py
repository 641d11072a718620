"""Cells of the floor report: values of groups, and whether a target is met."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.facts import GROUP_POPULATIONS
from ccops.messages import DurationForm, format_duration, format_number
from ccops.reports.document.model import Cell, ColumnKind, Tone
from ccops.reports.parts.constants import write_constant
from ccops.reports.parts.durations import Limit, rounded_duration
from ccops.reports.parts.scales import half_up
from ccops.settlement import Settlement, write_value
from ccops.values import Missing, NotApplicable, Scalar, Unit

if TYPE_CHECKING:
    from ccops.organization import LimitRule, TargetRule
    from ccops.reports.document.words import Words

_TWO: Final = 2
_SECOND: Final = 1_000
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_KINDS: Final = {
    Unit.RATIO: ColumnKind.PERCENT,
    Unit.DURATION: ColumnKind.DURATION,
    Unit.COUNT: ColumnKind.NUMBER,
}
#: How a limit is shown, by the word that names it.
_SIGNS: Final = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}


def value_cell(about: Settlement, subject: str, name: str, words: Words) -> Cell:
    """Return a value as people read it, rounded for showing; the cell's value stays exact."""
    value, unit = about.value(subject, name), about.unit_of(name)
    if isinstance(value, Missing | NotApplicable):
        return Cell(text="–", value=value, tone=Tone.MISSING)
    match unit:
        case Unit.RATIO if isinstance(value, Fraction | Decimal):
            percent = half_up(Fraction(value) * 100, _TWO)
            shown = format_number(percent, locale=words.locale)
            return Cell(text=f"{shown}%", value=value)
        case Unit.DURATION if isinstance(value, dt.timedelta):
            text = rounded_duration(Fraction(value // _MILLISECOND), locale=words.locale)
            return Cell(text=text, value=value)
        case Unit.DURATION if isinstance(value, Fraction | Decimal | int):
            return Cell(text=rounded_duration(Fraction(value), locale=words.locale), value=value)
        case _ if isinstance(value, str):
            return Cell(text=words.value(value), value=value)
        case _:
            return Cell(text=write_value(value, unit, locale=words.locale), value=value)


def met_cell(about: Settlement, subject: str, target: str, words: Words) -> Cell:
    """Return whether a target is met; a value that is not known is neither."""
    value = about.value(subject, target)
    if isinstance(value, Missing | NotApplicable):
        return Cell(text="–", value=value, tone=Tone.MISSING)
    return Cell(text=words.say("met" if value is True else "missed"), value=value)


def limit_text(
    limit: LimitRule,
    about: Settlement,
    words: Words,
    *,
    form: DurationForm = DurationForm.UNITS,
) -> str:
    """Return a limit as people write it: ``≥ 95%``; durations as those beside it."""
    sign, scalar = _limit(limit, about)
    if scalar is None:
        return ""
    if scalar.unit is Unit.DURATION:
        written = format_duration(scalar.number, locale=words.locale, form=form)
    else:
        written = write_constant(scalar, about.rules.currency, words)
    return f"{sign} {written}"


def limit_of_clocks(limit: LimitRule, about: Settlement) -> Limit | None:
    """Return a limit that is a duration of whole seconds, as the clocks of a column are."""
    sign, scalar = _limit(limit, about)
    if scalar is None or scalar.unit is not Unit.DURATION or scalar.number % _SECOND:
        return None
    return Limit(sign=sign, size=scalar.number)


def with_limit(title: str, limit: LimitRule, about: Settlement, words: Words) -> str:
    """Return the head of a column with its limit; one that is a clock its form is named with."""
    if limit_of_clocks(limit, about) is not None:
        return title
    return f"{title} {limit_text(limit, about, words)}"


def limits_of_groups(target: TargetRule) -> tuple[LimitRule, ...]:
    """Return the limits that a target sets for groups."""
    return tuple(x for x in target.cohorts if x.population.value in GROUP_POPULATIONS)


def _limit(limit: LimitRule, about: Settlement) -> tuple[str, Scalar | None]:
    ((word, named),) = limit.words
    known = about.rules.plan.constants.get(named.value)
    return _SIGNS[word], None if known is None else known.constant


def column_kind(unit: Unit) -> ColumnKind:
    """Return what a column of values of a unit holds."""
    return _KINDS.get(unit, ColumnKind.TEXT)
