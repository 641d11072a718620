"""Payroll lines: the pay lines of everybody, with ids that stay the same on repetition."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

import attrs

from ccops.facts import correction_origin
from ccops.frozen import frozen
from ccops.plan import FigureColumn, PayLine, RowFigure, constant_name
from ccops.settlement.measured.leavers import later_lines
from ccops.values import (
    EXACT,
    WHOLE,
    Cell,
    Missing,
    Money,
    NotApplicable,
    Type,
    Unit,
    decode,
    minor_scale,
)
from ccops.values.periods import period_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from ccops.facts import LotMove
    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise
    from ccops.values import Carrier

#: The kinds of payroll lines.
REGULAR: Final = "regular"
ADJUSTMENT: Final = "adjustment"
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_SECOND_MS: Final = 1_000


@frozen(kw_only=True)
class PayrollLine:
    """One line handed to payroll. ``quantity`` and ``rate`` stand where the line has them.

    A quantity whose ``unit`` is ``duration`` is ``h:mm:ss`` (``40:15:00``), exact to the second
    where hours as a decimal are not.

    Where the quantity is not known although there is an amount, ``quantity_missing`` says why.
    """

    employee_id: str
    pay_code: str
    amount: Decimal
    currency: str
    quantity: str
    unit: str
    rate: str
    pay_period: str
    attendance_from: str
    attendance_to: str
    kind: str
    corrects_period: str
    pack_digest: str
    line_id: str
    taxable: bool
    counts_in: tuple[str, ...]
    provisional: bool
    quantity_missing: str = ""

    def as_adjustment(self, amount: Decimal, *, pack: str) -> PayrollLine:
        """Return the line of what is still due of this one, which was handed on before."""
        kind = ADJUSTMENT
        return attrs.evolve(
            self,
            amount=amount,
            kind=kind,
            corrects_period=self.pay_period,
            quantity="",
            unit="",
            rate="",
            quantity_missing="",
            line_id=line_id(pack, self.pay_period, self.employee_id, self.pay_code, kind=kind),
        )


def payroll_lines(settlement: Settlement) -> Iterator[PayrollLine]:
    """Yield the lines of everybody, by employee and in the order of the statement.

    A line somebody does not have, or whose amount is missing, is not handed on, and nothing is
    that was handed on when a leaver was settled.
    """
    pack = settlement.rules.identity.id
    return later_lines(all_lines(settlement), settlement.early, pack=pack)


def all_lines(settlement: Settlement) -> Iterator[PayrollLine]:
    """Yield the lines of everybody, those handed on early too."""
    written = [_Line.of(settlement, line) for line in settlement.results.plan.lines]
    for row, employee in enumerate(settlement.employees):
        for each in written:
            if each.pay.adjusts:
                yield from each.adjustments(row, employee)
                continue
            found = each.line(row, employee)
            if found is not None:
                yield found


def adjustment_lines(settlement: Settlement, line: PayLine, row: int) -> Iterator[PayrollLine]:
    """Yield what a pay line of corrections comes to of somebody, each lot by itself."""
    return _Line.of(settlement, line).adjustments(row, settlement.employees[row])


@frozen(kw_only=True, eq=False)
class _Quantity:
    """What a pay line counts: its columns, or the fact, looked up once."""

    settlement: Settlement
    name: str
    unit: Unit
    columns: Sequence[FigureColumn]

    @classmethod
    def of(cls, settlement: Settlement, name: str) -> _Quantity:
        return cls(
            settlement=settlement,
            name=name,
            unit=settlement.unit_of(name),
            columns=settlement.results.columns_of(name),
        )

    def at(self, row: int) -> tuple[str, str, str]:
        """Return quantity, unit, and why the quantity is not known."""
        cell, type_, carrier = self._cell(row)
        if isinstance(cell, NotApplicable):
            return "", "", ""
        if isinstance(cell, Missing):
            return "", self.unit.value, cell.value
        if isinstance(cell, int) and type_.unit is Unit.COUNT and carrier == WHOLE:
            return str(cell), self.unit.value, ""
        value = decode(cell, type_, carrier, currency=self.settlement.rules.currency)
        written = _on_the_clock(value) if type_.unit is Unit.DURATION else str(value)
        return written, self.unit.value, ""

    def _cell(self, row: int) -> tuple[Cell | Missing | NotApplicable, Type, Carrier]:
        found = _column_at(self.columns, row)
        if found is not None:
            return found.at(row), found.step.type, found.step.carrier
        column = self.settlement.results.facts.employees.columns.get(self.name)
        if column is not None:
            return column.at(row), column.type, column.carrier
        return self.settlement.rank_part(self.name, row), Type(Unit.COUNT), WHOLE


def _on_the_clock(value: object) -> str:
    """Return a duration as ``h:mm:ss``, hours without end, parts of a second where there are."""
    if not isinstance(value, dt.timedelta):  # parts of a millisecond
        return str(cast("Fraction", value) / _SECOND_MS)
    seconds, ms = divmod(value // _MILLISECOND, _SECOND_MS)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" + (f".{ms:03}" if ms else "")


@frozen(kw_only=True, eq=False)
class _Line:
    """A pay line with all that is the same for everybody who has it."""

    settlement: Settlement
    pay: PayLine
    columns: Sequence[FigureColumn]
    quantity: _Quantity | None
    rate: str
    first: str
    last: str

    @classmethod
    def of(cls, settlement: Settlement, line: PayLine) -> _Line:
        rules = settlement.rules
        days = rules.period.days(rules.default_calendar)
        return cls(
            settlement=settlement,
            pay=line,
            columns=settlement.results.columns_of(line.figure),
            quantity=_Quantity.of(settlement, line.quantity) if line.quantity else None,
            rate=_rate(settlement, line),
            first=days.first.isoformat(),
            last=days.last.isoformat(),
        )

    def adjustments(self, row: int, employee: str) -> Iterator[PayrollLine]:
        """Yield what is paid or taken back of each lot: it names the period that was corrected.

        The id of such a line is made of that period and of what the lot is from too.
        """
        whole = self.line(row, employee)
        account = next(iter(self.settlement.results.columns_of(self.pay.adjusts)), None)
        if whole is None or not whole.amount or account is None or not account.accounts:
            return
        moves = account.accounts[account.members.positions[row]]
        sign = -1 if whole.amount < 0 else 1
        for number, each in enumerate(() if isinstance(moves, Missing) else moves):
            if each.used:
                yield self._adjustment(whole, each, sign * each.used, number)

    def _adjustment(
        self, whole: PayrollLine, move: LotMove, amount: int, number: int
    ) -> PayrollLine:
        lot, rules = move.lot, self.settlement.rules
        said = correction_origin(lot.origin)
        of = f"{lot.origin} {period_label(lot.posted)}"
        if said is None:
            of = f"{of} {number}"  # such lots may be alike in all they say
        scale = minor_scale(rules.currency)
        return attrs.evolve(
            whole,
            amount=Decimal(f"{amount}E-{len(str(scale)) - 1}"),
            kind=ADJUSTMENT,
            corrects_period=said.period if said else period_label(lot.posted),
            line_id=line_id(
                rules.identity.id,
                whole.pay_period,
                whole.employee_id,
                whole.pay_code,
                kind=f"{ADJUSTMENT}\x1f{of}",
            ),
        )

    def line(self, row: int, employee: str) -> PayrollLine | None:
        """Return the line of an employee, or ``None`` where he has none or it is missing."""
        found = _column_at(self.columns, row)
        cell = found.at(row) if found else None
        if found is None or not isinstance(cell, int):
            return None
        rules, pay = self.settlement.rules, self.pay
        quantity, unit, missing = self.quantity.at(row) if self.quantity else ("", "", "")
        blocked = self.settlement.provisional.get(found.step.key)
        return PayrollLine(
            employee_id=employee,
            pay_code=pay.code,
            amount=_amount(found, cell, rules.currency),
            currency=rules.currency,
            quantity=quantity,
            unit=unit,
            rate=self.rate,
            pay_period=rules.period.label,
            attendance_from=self.first,
            attendance_to=self.last,
            kind=REGULAR,
            corrects_period="",
            pack_digest=rules.identity.digest,
            line_id=line_id(rules.identity.id, rules.period.label, employee, pay.code),
            taxable=pay.taxable,
            counts_in=pay.counts_in,
            provisional=blocked is not None and blocked.waits(employee),
            quantity_missing=missing,
        )


def _column_at(columns: Sequence[FigureColumn], row: int) -> FigureColumn | None:
    for each in columns:
        if each.members.positions[row] >= 0:
            return each
    return None


def _amount(found: FigureColumn, cell: int, currency: str) -> Decimal:
    """Return an amount. Most figures count minor units already: those are only written out."""
    scale = minor_scale(currency)
    if found.step.carrier.scale == scale:
        return Decimal(f"{cell}E-{len(str(scale)) - 1}")
    value = decode(cell, found.step.type, found.step.carrier, currency=currency)
    return getattr(value, "amount", Decimal(cell))


def line_id(pack: str, period: str, employee: str, code: str, *, kind: str = REGULAR) -> str:
    """Return the stable id of a line: importing the same line twice does not pay twice."""
    text = f"{pack}\x1f{period}\x1f{employee}\x1f{code}\x1f{kind}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _rate(settlement: Settlement, line: PayLine) -> str:
    """Return the rate of a line; empty where it has none, or several in the period."""
    plan = settlement.rules.plan
    found = plan.constants.get(line.rate)
    for each in plan.definitions.by_name.get(line.figure, ()):
        if isinstance(each, RowFigure) and line.rate in each.constants:
            found = constant_name(line.rate, each.constants[line.rate])
    if found is None or found.constant is None:
        return ""
    number = found.constant.number
    pair = (number.numerator, number.denominator)
    value = decode(pair, found.type, EXACT, currency=settlement.rules.currency)
    return str(value.amount if isinstance(value, Money) else value)
