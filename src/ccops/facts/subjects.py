"""Employees and their dated assignments, read from rows."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts.employee_facts import EMPLOYMENT_TYPES, END_REASONS
from ccops.facts.rows import (
    SOURCE_REF,
    RowColumn,
    day_column,
    hours_column,
    money_column,
    read_row,
    read_rows,
    row_error,
    text_column,
    word_column,
)
from ccops.frozen import frozen
from ccops.messages import LOCALES, Locale
from ccops.values import Money, PeriodDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.messages import Diagnostic

#: The words of a dated ``status``; only with ``ended`` is somebody not employed.
STATUSES: Final = frozenset({"employed", "on_leave", "ended"})


class AssignmentKind(enum.Enum):
    """What a dated change changes."""

    ROLE = "role"
    TEAM = "team"
    LEVEL = "level"
    BASIC_PAY = "basic_pay"
    HOURS_SYSTEM = "hours_system"
    STATUS = "status"
    PROJECT = "project"
    EMPLOYMENT_TYPE = "employment_type"
    CONTRACT_HOURS_DAY = "contract_hours_day"
    SUPERIOR = "superior"
    SECOND_POST = "second_post"

    @property
    def adds(self) -> bool:
        """Whether it stands beside what holds already; every other kind replaces it."""
        return self in (AssignmentKind.PROJECT, AssignmentKind.SECOND_POST)

    @property
    def may_contradict(self) -> bool:
        """Whether two of one day are told by who reads them, and not refused with the rows.

        Two superiors of one day are a fault of how the center is led, not of its table (S4-01).
        """
        return self.adds or self is AssignmentKind.SUPERIOR


@frozen(kw_only=True)
class Employee:
    """Somebody who works at the center, as the ``employees`` table has it.

    ``earlier`` holds the spans of employment before the last hiring, oldest first; ``hired_on``
    and ``ended_on`` both belong to a span. ``source_ref`` is where it was read, and no part of
    what it says.
    """

    employee_id: str
    employment_type: str
    role: str
    team: str
    hired_on: dt.date
    name: str | None = None
    employer: str | None = None
    level: str | None = None
    probation_until: dt.date | None = None
    contract_hours_day: dt.timedelta | None = None
    notice_from: dt.date | None = None
    ended_on: dt.date | None = None
    end_reason: str | None = None
    night_exempt_until: dt.date | None = None
    cost_center: str | None = None
    locale: Locale | None = None
    basic_pay: Money | None = None
    earlier: tuple[Employee, ...] = ()
    source_ref: str = attrs.field(default="", eq=False, repr=False)

    def as_of(self, day: dt.date) -> Employee:
        """Return the span of employment a day falls into, or the last one begun by then.

        A day before every hiring gives the first span.
        """
        if not self.earlier:
            return self
        begun = [span for span in self.spans if span.hired_on <= day]
        return begun[-1] if begun else self.spans[0]

    @property
    def spans(self) -> tuple[Employee, ...]:
        """Every span of employment, oldest first."""
        return (*self.earlier, self)

    @property
    def notice(self) -> PeriodDays | None:
        """The days of the notice period, open while no end is set (S1-11)."""
        if self.notice_from is None:
            return None
        return PeriodDays(self.notice_from, self.ended_on or dt.date.max)


@frozen(kw_only=True)
class Assignment:
    """A dated change: from its first day to its last (open without one) the value holds.

    A dated change always wins over the ``employees`` table, a later one over an earlier one.
    ``project`` adds a membership and ``second_post`` a role held beside the first; every other
    kind replaces the value before. ``superior`` is the employee somebody answers to, where that
    does not follow from his role and team; two that begin on one day both hold.
    """

    employee_id: str
    what: AssignmentKind
    value: str | Money | dt.timedelta
    first: dt.date
    last: dt.date | None = None
    source_ref: str = attrs.field(default="", eq=False, repr=False)

    def holds(self, day: dt.date) -> bool:
        """Say whether the change is in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


#: A span of employment, and the row it was read from.
_Span = tuple[Employee, Mapping[str, object]]


def locales_of(employees: Iterable[Employee], day: dt.date) -> dict[str, Locale]:
    """Return the language of each employee who has one of his own, by id, as of a day."""
    own = ((each.employee_id, each.as_of(day).locale) for each in employees)
    return {employee: locale for employee, locale in own if locale is not None}


def employees_from_rows(
    rows: Iterable[Mapping[str, object]],
    assignments: Iterable[Mapping[str, object]] = (),
    *,
    currency: str = "",
) -> tuple[tuple[Employee, ...], tuple[Assignment, ...], tuple[Diagnostic, ...]]:
    """Return the employees and dated assignments of two tables, and all that is wrong.

    Rows have the columns of the files ``employees`` and ``assignments``; several rows of one
    employee are spans of employment. ``currency`` is what a bare ``basic_pay`` is in.
    Employees come sorted by id, assignments by employee and first day.
    """
    findings: list[Diagnostic] = []
    columns = _employee_columns(currency)
    first: dict[str, Employee] = {}
    read_from: dict[str, Mapping[str, object]] = {}
    again: dict[str, list[_Span]] = {}
    for row, values in read_rows(rows, columns, table="employees", findings=findings):
        employee = _employee(row, values, findings) if values else None
        if employee is None:
            continue
        who = employee.employee_id
        if who in first:
            again.setdefault(who, [(first[who], read_from[who])]).append((employee, row))
        else:
            first[who], read_from[who] = employee, row
    employees = tuple(
        _with_earlier(sorted(again[who], key=lambda span: span[0].hired_on), findings)
        if who in again
        else first[who]
        for who in sorted(first)
    )
    changes = _assignments(assignments, currency=currency, known=first, findings=findings)
    return employees, tuple(changes), tuple(findings)


