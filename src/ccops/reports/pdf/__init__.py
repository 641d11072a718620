"""Documents as PDF, and PDFs that open with a password."""

from __future__ import annotations

from ccops.reports.pdf.renderer import PDF, PDF_ARCHIVE, PdfRenderer

__all__ = ["PDF", "PDF_ARCHIVE", "PdfRenderer"]
