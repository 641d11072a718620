"""Folder: the files of a pack, read and merged; their names are for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Span
from ccops.rulepack.merge import merge_files
from ccops.rulepack.nodes import MapNode
from ccops.rulepack.text import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS: Final = frozenset({".yaml", ".yml"})


def read_folder(
    folder: Path, *, shown_as: str = ""
) -> tuple[MapNode | None, tuple[Diagnostic, ...]]:
    """Return the files of a pack as one document, or ``None`` where one cannot be read.

    Files lie in the folder or in folders in it (``cases/``), but hidden ones; places name them
    below ``shown_as``, or below the folder's own name. Raises ``OSError`` where a file cannot
    be opened.
    """
    documents: list[MapNode] = []
    found: list[Diagnostic] = []
    readable = True
    shown = shown_as or folder.name
    for path in _files(folder):
        file = f"{shown}/{path.relative_to(folder).as_posix()}"
        node, problems = read_yaml(path, shown_as=file)
        found.extend(problems)
        if isinstance(node, MapNode):
            documents.append(node)
            continue
        readable = False
        if node is not None:
            found.append(Diagnostic(code="document-not-mapping", span=node.span))
    if not documents and readable:
        span = Span(shown, 1, 1)
        found.append(Diagnostic(code="pack-without-files", span=span, args={"folder": shown}))
    merged, problems = merge_files(documents)
    return (merged if readable else None), (*found, *problems)


def _files(folder: Path) -> list[Path]:
    """Return the files in the order of their names, which is the same on every machine."""
    named = [
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.suffix in _ENDINGS and path.is_file()
    ]
    return [path for name, path in sorted(named) if "/." not in f"/{name}"]
