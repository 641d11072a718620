"""Parts of a month, ready to be counted: days employed on and paid for, basic pay by days.

What a joiner, a leaver or a raise inside the period leaves of the month (domain 2.20). Days that
the monthly wage pays for are the legal workdays and the statutory days: the 21.75 of a month.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from ccops.facts import AccountKind, Derivation, FactDeclaration, FactSource, packed
from ccops.frozen import frozen
from ccops.kpi.record_accounts import AccountMonth, AccountOutcome
from ccops.messages import Label
from ccops.values import Bounds, Cell, Missing, Money, PeriodDays, Type, Unit, carrier_of
from ccops.worktime.kinds import STATUTORY, WORKED_SHIFT
from ccops.worktime.work_calendar import WorkCalendar, calendar_handed_in, each_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.worktime.part_month import PartMonthPolicy  # noqa: TC004 - in annotations of attrs alone

#: The most days a period has.
_LONGEST: Final = Fraction(366)
_MOST_PAY: Final = Fraction(10**9)
#: The facts: the end of their name, their unit and least value, and what people call them.
_FACTS: Final[Mapping[str, tuple[Unit, int, Label]]] = {
    "paid_days": (Unit.QUANTITY, 0, Label(zh="在职计薪日", en="paid days employed")),
    "period_days": (Unit.QUANTITY, 1, Label(zh="全期计薪日", en="paid days of the period")),
    "calendar_days": (Unit.COUNT, 1, Label(zh="全期日历天数", en="calendar days of the period")),
    "wage": (Unit.MONEY, 0, Label(zh="期末基本工资", en="basic pay on the last day employed")),
    "wage_sum": (Unit.MONEY, 0, Label(zh="逐日基本工资合计", en="basic pay added up by paid day")),
    "wage_days": (Unit.QUANTITY, 1, Label(zh="合计所含日数", en="days that were added up")),
    "workdays_outside": (
        Unit.QUANTITY,
        0,
        Label(zh="不在职的工作日", en="legal workdays outside the employment"),
    ),
}
#: What a host who measures no working time may do without.
_OPTIONAL: Final = frozenset({"workdays_outside"})
#: Basic pay of some stretches of days; ``None`` where no amount is known.
_Wages = tuple[tuple[Money | None, PeriodDays], ...]


def days_paid(calendar: WorkCalendar, days: PeriodDays) -> int:
    """Return how many days of a stretch the monthly wage pays for."""
    kinds = map(calendar.kind_of, each_day(days))
    return calendar.workdays(days) + sum(kind == STATUTORY for kind in kinds)


@frozen(kw_only=True)
class PartMonth:
    """The parts of a period, ready to be counted: an account that keeps nothing."""

    policy: PartMonthPolicy
    currency: str

    #: It keeps no lots, reads no parameters, and needs no day before its period.
    kinds: ClassVar[tuple[AccountKind, ...]] = ()
    reads: ClassVar[tuple[str, ...]] = ()
    days_before: ClassVar[int] = 0
    over: ClassVar[str] = WORKED_SHIFT.name

    @property
    def name(self) -> str:
        """The id of its rule."""
        return self.policy.name

    @property
    def label(self) -> Label:
        """What people call it."""
        return self.policy.label

    @property
    def population(self) -> str:
        """Of whom it is counted."""
        return self.policy.population.value

    @property
    def calendar(self) -> str:
        """The calendar whose periods it is about."""
        return self.policy.calendar.value

    @cached_property
    def facts(self) -> tuple[FactDeclaration, ...]:
        """The facts it gives."""
        return tuple(self._declared(*each) for each in _FACTS.items())

    def _declared(self, part: str, said: tuple[Unit, int, Label]) -> FactDeclaration:
        unit, least, label = said
        type_ = Type(unit)
        most = _MOST_PAY if unit is Unit.MONEY else _LONGEST
        return FactDeclaration(
            name=f"{self.name}_{part}",
            type=type_,
            carrier=carrier_of(type_, step=_WHOLE_DAYS.get(unit), currency=self.currency),
            bounds=Bounds(Fraction(least), most),
            optional=part in _OPTIONAL,
            source=FactSource.MEASURED,
            calendar=self.calendar,
            label=label,
            origin=self.policy.origin,
            made=Derivation(rule=self.name),
        )

    def behind(self, fact: str) -> str:  # noqa: ARG002 - as every account
        """Return nothing: no record is behind a day of employment."""
        return ""

    def run(self, month: AccountMonth) -> AccountOutcome:
        """Return the facts of everybody it is counted of."""
        calendar = calendar_handed_in(month.records)
        whole, workdays = days_paid(calendar, month.days), calendar.workdays(month.days)
        cells: dict[str, list[Cell | Missing]] = {
            part: [Missing.NOT_MEASURED] * len(month.employees) for part in _FACTS
        }
        for row in month.rows:
            wages = month.wages(row, month.days)
            said = _said(wages, [_days(calendar, month, whole, span) for _, span in wages])
            inside = sum(_workdays(calendar, month, workdays, span) for _, span in wages)
            all_of = {
                "period_days": whole,
                "calendar_days": month.days.days,
                "workdays_outside": workdays - inside,
            }
            for part, cell in {**said, **all_of}.items():
                cells[part][row] = cell
        columns = {
            each.name: packed(each.type, each.carrier, cells[part])
            for part, each in zip(_FACTS, self.facts, strict=True)
        }
        return AccountOutcome(columns=columns, runs=(), records={})


#: Days are counted whole; counts and money say so themselves.
_WHOLE_DAYS: Final = {Unit.QUANTITY: Fraction(1)}


def _days(calendar: WorkCalendar, month: AccountMonth, whole: int, span: PeriodDays) -> int:
    return whole if span == month.days else days_paid(calendar, span)


def _workdays(calendar: WorkCalendar, month: AccountMonth, whole: int, span: PeriodDays) -> int:
    return whole if span == month.days else calendar.workdays(span)


def _said(wages: _Wages, days: list[int]) -> dict[str, Cell | Missing]:
    """Return what stretches of employment say; an amount that is not known leaves the pay open."""
    paid = sum(days)
    last = wages[-1][0] if wages else None
    unknown = any(pay is None for (pay, _), count in zip(wages, days, strict=True) if count)
    found: dict[str, Cell | Missing] = {
        "paid_days": paid,
        "wage": Missing.NOT_MEASURED if last is None else last.minor,
        "wage_days": max(paid, 1),
    }
    if unknown or last is None:
        return {**found, "wage_sum": Missing.NOT_MEASURED}
    amounts = (pay.minor * count for (pay, _), count in zip(wages, days, strict=True) if pay)
    return {**found, "wage_sum": sum(amounts) if paid else last.minor}
