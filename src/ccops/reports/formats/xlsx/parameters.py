"""The sheet of parameters: each with a name of its own, which formulas read."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import spreadsheet_input
from ccops.reports.document.workings import WorkingParameter
from ccops.reports.formats.xlsx.book import Book, fit, quoted
from ccops.rules.sheet_printing import SheetName
from ccops.rules.sheets import DAY, DAY_ZERO, SLACKS
from ccops.values import Scalar, Unit, decimal_digits, minor_scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.reports.document.words import Words
    from ccops.reports.document.workings import Workings

_HOUR: Final = 3_600_000
_BARRED: Final = re.compile(r"[^\w.]")
#: What would be read as the address of a cell.
_ADDRESS: Final = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*")
_FIRST_ROW: Final = 4
#: The least decimals a parameter may be changed to.
_DIGITS: Final = {Unit.RATIO: 2, Unit.POINTS: 2, Unit.NUMBER: 2, Unit.QUANTITY: 2}
_HEADS: Final = ("parameter", "value", "unit", "name", "source")
#: Constants of a scale that follow from others of it, as a formula of these.
_FOLLOWING: Final = {"between": "ABS({full_at}-{zero_at})"}


@attrs.frozen(kw_only=True)
class PlacedParameter:
    """A parameter with its name in the workbook.

    On the sheet stands the number ``shown``; times ``up`` it is whole, and over ``below`` that is
    the number formulas count with.
    """

    parameter: WorkingParameter
    name: str
    shown: float | int
    format: str
    up: int
    below: int

    @property
    def whole(self) -> str:
        """The formula of its whole number."""
        return f"ROUND({self.name}*{self.up},0)" if self.up > 1 else self.name

    def named(self, slack: int) -> SheetName:
        """Return it as formulas read it that hold while it is so many times as great as now."""
        scalar = self.parameter.scalar
        if isinstance(scalar.value, dt.date):
            ends = dt.date.min.toordinal(), dt.date.max.toordinal()
            return SheetName(code=f"({self.name}+{DAY_ZERO})", below=1, ends=ends)
        size = int(abs(scalar.number) * self.below * slack) or self.below * slack
        return SheetName(
            code=self.whole, below=self.below, ends=(-size if scalar.number < 0 else 0, size)
        )


def placed_parameters(workings: Workings, locale: str) -> Mapping[str, PlacedParameter]:
    """Return the parameters that are numbers or days, by their id."""
    taken: set[str] = set()
    found = {}
    for each in workings.parameters:
        if isinstance(each.scalar.value, Fraction | dt.date):
            found[each.id] = _placed(each, _name(each.id, taken), locale)
    return found


def _placed(parameter: WorkingParameter, name: str, locale: str) -> PlacedParameter:
    scalar = parameter.scalar
    up, below, format_ = _scales(scalar, locale)
    if isinstance(scalar.value, dt.date):
        shown: float | int = scalar.value.toordinal() - DAY_ZERO
    else:
        number = scalar.number * below / up
        shown = int(number) if number.denominator == 1 else float(number)
    return PlacedParameter(
        parameter=parameter, name=name, shown=shown, format=format_, up=up, below=below
    )


def _scales(scalar: Scalar, locale: str) -> tuple[int, int, str]:
    match scalar.unit:
        case Unit.MONEY:
            digits = max(len(str(minor_scale(scalar.currency))) - 1, _needed(scalar.number))
            return 10**digits, 10**digits, f"#,##0.{'0' * digits}" if digits else "#,##0"
        case Unit.RATE:
            minor = minor_scale(scalar.currency)
            return minor, minor * _HOUR, "#,##0.00"
        case Unit.DURATION:
            return DAY, 1, spreadsheet_input(scalar.number, locale=locale)
        case Unit.DATE:
            return 1, 1, "yyyy-mm-dd"
        case Unit.RATIO:
            digits = max(_DIGITS[Unit.RATIO], _needed(scalar.number))
            return 10**digits, 10**digits, "0.00##%"
        case unit:
            digits = max(_DIGITS.get(unit, 0), _needed(scalar.number))
            return 10**digits, 10**digits, "0.####" if digits else "0"


def _needed(number: Fraction) -> int:
    return decimal_digits(number) or 0


def _name(wanted: str, taken: set[str]) -> str:
    """Return a name a workbook takes: no address of a cell, and no name twice."""
    found = _BARRED.sub("_", wanted)
    if not (found[0].isalpha() or found[0] == "_") or _ADDRESS.fullmatch(found):
        found = f"_{found}"
    while found.lower() in taken:
        found += "_"
    taken.add(found.lower())
    return found


def write_parameters(
    book: Book,
    name: str,
    placed: Mapping[str, PlacedParameter],
    slacks: Mapping[str, int],
    words: Words,
) -> None:
    """Write the sheet: a row each, whose value is a cell with a name.

    ``slacks`` say how many times as great as now each may become; a sheet takes no more.
    """
    sheet: Any = book.sheet(name)
    sheet.write_string(0, 0, words.say("sheet-parameters"), book.format("title"))
    sheet.write_string(1, 0, words.say("sheet-parameters-note"), book.format("subtitle"))
    for column, head in enumerate(_HEADS):
        sheet.write_string(_FIRST_ROW - 1, column, words.say(f"sheet-{head}"), book.format("head"))
    for row, each in enumerate(placed.values(), _FIRST_ROW):
        sheet.write_string(row, 0, fit(each.parameter.label), book.format("text"))
        slack = slacks.get(each.parameter.id, SLACKS[0])
        _write_value(book, sheet, (row, slack), each, placed)
        unit = words.say(f"unit-{each.parameter.scalar.unit.value}")
        sheet.write_string(row, 2, unit, book.format("muted"))
        sheet.write_string(row, 3, each.name, book.format("muted"))
        sheet.write_string(row, 4, fit(_source(each, words)), book.format("muted"))
        book.file.define_name(each.name, f"={quoted(name)}!$B${row + 1}")
    for column, width in enumerate((34, 16, 12, 44, 18)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_FIRST_ROW - 1)


def _source(each: PlacedParameter, words: Words) -> str:
    source = each.parameter.source
    return words.say("source-assumed") if source == "assumed" else source


def _write_value(
    book: Book,
    sheet: Any,
    at: tuple[int, int],
    each: PlacedParameter,
    placed: Mapping[str, PlacedParameter],
) -> None:
    row, slack = at
    following = _following(each, placed)
    if following:
        sheet.write_formula(row, 1, f"={following}", book.format("value", each.format), each.shown)
        return
    sheet.write_number(row, 1, each.shown, book.format("input", each.format))
    if isinstance(each.parameter.scalar.value, dt.date):
        return
    low, high = (end / each.up for end in each.named(slack).ends)
    between = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
    sheet.data_validation(row, 1, row, 1, between)


def _following(each: PlacedParameter, placed: Mapping[str, PlacedParameter]) -> str:
    """Return the formula of a constant that follows from others, if it does."""
    owner, _, own = each.parameter.id.rpartition(".")
    formula = _FOLLOWING.get(own, "")
    if not formula:
        return ""
    needed = {x: placed.get(f"{owner}.{x}") for x in ("full_at", "zero_at")}
    known = {name: found.name for name, found in needed.items() if found is not None}
    return formula.format(**known) if len(known) == len(needed) else ""
