"""The JSON renderer: the whole model, canonical, for programs that lay it out themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.values.canonical import canonical_json

if TYPE_CHECKING:
    from ccops.reports.document.model import Document


@attrs.frozen
class JsonRenderer:
    """Writes a document as canonical JSON: same document, same bytes."""

    name: str = "json"
    suffix: str = ".json"

    def render(self, document: Document) -> str:
        """Return the document as JSON text."""
        return canonical_json(document.to_dict()).decode("utf-8")


JSON: Final = JsonRenderer()
