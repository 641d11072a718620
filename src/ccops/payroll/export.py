"""The export: a settlement handed on to payroll, approved or marked as a draft in every row."""

from __future__ import annotations

import datetime as dt
import enum
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import DataError, SettlementError, UnknownNameError
from ccops.messages import Diagnostic, Locale, has_errors, nearest
from ccops.payroll.binding import Bound, bind
from ccops.payroll.columns import RowSubject
from ccops.payroll.files import control_bytes, csv_bytes, workbook_bytes
from ccops.payroll.payroll_map import ENCODINGS, PayrollMap
from ccops.payroll.people import People
from ccops.payroll.shapes import ControlRows, PayrollShape
from ccops.payroll.table import PayrollTable, TableMaker, lines_by_employee

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.facts import Employee
    from ccops.settlement import Settlement

SCHEMA: Final = "ccops.export/1"
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_SUFFIXES: Final = (".csv", ".xlsx")


class Release(enum.Enum):
    """As what a settlement is handed on."""

    APPROVED = "approved"
    DRAFT = "draft"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PayrollExport:
    """A settlement as payroll reads it: a table, or one for each employer. ``write`` it.

    ``diagnostics`` are the warnings: cells that are empty because a value is missing.
    """

    period: str
    settlement_digest: str
    shape: str
    release: Release
    encoding: str
    control: ControlRows
    made_on: dt.date
    tables: tuple[PayrollTable, ...]
    diagnostics: tuple[Diagnostic, ...]

    def __repr__(self) -> str:
        rows = sum(len(each.rows) for each in self.tables)
        return f"PayrollExport({self.period!r}, {self.shape}, {rows} rows, {self.release.value})"

    def write(self, path: str | Path) -> tuple[Path, ...]:
        """Write the files and return their places; the suffix, .csv or .xlsx, says as what.

        The file of an employer has his name behind that of ``path``, a file of control totals
        ``.control``. Everything is made before anything is written. Raises ``DataError`` for
        what a file cannot hold, ``UnknownNameError`` for another suffix, and
        ``MissingExtraError`` for a workbook without the extra ``xlsx``.
        """
        made = dict(self._made(Path(path)))
        for target, data in made.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return tuple(made)

    def to_bytes(self, table: PayrollTable, suffix: str = ".csv") -> bytes:
        """Return one of the tables as the content of a file; raises what ``write`` does."""
        if suffix.lower() == ".xlsx":
            return workbook_bytes(table, made_on=self.made_on)
        if suffix.lower() != ".csv":
            raise UnknownNameError("format", suffix, nearest(suffix, _SUFFIXES))
        return csv_bytes(table, self.encoding)

    def to_dict(self) -> dict[str, Any]:
        """Return what was made as plain JSON data: headcount and total per pay code and file."""
        return {
            "schema": SCHEMA,
            "period": self.period,
            "settlement": self.settlement_digest,
            "shape": self.shape,
            "release": self.release.value,
            "tables": [
                {
                    "employer": each.employer,
                    "rows": len(each.rows),
                    "employees": each.headcount,
                    "totals": [
                        {**attrs.asdict(one), "total": str(one.total)} for one in each.totals
                    ],
                }
                for each in self.tables
            ],
            "diagnostics": [each.to_dict() for each in self.diagnostics],
        }

    def _made(self, path: Path) -> Iterator[tuple[Path, bytes]]:
        seen: dict[str, str] = {}
        for table in self.tables:
            safe = _NOT_IN_NAMES.sub("_", table.employer).strip(" .")
            target = path.with_name(f"{path.stem}-{safe}{path.suffix}") if safe else path
            if (key := str(target).casefold()) in seen:
                told = {"first": seen[key], "second": table.employer, "file": target.name}
                raise DataError((Diagnostic(code="export-file-twice", args=told),))
            seen[key] = table.employer
            yield target, self.to_bytes(table, path.suffix)
            if self.control is ControlRows.FILE:
                beside = target.with_name(f"{target.stem}.control.csv")
                yield beside, control_bytes(table, self.encoding)


