"""The sheet of workings: an employee a row, a figure a column.

Every cell holds the settlement's own value beside its formula, for whoever does not recompute.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import DurationForm, form_named, message
from ccops.reports.document.following import ByRank
from ccops.reports.formats.xlsx.book import Book, fit, plain
from ccops.reports.formats.xlsx.calculation import FIRST, Calculation, Live
from ccops.reports.formats.xlsx.columns import BLANK, OUTSIDE, ROW, Placed
from ccops.rules.ranks import Unknown
from ccops.values import Carrier, Missing, Unit

if TYPE_CHECKING:
    from ccops.values import Cell

#: How a cell is shown that is not.
_HIDDEN: Final = ";;;"
_HEAD: Final = 3
_WIDTH: Final = 16
_HELPER_WIDTH: Final = 12
_NAME_WIDTH: Final = 14
_HEAD_HEIGHT: Final = 45
_PRINT_SCALE: Final = 60


@attrs.frozen(kw_only=True, eq=False)
class _Cells:
    """What the cells of a column have alike: how they look, and formulas by rule.

    ``pair`` is the formula of a value that stands as two whole numbers beside it.
    """

    placed: Placed
    look: Any
    lives: Sequence[Live]
    pair: str


@attrs.frozen(kw_only=True, eq=False)
class CalculationSheet:
    """The sheet in the making."""

    book: Book
    sheet: Any
    calculation: Calculation

    def write(self) -> None:
        """Write the sheet."""
        workings, say = self.calculation.workings, self.calculation.words.say
        self._text(0, 0, workings.title, "title")
        self._text(1, 0, say("sheet-workings-note"), "subtitle")
        for column, head in enumerate(("employee-id", "employee")):
            self._text(_HEAD, column, say(head), "head")
        texts = zip(workings.subjects, workings.names, strict=True)
        for row, (subject, name) in enumerate(texts, FIRST):
            self._text(row, 0, subject, "plain")
            self._text(row, 1, name, "plain")
        for placed in self.calculation.placed.values():
            self._column(placed)
        for row in range(_HEAD, FIRST):
            self.sheet.set_row(row, _HEAD_HEIGHT)
        self.sheet.set_column(0, 1, _NAME_WIDTH)
        self.sheet.set_print_scale(_PRINT_SCALE)  # as many pages wide as there are columns
        self.sheet.freeze_panes(FIRST, 2)
        self.sheet.repeat_rows(_HEAD, _HEAD)
        self.sheet.repeat_columns(0, 1)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        self.sheet.write_string(row, column, fit(text), self.book.format(look))

    # -- columns ----------------------------------------------------------------------------

    def _column(self, placed: Placed) -> None:
        column, at = placed.column, placed.at
        lives = [self.calculation.live(placed, x) for x in range(len(column.follows))]
        self._text(_HEAD, at, self._title(placed), "head")
        self._text(_HEAD + 1, at, column.id, "note")
        self._text(_HEAD + 2, at, self._told(lives), "note")
        self.sheet.set_column(at, at, _WIDTH)
        if placed.width > 1:
            hidden = {"level": 1, "hidden": True}
            self.sheet.set_column(at + 1, at + placed.width - 1, _HELPER_WIDTH, None, hidden)
        cells = _Cells(
            placed=placed,
            look=self.book.format("value", placed.number_format),
            lives=[_guarded(placed, each) for each in lives],
            pair=_or_blank(placed.shown_pair()) if placed.is_pair else "",
        )
        for row, rule in enumerate(column.rules, FIRST):
            if rule < 0:
                self._no_line(row, placed)
            elif lives[rule].why or self._is_excluded(placed, row, rule):
                self._plain(row, cells, rule)
            else:
                self._live(row, cells, rule)

    def _title(self, placed: Placed) -> str:
        """Return the head of a column, with the form of its durations."""
        title, locale = placed.column.title, self.calculation.words.locale
        if placed.unit is not Unit.DURATION:
            return title
        if placed.is_decimal:
            return message("duration-in-decimals", {"name": title}, locale=locale)
        return form_named(title, DurationForm.SECONDS, locale=locale)

    def _told(self, lives: list[Live]) -> str:
        """Return whether a column is live, or why some of it is not."""
        say = self.calculation.words.say
        return say("listed").join(dict.fromkeys(x.why or say("sheet-live") for x in lives))

    def _is_excluded(self, placed: Placed, row: int, rule: int) -> bool:
        """Say whether a named person has ruled somebody out of a rank whose key he lacks."""
        follows = placed.column.follows[rule]
        is_blocking = isinstance(follows, ByRank) and follows.spec.unknown is Unknown.BLOCK_ALL
        return is_blocking and placed.column.cells[row - FIRST] is Missing.NO_RECORDS

    # -- cells ------------------------------------------------------------------------------

    def _no_line(self, row: int, placed: Placed) -> None:
        """Write what formulas read as missing and nobody sees; an empty cell would be a 0."""
        text, look = OUTSIDE if placed.column.is_place else BLANK, self._hidden
        for behind in range(placed.width - len(placed.keys)):
            self.sheet.write_string(row, placed.at + behind, text, look)

    @cached_property
    def _hidden(self) -> Any:
        """How a cell looks that is not shown."""
        return self.book.format("hidden", _HIDDEN)

    def _plain(self, row: int, cells: _Cells, rule: int) -> None:
        placed = cells.placed
        cell, carrier = placed.column.cells[row - FIRST], placed.column.carriers[rule]
        value = _shown(placed, cell, carrier)
        if not placed.is_pair:
            self._value(row, placed.at, value, cells.look)
            return
        self._formula(row, placed.at, cells.pair, cells.look, value)
        for behind, each in enumerate(self._beside(placed, cell, carrier, row), 1):
            self._value(row, placed.at + behind, each, None)

    def _live(self, row: int, cells: _Cells, rule: int) -> None:
        placed, live = cells.placed, cells.lives[rule]
        cell, carrier = placed.column.cells[row - FIRST], placed.column.carriers[rule]
        code = live.value or _or_blank(self.calculation.added(placed, rule, row - FIRST))
        self._formula(row, placed.at, code, cells.look, _shown(placed, cell, carrier))
        if placed.width > 1:
            beside = self._beside(placed, cell, carrier, row)
            for behind, (each, cached) in enumerate(zip(live.beside, beside, strict=True), 1):
                self._formula(row, placed.at + behind, each, None, cached)

    def _formula(self, row: int, at: int, code: str, shown: Any, cached: float | str) -> None:
        told = plain(cached) if isinstance(cached, str) else cached
        self.sheet.write_formula(row, at, f"={code}".replace(ROW, str(row + 1)), shown, told)

    def _value(self, row: int, at: int, value: float | str, shown: Any) -> None:
        if isinstance(value, str):
            self.sheet.write_string(row, at, fit(value), shown)
        else:
            self.sheet.write_number(row, at, value, shown)

    def _beside(
        self, placed: Placed, cell: Cell | Missing | None, carrier: Carrier, row: int
    ) -> list[int | str]:
        """Return the settlement's own values of the columns behind a value."""
        if placed.is_pair:
            pair: list[int | str] = [BLANK, BLANK]
            if not isinstance(cell, str | Missing | None):
                pair = list(placed.pair(cell, carrier))
            return pair * (2 if placed.is_live else 1)
        keys = [self.calculation.placed[each].key_of(row - FIRST) for each in placed.keys]
        return ["" if None in keys or each is None else each for each in keys]


def _guarded(placed: Placed, live: Live) -> Live:
    """Return formulas that show where a value is missing; keys of a rank see to it themselves."""
    beside = live.beside if placed.keys else tuple(map(_or_blank, live.beside))
    return attrs.evolve(live, value=live.value and _or_blank(live.value), beside=beside)


def _shown(placed: Placed, cell: Cell | Missing | None, carrier: Carrier) -> float | str:
    if isinstance(cell, Missing | None):
        is_outside = cell is Missing.NO_RECORDS and placed.column.is_place
        return 0 if is_outside else BLANK
    return placed.value(cell, carrier)


def _or_blank(code: str) -> str:
    return f'IFERROR({code},"{BLANK}")'
