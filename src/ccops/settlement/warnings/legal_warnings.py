"""Mainland China, what a month comes to: overtime, least wages, deductions (CN-01, 08, 09, 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from ccops.facts import Employee, Facts
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, timed
from ccops.plan import Results
from ccops.settlement.measured.law import MonthLaw
from ccops.settlement.measured.rules import MonthRules
from ccops.settlement.words.legal_words import named
from ccops.values import Missing, Money, fraction_of, minor_scale

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from ccops.plan import FigureColumn
    from ccops.values import LegalValue

#: The minimum wage of the city: a parameter of the pack, or a fact of everybody.
MINIMUM_WAGE: Final = "local_minimum_wage"


def legal_warnings(
    rules: MonthRules, facts: Facts, results: Results, employees: Iterable[Employee]
) -> Iterator[Diagnostic]:
    """Yield what labor law of mainland China asks about the hours and the pay of a period.

    Nothing is asked of a pack of another jurisdiction.
    """
    if rules.law is not None:
        by_id = {each.employee_id: each for each in employees}
        people = [by_id[each] for each in facts.employees.ids]
        month = _Month(rules, rules.law, facts, results, people)
        yield from month.overtime()
        yield from month.exempt_overtime()
        yield from month.low_wages()
        yield from month.deductions()


@frozen(eq=False)
class _Month:
    rules: MonthRules
    law: MonthLaw
    facts: Facts
    results: Results
    employees: Sequence[Employee]

    # -- hours ----------------------------------------------------------------------------------

    def overtime(self) -> Iterator[Diagnostic]:
        """Yield one finding about everybody with more overtime than a month may have."""
        most = self.law.values.get("cn_overtime_month")
        if most is None:
            return
        limit = most.number
        over = [(who, timed(found)) for who, found in self._surplus() if found > limit]
        if over:
            told = {"count": len(over), "employees": named(over), "source": most.source}
            yield self._warning("cn-01-month", **told, most=timed(int(limit)))

    def exempt_overtime(self) -> Iterator[Diagnostic]:
        """Yield one finding about everybody with overtime who is exempt from it."""
        first = self.rules.period.days(self.rules.default_calendar).first
        exempt = {
            each.employee_id
            for each in self.employees
            if each.night_exempt_until is not None and each.night_exempt_until >= first
        }
        found = self._surplus() if exempt else ()
        over = [(who, timed(hours)) for who, hours in found if hours and who in exempt]
        if over:
            yield self._warning("cn-14-overtime", count=len(over), employees=named(over))

    def _surplus(self) -> Iterator[tuple[str, int]]:
        """Yield the hours over the standard of everybody with an hours account, in ms."""
        for account in self.rules.record_accounts:
            column = self.facts.employees.columns.get(f"{account.name}_surplus")
            if column is not None:
                pairs = zip(self.facts.employees.ids, column.sequence(), strict=True)
                yield from ((who, cell) for who, cell in pairs if isinstance(cell, int))

    # -- pay ------------------------------------------------------------------------------------

    def low_wages(self) -> Iterator[Diagnostic]:
        """Yield one finding about everybody whose wage of a whole period is under the least.

        Overtime, night and special allowances and benefits do not count in it, and whether
        bonuses and star pay do the city says: basic pay is compared, and the rest is shown.
        """
        basic = self._paid(self.law.basic_pays)
        low = [row for row, pay in basic.items() if pay < self._least(row)]
        low = [row for row in low if self._is_there_throughout(row)]
        rest = self._paid(self.law.performance_pays) if low else {}
        told = [
            (row, f"{self._money(basic[row])} + {self._money(rest.get(row, 0))}") for row in low
        ]
        if told:
            by_id = self._by_id(told)
            yield self._warning("cn-08-month", count=len(by_id), employees=named(by_id))

    def deductions(self) -> Iterator[Diagnostic]:
        """Yield one finding about everybody of whose wage more is taken than the law leaves.

        What leave takes is no deduction: it was not earned, and lowers the wage.
        """
        most, unearned = self.law.values.get("cn_deduction_share"), self.law.leave_deductions
        named_lines = dict.fromkeys(each.figure for each in self.results.plan.lines)
        lines = [each for each in named_lines if each not in unearned]
        taken = self._paid(filter(self._takes, lines), only=_below_zero)
        if most is None or not taken:
            return
        wages, less = self._paid(lines, only=_above_zero), self._paid(unearned)
        found: list[tuple[int, str]] = []
        for row, amount in taken.items():
            wage, cut = wages.get(row, 0) + less.get(row, 0), -amount
            if cut > most.number * wage or wage - cut < self._least(row):
                found.append((row, f"{self._money(cut)} / {self._money(wage)}"))
        if found:
            by_id = self._by_id(found)
            limit = {"most": f"{most.number * 100}%", "source": most.source}
            yield self._warning("cn-09-month", count=len(by_id), employees=named(by_id), **limit)

    def _takes(self, name: str) -> bool:
        """Say whether a line of anybody is under 0."""
        columns = (each.column.cells for each in self.results.columns_of(name))
        return any(cells and min(cells) < 0 for cells in columns)  # type: ignore[operator] # amounts

    def _paid(
        self, names: Iterable[str], only: Callable[[int], bool] | None = None
    ) -> dict[int, int]:
        """Return by row what lines come to together, in minor units, without what is missing."""
        found: dict[int, int] = {}
        for name in names:
            for column in self.results.columns_of(name):
                for row, amount in self._amounts(column):
                    if only is None or only(amount):
                        found[row] = found.get(row, 0) + amount
        return found

    def _amounts(self, figure: FigureColumn) -> Iterator[tuple[int, int]]:
        scale = minor_scale(self.rules.currency)
        carrier = figure.column.carrier
        for row, cell in zip(figure.members.rows, figure.column.sequence(), strict=True):
            if isinstance(cell, int) and carrier.scale == scale:
                yield row, cell
            elif not isinstance(cell, Missing):  # a line is a whole number of minor units
                yield row, int(fraction_of(cell, carrier) * scale)

    @cached_property
    def _least(self) -> Callable[[int], int | Fraction]:
        """Return by row the minimum wage in minor units; 0 where nobody says."""
        scale = minor_scale(self.rules.currency)
        stated: LegalValue | None = self.law.values.get(MINIMUM_WAGE)
        if stated is not None:
            everybody = stated.number * scale
            return lambda _: everybody
        column = self.facts.employees.columns.get(MINIMUM_WAGE)
        if column is None:
            return lambda _: 0
        carrier, cells = column.carrier, column.sequence()
        if carrier.scale == scale and not column.missing:
            return cast("Sequence[int]", cells).__getitem__
        amounts = [0 if isinstance(x, Missing) else fraction_of(x, carrier) * scale for x in cells]
        return amounts.__getitem__

    def _is_there_throughout(self, row: int) -> bool:
        """Say whether somebody is employed full time on every day of the period."""
        days = self.rules.period.days(self.rules.default_calendar)
        return any(
            span.hired_on <= days.first
            and (span.ended_on is None or span.ended_on >= days.last)
            and span.contract_hours_day is None
            for span in self.employees[row].spans
        )

    def _money(self, minor: int) -> str:
        return str(Money.from_minor(self.rules.currency, minor))

    def _by_id(self, told: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
        return sorted((self.employees[row].employee_id, what) for row, what in told)

    def _warning(self, code: str, /, **told: object) -> Diagnostic:
        args = {"period": self.rules.period.label, **told}
        return Diagnostic(code=code, severity=Severity.WARNING, args=args)


def _below_zero(amount: int) -> bool:
    return amount < 0


def _above_zero(amount: int) -> bool:
    return amount > 0
