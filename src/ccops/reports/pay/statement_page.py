"""A page of statements read back: what each shows, and the data it carries."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from ccops.reports.parts.own_lines import LINES, NOTHING
from ccops.reports.pay.statement_behind import ATTESTATION

#: The text of a row, cell by cell; a note stands behind what it is about.
Row = tuple[str, ...]
_CAPTION: Final = "-caption"
#: What a browser shows as one space. Any other it shows as it is, however many there are.
SPACE: Final = " \t\n\r\f"
_SPACES: Final = re.compile(rf"[{SPACE}]+")


class StatementPage(HTMLParser):
    """Takes what each statement shows down to its lines, and its data, out of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.languages: dict[str, str] = {}
        self.attestations: dict[str, str] = {}
        self.rows: dict[str, list[Row]] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._section = ""
        self._place = ""
        self._of = ""
        self._carries = ""
        self._row: list[str] | None = None
        self._is_cell = False
        self._is_head = False

    def text(self, place: str, section: str = "") -> str:
        """Return the text of a place: ``title`` or ``h1`` of the page, those of a section."""
        return spaced(self._texts.get((section, place), ""))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down where what follows stands."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("id", "")
        self._enter(tag, given)
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "section" and "lang" in given:
            self.languages[name] = given["lang"]
        elif tag == "caption":
            self._of = between(name, LINES, _CAPTION) or between(name, NOTHING, _CAPTION)
        elif tag == "script" and given.get("type") == "application/json":
            self._carries = between(name, ATTESTATION, "")
        elif self._of:
            self._start_cell(tag)

    def _enter(self, tag: str, given: dict[str, str]) -> None:
        """Take down where the texts that follow stand."""
        name = given.get("id", "")
        if tag == "section":
            self._section, self._place = name, "head"
        elif tag in {"title", "h1"} and not self._section:
            self._place = tag
        elif self._place == "head" and name == f"{self._section}-title":
            self._place = "heading"
        elif self._place == "head" and given.get("class") == "overline":
            self._place = "overline"
        elif tag == "tbody":
            self._place = ""
        self._take(" ")

    def _leave(self, tag: str) -> None:
        self._take(" ")
        if tag == "section":
            self._section = self._place = ""
        elif tag in {"title", "h1"} and not self._section:
            self._place = ""
        elif self._place in {"heading", "overline"}:
            self._place = "head"

    def _take(self, data: str) -> None:
        if self._place:
            key = (self._section, self._place)
            self._texts[key] = self._texts.get(key, "") + data

    def _start_cell(self, tag: str) -> None:
        if tag == "thead":
            self._is_head = True
        elif tag == "tr":
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._row.append("")
            self._is_cell = True
        elif tag == "small" and self._row:
            self._row[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        """Leave a place; a row ends with its tag."""
        self._leave(tag)
        if tag == "script":
            self._carries = ""
        elif tag == "table":
            self._of = ""
        elif tag == "thead":
            self._is_head = False
        elif tag in {"td", "th"}:
            self._is_cell = False
        elif tag == "tr" and self._of and self._row is not None:
            rows = self.rows.setdefault(self._of, [])
            if not self._is_head:
                rows.append(tuple(" ".join(each.split()) for each in self._row))
            self._row = None

    def handle_data(self, data: str) -> None:
        """Take a text to where it stands."""
        self._take(data)
        if self._carries:
            self.attestations[self._carries] = self.attestations.get(self._carries, "") + data
        elif self._is_cell and self._row:
            self._row[-1] += data


def spaced(text: str) -> str:
    """Return a text of a page with the spaces that a browser shows."""
    return _SPACES.sub(" ", text).strip(SPACE)


def between(text: str, before: str, after: str) -> str:
    """Return what stands between two texts; nothing where they do not stand there."""
    fits = text.startswith(before) and text.endswith(after)
    return text.removeprefix(before).removesuffix(after) if fits else ""
