"""The PDF renderer: A4 for print, signature and the archive, laid out by typst."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import TemplateError
from ccops.reports.document.words import Words
from ccops.reports.formats.drawing import Drawing
from ccops.reports.formats.fonts import families_for, typst_fonts
from ccops.reports.formats.paper_data import PlainDocument
from ccops.reports.formats.template_files import OWN_TEMPLATES, TemplateFiles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.reports.document.model import Document

#: The template, in the order of its parts: a center may bring either.
_PARTS: Final = ("letterhead.typ", "report.typ")


@attrs.frozen(kw_only=True)
class PdfRenderer:
    """Writes a document as PDF: same document, same bytes. Needs the extra ``pdf``.

    A document with charts needs ``charts`` too. ``standard`` is a standard it has to keep, such
    as ``a-2b`` for archives; ``depth`` how many levels of steps an explanation shows beneath its
    first. ``templates`` are folders whose ``letterhead.typ`` or ``report.typ``, pictures and
    fonts are taken first.
    """

    name: str = "pdf"
    suffix: str = ".pdf"
    standard: str = ""
    depth: int = 0
    templates: TemplateFiles = OWN_TEMPLATES

    def with_templates(self, folders: Sequence[Path]) -> PdfRenderer:
        """Return the renderer that takes templates of these folders first."""
        return attrs.evolve(self, templates=self.templates.before(folders))

    def render(self, document: Document) -> bytes:
        """Return the document as PDF.

        Raises ``MissingExtraError`` without an extra it needs, ``MissingFontError`` for Chinese
        without a font that has it, ``TemplateError`` where a template is wrong.
        """
        folders = self.templates.folders
        data = PlainDocument(
            words=Words.of(document.locale),
            drawn=Drawing.for_locale(document.locale).svg,
            depth=self.depth,
        )
        sections = _json([data.section(each) for each in document.sections])
        head = _json(data.head(document))
        families = families_for(head + sections, document.locale, folders=folders)
        return self._compiled(
            {
                "document": head,
                "sections": sections,
                "families": _json(families),
                "standard": self.standard,
            }
        )

    def _compiled(self, inputs: dict[str, str]) -> bytes:
        # Untyped: typst declares that root has the type of the template.
        options: dict[str, Any] = {
            "root": self.templates.root,
            "format": "pdf",
            "font_paths": typst_fonts(self.templates.folders),
            "sys_inputs": inputs,
            "pdf_standards": [self.standard] if self.standard else [],
            "timestamp": 0,
        }
        import typst

        try:
            made: bytes = typst.compile(self._template(), **options)
        except typst.TypstError as error:
            raise TemplateError("report.typ", str(error)) from error
        return made

    def _template(self) -> bytes:
        return b"\n".join(self.templates.find(each).read_bytes() for each in _PARTS)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


#: For print and for the screen.
PDF: Final = PdfRenderer()
#: For archives: PDF/A-2b.
PDF_ARCHIVE: Final = PdfRenderer(name="pdf-a", standard="a-2b")
