"""Documents as PDF, and PDFs that open with a password."""

from __future__ import annotations

from ccops.reports.formats.pdf.renderer import PDF, PDF_ARCHIVE, PdfRenderer

__all__ = ["PDF", "PDF_ARCHIVE", "PdfRenderer"]
