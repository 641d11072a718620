"""Renderers turn a document into text or bytes; a report is a document with its renderers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import attrs

from ccops.errors import UnknownNameError
from ccops.messages import nearest
from ccops.reports.model import Document


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


@attrs.frozen(kw_only=True, eq=False)
class Report:
    """A document and the renderers it may be written by, by name."""

    document: Document
    renderers: Mapping[str, Renderer]

    def render(self, format: str) -> str | bytes:  # noqa: A002 - the word for it
        """Return the document in a format. Raises ``UnknownNameError`` for one nobody brings."""
        found = self.renderers.get(format)
        if found is None:
            raise UnknownNameError("format", format, nearest(format, self.renderers))
        return found.render(self.document)

    def write(self, path: str | Path) -> Path:
        """Write the document to a file; its suffix chooses the renderer. Return the path.

        Raises ``UnknownNameError`` for a suffix nobody writes.
        """
        target = Path(path)
        by_suffix = {each.suffix: name for name, each in self.renderers.items()}
        name = by_suffix.get(target.suffix.lower())
        if name is None:
            raise UnknownNameError("format", target.suffix, nearest(target.suffix, by_suffix))
        made = self.render(name)
        target.write_bytes(made.encode("utf-8") if isinstance(made, str) else made)
        return target
