"""Reports on paper: pay statements as one PDF and as a file each, and as forms of Word.

Documents are built before: what is measured is the renderer, but where a row says that they are
built as well. One file is told by the clock, and the processor time of all threads beneath it.
"""

from __future__ import annotations

import contextlib
import resource
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from bench.figures import measured, tell, tell_value
from bench.people import month
from ccops.reports import STATEMENT, Report, write_each
from ccops.reports.formats.docx import DOCX
from ccops.reports.formats.pdf import PDF

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

pytestmark = pytest.mark.benchmark(timer=time.process_time)

_PEOPLE: Final = 500
#: What Linux takes for: the peak of this process is forgotten.
_FORGET: Final = Path("/proc/self/clear_refs")
_PAGES_OF_WORD: Final = 50


@cache
def _report(size: int, locale: str) -> Report:
    made, facts = month(size)
    settlement = made.settle(facts)
    names = {each: f"张{each}" for each in settlement.employees}
    document = STATEMENT.build(settlement, locale=locale, names=names)
    return Report(document=document, renderers={"pdf": PDF, "docx": DOCX})


def _forget_peak() -> float:
    """Return the memory in use, in MB; from here on it is the peak, where the system can."""
    with contextlib.suppress(OSError):
        _FORGET.write_text("5", encoding="ascii")
    return _peak_mb()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("size", [_PEOPLE, 2_000])
def test_each_statement_has_a_file(benchmark: BenchmarkFixture, size: int) -> None:
    """Measure separate files first: what they keep is not hidden by the one large file.

    Few and many stand side by side: what is kept does not grow with them.
    """
    _written(benchmark, "a PDF each", None, size)


def test_each_statement_has_a_locked_file(benchmark: BenchmarkFixture) -> None:
    _written(benchmark, "a PDF each, locked by AES-256", "secret of {}".format, _PEOPLE)


def _written(
    benchmark: BenchmarkFixture, what: str, password: Callable[[str], str] | None, size: int
) -> None:
    report = _report(size, "zh_CN")
    before, began = _forget_peak(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        files = measured(
            benchmark,
            lambda: list(write_each(report, Path(folder), "pdf", password=password)),
            rounds=1,
        )
    assert len(files) == size
    tell(benchmark, f"{size:,} statements, {what}", unit="s", scale=1)
    tell_value(benchmark, "    on the clock", time.perf_counter() - began, unit="s")
    tell_value(benchmark, "    memory grown by", _peak_mb() - before, unit="MB")


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_statements_are_one_pdf(benchmark: BenchmarkFixture, locale: str) -> None:
    report = _report(_PEOPLE, locale)
    _one_pdf(benchmark, report, f"{_PEOPLE} statements as one PDF, {locale}", bar=5)


def test_statements_are_built_and_written(benchmark: BenchmarkFixture) -> None:
    """Go from the settlement to the file: what whoever asks for statements waits for."""
    made, facts = month(_PEOPLE)
    settlement = made.settle(facts)
    names = {each: f"张{each}" for each in settlement.employees}

    def written() -> bytes | str:
        document = STATEMENT.build(settlement, locale="zh_CN", names=names)
        return Report(document=document, renderers={"pdf": PDF}).render("pdf")

    began = time.perf_counter()
    assert measured(benchmark, written, rounds=1)
    clock = time.perf_counter() - began
    what = f"{_PEOPLE} statements built and as one PDF, zh_CN"
    tell_value(benchmark, what, clock, unit="s", bar=5)
    tell(benchmark, "    of processors", unit="s", scale=1)


@pytest.mark.parametrize("size", [100, 2_000])
def test_memory_of_one_pdf(benchmark: BenchmarkFixture, size: int) -> None:
    """Hold few and many statements side by side: what is laid out at once does not grow."""
    _one_pdf(benchmark, _report(size, "zh_CN"), f"{size:,} statements as one PDF, zh_CN")


def _one_pdf(
    benchmark: BenchmarkFixture, report: Report, what: str, *, bar: float | None = None
) -> None:
    before, began = _forget_peak(), time.perf_counter()
    made = measured(benchmark, lambda: report.render("pdf"), rounds=1)
    clock, grown = time.perf_counter() - began, _peak_mb() - before
    assert made[:5] == b"%PDF-"
    tell_value(benchmark, what, clock, unit="s", bar=bar)  # typst works on every processor
    tell(benchmark, "    of processors", unit="s", scale=1)
    tell_value(benchmark, "    memory grown by", grown, unit="MB")
    tell_value(benchmark, "    size of the file", len(made) / 1e6, unit="MB")


def test_statements_are_one_document_of_word(benchmark: BenchmarkFixture) -> None:
    report = _report(_PAGES_OF_WORD, "zh_CN")
    made = measured(benchmark, lambda: report.render("docx"), rounds=2)
    assert made
    tell(benchmark, f"{_PAGES_OF_WORD} statements as one document of Word", unit="s", scale=1)
