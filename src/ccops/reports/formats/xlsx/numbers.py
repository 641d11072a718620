"""Numbers of a report as a spreadsheet keeps them: the value, and a format that shows its text.

A cell's text is by the locale already; its format is read off the text, so that the sheet shows
what every other form of the report shows. A clock is shown by the form of its column, because
``4:02`` may be hours or minutes. A number whose text shows something else stays text.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import spreadsheet_clock, spreadsheet_format_of
from ccops.reports.document.model import ColumnKind
from ccops.rules.sheets import DAY, DAY_ZERO
from ccops.values import Money

if TYPE_CHECKING:
    from ccops.messages import DurationForm
    from ccops.reports.document.model import Cell

_TEXT: Final = re.compile(r"([^\d\-−]*)([\-−]?)([^\d\-−]*)([\d,]+)(?:\.(\d+))?(.*)", re.DOTALL)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_SECOND: Final = 1_000
_CLOCK: Final = re.compile(r"\d+(?::\d\d){1,2}(\.\d+…?)?")
_DECIMALS: Final = re.compile(r"0\.(0+)")
#: A millisecond is a bit more than 1e-8 of a day.
_CLOCK_DECIMALS: Final = 9
_TIMES: Final = ("[h]", "[m]", "[s]")
_HUNDRED: Final = 100
#: So many amounts are kept as they were shown.
_KEPT: Final = 1 << 12
#: The most digits a number may have; beyond, the spreadsheet would round it.
_MOST_DIGITS: Final = 15


@attrs.frozen
class SheetNumber:
    """A number of a sheet and the format that shows it."""

    value: float | int
    format: str

    @property
    def decimals(self) -> int:
        """How many decimals of the value are its own; a spreadsheet adds up in binary."""
        if self.format.startswith(_TIMES):
            return _CLOCK_DECIMALS
        shown = _DECIMALS.search(self.format)
        return len(shown[1]) + 2 * ("%" in self.format) if shown else 2 * ("%" in self.format)


def sheet_number(
    cell: Cell, kind: ColumnKind, form: DurationForm | None = None
) -> SheetNumber | None:
    """Return a cell as a number, or ``None`` where it is text.

    ``form`` is that of the clocks of its column.
    """
    match cell.value:
        case bool() | str() | None:
            return None
        case Money(amount=amount):
            return _amount(amount, cell.text)
        case dt.timedelta():
            return _duration(cell.value, cell.text, form)
        case dt.date():
            return SheetNumber(cell.value.toordinal() - DAY_ZERO, date_format(cell.text))
        case int() | Decimal() | Fraction():
            number = Fraction(cell.value)
            if kind is not ColumnKind.DURATION and form is not None:  # charts count in seconds
                return _duration(number * _SECOND, cell.text, form)
            return _duration(number, cell.text, form) or _shown(number, cell.text)
        case _:
            return None


@lru_cache(maxsize=_KEPT)
def _amount(amount: Decimal, text: str) -> SheetNumber | None:
    """Return an amount as a number; what one is paid is paid to many."""
    return _shown(Fraction(amount), text)


def _duration(
    duration: dt.timedelta | Fraction, text: str, form: DurationForm | None
) -> SheetNumber | None:
    """Return a duration whose text says it, as part of a day; one below 0 stays text.

    A spreadsheet shows no time before its first day.
    """
    size = (
        Fraction(duration // _MICROSECOND, 1_000)
        if isinstance(duration, dt.timedelta)
        else duration
    )
    if size < 0:
        return None
    format_ = spreadsheet_format_of(text, size) if form is None else _clock(text, form)
    return None if format_ is None else SheetNumber(float(size / DAY), format_)


def _clock(text: str, form: DurationForm) -> str | None:
    """Return the format of a clock of a form, where the text is one."""
    found = _CLOCK.fullmatch(text)
    return None if found is None else spreadsheet_clock(form, has_milliseconds=bool(found[1]))


def date_format(text: str) -> str:
    """Return how a date is shown: as its text writes it, otherwise as ISO has it.

    >>> date_format("2026年10月1日"), date_format("2026-10-01")
    ('yyyy"年"m"月"d"日"', 'yyyy-mm-dd')
    """
    if "年" in text:
        return 'yyyy"年"m"月"d"日"'
    return "mmm d, yyyy" if re.match(r"[A-Z][a-z]{2} \d", text) else "yyyy-mm-dd"


def _shown(number: Fraction, text: str) -> SheetNumber | None:
    """Return a number with the format of its text, if the text is that number."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        return None
    before, minus, currency, whole, decimals, after = found.groups()
    digits = len(decimals or "")
    is_percent = after.strip().startswith("%")
    told = Fraction(f"{whole.replace(',', '')}.{decimals or '0'}") * (-1 if minus else 1)
    if is_percent:  # charts count in per cent already
        told /= _HUNDRED
        number = number if _is_near(number, told, digits + 2) else number / _HUNDRED
    if not _is_near(number, told, digits + 2 * is_percent) or _is_too_long(number):
        return None
    value = int(number) if number.denominator == 1 else float(number)
    return SheetNumber(value, _format(before + currency, digits, after, grouped="," in whole))


def _is_near(number: Fraction, told: Fraction, digits: int) -> bool:
    """Say whether a number is what was told of it, rounded to so many decimals."""
    return abs(told - number) <= Fraction(1, 2 * 10**digits)


def _is_too_long(number: Fraction) -> bool:
    return len(str(abs(int(number)))) > _MOST_DIGITS


def _format(before: str, digits: int, after: str, *, grouped: bool) -> str:
    pattern = "#,##0" if grouped or before else "0"
    pattern += f".{'0' * digits}" if digits else ""
    rest = after.replace("%", "", 1) if after.strip().startswith("%") else after
    percent = "%" if rest != after else ""
    return f"{_quoted(before)}{pattern}{percent}{_quoted(rest)}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""
