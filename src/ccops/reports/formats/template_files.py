"""Where templates of reports are looked for: a center's folders first, then the library's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

_OWN: Final = Path(__file__).parent / "templates"


@attrs.frozen
class TemplateFiles:
    """The folders of templates, the first that has a file decides; the library's are the last."""

    folders: tuple[Path, ...] = ()

    def before(self, folders: Iterable[Path]) -> TemplateFiles:
        """Return these files with further folders that are searched first."""
        return TemplateFiles((*folders, *self.folders))

    @property
    def searched(self) -> tuple[Path, ...]:
        """Every folder in the order of the search."""
        return (*self.folders, _OWN)

    @property
    def root(self) -> Path:
        """The folder whose pictures a template may show."""
        return self.searched[0]

    def find(self, name: str) -> Path:
        """Return the file of a template of the library, or of a folder that has one instead."""
        return next(found for each in self.searched if (found := each / name).exists())


#: The library's own alone.
OWN_TEMPLATES: Final = TemplateFiles()
