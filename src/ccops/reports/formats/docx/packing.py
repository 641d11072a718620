"""Files of Word are archives: packed alike each time, whatever the clock says."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TYPES: Final = "[Content_Types].xml"


def packed(folder: Path) -> bytes:
    """Return the archive of a folder of parts."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return _archive((each.relative_to(folder).as_posix(), each.read_bytes()) for each in files)


def repacked(archive: bytes) -> bytes:
    """Return an archive with the same parts and nothing of when it was made."""
    with ZipFile(BytesIO(archive)) as opened:
        return _archive((each, opened.read(each)) for each in opened.namelist())


def _archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive in a fixed order, the list of types first, dated as early as it can be."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(parts, key=lambda each: (each[0] != _TYPES, each[0])):
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, content)
    return made.getvalue()
