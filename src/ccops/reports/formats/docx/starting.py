"""The library's templates as files to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.reports.formats.docx.renderer import TEMPLATE, library_template
from ccops.reports.formats.template_files import OWN_TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write the library's templates into a folder, and return the files that are new there."""
    contents = {each.name: each.read_bytes() for each in OWN_TEMPLATES.root.glob("*.*")}
    contents[TEMPLATE] = library_template()
    folder.mkdir(parents=True, exist_ok=True)
    new = sorted(each for each in contents if not (folder / each).exists())
    for each in new:
        (folder / each).write_bytes(contents[each])
    return tuple(folder / each for each in new)
