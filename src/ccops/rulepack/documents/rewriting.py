"""Rewriting: the files of one pack as texts, and a text written back whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ccops.messages import has_errors
from ccops.rulepack.documents.folder import pack_files
from ccops.rulepack.text.parsing import parse_yaml_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Diagnostic


def pack_texts(folder: Path, problems: list[Diagnostic]) -> Iterator[tuple[Path, str, str]]:
    """Yield the files of a pack: where each lies, what findings call it, and its text.

    A file that cannot be read as YAML is left out; why is added to ``problems``. Raises
    ``OSError`` where one cannot be opened.
    """
    shown = folder.resolve().name
    for path in pack_files(folder):
        name = f"{shown}/{path.relative_to(folder).as_posix()}"
        data = path.read_bytes()
        node, found = parse_yaml_bytes(data, name)
        if node is None or has_errors(found):
            problems.extend(found)
        else:
            yield path, name, data.decode("utf-8")


def write_text(path: Path, text: str) -> None:
    """Write a file anew, whole or not at all, with the rights it had."""
    import tempfile

    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(target.stat().st_mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
