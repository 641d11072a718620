"""Text: YAML read as text with places, and nothing a pack does not need.

YAML guesses types, repeats values by aliases, and keeps the last of two equal keys without a
word. Here a value stays what was written, and everything that can mean two things is refused
with its own diagnostic. Limits are checked on the parser's events, before any node is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from ccops.messages import Diagnostic, Severity, Span
from ccops.rulepack.text.building import Builder, DocumentRefusedError
from ccops.rulepack.text.nodes import MapNode, Node
from ccops.rulepack.text.syntax import Trouble, explain_syntax, lines_of, unreadable_character

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.rulepack.text.nodes import Words

#: The largest document in bytes of UTF-8.
MAX_BYTES: Final = 1_000_000
#: Few files of a pack are larger.
_USUAL_BYTES: Final = 20_000
#: The parser: in C where it is there.
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: How some editors mark the beginning of a file; it is no part of the text.
BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


def read_yaml(path: Path, *, shown_as: str = "") -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read a file; diagnostics name it ``shown_as``, or by its path.

    Raises ``OSError`` where the file cannot be opened.
    """
    return parse_yaml_bytes(bytes_of(path), shown_as or str(path))


def bytes_of(path: Path) -> bytes:
    """Return what a file holds; of one that is too large no more than says so.

    Raises ``OSError`` where the file cannot be opened.
    """
    with path.open("rb") as stream:
        data = stream.read(_USUAL_BYTES)  # room for all that was asked for is made first
        return data if len(data) < _USUAL_BYTES else data + stream.read(MAX_BYTES + 1 - len(data))


def parse_yaml_bytes(
    data: bytes, file: str, words: Words | None = None
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read bytes, which must be UTF-8; otherwise as :func:`parse_yaml`.

    Labels read as if what ``words`` list of them in traditional characters stood beside them.
    """
    if len(data) > MAX_BYTES:
        return None, (_too_large(file),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(data[: error.start], file, data[error.start]),)
    return _parse_readable(text.removeprefix(BOM), file, words)


def parse_yaml(text: str, file: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the document of a text and what is wrong with it.

    There is no node where the structure cannot be known (broken syntax, aliases, merge keys,
    a limit passed). An empty text is an empty mapping with a warning.
    """
    text = text.removeprefix(BOM)
    if is_too_large(text):
        return None, (_too_large(file),)
    return _parse_readable(text, file)


def _parse_readable(
    text: str, file: str, words: Words | None = None
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    bad = unreadable_character(text, file)
    if bad is not None:
        return None, (bad,)
    return _parse(text, file, words)


def is_too_large(text: str) -> bool:
    """Say whether a text passes the size limit."""
    if len(text) > MAX_BYTES:
        return True
    return len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES


def _parse(
    text: str, file: str, words: Words | None
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    builder = Builder(file, lines_of(text), words)
    loader = LOADER(text)
    try:
        builder.take_all(loader.get_event)
    except DocumentRefusedError:
        return None, tuple(builder.diagnostics)
    except yaml.MarkedYAMLError as error:
        trouble = Trouble.of(error, builder.lines, file, bracket=builder.bracket)
        if not any(trouble.is_told_by(known) for known in builder.diagnostics):
            builder.diagnostics.append(explain_syntax(trouble))
        return None, tuple(builder.diagnostics)
    finally:
        loader.dispose()
    if builder.root is None and not builder.is_refused:
        builder.diagnostics.append(_empty(file))
        return MapNode((), Span(file, 1, 1)), tuple(builder.diagnostics)
    root = None if builder.is_refused else builder.root
    return root, tuple(builder.diagnostics)


def _too_large(file: str) -> Diagnostic:
    limit = {"limit": f"{MAX_BYTES:,}"}
    return Diagnostic(code="yaml-too-large", span=Span(file, 1, 1), args=limit)


def _empty(file: str) -> Diagnostic:
    return Diagnostic(code="yaml-empty", severity=Severity.WARNING, span=Span(file, 1, 1))


def _not_utf8(before: bytes, file: str, byte: int) -> Diagnostic:
    lines = lines_of(before.decode("utf-8"))
    span = Span(file, len(lines), len(lines[-1]) + 1)
    return Diagnostic(code="yaml-not-utf8", span=span, args={"byte": f"{byte:02X}"})
