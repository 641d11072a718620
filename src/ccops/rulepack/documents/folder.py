"""Folder: the files of a pack, read and merged; their names are for people."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span
from ccops.rulepack.documents.aside import Aside, holds_cases_alone
from ccops.rulepack.documents.known_files import document_of
from ccops.rulepack.documents.merge import NOT_INHERITED, merge_files
from ccops.rulepack.documents.translating import words_among
from ccops.rulepack.text.nodes import MapNode, Node
from ccops.rulepack.text.parsing import MAX_BYTES, bytes_of

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS: Final = frozenset({".yaml", ".yml"})
#: What stands in the place of a file that is not read now.
_UNREAD: Final = (MapNode((), Span("", 1, 1)), ())


@frozen(kw_only=True)
class FolderRead:
    """The files of a pack as one document; not ``is_whole`` where one could not be read.

    What need not be read stands ``aside``: files that hold cases alone, and labels in traditional
    characters. ``written`` is a digest of all but the cases, by their names and to the letter.
    """

    document: MapNode
    aside: Aside
    is_whole: bool
    written: str
    diagnostics: tuple[Diagnostic, ...]


def read_folder(
    folder: Path, *, shown_as: str = ""
) -> tuple[MapNode | None, tuple[Diagnostic, ...]]:
    """Return the files of a pack as one document, cases too; ``None`` where one is unreadable.

    Files lie in the folder or in folders in it (``cases/``), but hidden ones; places name them
    below ``shown_as``, or below the folder's own name.
    """
    read = read_files(folder, shown_as=shown_as)
    cases, problems = read.aside.read(read.document)
    kept = (each for each in read.document.entries if each[0].text not in NOT_INHERITED)
    whole = MapNode((*kept, *cases.entries), read.document.span)
    return (whole if read.is_whole else None), (*read.diagnostics, *problems)


def read_files(folder: Path, *, shown_as: str = "", words_later: bool = False) -> FolderRead:
    """Return what can be read of the files of a pack, as :func:`read_folder`, but the cases.

    ``words_later``: a file that has nothing but labels in traditional characters is not read.
    """
    held: list[tuple[str, bytes]] = []
    aside: list[tuple[Path, str]] = []
    found: list[Diagnostic] = []
    shown = shown_as or folder.resolve().name
    files = pack_files(folder)
    written = sha256()
    for path in files:
        name = f"{shown}/{path.relative_to(folder).as_posix()}"
        try:
            data = bytes_of(path)
        except OSError as error:
            found.append(_unreadable(name, error))
            continue
        if len(data) <= MAX_BYTES and holds_cases_alone(data):
            aside.append((path, name))
            continue
        written.update(f"{len(data)} {name}\0".encode("utf-8", "surrogatepass") + data)
        held.append((name, data))
    words = words_among(held)
    unread = words.shown if words_later and words is not None and words.stand_alone else ""
    documents: list[MapNode] = []
    for name, data in held:
        node, problems = _mapping(*document_of(data, name, words)) if name != unread else _UNREAD
        found.extend(problems)
        if node is not None:
            documents.append(node)
    if not files:
        span = Span(shown, 1, 1)
        found.append(Diagnostic(code="pack-without-files", span=span, args={"folder": shown}))
    merged, problems = merge_files(documents)
    is_whole = bool(files) and len(documents) + len(aside) == len(files)
    return FolderRead(
        document=merged,
        aside=Aside(tuple(aside), (words,) if words is not None else ()),
        is_whole=is_whole,
        written=written.hexdigest(),
        diagnostics=(*found, *problems),
    )


def _unreadable(shown: str, error: OSError) -> Diagnostic:
    args = {"file": shown, "problem": error.strerror or type(error).__name__}
    return Diagnostic(code="file-unreadable", span=Span(shown, 1, 1), args=args)


def _mapping(
    node: Node | None, problems: tuple[Diagnostic, ...]
) -> tuple[MapNode | None, tuple[Diagnostic, ...]]:
    if node is None or isinstance(node, MapNode):
        return node, problems
    return None, (*problems, Diagnostic(code="document-not-mapping", span=node.span))


def pack_files(folder: Path) -> list[Path]:
    """Return the files of a pack in the order of their names, the same on every machine."""
    named = [
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.suffix.lower() in _ENDINGS and (path.is_file() or path.is_symlink())
    ]
    return [path for name, path in sorted(named) if "/." not in f"/{name}"]
