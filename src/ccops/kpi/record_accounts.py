"""Accounts fed by records: rules with memory, which no indicator has (the hours account).

Such an account is run before the indicators of a period are measured. It gives facts, moves the
lots of everybody it is run for, and may say that a record counts for something else than it was
handed in as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from ccops.facts import AccountKind, AccountRun, Column, Employee, FactDeclaration, Lot
from ccops.frozen import frozen
from ccops.kpi.records import Records
from ccops.messages import Diagnostic, Label
from ccops.values import Missing, Money, Period, PeriodDays, Scalar

if TYPE_CHECKING:
    import datetime as dt


@frozen(eq=False)
class HeldLots:
    """What an account held when the period began, by row; who is not named held nothing."""

    lots: Mapping[int, Sequence[Lot]]
    unknown: Mapping[int, Missing]


class Contract(Protocol):
    """The contract in force on a day: an employee without dated changes is his own."""

    @property
    def employment_type(self) -> str:
        """Full or part time, dispatched, intern."""

    @property
    def contract_hours_day(self) -> dt.timedelta | None:
        """The hours of a day, where they are known."""


@frozen(kw_only=True, eq=False)
class AccountMonth:
    """What a period gives to an account fed by records.

    ``rows`` are those of the population it is for, ``employees`` everybody by row;
    ``employed(row, days)`` are the stretches of some days in which somebody is employed,
    ``wages(row, days)`` the same with the basic pay that holds in each, where one is known,
    ``contracts(row, days)`` with the kind of employment and the contract hours.
    ``held`` has no entry for an account of which nobody knows what it held. ``rulings`` are what
    named persons decided, by row and fact.
    """

    period: Period
    days: PeriodDays
    rows: Sequence[int]
    employees: Sequence[Employee]
    employed: Callable[[int, PeriodDays], tuple[PeriodDays, ...]]
    wages: Callable[[int, PeriodDays], tuple[tuple[Money | None, PeriodDays], ...]]
    contracts: Callable[[int, PeriodDays], tuple[tuple[PeriodDays, Contract], ...]]
    records: Mapping[str, Records]
    constants: Mapping[str, Scalar]
    held: Mapping[str, HeldLots]
    rulings: Mapping[tuple[int, str], str]


@frozen(kw_only=True, eq=False)
class AccountOutcome:
    """What an account fed by records comes to in a period.

    ``columns`` are facts by name, a cell for each employee; ``records`` the kinds that count for
    something else now; ``ruled`` the rulings that were taken.
    """

    columns: Mapping[str, Column]
    runs: tuple[AccountRun, ...]
    records: Mapping[str, Records]
    diagnostics: tuple[Diagnostic, ...] = ()
    ruled: frozenset[tuple[int, str]] = frozenset()


class RecordAccount(Protocol):
    """An account ready to be run, as a policy of a pack makes it."""

    @property
    def name(self) -> str:
        """The id of its rule."""

    @property
    def label(self) -> Label:
        """What people call it."""

    @property
    def population(self) -> str:
        """Whom it is run for; their own data alone decides who that is."""

    @property
    def calendar(self) -> str:
        """The calendar whose periods it closes; empty for the default one."""

    @property
    def kinds(self) -> tuple[AccountKind, ...]:
        """The accounts it keeps."""

    @property
    def facts(self) -> tuple[FactDeclaration, ...]:
        """The facts it gives."""

    @property
    def over(self) -> str:
        """The record kind without which it is not run."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The decisions and parameters it needs."""

    @property
    def days_before(self) -> int:
        """How many days before its period the records begin that it needs."""

    def behind(self, fact: str) -> str:
        """Return the record kind a fact is made of; empty for a fact it does not give."""

    def run(self, month: AccountMonth) -> AccountOutcome:
        """Return what it comes to."""


def record_accounts(
    policies: Sequence[object], section: Callable[[str], tuple[object, ...]], *, currency: str
) -> tuple[RecordAccount, ...]:
    """Return the accounts that the policies of a pack make; ``section`` looks up its rules.

    ``currency`` is what its money is in.
    """
    makers = (getattr(each, "record_account", None) for each in policies)
    return tuple(make(section, currency) for make in makers if make is not None)
