"""Joining a host's own facts to a sheet: every cell checked, each value read once a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import attrs

from ccops.facts.columns import Column, packed
from ccops.facts.declarations import FactDeclaration
from ccops.facts.tables import FactCells, cells_by_fact
from ccops.frozen import frozen
from ccops.messages import Diagnostic, nearest
from ccops.values import Cell, Missing, decode, encode

if TYPE_CHECKING:
    from ccops.facts.sheets import Facts, Sheet


def joined_columns(
    facts: Facts, given: Mapping[str, Mapping[str, object]], problems: list[Diagnostic]
) -> dict[str, Column]:
    """Return the columns of facts that hold cells given, and note everything that is wrong."""
    found = _Findings(given, tuple(given))
    rows = _sheet_rows(facts.employees, found)
    columns: dict[str, Column] = {}
    for name, cells in cells_by_fact(given):
        known = cells.of_known(rows)
        if name not in facts.declarations:
            found.note(known.places, name, _unknown("unknown-fact", name, facts.declarations))
            continue
        new = _NewCells(
            facts.declarations[name], facts.employees.columns.get(name), facts.currency
        )
        places, read = _accepted(new, known, rows, found)
        if places:
            whose = rows if len(places) == len(rows) else [rows[each] for each in places]
            columns[name] = new.column(whose, read, len(facts.employees))
    problems += found.in_order()
    return {name: columns[name] for name in sorted(columns)}


def _sheet_rows(sheet: Sheet, found: _Findings) -> Sequence[int | None]:
    """Return the row of each id that facts are given of, and note the ids nobody has."""
    rows = [sheet.rows.get(each) for each in found.ids]
    if rows == list(range(len(sheet))):
        return range(len(sheet))
    for place, row in enumerate(rows):
        if row is None:
            found.note([place], "", _unknown("unknown-employee", found.ids[place], sheet.ids))
    return rows


def _accepted(
    new: _NewCells, given: FactCells, rows: Sequence[int | None], found: _Findings
) -> tuple[Sequence[int], Sequence[Cell]]:
    """Return the cells that may be taken with their places, and note why others may not."""
    read = new.read(given)
    if new.before is not None:
        pairs = zip(given.places, read, strict=True)
        read = [new.beside_before(rows[place], each) for place, each in pairs]
    if _Wrong not in set(map(type, read)):
        return given.places, cast("Sequence[Cell]", read)
    places: list[int] = []
    cells: list[Cell] = []
    for place, each in zip(given.places, read, strict=True):
        if isinstance(each, _Wrong):
            found.refuse(place, new.declaration.name, each)
        else:
            places.append(place)
            cells.append(each)
    return places, cells


def absent_reason(declaration: FactDeclaration) -> Missing:
    """Return why a fact nobody gave is missing: not measured, or no records where optional."""
    return Missing.NO_RECORDS if declaration.optional else Missing.NOT_MEASURED


@frozen
class _Wrong:
    """What is wrong with a value."""

    code: str
    shown: Mapping[str, str]


@frozen(eq=False)
class _Findings:
    """What is wrong with facts given, told row by row, within a row as its facts stand."""

    given: Mapping[str, Mapping[str, object]]
    ids: tuple[str, ...]
    _noted: list[tuple[int, str, Diagnostic]] = attrs.field(factory=list, init=False)

    def note(self, places: Iterable[int], fact: str, finding: Diagnostic) -> None:
        """Note a finding about a fact of each of some rows; ``""`` is about their ids."""
        self._noted.extend((place, fact, finding) for place in places)

    def refuse(self, place: int, fact: str, wrong: _Wrong) -> None:
        """Note that a value of a row is wrong."""
        arguments = {"employee": self.ids[place], "fact": fact, **wrong.shown}
        self.note([place], fact, Diagnostic(code=wrong.code, args=arguments))

    def in_order(self) -> list[Diagnostic]:
        """Return all findings in the order in which they are told."""
        places = {place for place, _, _ in self._noted}
        order = {place: ("", *self.given[self.ids[place]]) for place in places}
        self._noted.sort(key=lambda each: (each[0], order[each[0]].index(each[1])))
        return [finding for _, _, finding in self._noted]


@frozen(eq=False)
class _NewCells:
    """One fact of a sheet that is given cells; a text that comes again is not read again."""

    declaration: FactDeclaration
    before: Column | None
    currency: str

    def read(self, given: FactCells) -> Sequence[Cell | _Wrong]:
        """Return the cell of each value, or what is wrong with it."""
        known = {text: self._read(text) for text in given.texts}
        if given.is_text:
            return list(map(known.__getitem__, cast("Sequence[str]", given.values)))
        return [
            known[each] if isinstance(each, str) else self._read(each) for each in given.values
        ]

    def beside_before(self, row: int | None, cell: Cell | _Wrong) -> Cell | _Wrong:
        """Return a cell, or that the row has another one already."""
        column = self.before
        if column is None or row is None or isinstance(cell, _Wrong):
            return cell
        before = column.at(row)
        if isinstance(before, Missing) or before == cell:
            return cell
        shown = {
            when: str(decode(each, column.type, column.carrier, currency=self.currency))
            for when, each in (("before", before), ("after", cell))
        }
        is_assigned = self.declaration.assigned is not None
        return _Wrong("fact-against-assignments" if is_assigned else "fact-twice", shown)

    def column(self, rows: Sequence[int | None], cells: Sequence[Cell], size: int) -> Column:
        """Return the fact's column with the new cells in it."""
        declaration = self.declaration
        if rows == range(size):
            return packed(declaration.type, declaration.carrier, cells)
        found: list[Cell | Missing] = (
            [absent_reason(declaration)] * size
            if self.before is None
            else list(self.before.sequence())
        )
        for row, cell in zip(rows, cells, strict=True):
            if row is not None:
                found[row] = cell
        return packed(declaration.type, declaration.carrier, found)

    def _read(self, value: object) -> Cell | _Wrong:
        declaration = self.declaration
        try:
            cell = encode(value, declaration.type, declaration.carrier, currency=self.currency)
        except (TypeError, ValueError) as error:
            shown = {"value": repr(value), "unit": str(declaration.type), "why": str(error)}
            return _Wrong("fact-wrong", shown)
        if not _is_inside(cell, declaration):
            shown = {"value": str(value), "range": str(declaration.bounds)}
            return _Wrong("fact-out-of-range", shown)
        return cell


def _is_inside(cell: Cell, declaration: FactDeclaration) -> bool:
    """Say whether a cell is in the range of its fact; a flag or word has none."""
    if isinstance(cell, tuple):
        return declaration.bounds.holds_ratio(*cell)
    if isinstance(cell, bool | str):
        return True
    return declaration.bounds.holds_ratio(cell, declaration.carrier.scale or 1)


def _unknown(code: str, name: str, known: Sequence[str] | Mapping[str, object]) -> Diagnostic:
    return Diagnostic(code=code, args={"name": name, "near": nearest(name, known) or "-"})
