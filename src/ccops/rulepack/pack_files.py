"""Pack files: where the files of a pack lie that findings name below the pack's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

import attrs

from ccops.rulepack.documents.chain import read_source
from ccops.rulepack.loading import find_folder

if TYPE_CHECKING:
    from ccops.messages import Span
    from ccops.rulepack.catalog import Catalog


@attrs.frozen(eq=False)
class PackFiles:
    """The folders of a pack and of those it extends, and the lines of their files.

    ``places`` goes from the pack up to its first ancestor, as in ``Pack.places``.
    """

    places: tuple[Path, ...]
    _lines: dict[Path, tuple[str, ...]] = attrs.field(
        factory=dict[Path, "tuple[str, ...]"], init=False, repr=False
    )

    @classmethod
    def of(cls, ref: str | Path, catalog: Catalog) -> Self:
        """Return the files of a pack, also of one that does not load.

        Raises ``UnknownNameError`` for an id the catalog has not.
        """
        return cls(read_source(find_folder(ref, catalog), catalog).places)

    def path(self, file: str) -> Path | None:
        """Return where a file lies that a span names, or ``None`` where it is not there.

        Spans name ``folder/file.yaml`` with the folder's own name.
        """
        folder, _, name = file.partition("/")
        for place in self.places:
            if place.resolve().name == folder and (place / name).is_file():
                return place / name
        return None

    def line(self, span: Span) -> str | None:
        """Return the line a span is in, or ``None`` where it cannot be read."""
        path = self.path(span.file)
        if path is None:
            return None
        lines = self._read(path)
        return lines[span.line - 1] if 0 < span.line <= len(lines) else None

    def _read(self, path: Path) -> tuple[str, ...]:
        found = self._lines.get(path)
        if found is None:
            try:
                text = path.read_text(encoding="utf-8-sig", errors="replace")
            except OSError:
                text = ""
            self._lines[path] = found = tuple(text.split("\n"))
        return found
