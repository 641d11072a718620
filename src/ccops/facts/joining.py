"""Joining a host's own facts to a sheet: every cell checked, each value read once a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.facts.columns import Column, packed
from ccops.facts.declarations import FactDeclaration
from ccops.messages import Diagnostic, nearest
from ccops.values import Cell, Missing, decode, encode

if TYPE_CHECKING:
    from ccops.facts.sheets import Facts


def joined_columns(
    facts: Facts, given: Mapping[str, Mapping[str, object]], problems: list[Diagnostic]
) -> dict[str, Column]:
    """Return the columns of facts that hold cells given, and note everything that is wrong."""
    columns: dict[str, _NewCells] = {}
    for employee, values in given.items():
        row = facts.employees.rows.get(employee)
        if row is None:
            problems.append(_unknown("unknown-employee", employee, facts.employees.ids))
            continue
        for name, value in values.items():
            new = columns.get(name)
            cell = new.known.get(value) if new is not None and isinstance(value, str) else None
            if new is not None and cell is not None:  # mostly a text comes again
                new.rows.append(row)
                new.cells.append(cell)
                continue
            if name not in columns:
                if name not in facts.declarations:
                    problems.append(_unknown("unknown-fact", name, facts.declarations))
                    continue
                columns[name] = _NewCells.of(facts, name)
            columns[name].take(employee, row, value, problems)
    size = len(facts.employees)
    return {name: columns[name].column(size) for name in sorted(columns) if columns[name].rows}


def absent_reason(declaration: FactDeclaration) -> Missing:
    """Return why a fact nobody gave is missing: not measured, or no records where optional."""
    return Missing.NO_RECORDS if declaration.optional else Missing.NOT_MEASURED


@attrs.frozen
class _Read:
    """A value as it was read: its cell, or what is wrong with it."""

    cell: Cell | None = None
    code: str = ""
    shown: Mapping[str, str] = attrs.field(factory=dict[str, str])


@attrs.define(eq=False)
class _NewCells:
    """The cells given for one fact; texts that come again are not read again."""

    declaration: FactDeclaration
    before: Column | None
    currency: str
    rows: list[int] = attrs.field(factory=list, init=False)
    cells: list[Cell] = attrs.field(factory=list, init=False)
    #: Texts whose cells may be taken as they are, for no cell is there that they could clash with.
    known: dict[str, Cell] = attrs.field(factory=dict, init=False)
    _texts: dict[str, _Read] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, facts: Facts, name: str) -> _NewCells:
        return cls(facts.declarations[name], facts.employees.columns.get(name), facts.currency)

    def take(self, employee: str, row: int, value: object, problems: list[Diagnostic]) -> None:
        """Take the value of an employee, or note why not."""
        found = self._texts.get(value) if isinstance(value, str) else None
        if found is None:
            found = self._read(value)
            if isinstance(value, str):
                self._texts[value] = found
                if self.before is None and found.cell is not None:
                    self.known[value] = found.cell
        if found.cell is None:
            self._refuse(found.code, employee, found.shown, problems)
        elif not self._clashes(employee, row, found.cell, problems):
            self.rows.append(row)
            self.cells.append(found.cell)

    def column(self, size: int) -> Column:
        """Return the fact's column with the new cells in it."""
        declaration = self.declaration
        found: list[Cell | Missing] = (
            [absent_reason(declaration)] * size
            if self.before is None
            else list(self.before.sequence())
        )
        for row, cell in zip(self.rows, self.cells, strict=True):
            found[row] = cell
        return packed(declaration.type, declaration.carrier, found)

    def _read(self, value: object) -> _Read:
        declaration = self.declaration
        try:
            cell = encode(value, declaration.type, declaration.carrier, currency=self.currency)
        except (TypeError, ValueError) as error:
            shown = {"value": repr(value), "unit": str(declaration.type), "why": str(error)}
            return _Read(code="fact-wrong", shown=shown)
        number = _as_number(cell, declaration)
        if number is not None and not declaration.bounds.holds(number):
            shown = {"value": str(value), "range": str(declaration.bounds)}
            return _Read(code="fact-out-of-range", shown=shown)
        return _Read(cell=cell)

    def _clashes(self, employee: str, row: int, cell: Cell, problems: list[Diagnostic]) -> bool:
        column = self.before
        if column is None:
            return False
        before = column.at(row)
        if isinstance(before, Missing) or before == cell:
            return False
        shown = {
            when: str(decode(each, column.type, column.carrier, currency=self.currency))
            for when, each in (("before", before), ("after", cell))
        }
        self._refuse("fact-twice", employee, shown, problems)
        return True

    def _refuse(
        self, code: str, employee: str, shown: Mapping[str, str], problems: list[Diagnostic]
    ) -> None:
        arguments = {"employee": employee, "fact": self.declaration.name, **shown}
        problems.append(Diagnostic(code=code, args=arguments))


def _as_number(cell: Cell, declaration: FactDeclaration) -> Fraction | None:
    if isinstance(cell, tuple):
        return Fraction(*cell)
    if isinstance(cell, bool | str):
        return None
    return Fraction(cell, declaration.carrier.scale or 1)


def _unknown(code: str, name: str, known: Sequence[str] | Mapping[str, object]) -> Diagnostic:
    return Diagnostic(code=code, args={"name": name, "near": nearest(name, known) or "-"})
