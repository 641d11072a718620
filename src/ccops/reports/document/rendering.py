"""Renderers turn a document into text or bytes; a report is a document with its renderers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import attrs

from ccops.errors import UnknownNameError
from ccops.messages import nearest
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


def looking_in(renderer: Renderer, folders: Sequence[Path]) -> Renderer:
    """Return a renderer that takes templates of these folders first, if it has templates."""
    if folders and isinstance(renderer, TemplatedRenderer):
        return renderer.with_templates(folders)
    return renderer


@attrs.frozen(kw_only=True, eq=False)
class Report:
    """A document and the renderers it may be written by, by name."""

    document: Document
    renderers: Mapping[str, Renderer]

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

    def render(self, format: str) -> str | bytes:  # noqa: A002 - the word for it
        """Return the document in a format. Raises ``UnknownNameError`` for one nobody brings."""
        return self.renderer(format).render(self.document)

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
