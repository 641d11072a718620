"""Durations as people of a locale write them: in words of their units, or as on a stop watch.

``16:00:00`` may be a time of day. So a duration that stands by itself names its units, and one
in a column is a clock whose form the head of the column names. Its sign is that of the locale,
and so is what parts thousands of hours; a clock has none, as a spreadsheet has none there.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import attrs

from ccops.messages.formats import format_number
from ccops.messages.locales import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A duration, or the exact number of its milliseconds.
Duration = dt.timedelta | Fraction | int

_MICROSECOND: Final = dt.timedelta(microseconds=1)
_SECOND: Final = 1_000
#: How far a duration may be from what is told of it, rounded to the second.
_ROUNDED: Final = 500
_MINUTE: Final = 60_000
_HOUR: Final = 3_600_000
_SIXTY: Final = 60
_UNITS: Final = ("hour", "minute", "second")
_SIZES: Final = (_HOUR, _MINUTE, _SECOND)
_TOKENS: Final = (("[h]", "[m]", "[s]"), ("hh", "mm", "ss"), ("h", "m", "s"))
_PLACE: Final = "\0"
_DAY: Final = 24 * _HOUR
#: So many decimals of a day tell half a second.
_DAY_DIGITS: Final = 9
#: A number by which the words around it are found; these languages have one form of each.
_SEVERAL: Final = 8
#: So many written durations are kept: what stands on one page of a month stands on many.
_KEPT: Final = 10_000


class DurationForm(enum.Enum):
    """How a duration is written: with its units, in the one it is whole in, or as a clock."""

    UNITS = "units"
    ONE_UNIT = "one-unit"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"


#: Which units the clock of a form has, from the first to before the last.
_PLACES: Final = {
    DurationForm.HOURS: (0, 2),
    DurationForm.MINUTES: (1, 3),
    DurationForm.SECONDS: (0, 3),
}


def milliseconds(duration: Duration) -> Fraction:
    """Return the exact number of milliseconds of a duration."""
    if isinstance(duration, dt.timedelta):
        return Fraction(duration // _MICROSECOND, 1_000)
    return Fraction(duration)


def format_duration(
    duration: Duration,
    *,
    locale: str,
    form: DurationForm = DurationForm.UNITS,
    beside: Iterable[Duration] = (),
) -> str:
    """Return a duration with all its parts; below the millisecond it is cut, with ``…``.

    A clock of hours and minutes shows seconds where there are any. In one unit 150 s are as a
    manual writes them, neither parted nor rounded. No time at all is in the least unit of what
    stands ``beside`` it, in hours if nothing does.

    >>> format_duration(dt.timedelta(hours=7, minutes=30), locale="en")
    '7h 30m'
    >>> format_duration(dt.timedelta(hours=7, minutes=30), locale="zh_CN")
    '7小时30分钟'
    >>> format_duration(dt.timedelta(seconds=263), locale="en", form=DurationForm.MINUTES)
    '4:23'
    >>> format_duration(0, locale="en", beside=[263_000])
    '0s'
    """
    size = milliseconds(duration)
    if not size and form is DurationForm.UNITS:
        unit = _least_unit(map(milliseconds, beside))
        return "0".join(_words_of(locale).units[unit])
    return _written(size, locale, form)


def _least_unit(sizes: Iterable[Fraction]) -> int:
    """Return the place of the least unit that durations need, that of hours for none."""
    return max((_unit_of(size) for size in sizes if size), default=0)


def _unit_of(size: Fraction) -> int:
    """Return the place of the unit in which a duration is whole; seconds, if in none."""
    return next((at for at, unit in enumerate(_SIZES) if size % unit == 0), len(_SIZES) - 1)


@functools.lru_cache(maxsize=_KEPT)
def _written(size: Fraction, locale: str, form: DurationForm) -> str:
    minus, size = (_words_of(locale).minus, -size) if size < 0 else ("", size)
    if form is DurationForm.ONE_UNIT:
        at = _unit_of(size)
        if size % _SIZES[at] == 0:
            number = format_number(size // _SIZES[at], locale=locale)
            return minus + number.join(_words_of(locale).units[at])
        form = DurationForm.UNITS
    seconds, rest = divmod(size, _SECOND)
    tail = f".{int(rest):03}" if rest else ""
    if form is DurationForm.UNITS:
        tail = tail.rstrip("0").rstrip(".")
    tail += "" if rest.denominator == 1 else "…"
    minutes, second = divmod(seconds, _SIXTY)
    hour, minute = divmod(minutes, _SIXTY)
    if form is DurationForm.UNITS:
        return minus + _in_units(hour, minute, second, tail, locale)
    if form is DurationForm.MINUTES:
        return f"{minus}{minutes}:{second:02}{tail}"
    if form is DurationForm.HOURS and not second and not tail:
        return f"{minus}{hour}:{minute:02}"
    return f"{minus}{hour}:{minute:02}:{second:02}{tail}"


def _in_units(hour: int, minute: int, second: int, tail: str, locale: str) -> str:
    """Return the parts that are not 0 with their units; no time at all is no hours."""
    words = _words_of(locale)
    parts = [
        before
        + format_number(number, locale=locale)
        + (tail if at == len(_UNITS) - 1 else "")
        + after
        for at, (number, (before, after)) in enumerate(
            zip((hour, minute, second), words.units, strict=True)
        )
        if number or (tail and at == len(_UNITS) - 1)
    ]
    return words.between.join(parts) or "0".join(words.units[0])


@attrs.frozen(kw_only=True)
class _Words:
    """What stands before and after the number of each unit, between two, and before a debt."""

    units: tuple[tuple[str, str], ...]
    between: str
    minus: str


@functools.cache
def _words_of(locale: str) -> _Words:
    """Return the words of units as CLDR has them.

    English is narrow (``7h 30m``); Chinese has its units in the short width only.
    """
    from babel.lists import format_list
    from babel.numbers import get_minus_sign_symbol
    from babel.units import format_unit

    is_narrow = locale.startswith("en")
    width: Literal["narrow", "short"] = "narrow" if is_narrow else "short"
    units = []
    for unit in _UNITS:
        before, _, after = format_unit(_SEVERAL, unit, width, locale=locale).partition(
            f"{_SEVERAL}"
        )
        units.append((before, after))
    joined = format_list(
        [_PLACE, _PLACE], style="unit-narrow" if is_narrow else "unit-short", locale=locale
    )
    minus = get_minus_sign_symbol(locale)
    return _Words(units=tuple(units), between=joined.strip(_PLACE), minus=minus)


def hours_form(durations: Iterable[Duration]) -> DurationForm:
    """Return the form in which hours can be compared: with seconds only where some have any."""
    is_whole = all(milliseconds(each) % _MINUTE == 0 for each in durations)
    return DurationForm.HOURS if is_whole else DurationForm.SECONDS


def clock_form(durations: Iterable[Duration]) -> DurationForm:
    """Return the form in which handling times can be compared: minutes and seconds below an hour.

    >>> clock_form([263_000, 90_000]), clock_form([263_000, 5_400_000])
    (<DurationForm.MINUTES: 'minutes'>, <DurationForm.SECONDS: 'seconds'>)
    """
    found = list(durations)
    if all(abs(milliseconds(each)) < _HOUR for each in found):
        return DurationForm.MINUTES
    return hours_form(found)


def timed(duration: Duration) -> str:
    """Return an argument of a message that is written as a duration in the message's locale.

    >>> timed(dt.timedelta(hours=1, minutes=30))
    '{duration:5400000}'
    """
    return f"{{duration:{int(milliseconds(duration))}}}"


# -- in a spreadsheet -----------------------------------------------------------------------------


def spreadsheet_format(locale: str) -> str:
    """Return the format by which a spreadsheet writes any duration with its units.

    >>> spreadsheet_format("en")
    '[h]"h "mm"m "ss"s"'
    """
    first, others, _ = _TOKENS
    return _format(locale, [(0, first[0]), (1, others[1]), (2, others[2])])


def spreadsheet_clock(form: DurationForm, *, has_milliseconds: bool = False) -> str:
    """Return the format by which a spreadsheet shows a clock of a form.

    >>> spreadsheet_clock(DurationForm.MINUTES)
    '[m]:ss'
    """
    first, others, _ = _TOKENS
    at = range(*_PLACES[form])
    return ":".join((first[at[0]], *(others[x] for x in at[1:]))) + ".000" * has_milliseconds


def spreadsheet_input(duration: Duration, *, locale: str) -> str:
    """Return the format of a cell in which another duration than the one there may be typed.

    What is there is shown as people say it. A format of these parts would hide the minutes of
    7:30 typed over 8 hours, so anything else is shown with all its units.
    """
    size = milliseconds(duration)
    said = spreadsheet_format_of(format_duration(size, locale=locale), size)
    whole = spreadsheet_format(locale)
    if said is None or said == whole:
        return whole
    low, high = (_in_days(size + side * _ROUNDED) for side in (-1, 1))
    return f"[<{low}]{whole};[>{high}]{whole};{said}"


def _in_days(size: Fraction) -> str:
    """Return so many milliseconds in days, as the condition of a format has them."""
    return f"{Decimal(round(size / _DAY * 10**_DAY_DIGITS)).scaleb(-_DAY_DIGITS):f}"


def spreadsheet_format_of(text: str, duration: Duration) -> str | None:
    """Return the format by which a spreadsheet shows a duration as a text in units has it.

    Nothing where the text does not say this duration, to the second.

    >>> spreadsheet_format_of("2m 30s", dt.timedelta(seconds=150))
    '[m]"m "s"s"'
    """
    size = milliseconds(duration)
    for told, format_ in (each for x in LOCALES for each in _readings_in_units(text, x)):
        if abs(told - size) <= _ROUNDED:
            return format_
    return None


@functools.cache
def _unit_pattern(locale: str) -> re.Pattern[str]:
    """Return the pattern of durations with units in a locale."""
    words = _words_of(locale)
    parts = [
        rf"(?:(?:^-?|(?<=.){re.escape(words.between)}){re.escape(before)}"
        rf"([\d,]+(?:\.\d+)?)…?{re.escape(after)})?"
        for before, after in words.units
    ]
    return re.compile("".join(parts))


def _readings_in_units(text: str, locale: str) -> list[tuple[Fraction, str]]:
    found = _unit_pattern(locale).fullmatch(text)
    if found is None or not text:
        return []
    there = [at for at in range(len(_UNITS)) if found[at + 1]]
    numbers = {at: found[at + 1].replace(",", "") for at in there}
    told = sum((Fraction(number) * _SIZES[at] for at, number in numbers.items()), Fraction(0))
    places = []
    for number, at in enumerate(there):
        token = _TOKENS[0][at] if not number else _TOKENS[2][at]
        _, has_decimals, decimals = numbers[at].partition(".")
        places.append((at, token + has_decimals + "0" * len(decimals)))
    return [(-told if text.startswith("-") else told, _format(locale, places))]


def _format(locale: str, places: Sequence[tuple[int, str]]) -> str:
    """Return a format of units (by their places), each with the token that writes its number."""
    words = _words_of(locale)
    found, held = "", ""
    for number, (at, token) in enumerate(places):
        before, after = words.units[at]
        held += (words.between if number else "") + before
        found += (f'"{held}"' if held else "") + token
        held = after
    return found + (f'"{held}"' if held else "")
