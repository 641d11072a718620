"""What was paid: the rows of an old spreadsheet, each column the pay line it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import Employee
from ccops.messages import Diagnostic, Severity, Span, nearest
from ccops.payroll.columns import KEY
from ccops.values import Money, Unit, minor_scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.settlement import Settlement

#: Where a row was read, if the reader says so.
REFERENCE: Final = "source_ref"
#: What a sheet says of people beside their pay.
_PERSONAL: Final = frozenset(each.name for each in attrs.fields(Employee))
#: An amount as spreadsheets and databases write it: no thousands marks, nothing in front.
_AMOUNT: Final = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")


@attrs.frozen(kw_only=True)
class PaidSheet:
    """Amounts by figure and employee; ``others`` are those of columns that no pay line is.

    An empty cell is no amount. ``employees`` are all that have a row.
    """

    employees: tuple[str, ...]
    amounts: Mapping[str, Mapping[str, Decimal]]
    others: Mapping[str, Mapping[str, Decimal]]


def read_paid(
    settlement: Settlement, rows: Iterable[Mapping[str, object]]
) -> tuple[PaidSheet, tuple[Diagnostic, ...]]:
    """Return what was paid and everything that is wrong with it, warnings too.

    A staff number that is a settled employee's but for leading zeros is an error naming both.
    """
    reader = _PaidReader(settlement, tuple(rows))
    sheet = reader.read()
    return sheet, tuple(reader.findings)


class _PaidReader:
    def __init__(self, settlement: Settlement, rows: Sequence[Mapping[str, object]]) -> None:
        self.findings: list[Diagnostic] = []
        self._settlement = settlement
        self._rows = rows
        self._scale = minor_scale(settlement.rules.currency)

    def read(self) -> PaidSheet:
        ids = self._ids()
        headers = dict.fromkeys(name for row in self._rows for name in row)
        figures = self._figures([each for each in headers if each not in (KEY, REFERENCE)])
        if not any(figures.values()):
            codes = ", ".join(each.code for each in self._settlement.rules.plan.lines)
            self._find("paid-nothing", 0, codes=codes)
        amounts = {name: self._amounts(header, ids) for header, name in figures.items() if name}
        others: dict[str, Mapping[str, Decimal]] = {}
        for header in (
            each for each, name in figures.items() if not name and each not in _PERSONAL
        ):
            found = self._other(header, ids)
            if found is not None:
                others[header] = found
        return PaidSheet(
            employees=tuple(dict.fromkeys(each for each in ids if each)),
            amounts=amounts,
            others=others,
        )

    # -- who --------------------------------------------------------------------------------

    def _ids(self) -> tuple[str, ...]:
        """Return the staff number of each row, empty where it cannot be used."""
        settled = set(self._settlement.employees)
        bare = {each.lstrip("0"): each for each in reversed(self._settlement.employees)}
        seen: dict[str, int] = {}
        found: list[str] = []
        for at, row in enumerate(self._rows):
            given = str(row.get(KEY, "")).strip()
            meant = bare.get(given.lstrip("0"))
            if not given:
                self._find("paid-no-id", at)
            elif given not in settled and meant is not None:
                told = {"table": "paid", "employee": given, "meant": meant, "rows": 1}
                self._find("id-leading-zeros", at, **told)
            elif given in seen:
                self._find("paid-twice", at, employee=given, first=self._where(seen[given]))
            else:
                seen[given] = at
                found.append(given)
                continue
            found.append("")
        return tuple(found)

    # -- columns ----------------------------------------------------------------------------

    def _figures(self, headers: Iterable[str]) -> dict[str, str]:
        """Return the figure each header means, an empty name where none is meant."""
        found: dict[str, str] = {}
        meant: dict[str, str] = {}
        for header in headers:
            name = self._named.get(header, "")
            if name and name in meant:
                told = {"first": meant[name], "second": header, "figure": name}
                self._find("paid-column-twice", 0, **told)
                continue
            meant[name] = header
            found[header] = name
        return found

    @property
    def _named(self) -> Mapping[str, str]:
        """What a header may say: a pay code, a figure, its label; a total counts as well."""
        plan = self._settlement.results.plan
        money = [
            name
            for name in plan.definitions.by_name
            if self._settlement.unit_of(name) is Unit.MONEY
        ]
        lines = {each.figure: each for each in plan.lines}
        found: dict[str, str] = {}
        for name in (*lines, *(each for each in money if each not in lines)):
            label = plan.label_of(name)
            code = lines[name].code if name in lines else ""
            for word in (label.zh, label.en, name, code):
                if word:
                    found.setdefault(word, name)
        return found

    def _amounts(self, header: str, ids: Sequence[str]) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for at, (employee, row) in enumerate(zip(ids, self._rows, strict=True)):
            cell = row.get(header)
            if cell is None or not str(cell).strip():
                continue
            amount = self._amount(cell)
            if amount is None:
                told = {"employee": employee or "-", "column": header, "value": cell}
                self._find("paid-amount", at, currency=self._settlement.rules.currency, **told)
            elif employee:
                found[employee] = amount
        return found

    def _other(self, header: str, ids: Sequence[str]) -> dict[str, Decimal] | None:
        """Return the amounts of a column that is no pay line, or ``None`` where it has others."""
        cells = {
            employee: row[header]
            for employee, row in zip(ids, self._rows, strict=True)
            if employee and row.get(header) not in (None, "")
        }
        amounts = {employee: self._amount(cell) for employee, cell in cells.items()}
        found = {who: amount for who, amount in amounts.items() if amount is not None}
        if len(found) == len(cells):
            return found
        near = nearest(header, self._named) or "-"
        self.findings.append(
            Diagnostic(
                code="paid-column",
                severity=Severity.WARNING,
                span=self._span(0),
                args={"column": header, "nearest": near},
            )
        )
        return None

    def _amount(self, cell: object) -> Decimal | None:
        """Return an amount in whole minor units of the currency, or ``None`` for anything else."""
        if isinstance(cell, Money):
            return cell.amount if cell.currency == self._settlement.rules.currency else None
        if isinstance(cell, float) or not _AMOUNT.fullmatch(text := str(cell).strip()):
            return None
        minor = Fraction(text) * self._scale
        if minor.denominator != 1:
            return None
        return Money.from_minor(self._settlement.rules.currency, minor.numerator).amount

    # -- findings ---------------------------------------------------------------------------

    def _where(self, at: int) -> str:
        return str(self._rows[at].get(REFERENCE, at + 1))

    def _find(self, code: str, at: int, /, **told: object) -> None:
        self.findings.append(Diagnostic(code=code, span=self._span(at), args=told))

    def _span(self, at: int) -> Span | None:
        """Return where a row was read, if the reader says so."""
        reference = str(self._rows[at].get(REFERENCE, "")) if self._rows else ""
        file, _, line = reference.rpartition(":")
        return Span(file, int(line), 1) if file and line.isdecimal() else None
