"""The DOCX renderer: forms that people fill in and sign, filled from a template of Word."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

import attrs

from ccops.errors import MissingExtraError, TemplateError
from ccops.reports.document.words import Words
from ccops.reports.formats.docx.finishing import draw_chinese, turn_pages, widen_columns
from ccops.reports.formats.docx.packing import packed, repacked
from ccops.reports.formats.drawing import Drawing
from ccops.reports.formats.paper_data import PlainDocument
from ccops.reports.formats.template_files import OWN_TEMPLATES, TemplateFiles
from ccops.reports.formats.template_problems import jinja_problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docxtpl import DocxTemplate

    from ccops.reports.document.charts import Chart
    from ccops.reports.document.model import Document

#: A template of a center's own, and the folder of the parts of the library's.
TEMPLATE: Final = "report.docx"
_PARTS: Final = "docx"
_WIDTH_MM: Final = 170
#: What XML has no way to write.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@attrs.frozen(kw_only=True)
class DocxRenderer:
    """Writes a document as DOCX: same document, same bytes. Needs the extra ``docx``.

    A document with charts needs ``charts`` too. ``templates`` are folders whose ``report.docx``
    is taken first: a document of Word with the tags of docxtpl.
    """

    name: str = "docx"
    suffix: str = ".docx"
    templates: TemplateFiles = OWN_TEMPLATES

    def with_templates(self, folders: Sequence[Path]) -> DocxRenderer:
        """Return the renderer that takes templates of these folders first."""
        return attrs.evolve(self, templates=self.templates.before(folders))

    def render(self, document: Document) -> bytes:
        """Return the document as DOCX.

        Raises ``MissingExtraError`` without an extra it needs, ``MissingFontError`` for a chart
        with Chinese where no font draws it, ``TemplateError`` where a template is wrong.
        """
        try:
            import docxtpl
            import jinja2
        except ImportError as error:
            raise MissingExtraError("docx") from error
        own = self._own()
        template = docxtpl.DocxTemplate(BytesIO(_bytes_of(own) if own else library_template()))
        strict = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        try:
            context = _context(document, template)
            template.render(context, jinja_env=strict, autoescape=True)
        except Exception as error:  # a template of somebody else: told with its file
            problem = jinja_problem(error, ())
            if problem is None:
                raise
            raise TemplateError(str(own or TEMPLATE), problem.problem) from error
        filled = template.docx
        draw_chinese(filled, document.locale)
        if context["doc"]["wide"]:
            turn_pages(filled)
        widen_columns(filled, _widths(context["sections"]))
        made = BytesIO()
        template.save(made)
        return repacked(made.getvalue())

    def _own(self) -> Path | None:
        """Return the template of a center's own, if there is one."""
        own = (each / TEMPLATE for each in self.templates.searched)
        return next((each for each in own if each.is_file()), None)


DOCX: Final = DocxRenderer()


def _bytes_of(template: Path) -> bytes:
    """Return a template. Raises ``TemplateError`` for a file that is no document of Word."""
    import docx

    made = template.read_bytes()
    try:
        docx.Document(BytesIO(made))
    except (BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise TemplateError(str(template), str(error)) from error
    return made


def library_template() -> bytes:
    """Return the library's own template, for Word to change."""
    return packed(OWN_TEMPLATES.find(_PARTS))


def _context(document: Document, template: DocxTemplate) -> dict[str, Any]:
    from docx.shared import Mm
    from docxtpl import InlineImage

    drawing = Drawing.for_locale(document.locale)

    def drawn(chart: Chart) -> object:
        return InlineImage(template, BytesIO(drawing.png(chart)), width=Mm(_WIDTH_MM))

    plain = PlainDocument(words=Words.of(document.locale), drawn=drawn)
    head = _writable(plain.head(document))
    sections = [_writable(plain.section(each)) for each in document.sections]
    return {"doc": head, "sections": [_with_data(each, head) for each in sections]}


def _with_data(section: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Let the data of the charts follow the other parts, under a heading.

    A part that is ``signed`` stays with the places to sign.
    """
    data = section["data"]
    words = (section["frame"] or document)["words"]
    head = [{"part": "heading", "text": words["data"]}] if data else []
    parts = [*section["parts"], *head, *data]
    after = [each["part"] for each in parts[1:]]
    return {
        **section,
        "parts": [
            {**each, "signed": follows == "signatureblock"}
            for each, follows in zip_longest(parts, after)
        ],
    }


def _writable(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return plain data without what XML cannot write."""
    match value:
        case str():
            return _UNWRITABLE.sub("\ufffd", value)
        case dict():
            return {key: _writable(each) for key, each in value.items()}
        case list():
            return [_writable(each) for each in value]
        case _:
            return value


def _widths(sections: Sequence[dict[str, Any]]) -> list[list[int]]:
    parts = (part for section in sections for part in section["parts"])
    return [each["widths"] for each in parts if each["part"] == "table"]
