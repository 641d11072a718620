"""The record kinds of the floor: exams, activities with their errors, events."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.facts import (
    RowColumn,
    day_column,
    flag_column,
    moment_column,
    money_column,
    read_row,
    row_reference,
    text_column,
)
from ccops.kpi import RecordColumn, RecordKind, Records
from ccops.messages import Diagnostic, Label, has_errors
from ccops.values import Cell, Missing, Type, Unit, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_WORD: Final = Type(Unit.WORD)
_DATE: Final = Type(Unit.DATE)
_FLAG: Final = Type(Unit.FLAG)
_COUNT: Final = Type(Unit.COUNT)
_POINTS: Final = Type(Unit.POINTS)
_CENT: Final = Fraction(1, 100)
_GROUPS: Final = {"employee": "employee_id", "day": "day", "kind": "kind"}


def _column(
    name: str, type_: Type, zh: str, en: str, step: Fraction | None = None
) -> RecordColumn:
    return RecordColumn(name=name, type=type_, step=step, label=Label(zh=zh, en=en))


def _optional(name: str, type_: Type, zh: str, en: str) -> RecordColumn:
    return RecordColumn(name=name, type=type_, optional=True, label=Label(zh=zh, en=en))


_EMPLOYEE: Final = _column("employee_id", _WORD, "工号", "staff number")
_DAY: Final = _column("day", _DATE, "日期", "local day")
_KIND: Final = _column("kind", _WORD, "类别", "kind")
_REFERENCE: Final = _column("source_ref", _WORD, "出处", "where it was read")

#: One exam somebody sat (S1-05).
EXAM: Final = RecordKind(
    name="exam",
    label=Label(zh="考试", en="exam"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day", "exam": "exam_id"},
    columns=(
        _column("exam_id", _WORD, "考试编号", "id of the exam"),
        _EMPLOYEE,
        _DAY,
        _column("score", _POINTS, "得分", "points reached", _CENT),
        _column("max", _POINTS, "满分", "points there were to reach", _CENT),
        _REFERENCE,
    ),
)

#: What somebody handled of a kind on a day, and the errors made in it (S1-20).
ACTIVITY: Final = RecordKind(
    name="activity",
    label=Label(zh="业务处理", en="activity"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        _EMPLOYEE,
        _DAY,
        _KIND,
        _column("handled", _COUNT, "处理量", "how many were handled"),
        _column("errors", _COUNT, "差错数", "errors made in them"),
        _optional("found_on", _DATE, "发现日期", "day on which an error was found"),
        _REFERENCE,
    ),
)

#: The same activities by the day on which their errors were found; that of the work itself
#: where none is said. Where errors count when they are found, this is counted (S1-20).
FOUND_ERROR: Final = RecordKind(
    name="found_error",
    label=Label(zh="发现的差错", en="error found"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        _EMPLOYEE,
        _column("day", _DATE, "发现日期", "local day on which the errors were found"),
        _KIND,
        _column("made_on", _DATE, "业务日期", "day of the work"),
        _column("errors", _COUNT, "差错数", "errors found"),
        _REFERENCE,
    ),
)

#: A complaint, praise, violation, meeting, training or the like. Notes are not kept.
EVENT: Final = RecordKind(
    name="event",
    label=Label(zh="事件", en="event"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        _column("event_id", _WORD, "事件编号", "id of the event"),
        _EMPLOYEE,
        _DAY,
        _KIND,
        _optional("level", _WORD, "等级", "level"),
        _optional("topic", _WORD, "主题", "topic"),
        _optional("written", _FLAG, "书面", "in writing"),
        _optional("valid", _FLAG, "成立", "found valid"),
        _optional("verified_by", _WORD, "核实人", "who verified it"),
        _optional("amount", Type(Unit.MONEY), "金额", "amount"),
        _optional("channel", _WORD, "渠道", "channel"),
        _REFERENCE,
    ),
)


def exam_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the exams of rows with the columns of the file ``exams``, and what is wrong."""
    columns = {
        "exam_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "at": moment_column(required=True),
        "score": _number_column(EXAM, "score"),
        "max": _number_column(EXAM, "max"),
    }
    return _records(EXAM, rows, columns, zone)


