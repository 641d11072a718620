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
from ccops.kpi import DUCKDB, PYTHON, Engine, Indicator, Table, Value, measure
from ccops.values import Missing

if TYPE_CHECKING:
    from pathlib import Path

    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering

_PACK: Final = "telecom-7x24"
_KINDS: Final = {each.name: each for each in TELEPHONY_KINDS}


def opened_ccops_duckdb() -> Answering:
    """Return what measures the files by SQL."""
    return _measuring(DUCKDB)


def opened_ccops_python() -> Answering:
    """Return what reads the files into columns and folds them in plain Python."""
    return _measuring(PYTHON)


def _measuring(engine: Engine) -> Answering:
    indicators = _indicators()

    def answer(question: Question, folder: Path) -> Iterable[Row]:
        table = Table.parquet(_KINDS[question.kind], files_of(question, folder))
        asked = [indicators[name] for name in question.indicators]
        measured = measure(table, asked, by=question.by, engine=engine)
        keys = measured.keys
        return _Told(keys, [measured.column(name, keys) for name in question.indicators])

    return answer


def _indicators() -> dict[str, Indicator]:
    pack = Center.open(_PACK).pack
    return {each.name: each for each in pack.check_assembly(PERIOD).indicators}


@attrs.frozen
class _Told:
    """The groups and the values of every indicator, as the library has them."""

    keys: Sequence[Any]
    columns: Sequence[Sequence[Value]]

    def __iter__(self) -> Iterator[Row]:
        columns = [map(_plain, each) for each in self.columns]
        for groups, values in zip(self.keys, zip(*columns, strict=True), strict=True):
            yield (*groups, *values)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Missing) else value
