"""Facts: one sheet of typed columns per kind of subject, for one period, with their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from ccops.errors import DataError
from ccops.facts.columns import Column, packed
from ccops.facts.declarations import FactDeclaration
from ccops.messages import Diagnostic, nearest
from ccops.values import Cell, Missing, Period, decode, encode


@attrs.frozen
class Evidence:
    """What a measured fact was made from: its indicator, and the calendar it was counted in."""

    indicator: str
    calendar: str


@attrs.frozen(kw_only=True)
class Membership:
    """One employee belonged to one group for a share of his employed days of the period."""

    row: int
    group: str
    share: Fraction


@attrs.frozen(eq=False)
class Groups:
    """Who belongs to which group of a kind, found from either side."""

    memberships: Sequence[Membership]

    @cached_property
    def members(self) -> Mapping[str, Sequence[Membership]]:
        """The memberships of each group."""
        found: dict[str, list[Membership]] = {}
        for each in self.memberships:
            found.setdefault(each.group, []).append(each)
        return found

    @cached_property
    def of_rows(self) -> Mapping[int, Sequence[str]]:
        """The groups each row belongs to."""
        found: dict[int, tuple[str, ...]] = {}
        for each in self.memberships:
            before = found.get(each.row)
            found[each.row] = (each.group,) if before is None else (*before, each.group)
        return found


@attrs.frozen(kw_only=True, eq=False)
class Sheet:
    """Subjects of one kind in rows, facts in columns. Rows are sorted by id."""

    ids: tuple[str, ...]
    columns: Mapping[str, Column]
    rows: Mapping[str, int] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        rows = {each: row for row, each in enumerate(self.ids)}
        object.__setattr__(self, "rows", rows)

    def __len__(self) -> int:
        return len(self.ids)


@attrs.frozen(kw_only=True, eq=False)
class Facts:
    """What is known about the employees of a center in one period.

    ``evidence`` names the indicator behind each measured fact; ``memberships`` says who belonged
    to which team or project for which part of the period.
    """

    period: Period
    declarations: Mapping[str, FactDeclaration]
    employees: Sheet
    currency: str
    evidence: Mapping[str, Evidence] = attrs.field(factory=dict[str, Evidence])
    memberships: Mapping[str, tuple[Membership, ...]] = attrs.field(
        factory=dict[str, tuple[Membership, ...]]
    )

    @cached_property
    def groups(self) -> Mapping[str, Groups]:
        """The memberships by kind of group (``team``, ``project``), found from either side."""
        return {what: Groups(listed) for what, listed in self.memberships.items()}

    def value(self, employee: str, fact: str) -> object:
        """Return one fact as a public value, or a ``Missing`` with its reason."""
        column = self.employees.columns[fact]
        cell = column.at(self.employees.rows[employee])
        if isinstance(cell, Missing):
            return cell
        return decode(cell, column.type, column.carrier, currency=self.currency)

    def joined(self, given: Mapping[str, Mapping[str, object]]) -> Facts:
        """Return the facts with the host's own: ``{"E017": {"conduct": "88.5"}}``.

        Raises ``DataError`` with every wrong cell: unknown employees and facts, values of a
        wrong kind, out of range or finer than the step, and a cell that is already there with
        another value.
        """
        problems: list[Diagnostic] = []
        cells = dict(_new_cells(self, given, problems))
        if problems:
            raise DataError(tuple(problems))
        names = {name for _, name in cells}
        columns = dict(self.employees.columns)
        for name in sorted(names):
            columns[name] = _joined_column(self, name, cells)
        sheet = Sheet(ids=self.employees.ids, columns=columns)
        return attrs.evolve(self, employees=sheet)


def _new_cells(
    facts: Facts, given: Mapping[str, Mapping[str, object]], problems: list[Diagnostic]
) -> Iterator[tuple[tuple[int, str], Cell]]:
    for employee, values in given.items():
        row = facts.employees.rows.get(employee)
        if row is None:
            problems.append(_unknown("unknown-employee", employee, facts.employees.ids))
            continue
        for name, value in values.items():
            cell = _encoded(facts, employee, name, value, problems)
            if cell is not None and not _clashes(facts, employee, name, cell, problems):
                yield (row, name), cell


def _encoded(
    facts: Facts, employee: str, name: str, value: object, problems: list[Diagnostic]
) -> Cell | None:
    declaration = facts.declarations.get(name)
    if declaration is None:
        problems.append(_unknown("unknown-fact", name, facts.declarations))
        return None
    try:
        cell = encode(value, declaration.type, declaration.carrier, currency=facts.currency)
    except (TypeError, ValueError) as error:
        shown = {"value": repr(value), "unit": str(declaration.type), "why": str(error)}
        arguments = {"employee": employee, "fact": name, **shown}
        problems.append(Diagnostic(code="fact-wrong", args=arguments))
        return None
    number = _as_number(cell, declaration)
    if number is not None and not declaration.bounds.holds(number):
        shown = {"value": str(value), "range": str(declaration.bounds)}
        arguments = {"employee": employee, "fact": name, **shown}
        problems.append(Diagnostic(code="fact-out-of-range", args=arguments))
        return None
    return cell


def _as_number(cell: Cell, declaration: FactDeclaration) -> Fraction | None:
    if isinstance(cell, tuple):
        return Fraction(*cell)
    if isinstance(cell, bool | str):
        return None
    return Fraction(cell, declaration.carrier.scale or 1)


def _clashes(
    facts: Facts, employee: str, name: str, cell: Cell, problems: list[Diagnostic]
) -> bool:
    column = facts.employees.columns.get(name)
    if column is None:
        return False
    before = column.at(facts.employees.rows[employee])
    if isinstance(before, Missing) or before == cell:
        return False
    shown = {
        when: str(decode(each, column.type, column.carrier, currency=facts.currency))
        for when, each in (("before", before), ("after", cell))
    }
    arguments = {"employee": employee, "fact": name, **shown}
    problems.append(Diagnostic(code="fact-twice", args=arguments))
    return True


def _joined_column(facts: Facts, name: str, cells: Mapping[tuple[int, str], Cell]) -> Column:
    declaration = facts.declarations[name]
    before = facts.employees.columns.get(name)
    found: list[Cell | Missing] = (
        [absent_reason(declaration)] * len(facts.employees)
        if before is None
        else list(before.sequence())
    )
    for row in range(len(found)):
        cell = cells.get((row, name))
        if cell is not None:
            found[row] = cell
    return packed(declaration.type, declaration.carrier, found)


def absent_reason(declaration: FactDeclaration) -> Missing:
    """Return why a fact nobody gave is missing: not measured, or no records where optional."""
    return Missing.NO_RECORDS if declaration.optional else Missing.NOT_MEASURED


def _unknown(code: str, name: str, known: Sequence[str] | Mapping[str, object]) -> Diagnostic:
    return Diagnostic(code=code, args={"name": name, "near": nearest(name, known) or "-"})
