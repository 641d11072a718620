"""Running an hours account over the records of a period, for everybody who has it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ccops.facts import AccountRun, Lot, Moves, packed
from ccops.kpi.record_accounts import AccountOutcome, Contract, HeldLots
from ccops.values import Cell, Missing, PeriodDays
from ccops.worktime.comp_lots import LotBook
from ccops.worktime.comp_refused import as_absenteeism
from ccops.worktime.hours_closing import ClosedHours, PersonHours, close_hours
from ccops.worktime.hours_findings import HoursFindings
from ccops.worktime.hours_records import HoursRecords
from ccops.worktime.hours_terms import HoursTerms
from ccops.worktime.hours_words import OnLapse, Refusal
from ccops.worktime.lapsing import LapseRule
from ccops.worktime.work_calendar import CALENDAR_DAY, calendar_handed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi.record_accounts import AccountMonth
    from ccops.worktime.comp_requests import CompLeave
    from ccops.worktime.hours_facts import HoursNames
    from ccops.worktime.hours_ready import HoursAccount

_ONE_DAY = dt.timedelta(days=1)


def run_hours(account: HoursAccount, month: AccountMonth) -> AccountOutcome:
    """Return what an account comes to: facts, lots, and the time off that was no comp time."""
    return _Run(account, month).outcome()


def _terms_of(account: HoursAccount, month: AccountMonth) -> HoursTerms:
    """Return the terms of an account in a period."""
    policy = account.policy
    days = month.constants[policy.standard_days.value]
    return HoursTerms(
        period=month.period,
        calendar_name=account.calendar,
        days=month.days,
        calendar=calendar_handed_in(month.records),
        origin=account.name,
        standard_days=days.number,
        day=int(month.constants[policy.standard_day.value].number),
        day_hours=policy.day_hours,
        part_month=policy.part_month,
        shift_day=policy.shift_day,
        partial_shift=policy.partial_shift,
        minute_rounding=policy.minute_rounding,
        holiday_hours=policy.holiday_hours,
        leave_credit=policy.leave_credit,
        long_leave_days=policy.long_leave_days,
        surplus=policy.surplus,
        offset=policy.offset,
        taken_by=policy.taken_by.value,
        step=int(policy.step.number),
        notice=policy.notice,
        notice_days=policy.notice_days,
        lapse=policy.lapse_rule or LapseRule(0, "never"),
        on_lapse=policy.on_lapse,
        lapsing_days=policy.lapsing_days,
        lapsing_soon_days=policy.lapsing_soon_days,
    )


class _Run:
    """One run while it goes on: cells by fact, lots by row."""

    def __init__(self, account: HoursAccount, month: AccountMonth) -> None:
        self._account = account
        self._month = month
        self._terms = _terms_of(account, month)
        self._names: HoursNames = account.policy.names
        self._records = HoursRecords(month.records, self._terms)
        self._cells: dict[str, list[Cell | Missing]] = {
            each.name: [Missing.NOT_MEASURED] * len(month.employees) for each in account.facts
        }
        self._lots: dict[int, Moves] = {}
        self._debts: dict[int, Moves] = {}
        self._unknown: dict[int, Missing] = {}
        self._refused: list[tuple[CompLeave, Refusal]] = []
        self._ruled: set[tuple[int, str]] = set()
        self._findings = HoursFindings(self._terms, names=self._names)

    def outcome(self) -> AccountOutcome:
        for row in self._month.rows:
            contracts = self._month.contracts(row, self._terms.days)
            if contracts:
                self._person(row, contracts)
        self._findings.standard(is_known=CALENDAR_DAY.name in self._month.records)
        lots, debts = self._account.kinds
        return AccountOutcome(
            columns={
                each.name: packed(each.type, each.carrier, self._cells[each.name])
                for each in self._account.facts
            },
            runs=(
                AccountRun(kind=lots, moves=self._lots, unknown=self._unknown),
                AccountRun(kind=debts, moves=self._debts, unknown=self._unknown),
            ),
            records=as_absenteeism(
                self._month.records,
                frozenset(leave.row for leave, _ in self._refused),
                self._account.leave_kinds,
            ),
            diagnostics=self._findings.told(),
            ruled=frozenset(self._ruled),
        )

    def _person(self, row: int, contracts: Sequence[tuple[PeriodDays, Contract]]) -> None:
        employee = self._month.employees[row]
        if self._records.is_absent(employee.employee_id, (span for span, _ in contracts)):
            self._findings.absent(employee.employee_id)
        counted, holiday = self._records.worked(employee.employee_id)
        hours = [(span, self._terms.day_of(contract)) for span, contract in contracts]
        known = [(span, day) for span, day in hours if not isinstance(day, Missing)]
        if len(known) < len(hours):
            self._unclear(row, counted, holiday)
            return
        leave = self._records.leaves(employee.employee_id, known)
        said = PersonHours(
            standard=self._terms.standard(known),
            counted=0 if isinstance(counted, Missing) else counted,
            holiday=holiday,
            credit=leave.credit,
            lowered=leave.lowered,
            unrostered=leave.unrostered,
            offset_asked=self._records.offset_asked(employee.employee_id),
            comp=leave.comp,
            ended_on=self._ended_on(row, contracts[-1][0].last),
        )
        unknown = self._unknown_before(row)
        lots, debts = (self._held(each.name, row) for each in self._account.kinds)
        closed = close_hours(said, lots, debts, self._terms, ruling=self._ruling(row))
        if unknown is None and isinstance(counted, Missing):
            unknown = counted
        if unknown is None and closed.is_undecided:
            unknown = Missing.NOT_MEASURED
            self._findings.undecided(employee.employee_id, lots)
        if unknown is None:
            self._close(row, closed, said)
        else:
            self._leave_open(row, closed, counted, unknown)

    def _unclear(self, row: int, counted: int | Missing, holiday: int) -> None:
        """Note somebody whose standard day is not known: of his account only what he worked is."""
        self._put(row, self._names.hours("counted"), counted)
        self._put(row, self._names.hours("holiday"), holiday)
        self._lots[row], self._debts[row] = (), ()
        self._unknown[row] = Missing.NOT_MEASURED

    def _ended_on(self, row: int, last: dt.date) -> dt.date | None:
        """Return the last day of an employment that ends in the period."""
        end = self._terms.days.last
        if last < end:
            return last
        following = end + _ONE_DAY
        goes_on = self._month.employed(row, PeriodDays(following, following))
        return None if goes_on else last

    def _unknown_before(self, row: int) -> Missing | None:
        """Return why nobody knows what somebody held when the period began."""
        for each in self._account.kinds:
            held: HeldLots | None = self._month.held.get(each.name)
            if held is None:
                return Missing.NO_HISTORY
            if row in held.unknown:
                return held.unknown[row]
        return None

    def _held(self, name: str, row: int) -> Sequence[Lot]:
        held = self._month.held.get(name)
        return () if held is None else held.lots.get(row, ())

    def _ruling(self, row: int) -> OnLapse | None:
        """Return what somebody ruled about lots that lapse, where that is asked."""
        fact = self._names.comp_hours("lapsed")
        ruled = self._month.rulings.get((row, fact))
        if ruled is None or self._terms.on_lapse is not OnLapse.ASK:
            return None
        lapsing = LotBook(self._held(self._names.lots, row), self._terms.last_day)
        if lapsing.lapsing(self._terms.days.last):
            self._ruled.add((row, fact))
        return OnLapse(ruled)

    def _close(self, row: int, closed: ClosedHours, said: PersonHours) -> None:
        for part, amount in closed.hours.items():
            self._put(row, self._names.hours(part), amount)
        for part, amount in closed.comp.items():
            self._put(row, self._names.comp_hours(part), amount)
        self._lots[row], self._debts[row] = closed.lots, closed.debts
        self._refused += closed.refused
        employee = self._month.employees[row].employee_id
        self._findings.closed(employee, closed, ended_on=said.ended_on)

    def _leave_open(
        self, row: int, closed: ClosedHours, counted: int | Missing, why: Missing
    ) -> None:
        """Say what is known all the same; of the rest nobody knows."""
        for part, amount in closed.hours.items():
            known = part in ("holiday", "lowered", "standard")
            cell = counted if part == "counted" else amount if known else why
            self._put(row, self._names.hours(part), cell)
        for part in closed.comp:
            self._put(row, self._names.comp_hours(part), why)
        self._lots[row], self._debts[row], self._unknown[row] = (), (), why
        formal = [each for each in closed.refused if each[1] is not Refusal.TOO_LITTLE]
        is_known = why is not Missing.NO_HISTORY and self._unknown_before(row) is None
        refused = list(closed.refused) if is_known else formal
        self._refused += refused
        self._findings.refused(self._month.employees[row].employee_id, refused)

    def _put(self, row: int, name: str, cell: Any) -> None:  # noqa: ANN401 - a cell of any kind
        self._cells[name][row] = cell
