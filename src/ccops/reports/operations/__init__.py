"""Reports about operations: of a day, a week, a month; of quality, attrition and clients."""

from __future__ import annotations

from ccops.reports.operations.attrition import ATTRITION
from ccops.reports.operations.client import CLIENT
from ccops.reports.operations.making import operations_of
from ccops.reports.operations.measuring import measure_operations
from ccops.reports.operations.page import build_operations
from ccops.reports.operations.quality import Quality, build_quality, quality_of
from ccops.reports.operations.sources import Operations
from ccops.reports.operations.spans import Span, SpanKind, day_span, month_span, week_span

__all__ = [
    "ATTRITION",
    "CLIENT",
    "Operations",
    "Quality",
    "Span",
    "SpanKind",
    "build_operations",
    "build_quality",
    "day_span",
    "measure_operations",
    "month_span",
    "operations_of",
    "quality_of",
    "week_span",
]
