"""Reports on paper: pay statements as one PDF and as a file each, and as forms of Word.

Documents are built before: what is measured is the renderer. Processor time, of all threads.
"""

from __future__ import annotations

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
_PAGES_OF_WORD: Final = 50


@cache
def _report(size: int, locale: str) -> Report:
    made, facts = month(size)
    settlement = made.settle(facts)
    names = {each: f"张{each}" for each in settlement.employees}
    document = STATEMENT.build(settlement, locale=locale, names=names)
    return Report(document=document, renderers={"pdf": PDF, "docx": DOCX})


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_each_statement_has_a_file(benchmark: BenchmarkFixture) -> None:
    """Measure separate files first: what they keep is not hidden by the one large file."""
    _written(benchmark, "a PDF each", None)


def test_each_statement_has_a_locked_file(benchmark: BenchmarkFixture) -> None:
    _written(benchmark, "a PDF each, locked by AES-256", "secret of {}".format)


def _written(
    benchmark: BenchmarkFixture, what: str, password: Callable[[str], str] | None
) -> None:
    report = _report(_PEOPLE, "zh_CN")
    before, began = _peak_mb(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        files = measured(
            benchmark,
            lambda: list(write_each(report, Path(folder), "pdf", password=password)),
            rounds=1,
        )
    assert len(files) == _PEOPLE
    tell(benchmark, f"{_PEOPLE} statements, {what}", unit="s", scale=1)
    tell_value(benchmark, "    on the clock", time.perf_counter() - began, unit="s")
    tell_value(benchmark, "    memory grown by", _peak_mb() - before, unit="MB")


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_statements_are_one_pdf(benchmark: BenchmarkFixture, locale: str) -> None:
    report = _report(_PEOPLE, locale)
    before = _peak_mb()
    made = measured(benchmark, lambda: report.render("pdf"), rounds=1)
    assert made
    tell(benchmark, f"{_PEOPLE} statements as one PDF, {locale}", unit="s", scale=1, bar=5)
    tell_value(benchmark, "    memory grown by", _peak_mb() - before, unit="MB")


def test_statements_are_one_document_of_word(benchmark: BenchmarkFixture) -> None:
    report = _report(_PAGES_OF_WORD, "zh_CN")
    made = measured(benchmark, lambda: report.render("docx"), rounds=2)
    assert made
    tell(benchmark, f"{_PAGES_OF_WORD} statements as one document of Word", unit="s", scale=1)