def export_payroll(  # noqa: PLR0913 - one argument a question
    settlement: Settlement,
    payroll_map: PayrollMap,
    shape: PayrollShape,
    *,
    employees: Iterable[Employee],
    release: Release,
    approved: str,
    locale: Locale,
) -> PayrollExport:
    """Return a settlement as payroll reads it.

    ``approved`` is the digest of the settlement that was approved. Raises ``SettlementError``
    where this one was not, or waits for an input, and is no draft; ``DataError`` with all in
    which map, pack and employees do not fit.
    """
    if release is Release.APPROVED:
        _refuse_unapproved(settlement, approved)
    people = People.of(employees, settlement)
    bound, problems = bind(settlement, payroll_map, shape, people=people, locale=locale)
    findings = [*problems, *_of_people(settlement, people, bound, payroll_map.split_by)]
    _refuse(findings)
    maker = TableMaker(
        columns=bound.columns,
        rows_of=shape.rows,
        control=payroll_map.control or shape.control,
        codes=bound.codes,
        currency=settlement.rules.currency,
        is_draft=release is Release.DRAFT,
        locale=locale,
    )
    groups = _groups(_subjects(settlement, bound, findings), people, payroll_map.split_by)
    tables = [maker.table(name, listed, findings) for name, listed in groups]
    _refuse(findings)
    return PayrollExport(
        period=settlement.period,
        settlement_digest=settlement.digest,
        shape=shape.name,
        release=release,
        encoding=payroll_map.encoding or ENCODINGS[0],
        control=maker.control,
        made_on=settlement.rules.period.days(settlement.rules.default_calendar).last,
        tables=tuple(tables),
        diagnostics=tuple(findings),
    )


def _of_people(
    settlement: Settlement, people: People, bound: Bound, split: str
) -> Iterator[Diagnostic]:
    """Yield what the file needs to know of people and nobody says."""
    yield from people.check(settlement, (*bound.needs, *([split] if split else ())))
    if split:
        yield from people.check_employers(settlement)


def _refuse_unapproved(settlement: Settlement, approved: str) -> None:
    told: dict[str, object] = {"period": settlement.period}
    if not settlement.is_final:
        names = ", ".join(sorted({each.name for each in settlement.provisional}))
        raise SettlementError(
            (Diagnostic(code="export-provisional", args={**told, "names": names}),)
        )
    if not approved:
        raise SettlementError((Diagnostic(code="export-not-approved", args=told),))
    if approved != settlement.digest:
        told |= {"approved": approved, "found": settlement.digest}
        raise SettlementError((Diagnostic(code="export-other-approved", args=told),))


def _refuse(findings: Sequence[Diagnostic]) -> None:
    if has_errors(findings):
        raise DataError(tuple(findings))


def _subjects(
    settlement: Settlement, bound: Bound, findings: list[Diagnostic]
) -> tuple[RowSubject, ...]:
    """Return everybody settled with the lines handed on; a line that stands twice is refused."""
    lines = [each for each in settlement.lines() if each.pay_code in bound.codes]
    seen: set[str] = set()
    for each in lines:
        if each.line_id in seen:
            told = {"employee": each.employee_id, "code": each.pay_code, "line": each.line_id}
            findings.append(Diagnostic(code="export-line-twice", args=told))
        seen.add(each.line_id)
    by_employee = lines_by_employee(lines, settlement.employees)
    return tuple(RowSubject(employee=each, lines=own) for each, own in by_employee.items())


def _groups(
    subjects: Sequence[RowSubject], people: People, split: str
) -> Iterator[tuple[str, tuple[RowSubject, ...]]]:
    """Yield the employees of each file: those without an employer first, then by name.

    There is a file where nobody was settled, too.
    """
    groups: dict[str, list[RowSubject]] = {} if subjects else {"": []}
    for each in subjects:
        name = people.text(each.employee, split) if split else ""
        groups.setdefault(name, []).append(each)
    for name in sorted(groups):
        yield name, tuple(groups[name])
