"""The indicators of a bundled pack from a queue log, measured batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops_asterisk import QueueLogAdapter

from bench.kpi.month import QUEUE_LOG, ZONE
from bench.kpi.ways.by_ccops import Told, indicators
from ccops.adapters import ReadOptions
from ccops.kpi import PYTHON, Measured, measure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bench.kpi.questions import Question, Row
    from bench.kpi.ways import Answering

_BATCH_ROWS: Final = 1_000_000


def opened_ccops_queue_log() -> Answering:
    """Return what reads the log of each day, customers pseudonymized, and measures it."""
    by_name = indicators()
    options = ReadOptions(zone=ZONE, pseudonym_key=b"bench", batch_rows=_BATCH_ROWS)

    def answer(question: Question, folder: Path) -> Iterable[Row]:
        asked = [by_name[name] for name in question.indicators]
        whole: Measured | None = None
        logs = sorted((folder / QUEUE_LOG).glob("*.log"))
        for batch in QueueLogAdapter().read_batches(logs, options):
            part = measure(batch.records[question.kind], asked, by=question.by, engine=PYTHON)
            whole = part if whole is None else whole.merged(part)
        return Told.of(whole, question)

    return answer
