"""Reports about operations: of a day, a week, a month; of quality, attrition and clients."""

from __future__ import annotations

from ccops.reports.operations.attrition import ATTRITION
from ccops.reports.operations.client import CLIENT
from ccops.reports.operations.making import operations_of
from ccops.reports.operations.measuring import measure_operations
from ccops.reports.operations.page import OPERATIONS
from ccops.reports.operations.quality import QUALITY, Quality, quality_of
from ccops.reports.operations.sources import Operations
from ccops.reports.operations.spans import Span, SpanKind, day_span, month_span, week_span

__all__ = [
    "ATTRITION",
    "CLIENT",
    "OPERATIONS",
    "QUALITY",
    "Operations",
    "Quality",
    "Span",
    "SpanKind",
    "day_span",
    "measure_operations",
    "month_span",
    "operations_of",
    "quality_of",
    "week_span",
]
