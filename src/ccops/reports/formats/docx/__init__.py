"""Documents as DOCX, from a template that Word opens."""

from __future__ import annotations

from ccops.reports.formats.docx.renderer import DOCX, DocxRenderer, library_template
from ccops.reports.formats.docx.starting import write_templates

__all__ = ["DOCX", "DocxRenderer", "library_template", "write_templates"]
