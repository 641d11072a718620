"""The indicators of a bundled pack, by the library's own engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import duckdb  # noqa: F401 - engines import it when first asked; here it is made ready before

from bench.kpi.month import PERIOD
from bench.kpi.ways import files_of
from ccops import Center
from ccops.contacts import TELEPHONY_KINDS
from ccops.kpi import DUCKDB, PYTHON, Indicator, Measured, Table, Value, measure
from ccops.values import Missing

if TYPE_CHECKING:
    from pathlib import Path

    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering

_PACK: Final = "telecom-7x24"
_KINDS: Final = {each.name: each for each in TELEPHONY_KINDS}


def opened_ccops_duckdb() -> Answering:
    """Return what measures the files by SQL."""
    by_name = indicators()

    def answer(question: Question, folder: Path) -> Iterable[Row]:
        table = Table.parquet(_KINDS[question.kind], files_of(question, folder))
        asked = [by_name[name] for name in question.indicators]
        return Told.of(measure(table, asked, by=question.by, engine=DUCKDB), question)

    return answer


def opened_ccops_python() -> Answering:
    """Return what reads the files into columns and folds them in plain Python, day by day."""
    by_name = indicators()

    def answer(question: Question, folder: Path) -> Iterable[Row]:
        asked = [by_name[name] for name in question.indicators]
        whole: Measured | None = None
        pattern = files_of(question, folder)
        for path in sorted(pattern.parent.glob(pattern.name)):
            table = Table.parquet(_KINDS[question.kind], path)
            day = measure(table, asked, by=question.by, engine=PYTHON)
            whole = day if whole is None else whole.merged(day)
        return Told.of(whole, question)

    return answer


def indicators() -> dict[str, Indicator]:
    """Return the indicators of the pack, by name."""
    pack = Center.open(_PACK).pack
    return {each.name: each for each in pack.check_assembly(PERIOD).indicators}


@attrs.frozen
class Told:
    """The groups and the values of every indicator, as the library has them."""

    keys: Sequence[Any]
    columns: Sequence[Sequence[Value]]

    @classmethod
    def of(cls, measured: Measured | None, question: Question) -> Told:
        """Return what was measured as the answer to a question."""
        if measured is None:
            return cls([], [[] for _ in question.indicators])
        keys = measured.keys
        return cls(keys, [measured.column(name, keys) for name in question.indicators])

    def __iter__(self) -> Iterator[Row]:
        columns = [map(_plain, each) for each in self.columns]
        for groups, values in zip(self.keys, zip(*columns, strict=True), strict=True):
            yield (*groups, *values)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Missing) else value
