"""Matrices of people and days: a letter for each shift or kind of leave, made into rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.inputs_rows import InputNames, InputTable, column_of_header
from ccops.messages import Diagnostic, Severity, nearest

if TYPE_CHECKING:
    from ccops.adapters.inputs_columns import InputFile
    from ccops.adapters.inputs_grid import Grid, GridCell
    from ccops.adapters.inputs_settings import FileSettings

#: The word of a letter that means a day off.
REST: Final = "rest"
_DAY_NUMBER: Final = re.compile(r"(\d{1,2})[日号號]?")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONE_DAY: Final = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class _Layout:
    """Which cell of a row holds the staff number, which the team, and which each day."""

    employee: int | None
    team: int | None
    days: Mapping[int, dt.date]


def tables_of_matrix(
    file: InputFile, grid: Grid, settings: FileSettings, names: InputNames
) -> tuple[tuple[InputTable, ...], tuple[Diagnostic, ...]]:
    """Return the roster and the leave a matrix says, and what is wrong with it.

    ``letters`` of the settings say what a letter means, a shift, a kind of leave, both
    (``[R, annual]``: on leave from that shift) or ``rest``; a letter that is itself the name
    of a shift or a kind of leave, or the label of a kind of leave, means that.
    """
    findings: list[Diagnostic] = []
    if file.name == "roster" and not settings.kind:
        findings.append(_at(grid, grid.header_line, "matrix-kind", {}))
    meanings = _meanings(file, grid, settings, names, findings)
    layout = _layout(file, grid, settings, names, findings)
    roster: list[tuple[Mapping[str, str], str]] = []
    leave: list[tuple[Mapping[str, str], str]] = []
    for line, cells in grid.lines:
        reference = f"{grid.file}:{line}"
        employee = _cell(cells, layout.employee)
        if layout.employee is not None and not employee:
            arguments = {"table": file.name, "column": "employee_id"}
            findings.append(_at(grid, line, "value-absent", arguments))
            continue
        team = _cell(cells, layout.team)
        for index, day in layout.days.items():
            letter = _cell(cells, index)
            words = meanings.get(letter, ()) if letter else ()
            if letter and letter not in meanings:
                meant = names.leave_labels.meant(letter)
                findings.append(
                    _of_several(file.name, grid, line, letter, meant)
                    if len(meant) > 1
                    else _unknown_letter(grid, line, letter, day, meanings)
                )
            for word in words:
                if word in names.leave_kinds:
                    leave.append((_leave_row(employee, word, day), reference))
                elif word in names.shifts:
                    row = _roster_row(employee, word, day, settings.kind, team)
                    roster.append((row, reference))
    tables = (_table("roster", roster), _table("leave", leave))
    return tuple(each for each in tables if each is not None), tuple(findings)


def _meanings(
    file: InputFile,
    grid: Grid,
    settings: FileSettings,
    names: InputNames,
    findings: list[Diagnostic],
) -> dict[str, tuple[str, ...]]:
    known = {*names.shifts, *names.leave_kinds}
    own = {**{word: (word,) for word in known}, REST: ()}
    labels = {**names.leave_labels.by_label, **own}
    for letter, words in settings.letters.items():
        for word in words:
            if len(labels.get(word, ())) > 1:
                line = grid.header_line
                findings.append(_of_several(file.name, grid, line, word, labels[word]))
            elif word not in labels:
                near = nearest(word, known) or "-"
                arguments = {"letter": letter, "word": word, "nearest": near}
                findings.append(_at(grid, grid.header_line, "matrix-word", arguments))
    findings += [
        _at(grid, grid.header_line, "matrix-ambiguous", {"word": word})
        for word in sorted(names.shifts & names.leave_kinds)
    ]
    single = {word: ids for word, ids in labels.items() if len(ids) <= 1}
    letters = {
        letter: tuple(each for word in words for each in single.get(word, ()))
        for letter, words in settings.letters.items()
    }
    return {**single, **letters}


def _layout(
    file: InputFile,
    grid: Grid,
    settings: FileSettings,
    names: InputNames,
    findings: list[Diagnostic],
) -> _Layout:
    columns: dict[str, int] = {}
    days: dict[int, dt.date] = {}
    for index, header in enumerate(grid.header):
        if not header or str(header) in settings.ignore:
            continue
        name = column_of_header(file, header, settings)
        day = _day_of_header(header, settings, names)
        if name in ("employee_id", "team"):
            columns[name] = index
        elif day is not None and day in days.values():
            arguments = {"table": file.name, "column": day, "header": header}
            findings.append(_at(grid, grid.header_line, "column-twice", arguments))
        elif day is not None:
            days[index] = day
        elif name != "name":
            findings.append(_no_day(file, grid, str(header)))
    absent = [name for name in ("employee_id",) if name not in columns]
    for name in (*absent, *(() if days else ("YYYY-MM-DD",))):
        arguments = {"table": file.name, "column": name}
        findings.append(_at(grid, grid.header_line, "column-absent", arguments))
    return _Layout(employee=columns.get("employee_id"), team=columns.get("team"), days=days)


def _day_of_header(header: GridCell, settings: FileSettings, names: InputNames) -> dt.date | None:
    """Return the day a header means: a date, one in the stated format, or a day's number.

    A day without month or year is the one of the period that it can be, if there is just one.
    """
    if isinstance(header, dt.datetime):
        return header.date()
    if isinstance(header, dt.date):
        return header
    if _ISO.fullmatch(header):
        return _iso_day(header)
    if names.days is None:
        return _stated_day(header, settings.date_format)
    found = [day for day in _every_day(names) if _is_written(day, header, settings.date_format)]
    if found:
        return found[0] if len(found) == 1 else None
    return _stated_day(header, settings.date_format)


def _every_day(names: InputNames) -> Iterator[dt.date]:
    if names.days is not None:
        for each in range(names.days.days):
            yield names.days.first + each * _ONE_DAY


def _is_written(day: dt.date, header: str, pattern: str) -> bool:
    number = _DAY_NUMBER.fullmatch(header)
    if number is not None:
        return int(number[1]) == day.day
    return bool(pattern) and day.strftime(pattern) == header


def _stated_day(header: str, pattern: str) -> dt.date | None:
    if "%Y" not in pattern and "%y" not in pattern:
        return None
    try:
        return dt.datetime.strptime(header, pattern).date()  # noqa: DTZ007 - only a day
    except ValueError:
        return None


def _iso_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _no_day(file: InputFile, grid: Grid, header: str) -> Diagnostic:
    """Return an error for a number that is no day of the period, else a warning."""
    is_number = _DAY_NUMBER.fullmatch(header) is not None
    return Diagnostic(
        code="matrix-day" if is_number else "unknown-column",
        severity=Severity.ERROR if is_number else Severity.WARNING,
        span=grid.span(grid.header_line),
        args={"table": file.name, "column": header, "nearest": "-"},
    )


def _unknown_letter(
    grid: Grid, line: int, letter: str, day: dt.date, known: Mapping[str, object]
) -> Diagnostic:
    arguments = {"letter": letter, "day": day, "nearest": nearest(letter, known) or "-"}
    return _at(grid, line, "matrix-letter", arguments)


def _of_several(table: str, grid: Grid, line: int, label: str, ids: tuple[str, ...]) -> Diagnostic:
    told = {"table": table, "label": label, "ids": ", ".join(ids)}
    return _at(grid, line, "label-of-several", told)


def _roster_row(
    employee: str, shift: str, day: dt.date, kind: str, team: str
) -> Mapping[str, str]:
    row = {"employee_id": employee, "work_date": day.isoformat(), "shift": shift, "kind": kind}
    return {**row, "team": team} if team else row


def _leave_row(employee: str, kind: str, day: dt.date) -> Mapping[str, str]:
    return {"employee_id": employee, "kind": kind, "from": day.isoformat(), "to": day.isoformat()}


def _table(name: str, rows: list[tuple[Mapping[str, str], str]]) -> InputTable | None:
    if not rows:
        return None
    return InputTable.of_rows(
        name, [row for row, _ in rows], tuple(reference for _, reference in rows)
    )


def _cell(cells: tuple[GridCell, ...], index: int | None) -> str:
    return str(cells[index]) if index is not None and index < len(cells) else ""


def _at(grid: Grid, line: int, code: str, arguments: Mapping[str, object]) -> Diagnostic:
    return Diagnostic(code=code, span=grid.span(line), args=arguments)