def _employee_columns(currency: str) -> dict[str, RowColumn]:
    return {
        "employee_id": text_column(required=True),
        "name": text_column(),
        "employment_type": word_column(EMPLOYMENT_TYPES, required=True),
        "employer": text_column(),
        "role": text_column(required=True),
        "team": text_column(required=True),
        "level": text_column(),
        "hired_on": day_column(required=True),
        "probation_until": day_column(),
        "contract_hours_day": hours_column(),
        "notice_from": day_column(),
        "ended_on": day_column(),
        "end_reason": word_column(END_REASONS),
        "night_exempt_until": day_column(),
        "cost_center": text_column(),
        "locale": word_column(LOCALES),
        "basic_pay": money_column(currency),
    }


def _employee(
    row: Mapping[str, object], values: dict[str, object], findings: list[Diagnostic]
) -> Employee | None:
    hours = values.get("contract_hours_day")
    if isinstance(hours, int):
        values["contract_hours_day"] = dt.timedelta(milliseconds=hours)
    values[SOURCE_REF] = str(row.get(SOURCE_REF, ""))
    employee = Employee(**values)  # type: ignore[arg-type]  # the columns above say the types
    if employee.ended_on is None or employee.hired_on <= employee.ended_on:
        return employee
    days = {"first": employee.hired_on, "last": employee.ended_on}
    findings.append(row_error("days-reversed", row, employee=employee.employee_id, **days))
    return None


def _with_earlier(spans: Sequence[_Span], findings: list[Diagnostic]) -> Employee:
    """Return the last span with the others behind it; two that overlap are a finding."""
    for (before, _), (after, row) in itertools.pairwise(spans):
        if before.ended_on is None or after.hired_on <= before.ended_on:
            arguments = {"employee": after.employee_id, "day": str(after.hired_on)}
            findings.append(row_error("employee-twice", row, **arguments))
    *earlier, last = (span for span, _ in spans)
    return attrs.evolve(last, earlier=tuple(earlier)) if earlier else last


def _assignments(
    rows: Iterable[Mapping[str, object]],
    *,
    currency: str,
    known: Mapping[str, object],
    findings: list[Diagnostic],
) -> Iterator[Assignment]:
    found: dict[tuple[str, dt.date, str, str], Assignment] = {}
    columns = _assignment_columns(currency)
    for row in rows:
        change = _assignment(row, columns.get(row.get("what"), columns[None]), findings)
        if change is None:
            continue
        if change.employee_id not in known:
            who = {"employee": change.employee_id, "rows": 1}
            findings.append(row_error("unknown-employee-id", row, table="assignments", **who))
            continue
        key = _slot(change)
        if key in found:
            shown = {"what": change.what.value, "day": change.first}
            findings.append(
                row_error("assignment-twice", row, employee=change.employee_id, **shown)
            )
        found[key] = change
    yield from (found[key] for key in sorted(found))


def _slot(change: Assignment) -> tuple[str, dt.date, str, str]:
    """Return what only one change may fill: a kind on a day; of some kinds each by itself."""
    member = str(change.value) if change.what.may_contradict else ""
    return change.employee_id, change.first, change.what.value, member


def _assignment(
    row: Mapping[str, object], columns: Mapping[str, RowColumn], findings: list[Diagnostic]
) -> Assignment | None:
    values = read_row(row, columns, table="assignments", findings=findings)
    if values is None:
        return None
    change = Assignment(
        employee_id=str(values["employee_id"]),
        what=AssignmentKind(values["what"]),
        value=_value(values["value"]),
        first=values["from"],  # type: ignore[arg-type]  # the column gives a day
        last=values.get("until"),  # type: ignore[arg-type]  # the column gives a day
        source_ref=str(row.get(SOURCE_REF, "")),
    )
    if change.last is None or change.first <= change.last:
        return change
    days = {"first": change.first, "last": change.last}
    findings.append(row_error("days-reversed", row, employee=change.employee_id, **days))
    return None


def _value(cell: object) -> str | Money | dt.timedelta:
    """Return what a change gives: a word, an amount, or hours, which lie in milliseconds."""
    if isinstance(cell, int):
        return dt.timedelta(milliseconds=cell)
    return cell if isinstance(cell, Money) else str(cell)


def _assignment_columns(currency: str) -> Mapping[object, Mapping[str, RowColumn]]:
    """Return the columns by what a row changes, which says what its value is."""
    values: Mapping[object, RowColumn] = {
        None: text_column(required=True),
        AssignmentKind.BASIC_PAY.value: money_column(currency, required=True),
        AssignmentKind.STATUS.value: word_column(STATUSES, required=True),
        AssignmentKind.EMPLOYMENT_TYPE.value: word_column(EMPLOYMENT_TYPES, required=True),
        AssignmentKind.CONTRACT_HOURS_DAY.value: hours_column(required=True),
    }
    shared = {
        "employee_id": text_column(required=True),
        "what": word_column([kind.value for kind in AssignmentKind], required=True),
        "from": day_column(required=True),
        "until": day_column(),
    }
    return {kind: {**shared, "value": value} for kind, value in values.items()}
