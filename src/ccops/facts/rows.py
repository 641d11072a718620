"""Rows handed in: mappings of a table's columns, read into values with every problem at once.

A row may carry ``source_ref`` (``employees.csv:12``), the place it was read from; findings
point there.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, Span, nearest
from ccops.values import Money, Unit, parse_scalar

#: The key under which a row says where it was read.
SOURCE_REF: Final = "source_ref"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?"
)
_REFERENCE: Final = re.compile(r"(.+):(\d+)")
_HOUR_MS: Final = 3_600_000
_DAY_FORM: Final = "YYYY-MM-DD"


@frozen
class RowColumn:
    """A column of a table: how its cell is read and, in words of no language, what is wanted.

    ``read`` raises ``ValueError`` for a cell that is none of that.
    """

    read: Callable[[object], object]
    wanted: str = ""
    required: bool = False


def row_span(row: Mapping[str, object]) -> Span | None:
    """Return the place a row was read from, or ``None`` where it does not say."""
    return reference_span(str(row.get(SOURCE_REF, "")))


def reference_span(reference: str) -> Span | None:
    """Return the place a reference names (``roster.csv:12``), or ``None`` where it names none."""
    found = _REFERENCE.fullmatch(reference)
    return Span(found[1], int(found[2]), 1) if found else None


def row_reference(row: Mapping[str, object], table: str, number: int) -> str:
    """Return where a row was read, or the table and its number where it does not say."""
    return str(row.get(SOURCE_REF) or f"{table}:{number}")


def read_row(
    row: Mapping[str, object],
    columns: Mapping[str, RowColumn],
    *,
    table: str,
    findings: list[Diagnostic],
) -> dict[str, object] | None:
    """Return the values of a row by column, or ``None`` where any is wrong.

    Every problem is appended to ``findings``: unknown keys as warnings, wrong and missing
    values as errors. Empty cells are left out.
    """
    ((_, values),) = read_rows([row], columns, table=table, findings=findings)
    return values


def read_rows(
    rows: Iterable[Mapping[str, object]],
    columns: Mapping[str, RowColumn],
    *,
    table: str,
    findings: list[Diagnostic],
) -> Iterator[tuple[Mapping[str, object], dict[str, object] | None]]:
    """Yield each row of a table with its values, as ``read_row`` returns them."""
    required = [name for name, column in columns.items() if column.required]
    for row in rows:
        values: dict[str, object] = {}
        problems = _read_cells(row, values, columns, table, findings)
        for name in required:
            if name not in values and row.get(name) in (None, ""):
                problems.append(row_error("value-absent", row, table=table, column=name))
        findings += problems
        yield row, None if problems else values


def _read_cells(
    row: Mapping[str, object],
    values: dict[str, object],
    columns: Mapping[str, RowColumn],
    table: str,
    findings: list[Diagnostic],
) -> list[Diagnostic]:
    """Read the cells of a row into its values and return what is wrong with any."""
    problems: list[Diagnostic] = []
    for name, cell in row.items():
        column = columns.get(name)
        if column is None:
            if name != SOURCE_REF:
                findings.append(_unknown(row, name, columns, table))
        elif cell is not None and cell != "":
            try:
                values[name] = column.read(cell)
            except ValueError:
                shown = {"column": name, "value": cell, "wanted": column.wanted}
                problems.append(row_error("value-malformed", row, table=table, **shown))
    return problems


def row_error(code: str, row: Mapping[str, object], /, **arguments: object) -> Diagnostic:
    """Return an error about a row, pointing at the place it was read from."""
    return Diagnostic(code=code, span=row_span(row), args=arguments)


def row_warning(code: str, row: Mapping[str, object], /, **arguments: object) -> Diagnostic:
    """Return a warning about a row, pointing at the place it was read from."""
    span, severity = row_span(row), Severity.WARNING
    return Diagnostic(code=code, severity=severity, span=span, args=arguments)


def _unknown(
    row: Mapping[str, object], name: str, columns: Mapping[str, RowColumn], table: str
) -> Diagnostic:
    near = nearest(name, columns) or "-"
    return row_warning("unknown-column", row, table=table, column=name, nearest=near)


def text_column(*, required: bool = False) -> RowColumn:
    """Return a column of plain text; ids are text, so that ``007`` keeps its zeros."""
    return RowColumn(_read_text, "text", required)


def word_column(words: Collection[str], *, required: bool = False) -> RowColumn:
    """Return a column of a closed list of words."""
    allowed = frozenset(words)

    def read(cell: object) -> str:
        if cell in allowed:
            return str(cell)
        raise ValueError(cell)

    return RowColumn(read, " | ".join(sorted(allowed)), required)


def day_column(*, required: bool = False) -> RowColumn:
    """Return a column of local days: ``datetime.date`` or ``YYYY-MM-DD``."""
    return RowColumn(_read_day, _DAY_FORM, required)


def moment_column(*, required: bool = False) -> RowColumn:
    """Return a column of days or times of day; a time without offset is the center's clock."""
    wanted = f"{_DAY_FORM} | {_DAY_FORM} HH:MM[:SS][+HH:MM]"
    return RowColumn(_read_moment, wanted, required)


