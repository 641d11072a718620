"""Typed tables: every cell holds its value and the text that the report shows."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from ccops.messages import DurationForm
from ccops.reports.document.following import CellFollows
from ccops.values import Missing, NotApplicable, PublicValue

#: What a cell may hold; ``None`` where the text is all there is.
CellValue = PublicValue | Missing | NotApplicable | None

#: So many cells of words are kept: what is told of one person is told of many.
_KEPT: Final = 1 << 12
_MICROSECOND: Final = dt.timedelta(microseconds=1)


class ColumnKind(enum.Enum):
    """What a column holds. Durations are milliseconds in plain data."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    DURATION = "duration"
    DATE = "date"


class Tone(enum.Enum):
    """How something is meant; shown by a word or mark as well, never by color alone."""

    PLAIN = "plain"
    MUTED = "muted"
    MISSING = "missing"
    PROVISIONAL = "provisional"
    TOTAL = "total"


@attrs.frozen(kw_only=True)
class Column:
    """One column of a table.

    Durations of a ``form`` are written alike, as clocks; the title says how behind what they are
    ``called``. Without a form they have their units.
    """

    id: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    form: DurationForm | None = None
    called: str = ""


@attrs.frozen(kw_only=True)
class Cell:
    """A value with the text for the report's locale.

    ``explain`` is the id of the unfolding that says why; ``note`` is said small beneath.
    ``follows`` says what the value is worked out from, where the document holds that; ``link``
    is the id of the section in which more of it is said, ``file`` a file beside the document.
    ``person`` is the name of the person whose number the text is.
    """

    text: str
    value: CellValue = None
    explain: str = ""
    note: str = ""
    tone: Tone = Tone.PLAIN
    follows: CellFollows | None = None
    link: str = ""
    file: str = ""
    person: str = ""


@attrs.frozen(kw_only=True)
class Table:
    """A table; the first column names the row. ``foot`` holds rows of totals."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()


@functools.lru_cache(maxsize=_KEPT)
def text_cell(text: str, *, note: str = "", tone: Tone = Tone.PLAIN) -> Cell:
    """Return a cell of words; those that say the same are one."""
    return Cell(text=text, value=text, note=note, tone=tone)


def duration_of(cell: Cell) -> Fraction | None:
    """Return the milliseconds that a cell of a column of durations holds."""
    match cell.value:
        case dt.timedelta():
            return Fraction(cell.value // _MICROSECOND, 1_000)
        case bool():
            return None
        case int() | Decimal() | Fraction():
            return Fraction(cell.value)
        case _:
            return None
