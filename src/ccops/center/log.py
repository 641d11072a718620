"""What a center tells the log of its host: steps and counts, never who, how much, or which call.

Loggers are those of the standard library, below ``ccops``. Nothing is written anywhere unless the
host sets a handler. Findings and errors are values, not lines of a log.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ccops.adapters import ReadReport
    from ccops.center.front import Center
    from ccops.facts import Facts
    from ccops.payroll import PayrollExport
    from ccops.reports import Report
    from ccops.settlement import Settlement

logging.getLogger("ccops").addHandler(logging.NullHandler())

_PACK: Final = logging.getLogger("ccops.pack")
_READ: Final = logging.getLogger("ccops.read")
_MEASURE: Final = logging.getLogger("ccops.measure")
_SETTLE: Final = logging.getLogger("ccops.settle")
_REPORT: Final = logging.getLogger("ccops.report")
_EXPORT: Final = logging.getLogger("ccops.export")


def opened(center: Center) -> Center:
    """Tell of a center that was opened, and return it."""
    _PACK.info("opened %s", center.pack.id)
    if _PACK.isEnabledFor(logging.DEBUG):  # a digest takes a while, and a center may need none
        _PACK.debug("%s has the digest %s", center.pack.id, center.pack.digest)
    return center


def read(adapter: str, report: ReadReport) -> None:
    """Tell how many rows an adapter read, and what became of them."""
    _READ.info(
        "%s read %d rows: %d duplicate, %d ignored, %d quarantined",
        adapter, report.rows_in, report.duplicate, report.ignored, report.quarantined,
    )  # fmt: skip


def measured(facts: Facts) -> Facts:
    """Tell that facts were measured, and return them."""
    _MEASURE.debug("measured %s: %d employees", facts.period, len(facts.employees))
    return facts


def settled(settlement: Settlement) -> Settlement:
    """Tell that a month was settled, and return it."""
    state = "final" if settlement.is_final else "provisional"
    revision = settlement.manifest.revision
    people = len(settlement.employees)
    _SETTLE.info(
        "settled %s, revision %s: %d employees, %s", settlement.period, revision, people, state
    )
    return settlement


def reported(kind: str, report: Report) -> Report:
    """Tell that a report was built, and return it."""
    _REPORT.info("built the report %s in %s", kind, report.document.locale)
    return report


def exported(export: PayrollExport) -> PayrollExport:
    """Tell that a settlement was handed on to payroll, and return what was made."""
    rows = sum(len(each.rows) for each in export.tables)
    _EXPORT.info(
        "handed on %s as %s: %d rows, %s", export.period, export.shape, rows, export.release.value
    )
    return export
