"""The workbook in the making: its formats, its sheets and their set-up for print."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
from typing import TYPE_CHECKING, Any, Final

from ccops.errors import MissingExtraError
from ccops.reports.formats.xlsx.quick_sheet import sheet_class

if TYPE_CHECKING:
    from ccops.reports.document.model import Document

#: When every workbook says it was made, so that the same report makes the same bytes.
_MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a file's property has no zone
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_BARRED: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_UNSAFE: Final = re.compile(r"[\ud800-\udfff]")
#: What a file of XML may not have; XlsxWriter sees to it in the texts of cells alone.
_NO_SIGN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_NAME: Final = 31
#: How long the header or footer of a page may be.
_LONGEST_LINE: Final = 255
_LONGEST_TEXT: Final = 32_767
#: What a line of a page takes in small print.
_WIDEST_LINE: Final = 190
#: Of so many texts it is kept how large they are: what is told of one person is told of many.
_KEPT: Final = 1 << 14
_LINE_HEIGHT: Final = 15
_HIGHEST: Final = 400
_FONT: Final = {"font_name": "Calibri", "font_size": 11}
#: Looks by name; every one is of the font of the book.
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "plain": {},
    "text": {"text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_color": "#555555"},
    "label": {"font_color": "#666666", "text_wrap": True, "valign": "top"},
    "head_right": {
        "bold": True,
        "bottom": 1,
        "bg_color": "#E8EEF4",
        "text_wrap": True,
        "valign": "vcenter",
        "align": "right",
    },
    "heading": {"bold": True, "font_size": 12},
    "head": {
        "bold": True,
        "bottom": 1,
        "bg_color": "#E8EEF4",
        "text_wrap": True,
        "valign": "vcenter",
    },
    "note": {"font_color": "#666666", "text_wrap": True, "valign": "top", "font_size": 9},
    "link": {"font_color": "#1F4E79", "underline": 1, "text_wrap": True, "valign": "top"},
    "muted": {"font_color": "#666666", "valign": "top"},
    "missing": {"font_color": "#9C5700", "italic": True, "align": "right", "valign": "top"},
    "provisional": {"italic": True, "font_color": "#9C5700", "valign": "top"},
    "total": {"bold": True, "top": 1, "valign": "top"},
    "value": {"valign": "top"},
    "input": {"bg_color": "#FFF8DC", "border": 1, "border_color": "#BFA75A"},
    "hidden": {},
    "fact": {"align": "left", "text_wrap": True, "valign": "top"},
    "sign": {"top": 1, "valign": "top"},
}


class Book:
    """One workbook: hands out sheets, whose names are all different, and formats."""

    def __init__(self, document: Document) -> None:
        """Begin a workbook. Raises ``MissingExtraError`` where XlsxWriter is not installed."""
        try:
            import xlsxwriter
        except ImportError as error:
            raise MissingExtraError("xlsx") from error
        self._class = sheet_class()
        self._stream = io.BytesIO()
        self.file: Any = xlsxwriter.Workbook(self._stream, dict(_OPTIONS))
        self.file.set_properties({"title": fit(document.title)[:_LONGEST_LINE], "created": _MADE})
        self.file.set_calc_mode("auto")
        self.document = document
        self._formats: dict[tuple[str, str], Any] = {}
        self._names: set[str] = set()

    def close(self) -> bytes:
        """Return the file."""
        self.file.close()
        return self._stream.getvalue()

    # -- formats ----------------------------------------------------------------------------

    def format(self, look: str, number: str = "") -> Any:
        """Return the format of a look; a number is shown as its format says, at the right."""
        known = self._formats.get((look, number))
        if known is None:
            given = {**_FONT, **LOOKS[look.removesuffix("_broken")]}
            if look.endswith("_broken"):
                given |= {"text_wrap": True, "valign": "top"}
            if number:
                given = {"align": "right", **given, "num_format": number, "text_wrap": False}
            known = self._formats[look, number] = self.file.add_format(given)
        return known

    # -- sheets -----------------------------------------------------------------------------

    def name(self, wanted: str) -> str:
        """Return a name for a sheet: no sign in it that is barred, and no name twice."""
        plain = _UNSAFE.sub("_", _BARRED.sub(" ", wanted)).strip(" '") or "-"
        found, number = plain[:_LONGEST_NAME].strip(" '"), 1
        while found.lower() in self._names or found.lower() == "history":
            number += 1
            end = f" {number}"
            found = plain[: _LONGEST_NAME - len(end)].strip() + end
        self._names.add(found.lower())
        return found

    def sheet(self, name: str) -> Any:
        """Return a new sheet of a name that ``name`` gave, set up for print."""
        sheet = self.file.add_worksheet(name, worksheet_class=self._class)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L&9{_marked(self.document.title)}&R&9&A"[:_LONGEST_LINE])
        sheet.set_footer(self._footer())
        return sheet

    def _footer(self) -> str:
        """Return the pages and as many of the document's last lines as there is room for."""
        found, rest = "&L&7", "&R&8&P / &N"
        for line in reversed(self.document.foot):
            longer = f"{found}{_marked(line)}   "
            if len(longer) + len(rest) > _LONGEST_LINE or width(longer) > _WIDEST_LINE:
                break
            found = longer
        return found.rstrip() + rest


def _marked(text: str) -> str:
    return fit(text).replace("&", "&&")


def fit(text: str) -> str:
    """Return a text as a cell takes it: no half of a character pair, and not too long."""
    if text.isascii():
        return text[:_LONGEST_TEXT]
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST_TEXT]


def plain(text: str) -> str:
    """Return a text as a link or a formula's value takes it: with no sign that a file bars."""
    found = fit(text)
    return found if found.isprintable() else _NO_SIGN.sub("\N{REPLACEMENT CHARACTER}", found)


@functools.lru_cache(maxsize=_KEPT)
def width(text: str) -> int:
    """Return how much room a text takes: what is not ASCII takes two, as Chinese does.

    >>> width("E001 王芳")
    9
    """
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


@functools.lru_cache(maxsize=_KEPT)
def height(text: str, wide: int) -> int:
    """Return how high a row is whose cell, so many characters wide, shows all of a text."""
    lines = sum(max(1, -(-width(line) // wide)) for line in text.split("\n"))
    return min(lines * _LINE_HEIGHT, _HIGHEST)


def quoted(sheet: str) -> str:
    """Return the name of a sheet as it stands in a formula or a link."""
    return "'" + sheet.replace("'", "''") + "'"
