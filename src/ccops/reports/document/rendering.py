"""Renderers turn a document into text or bytes; a report is a document with its renderers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import attrs

from ccops.errors import UnknownNameError
from ccops.messages import nearest
from ccops.reports.document.languages import in_own_languages
from ccops.reports.document.model import Document


class Renderer(Protocol):
    """Writes any document in one format; plugins bring more.

    A renderer decides about layout only: every text and number stands in the document.
    """

    @property
    def name(self) -> str:
        """What the format is asked for by: ``html``."""
        ...

    @property
    def suffix(self) -> str:
        """The suffix of its files, with the dot: ``.html``."""
        ...

    def render(self, document: Document) -> str | bytes:
        """Return the document in this format. Raises ``MissingExtraError`` without its extra."""
        ...


@runtime_checkable
class TemplatedRenderer(Protocol):
    """A renderer that lays documents out by templates, which a center may bring."""

    def with_templates(self, folders: Sequence[Path]) -> Renderer:
        """Return the renderer that looks for templates in these folders before its own."""
        ...


@runtime_checkable
class TableRenderer(Protocol):
    """A renderer that puts rows of several people under the same heads: in one language."""

    @property
    def is_in_one_language(self) -> bool:
        """Whether nobody's rows are in a language of his own."""
        ...


def looking_in(renderer: Renderer, folders: Sequence[Path]) -> Renderer:
    """Return a renderer that takes templates of these folders first, if it has templates."""
    if folders and isinstance(renderer, TemplatedRenderer):
        return renderer.with_templates(folders)
    return renderer


@attrs.frozen(kw_only=True, eq=False)
class Report:
    """A document and the renderers it may be written by, by name.

    ``document`` is in one language; ``own`` has the pages of people who read others, a document
    a language. Tables are written of the first alone, everything else with each page in the
    language of whom it is for.
    """

    document: Document
    renderers: Mapping[str, Renderer]
    own: tuple[Document, ...] = ()

    def with_templates(self, *folders: Path) -> Report:
        """Return the report with templates of a center's own: its letterhead, its pictures."""
        looking = {name: looking_in(each, folders) for name, each in self.renderers.items()}
        return attrs.evolve(self, renderers=looking)

    def renderer(self, format: str) -> Renderer:  # noqa: A002 - the word for it
        """Return the renderer of a format. Raises ``UnknownNameError`` for one nobody brings."""
        found = self.renderers.get(format)
        if found is None:
            raise UnknownNameError("format", format, nearest(format, self.renderers))
        return found

    def document_for(self, renderer: Renderer) -> Document:
        """Return the document as a renderer lays it out: pages in own languages, or tables."""
        if isinstance(renderer, TableRenderer) and renderer.is_in_one_language:
            return self.document
        return in_own_languages(self.document, self.own)

    def render(self, format: str) -> str | bytes:  # noqa: A002 - the word for it
        """Return the document in a format. Raises ``UnknownNameError`` for one nobody brings."""
        renderer = self.renderer(format)
        return renderer.render(self.document_for(renderer))

    def write(self, path: str | Path) -> Path:
        """Write the document to a file; its suffix chooses the renderer, the first that has it.

        Returns the path. Raises ``UnknownNameError`` for a suffix nobody writes.
        """
        target = Path(path)
        by_suffix: dict[str, str] = {}
        for each in self.renderers.values():
            by_suffix.setdefault(each.suffix, each.name)
        name = by_suffix.get(target.suffix.lower())
        if name is None:
            raise UnknownNameError("format", target.suffix, nearest(target.suffix, by_suffix))
        target.write_bytes(self.rendered(name))
        return target

    def rendered(self, format: str) -> bytes:  # noqa: A002 - the word for it
        """Return the bytes of the document in a format, text in UTF-8."""
        made = self.render(format)
        return made.encode("utf-8") if isinstance(made, str) else made
