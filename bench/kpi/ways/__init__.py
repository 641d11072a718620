"""The ways of answering: each is opened once, then asked a question of a folder of records.

A way is a function that imports what it needs, makes ready (a connection, a session, a center)
and returns what answers: ``answer(question, folder)`` gives rows of whole numbers by group, or
the finished answer where the way makes the indicators itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Final

import attrs

from bench.kpi.questions import Question, Row

Answering = Callable[[Question, Path], Iterable[Row]]


@attrs.frozen(kw_only=True)
class Way:
    """A way of answering: what it is called, what it needs, and how it is timed.

    ``place`` is the module with its ``opened``; ``finished`` says that it makes the indicators,
    ``answers`` that it answers at all; one that is ``slow`` is run once; ``most`` calls are the
    most it is asked for, ``only`` the questions where it can answer but some.
    """

    name: str
    place: str
    needs: tuple[str, ...]
    programs: tuple[str, ...] = ()
    finished: bool = False
    answers: bool = True
    slow: bool = False
    most: int | None = None
    only: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it needs and is not installed."""
        modules = (each for each in self.needs if find_spec(each) is None)
        return (*modules, *(each for each in self.programs if which(each) is None))

    def opened(self) -> Answering:
        """Return the way made ready. Raises ``ImportError`` where something is not installed."""
        module = import_module(f"bench.kpi.ways.{self.place}")
        found: Answering = getattr(module, f"opened_{self.name.replace(' ', '_')}")()
        return found


DECODE: Final = Way(name="decode", place="by_arrow", needs=("pyarrow",), answers=False)
HAND_SQL: Final = Way(name="hand sql", place="by_sql", needs=("duckdb",))
CCOPS_DUCKDB: Final = Way(name="ccops duckdb", place="by_ccops", needs=("duckdb",), finished=True)
#: A queue log tells neither hold nor after-call work: of the month it can answer K1.
CCOPS_QUEUE_LOG: Final = Way(name="ccops queue log", place="by_queue_log",
                             needs=("duckdb", "ccops_asterisk"), finished=True, slow=True,
                             most=20_000_000, only=("K1",))  # fmt: skip
#: Every way, in the order in which it is told and run.
WAYS: Final = (
    DECODE,
    HAND_SQL,
    CCOPS_DUCKDB,
    Way(name="polars", place="by_polars", needs=("polars",)),
    Way(name="pandas", place="by_pandas", needs=("pandas", "pyarrow"), most=20_000_000),
    Way(name="pyspark", place="by_spark", needs=("pyspark",), programs=("java",), slow=True),
    Way(name="ccops python", place="by_ccops", needs=("duckdb",), finished=True, slow=True,
        most=20_000_000),
    CCOPS_QUEUE_LOG,
)  # fmt: skip


def way_named(name: str) -> Way:
    """Return a way. Raises ``KeyError`` for one that is none."""
    return {each.name: each for each in WAYS}[name]


def files_of(question: Question, folder: Path) -> Path:
    """Return the Parquet files of the records asked about, as a pattern."""
    return folder / question.kind / "*.parquet"
