"""The indicators of a bundled pack, by the library's own engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import duckdb

from bench.kpi.month import PERIOD
from bench.kpi.ways import files_of
from ccops import Center
from ccops.contacts import TELEPHONY_KINDS
from ccops.kpi import DUCKDB, Indicator, Measured, Records, Table, Value, measure
from ccops.values import Missing

if TYPE_CHECKING:
    from pathlib import Path

    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering

_PACK: Final = "telecom-7x24"
_KINDS: Final = {each.name: each for each in TELEPHONY_KINDS}


def opened_ccops_duckdb() -> Answering:
    """Return what measures the files by SQL."""
    indicators = _indicators()

    def answer(question: Question, folder: Path) -> Iterable[Row]:
        table = Table.parquet(_KINDS[question.kind], files_of(question, folder))
        asked = _asked(question, indicators)
        return _told(question, measure(table, asked, by=question.by, engine=DUCKDB))

    return answer


def opened_ccops_python() -> Answering:
    """Return what reads the records into columns and folds them in plain Python."""
    indicators = _indicators()

    def answer(question: Question, folder: Path) -> Iterable[Row]:
        records = _records(question, folder)
        return _told(question, measure(records, _asked(question, indicators), by=question.by))

    return answer


def _indicators() -> dict[str, Indicator]:
    pack = Center.open(_PACK).pack
    return {each.name: each for each in pack.check_assembly(PERIOD).indicators}


def _asked(question: Question, indicators: dict[str, Indicator]) -> list[Indicator]:
    """Return the indicators of a question; all that the pack has, and no others."""
    every = [
        each.name
        for each in indicators.values()
        if each.over == question.kind and set(question.by) <= each.columns.keys()
    ]
    assert sorted(every) == sorted(question.indicators), every
    return [indicators[name] for name in question.indicators]


def _records(question: Question, folder: Path) -> Records:
    kind = _KINDS[question.kind]
    read = ", ".join(question.columns)
    rows: Any = duckdb.read_parquet(str(files_of(question, folder))).project(read)
    cells = zip(*rows.fetchall(), strict=True)
    unknown = Missing.NOT_MEASURED
    found = {
        name: [unknown if cell is None else cell for cell in column] if None in column else column
        for name, column in zip(question.columns, cells, strict=True)
    }
    absent = [unknown] * len(found[question.columns[0]])
    return Records(kind=kind, columns={name: found.get(name, absent) for name in kind.names})


@attrs.frozen
class _Told:
    """The groups and the values of every indicator, as the library has them."""

    keys: Sequence[Any]
    columns: Sequence[Sequence[Value]]

    def __iter__(self) -> Iterator[Row]:
        columns = [map(_plain, each) for each in self.columns]
        for groups, values in zip(self.keys, zip(*columns, strict=True), strict=True):
            yield (*groups, *values)


def _told(question: Question, measured: Measured) -> _Told:
    keys = measured.keys
    return _Told(keys, [measured.column(name, keys) for name in question.indicators])


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Missing) else value
