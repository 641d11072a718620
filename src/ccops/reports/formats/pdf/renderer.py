"""The PDF renderer: A4 for print, signature and the archive, laid out by typst."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import MissingExtraError, MissingFontError
from ccops.reports.document.model import Layout
from ccops.reports.document.words import Words
from ccops.reports.formats.drawing import Drawing
from ccops.reports.formats.fonts import families_for, typst_fonts
from ccops.reports.formats.forked import draws_here
from ccops.reports.formats.paper_data import PlainDocument
from ccops.reports.formats.pdf.beside import beside
from ccops.reports.formats.pdf.glyphs import check_drawable, not_drawn_of
from ccops.reports.formats.pdf.joining import joined
from ccops.reports.formats.template_files import OWN_TEMPLATES, TemplateFiles
from ccops.reports.formats.template_problems import typst_problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.reports.document.model import Document, Section

#: The template, in the order of its parts: a center may bring either.
_PARTS: Final = ("letterhead.typ", "report.typ")
#: How many sections on pages of their own are laid out in one run: they are in memory together,
#: with what typst keeps of a few runs before, and those of the runs beside it.
_PIECE: Final = 20
#: How standards end that ask for tags, which tell what is a heading and what a table.
_TAGGED: Final = ("a", "ua-1")
#: How the standards of archives begin that let a file carry others.
_CARRIES: Final = ("a-3", "a-4f")


@attrs.frozen(kw_only=True)
class PdfRenderer:
    """Writes a document as PDF: same document, same bytes. Needs the extra ``pdf``.

    A document with charts needs ``charts`` too. ``standard`` is a standard it has to keep, such
    as ``a-3b`` for archives; ``depth`` how many levels of steps an explanation shows beneath its
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

        A document of many sections on pages of their own, such as the statements of a center, is
        laid out piece by piece, some beside each other, and takes little memory. Unlike others it
        does not tell programs that read aloud what is a heading and what a table, unless its
        standard asks for that, nor does it carry the data that a statement is verified by.

        Raises ``MissingExtraError`` without an extra it needs, ``MissingFontError`` for
        characters that no font has, ``ForkedError`` in a process forked from one that drew,
        ``TemplateError`` where a template is wrong.
        """
        data = PlainDocument(
            words=Words.of(document.locale),
            drawn=Drawing.for_locale(document.locale).svg,
            depth=self.depth,
        )
        head = _json(data.head(document))
        pieces = self._pieces(document)
        texts = (_json([data.section(each) for each in piece]) for piece in pieces)
        laid_out = partial(self._laid_out, head, document.locale, is_whole=len(pieces) == 1)
        if len(pieces) == 1:
            return laid_out(next(texts))
        typst_fonts(self.templates.folders)  # Searched before threads ask for them at once.
        return joined(beside(laid_out, texts))

    def _pieces(self, document: Document) -> list[tuple[Section, ...]]:
        """Return the sections that are laid out at once: all, or some on pages of their own."""
        sections = document.sections
        if document.layout is not Layout.PAGES or self.standard.endswith(_TAGGED):
            return [sections]
        return [sections[at : at + _PIECE] for at in range(0, len(sections), _PIECE)] or [()]

    @property
    def _may_carry(self) -> bool:
        """Whether the standard lets a file carry others."""
        return not self.standard.startswith("a-") or self.standard.startswith(_CARRIES)

    def _laid_out(self, head: str, locale: str, sections: str, *, is_whole: bool) -> bytes:
        folders = self.templates.folders
        families = families_for(head + sections, locale, folders=folders)
        # Untyped: typst declares that root has the type of the template.
        options: dict[str, Any] = {
            "root": self.templates.root,
            "format": "pdf",
            "font_paths": typst_fonts(folders),
            "sys_inputs": {
                "document": head,
                "sections": sections,
                "families": _json(families),
                "standard": self.standard,
                "carries": "yes" if is_whole and self._may_carry else "",
            },
            "pdf_standards": [self.standard] if self.standard else [],
            "pdf_tags": is_whole,
            "timestamp": 0,
        }
        try:
            import typst
        except ImportError as error:
            raise MissingExtraError("pdf") from error
        draws_here("typst")
        check_drawable(head + sections, families, folders)
        try:
            made: bytes = typst.compile(self._template(), **options)
        except typst.TypstError as error:
            if lacking := not_drawn_of(f"{error}\n{error.diagnostic}"):
                raise MissingFontError(lacking) from error
            raise typst_problem(error, self._sources()) from error
        return made

    def _template(self) -> bytes:
        return b"\n".join(each.read_bytes() for each in self._sources())

    def _sources(self) -> list[Path]:
        return [self.templates.find(each) for each in _PARTS]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


#: For print and for the screen.
PDF: Final = PdfRenderer()
#: For archives: PDF/A-3b, which may carry data.
PDF_ARCHIVE: Final = PdfRenderer(name="pdf-a", standard="a-3b")
