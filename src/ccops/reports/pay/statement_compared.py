"""A statement held against the one that follows: what is shown, and what should be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.reports.document.plain import plain, plain_object
from ccops.reports.document.tables import Table
from ccops.reports.document.words import Words
from ccops.reports.parts.working_out import workings_of
from ccops.reports.pay.statement import statement_front
from ccops.reports.pay.statement_file import (
    StatementFile,
    head_of,
    row_texts,
    values_of,
    workings_in,
)
from ccops.reports.pay.statement_page import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.settlement import Settlement

#: A row as it is shown, and as it follows.
Difference = tuple[Row, Row]
_PERIOD: Final = "0000-00"


@attrs.frozen(kw_only=True, eq=False)
class StatementFront:
    """The statement of an employee but for explanations, as it follows from his inputs."""

    period: str
    rows: tuple[Row, ...]
    head: tuple[Row, ...]
    values: tuple[tuple[str, str], ...]
    heading: str
    workings: Mapping[str, Row]

    @classmethod
    def of(cls, settlement: Settlement, employee: str, shown: StatementFile) -> StatementFront:
        """Return what a file should show; the name is taken as it is shown."""
        name = shown.name
        front = statement_front(settlement, employee, locale=shown.locale, name=name)
        data: list[dict[str, Any]] = [plain(each) for each in front]
        tables = [each for each in front if isinstance(each, Table)]
        above = data[: front.index(tables[0]) + 1]
        listed = (row for table in tables for row in (*table.rows, *table.foot))
        words = Words.of(shown.locale)
        worked = workings_of(settlement, words, subjects=(employee,)) if shown.workings else None
        return cls(
            period=settlement.period,
            rows=tuple(row_texts((cell.text, cell.note) for cell in row) for row in listed),
            head=tuple(head_of(above)),
            values=values_of(data),
            heading=f"{name} {employee}".strip(),
            workings=workings_in(plain_object(worked) if worked else None, employee),
        )

    def differences(self, shown: StatementFile) -> Iterator[Difference]:
        """Yield what a file shows otherwise: lines, what stands above them, then values.

        Spaces say nothing: paper breaks lines where others have a space, or none.
        """
        pairs = list(zip_longest(shown.rows, self.rows, fillvalue=()))
        pairs += [((shown.heading,), (self.heading,))]
        pairs += [((text,), (self._title(locale),)) for locale, text in shown.titles]
        yield from (each for each in pairs if _signs(each[0]) != _signs(each[1]))
        text = _Text(shown.head)
        start = text.start(self.head) if shown.letterhead is None else 0
        letterhead = text.signs[:start] if shown.letterhead is None else shown.letterhead
        locale = shown.titles[0][0] if shown.titles else shown.locale
        yield from self._other_titles(letterhead, locale)
        yield from text.differences(self.head, start)
        if shown.values is not None:
            pairs = list(zip_longest(shown.values, self.values, fillvalue=()))
            yield from (each for each in pairs if each[0][1:] != each[1][1:])
        yield from self._other_workings(shown)

    def _other_workings(self, shown: StatementFile) -> Iterator[Difference]:
        """Yield the figures behind the lines that are others than those that follow.

        A file of several people tells of each also what only lines of others are made from: of
        that nothing is shown as his, and nothing is compared. Titles are those of the file.
        """
        for name, follows in self.workings.items() if shown.workings else ():
            found = shown.workings.get(name, ())
            if found[1:] != follows[1:]:
                yield found, follows

    def _title(self, locale: str) -> str:
        return Words.of(locale).say("statement", period=self.period)

    def _other_titles(self, letterhead: str, locale: str) -> Iterator[Difference]:
        """Yield the titles of other months; a letterhead of one's own need not show any."""
        wanted = self._title(locale)
        bare = re.escape(_bare(Words.of(locale).say("statement", period=_PERIOD)))
        pattern = bare.replace(re.escape(_PERIOD), r"\d{4}-\d{2}")
        for found in re.findall(pattern, _bare(letterhead)):
            if found != _bare(wanted):
                yield (found,), (wanted,)


class _Text:
    """A text that is read without its spaces."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [at for at, sign in enumerate(text) if not sign.isspace()]
        self.signs = _bare(text)

    def start(self, rows: Sequence[Row]) -> int:
        """Return where the first of some rows stands, or at least what it begins with."""
        found = [self.signs.find(_joined(row)) for row in rows]
        if found[0] >= 0:
            return found[0]
        first = min((at for at in found if at >= 0), default=len(self.signs))
        label = self.signs.rfind(_bare(rows[0][0]), 0, first)
        return label if label >= 0 else first

    def differences(self, rows: Sequence[Row], start: int) -> Iterator[Difference]:
        """Yield what stands where one of the rows, one after another, should stand."""
        at = start
        for order, row in enumerate(rows):
            wanted = _joined(row)
            if self.signs.startswith(wanted, at):
                at += len(wanted)
                continue
            later = (self.signs.find(_joined(each), at) for each in rows[order + 1 :])
            end = min((each for each in later if each >= 0), default=len(self.signs))
            yield self._between(at, end), row
            at = end
        if at < len(self.signs):
            yield self._between(at, len(self.signs)), ()

    def _between(self, start: int, end: int) -> Row:
        if start == end:
            return ()
        return (self._text[self._places[start] : self._places[end - 1] + 1],)


def _bare(text: str) -> str:
    return "".join(text.split())


def _joined(row: Row) -> str:
    return _bare("".join(row))


def _signs(row: Row) -> Row:
    return tuple(map(_bare, row))
