"""Folders that are whole or not there: written beside their place, and put there at the end."""

from __future__ import annotations

import shutil
import uuid
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ccops.errors import ReadError
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK: Final = 1 << 20


@contextmanager
def replaced(folder: Path, *, notes: str) -> Iterator[Path]:
    """Give a place to write a folder at; it takes the folder's place when all went well.

    ``notes`` is the file that every folder of the sort has. Raises ``ReadError`` at once where
    what stands there is something else.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / notes).is_file():
        raise ReadError((Diagnostic(code="folder-of-others", args={"folder": folder}),))
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = uuid.uuid4().hex
    fresh, former = (folder.parent / f".{folder.name}.{each}-{mark}" for each in ("new", "old"))
    fresh.mkdir()
    try:
        yield fresh
        if folder.exists():
            folder.rename(former)
        fresh.rename(folder)
    finally:
        for each in (fresh, former):
            shutil.rmtree(each, ignore_errors=True)


def digests_of(folder: Path) -> dict[str, str]:
    """Return the digest of every file in a folder, by its place in it."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): file_digest(each) for each in files}


def whole_file(folder: Path, place: str, digest: str | None) -> Path:
    """Return a file that is as it was written. Raises ``ReadError`` for any other."""
    file = folder / place
    try:
        if file_digest(file) == digest:
            return file
    except OSError as problem:
        raise damaged(file) from problem
    raise damaged(file)


def damaged(file: Path) -> ReadError:
    """Return the error of a file that is not as it was written."""
    return ReadError((Diagnostic(code="file-damaged", args={"file": file}),))


def file_digest(file: Path) -> str:
    """Return the digest of a file."""
    found = sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return f"sha256:{found.hexdigest()}"