def instant_column(*, required: bool = False) -> RowColumn:
    """Return a column of times of day; a time without offset is the center's clock."""
    return RowColumn(_read_instant, f"{_DAY_FORM} HH:MM[:SS][+HH:MM]", required)


def hours_column(*, required: bool = False) -> RowColumn:
    """Return a column of hours (``8``, ``7.5``, ``90 min``), read as milliseconds."""
    return RowColumn(_read_hours, "7.5 | 90 min", required)


def number_column(*, required: bool = False) -> RowColumn:
    """Return a column of exact numbers, read as fractions."""
    return RowColumn(_read_number, "88.5", required)


def count_column(*, required: bool = False) -> RowColumn:
    """Return a column of whole numbers of 0 and more."""
    return RowColumn(_read_count, "0 | 1 | 2 | …", required)


def flag_column(*, required: bool = False) -> RowColumn:
    """Return a column of ``yes`` and ``no``."""
    return RowColumn(_read_flag, "no | yes", required)


def money_column(currency: str, *, required: bool = False) -> RowColumn:
    """Return a column of money; a bare number is of ``currency``, if that is not empty."""
    read = functools.partial(_read_money, currency)
    wanted = "CNY 3480.00" + (f" | 3480.00 ({currency})" if currency else "")
    return RowColumn(read, wanted, required)


def _read_text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    raise ValueError(cell)


@functools.lru_cache(maxsize=4096)
def _day_of_text(text: str) -> dt.date:
    if _DAY.fullmatch(text):
        return dt.date.fromisoformat(text)
    raise ValueError(text)


def _read_day(cell: object) -> dt.date:
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return cell
    return _day_of_text(_read_text(cell))


def _read_instant(cell: object) -> dt.datetime:
    if isinstance(cell, dt.datetime):
        return cell
    text = _read_text(cell)
    if _INSTANT.fullmatch(text):
        return dt.datetime.fromisoformat(text)
    raise ValueError(text)


def _read_moment(cell: object) -> dt.date:
    """Return a ``datetime`` where a time of day is given, else a ``date``."""
    if isinstance(cell, dt.date):
        return cell
    text = _read_text(cell)
    return _day_of_text(text) if _DAY.fullmatch(text) else _read_instant(text)


def _read_hours(cell: object) -> int:
    if isinstance(cell, dt.timedelta):
        milliseconds = Fraction(cell // dt.timedelta(microseconds=1), 1_000)
    else:
        _refuse_inexact(cell)
        found = parse_scalar(str(cell))
        if found is None or found.unit not in (Unit.NUMBER, Unit.DURATION):
            raise ValueError(cell)
        milliseconds = found.number * (_HOUR_MS if found.unit is Unit.NUMBER else 1)
    if milliseconds < 0 or milliseconds.denominator != 1:
        raise ValueError(cell)
    return milliseconds.numerator


def _read_number(cell: object) -> Fraction:
    _refuse_inexact(cell)
    found = parse_scalar(str(cell))
    if found is None or found.unit is not Unit.NUMBER:
        raise ValueError(cell)
    return found.number


def _read_count(cell: object) -> int:
    number = _read_number(cell)
    if number < 0 or number.denominator != 1:
        raise ValueError(cell)
    return number.numerator


def _read_flag(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    if cell in ("yes", "no"):
        return cell == "yes"
    raise ValueError(cell)


def _read_money(currency: str, cell: object) -> Money:
    if isinstance(cell, Money):
        return cell
    _refuse_inexact(cell)
    return _money_of_text(currency, str(cell).strip())


@functools.lru_cache(maxsize=4096)
def _money_of_text(currency: str, text: str) -> Money:
    found = parse_scalar(text)
    if found is not None and found.unit is Unit.MONEY:
        return Money(found.currency, text.rpartition(" ")[2])
    if found is not None and found.unit is Unit.NUMBER and currency:
        return Money(currency, text)
    raise ValueError(text)


def _refuse_inexact(cell: object) -> None:
    """Raise ``ValueError`` for what Python takes for a number, but is none that is exact."""
    if isinstance(cell, float | bool):
        raise ValueError(cell)  # noqa: TRY004 - a wrong cell is a finding, whatever it is
