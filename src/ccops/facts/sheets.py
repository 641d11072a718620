"""Facts: one sheet of typed columns per kind of subject, for one period, with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

import attrs

from ccops.errors import DataError
from ccops.facts.columns import Column, packed
from ccops.facts.corrections import Correction
from ccops.facts.declarations import FactDeclaration
from ccops.facts.group_joining import joined_sheets
from ccops.facts.group_kinds import GroupKind
from ccops.facts.joining import joined_columns
from ccops.facts.lots import AccountRun, Posting
from ccops.facts.rescores import Rescore
from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.values import Missing, Period, decode


@frozen
class Evidence:
    """What a measured fact was made from: its indicator, and the calendar it was counted in."""

    indicator: str
    calendar: str


@frozen(kw_only=True)
class Membership:
    """One employee belonged to one group for a share of his employed days of the period.

    ``at_end`` says whether he still did on the last of these days.
    """

    row: int
    group: str
    share: Fraction
    at_end: bool = True


@frozen(eq=False)
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
    def at_end(self) -> Groups:
        """Those who belong to a group on their last employed day of the period."""
        return Groups([each for each in self.memberships if each.at_end])

    @cached_property
    def of_rows(self) -> Mapping[int, tuple[str, ...]]:
        """The groups each row belongs to, each once."""
        rows, groups = (map(attrgetter(name), self.memberships) for name in ("row", "group"))
        found: dict[int, tuple[str, ...]] = dict(zip(rows, zip(groups), strict=True))
        if len(found) == len(self.memberships):  # nobody is in two of them
            return found
        found = {}
        for each in self.memberships:
            before = found.get(each.row, ())
            if each.group not in before:
                found[each.row] = (*before, each.group)
        return found


@frozen(kw_only=True, eq=False)
class Sheet:
    """Subjects of one kind in rows, facts in columns. Rows are sorted by id.

    ``given`` are the columns a host handed in of groups; the rest of theirs are measured.
    """

    ids: tuple[str, ...]
    columns: Mapping[str, Column]
    given: frozenset[str] = frozenset()
    rows: Mapping[str, int] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        rows = {each: row for row, each in enumerate(self.ids)}
        object.__setattr__(self, "rows", rows)

    def __len__(self) -> int:
        return len(self.ids)


@frozen(kw_only=True, eq=False, repr=False)
class Facts:
    """What is known about the employees of a center in one period.

    ``evidence`` names the indicator behind each measured fact; ``memberships`` says who belonged
    to which team or project for which part of the period; ``accounts`` what the accounts came to
    that are fed by records; ``sheets`` what was measured and given of groups, by their kind, and
    ``group_declarations`` the facts they may have;
    ``corrections`` which earlier periods were settled again and are posted in this one;
    ``rescores`` the scores behind measured facts that were overturned;
    ``diagnostics`` what was found while measuring.
    """

    period: Period
    declarations: Mapping[str, FactDeclaration]
    employees: Sheet
    currency: str
    evidence: Mapping[str, Evidence] = attrs.field(factory=dict[str, Evidence])
    memberships: Mapping[str, tuple[Membership, ...]] = attrs.field(
        factory=dict[str, tuple[Membership, ...]]
    )
    accounts: Mapping[str, AccountRun] = attrs.field(factory=dict[str, AccountRun])
    sheets: Mapping[GroupKind, Sheet] = attrs.field(factory=dict[GroupKind, Sheet])
    group_declarations: Mapping[GroupKind, Mapping[str, FactDeclaration]] = attrs.field(
        factory=dict[GroupKind, Mapping[str, FactDeclaration]]
    )
    corrections: tuple[Correction, ...] = ()
    rescores: tuple[Rescore, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def groups(self) -> Mapping[str, Groups]:
        """The memberships by kind of group (``team``, ``project``), found from either side."""
        return {what: Groups(listed) for what, listed in self.memberships.items()}

    def postings(self, fact: str, row: int) -> tuple[Posting, ...]:
        """Return the amounts that corrected periods make a fact of an employee of, in order."""
        employee = self.employees.ids[row]
        listed = ((each, each.amount(fact, employee)) for each in self.corrections)
        return tuple(Posting(each.origin, amount) for each, amount in listed if amount)

    def __repr__(self) -> str:
        columns = len(self.employees.columns)
        return f"Facts({self.period.label!r}, {len(self.employees)} employees, {columns} facts)"

    def value(self, employee: str, fact: str) -> object:
        """Return one fact as a public value, or a ``Missing`` with its reason."""
        column = self.employees.columns[fact]
        cell = column.at(self.employees.rows[employee])
        if isinstance(cell, Missing):
            return cell
        return decode(cell, column.type, column.carrier, currency=self.currency)

    def of(self, employees: Iterable[str]) -> Facts:
        """Return the facts of some employees, sorted by id, and of all groups.

        Raises ``KeyError`` for a stranger.
        """
        ids = tuple(sorted(set(employees)))
        rows = [self.employees.rows[each] for each in ids]
        places = {row: place for place, row in enumerate(rows)}
        columns = {
            name: packed(column.type, column.carrier, [column.at(row) for row in rows])
            for name, column in self.employees.columns.items()
        }
        memberships = {
            what: tuple(
                attrs.evolve(each, row=places[each.row]) for each in listed if each.row in places
            )
            for what, listed in self.memberships.items()
        }
        return attrs.evolve(
            self,
            employees=Sheet(ids=ids, columns=columns),
            memberships=memberships,
            accounts={name: run.of(places) for name, run in self.accounts.items()},
        )

    def joined(self, given: Mapping[str, Mapping[str, object]]) -> Facts:
        """Return the facts with the host's own: ``{"E017": {"conduct": "88.5"}}``.

        Raises ``DataError`` with every wrong cell: unknown employees and facts, values of a
        wrong kind, out of range or finer than the step, and a cell that is already there with
        another value.
        """
        problems: list[Diagnostic] = []
        columns = {**self.employees.columns, **joined_columns(self, given, problems)}
        if problems:
            raise DataError(tuple(problems))
        return attrs.evolve(self, employees=Sheet(ids=self.employees.ids, columns=columns))

    def joined_groups(self, given: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Facts:
        """Return the facts with the host's own of groups.

        ``{"team": {"A": {"staff_planned": 20}}, "center": {"center": {...}}}``. Raises
        ``DataError`` with every wrong cell, as ``joined`` does: also for a team nobody is in, a
        fact of employees, and one that follows from the members.
        """
        problems: list[Diagnostic] = []
        sheets = {**self.sheets, **joined_sheets(self, given, problems)}
        if problems:
            raise DataError(tuple(problems))
        return attrs.evolve(self, sheets=sheets)