def activity_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the activities of rows with the columns of the file ``activity``, and what is wrong.

    An activity counts on the day on which it was done, whenever its errors were found.
    """
    columns = {
        "employee_id": text_column(required=True),
        "date": day_column(required=True),
        "kind": text_column(required=True),
        "handled": _number_column(ACTIVITY, "handled"),
        "errors": _number_column(ACTIVITY, "errors"),
        "found_on": day_column(),
    }
    made, found = _records(ACTIVITY, rows, columns, zone)
    if has_errors(found):
        return made, found
    return made, (*found, *_more_errors_than_handled(made))


def found_error_records(activities: Records) -> Records:
    """Return the activities with errors once more, by the day on which these were found."""
    columns = (activities.columns[name] for name in _OF_ERRORS)
    rows = (
        (employee, made if isinstance(found, Missing) else found, kind, made, errors, reference)
        for employee, found, kind, made, errors, reference in zip(*columns, strict=True)
        if errors
    )
    return Records.of_rows(FOUND_ERROR, rows)


#: What a found error takes of an activity.
_OF_ERRORS: Final = ("employee_id", "found_on", "kind", "day", "errors", "source_ref")


def _more_errors_than_handled(activities: Records) -> Iterator[Diagnostic]:
    pairs = zip(activities.columns["handled"], activities.columns["errors"], strict=True)
    for row, (handled, errors) in enumerate(pairs):
        if isinstance(handled, int) and isinstance(errors, int) and errors > handled:
            place = activities.columns[ACTIVITY.reference][row]
            told = {"place": place, "errors": errors, "handled": handled}
            yield Diagnostic(code="activity-errors", args=told)


def event_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo, currency: str = ""
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the events of rows with the columns of the file ``events``, and what is wrong.

    ``currency`` is what a bare ``amount`` is in.
    """
    columns = {
        "event_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "at": moment_column(required=True),
        "kind": text_column(required=True),
        "level": text_column(),
        "topic": text_column(),
        "written": flag_column(),
        "valid": flag_column(),
        "verified_by": text_column(),
        "amount": money_column(currency),
        "channel": text_column(),
        "note": text_column(),
    }
    return _records(EVENT, rows, columns, zone)


def _records(
    kind: RecordKind,
    rows: Iterable[Mapping[str, object]],
    columns: Mapping[str, RowColumn],
    zone: dt.tzinfo,
) -> tuple[Records, tuple[Diagnostic, ...]]:
    findings: list[Diagnostic] = []
    found: list[tuple[Cell | Missing, ...]] = []
    for number, row in enumerate(rows, 1):
        values = read_row(row, columns, table=kind.name, findings=findings)
        if values is None:
            continue
        values["day"] = _local_day(values.get("at", values.get("date")), zone)
        values[kind.reference] = row_reference(row, kind.name, number)
        found.append(tuple(_cell(values.get(each.name), each) for each in kind.columns))
    return Records.of_rows(kind, found), tuple(findings)


def _cell(value: object, column: RecordColumn) -> Cell | Missing:
    if value is None:
        return Missing.NO_RECORDS
    return encode(value, column.type, column.carrier)


def _number_column(kind: RecordKind, name: str) -> RowColumn:
    """Return the reader of a column of numbers, none finer than the column keeps."""
    column = kind.column(name)
    return RowColumn(_number_reader(column), f"number, step {column.step or 1}", required=True)


def _number_reader(column: RecordColumn) -> Callable[[object], object]:
    def read(cell: object) -> object:
        if not isinstance(cell, str | int | Decimal) or isinstance(cell, bool):
            raise ValueError(cell)  # noqa: TRY004 - a wrong cell is a finding, whatever it is
        number = encode(cell, column.type, column.carrier)
        if isinstance(number, int) and number >= 0:
            return cell
        raise ValueError(cell)

    return read


def _local_day(moment: object, zone: dt.tzinfo) -> dt.date | None:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return moment if isinstance(moment, dt.date) else None
