"""The HTML renderer: one file that asks nothing of the network, for screen, phone and paper."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import MissingExtraError
from ccops.messages import LOCALES
from ccops.reports.document.words import Words
from ccops.reports.formats.svg import draw, draw_narrow
from ccops.reports.formats.template_files import OWN_TEMPLATES, TemplateFiles
from ccops.reports.formats.template_problems import jinja_problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2 import Environment

    from ccops.reports.document.charts import Chart
    from ccops.reports.document.model import Document

_LANGUAGES: Final = {"en": "en", "zh_CN": "zh-CN", "zh_TW": "zh-TW"}


@attrs.frozen
class HtmlRenderer:
    """Writes a document as one self-contained page. Needs the extra ``html``."""

    name: str = "html"
    suffix: str = ".html"
    templates: TemplateFiles = OWN_TEMPLATES

    def with_templates(self, folders: Sequence[Path]) -> HtmlRenderer:
        """Return the renderer that takes templates of these folders first."""
        return attrs.evolve(self, templates=self.templates.before(folders))

    def render(self, document: Document) -> str:
        """Return the page.

        Raises ``MissingExtraError`` where Jinja is not installed, ``TemplateError`` where a
        template is wrong.
        """
        environment = _environment(self.templates)
        try:
            page = _laid_out(environment, document)
        except Exception as error:  # a template of somebody else: told with its file and line
            problem = jinja_problem(error, self.templates.searched)
            if problem is None:
                raise
            raise problem from error
        return page.rstrip("\n") + "\n"


HTML: Final = HtmlRenderer()


def _laid_out(environment: Environment, document: Document) -> str:
    words = Words.of(document.locale)
    return environment.get_template("report.html.j2").render(
        document=document,
        languages=_LANGUAGES,
        says={each: Words(each).say for each in LOCALES},
        say=words.say,
        kind=_kind,
    )


def _environment(templates: TemplateFiles) -> Environment:
    try:
        import jinja2  # noqa: F401 - whether it is there
    except ImportError as error:
        raise MissingExtraError("html") from error
    return _laid_out_by(templates)


@functools.lru_cache(maxsize=8)
def _laid_out_by(templates: TemplateFiles) -> Environment:
    """Return what lays pages out by some templates; reading them costs more than many a page."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates.searched),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def drawing(chart: Chart) -> str:
        return Markup(draw(chart))  # noqa: S704 - the drawing escapes every text in it

    def narrow(chart: Chart) -> str:
        return Markup(draw_narrow(chart))  # noqa: S704 - as above

    def data(text: str) -> str:
        return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no tag can begin in it

    environment.filters["drawing"] = drawing
    environment.filters["narrow"] = narrow
    environment.filters["data"] = data
    return environment


def _kind(part: object) -> str:
    """Return the name of the macro that lays a part out."""
    return type(part).__name__.lower()
