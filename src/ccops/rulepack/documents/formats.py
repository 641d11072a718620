"""Formats: the version of the pack format, and how a pack is brought from one to the next.

A pack says ``pack: {format: 1}``; one that says nothing is of format 1, the first. A step to a
later format changes texts by position, so that comments and rows stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ccops.errors import RulePackError
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Span, has_errors
from ccops.rulepack.documents.rewriting import pack_texts
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, Quoting, ScalarNode
from ccops.rulepack.text.parsing import BOM, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The format this library reads.
CURRENT: Final = 1
#: The format of a pack that says none: the first, and for good.
FIRST: Final = 1
#: The findings that say a pack is of a format this library does not read.
FORMAT_CODES: Final = frozenset({"format-wrong", "format-newer", "format-older"})
_HEAD: Final = "pack"
_KEY: Final = "format"
#: Whatever ends a line for YAML.
_LINE_END: Final = re.compile(r"(\r\n|\r|\n)")


@frozen
class Edit:
    """A piece of a line that becomes another: its place, what stands there, and what instead."""

    span: Span
    old: str
    new: str


@frozen(kw_only=True)
class Migration:
    """One step: the format it leads to, what it does in words, and its edits of a file.

    ``edits`` is given the document of one file; what it yields must lie on single lines.
    """

    to: int
    does: Label
    edits: Callable[[MapNode], Iterable[Edit]]


#: Every step there is, from the first format on. There is one format so far, and no step.
MIGRATIONS: Final[tuple[Migration, ...]] = ()


@frozen(kw_only=True)
class Migrated:
    """What a pack becomes: the format it had and has, the steps taken, the files as rewritten."""

    before: int
    after: int
    steps: tuple[Migration, ...]
    files: Mapping[Path, str]


def format_problems(document: MapNode) -> Iterator[Diagnostic]:
    """Yield why a file's pack is of no format this library reads."""
    node = _format_node(document)
    if node is None:
        return
    found = _number(node)
    told = {"got": node.text, "known": CURRENT}
    if found is None:
        yield Diagnostic(code="format-wrong", span=node.span, args=told)
    elif found != CURRENT:
        code = "format-newer" if found > CURRENT else "format-older"
        yield Diagnostic(code=code, span=node.span, args=told)


def migrate(
    folder: Path, *, migrations: Sequence[Migration] = MIGRATIONS, current: int = CURRENT
) -> Migrated:
    """Return what the files of a pack become in the current format; nothing is written.

    Raises ``RulePackError`` for files that cannot be read, for a format newer than ``current``,
    and where a step is missing, would change a text that is not written as it reads (an
    escape in quotes), or leaves a file that cannot be read.
    """
    problems: list[Diagnostic] = []
    texts = {(path, shown): text for path, shown, text in pack_texts(folder, problems)}
    if has_errors(problems):
        raise RulePackError(tuple(problems))
    before = _format_of(texts, current)
    steps = tuple(each for each in migrations if before < each.to <= current)
    if [each.to for each in steps] != list(range(before + 1, current + 1)):
        told = {"got": before, "known": current}
        raise RulePackError((Diagnostic(code="format-no-way", args=told),))
    made = dict(texts)
    for step in steps:
        made = {key: _stepped(text, key[1], step) for key, text in made.items()}
    files = {key[0]: text for key, text in made.items() if text != texts[key]}
    return Migrated(before=before, after=current, steps=steps, files=files)


def renamed_key(section: str, old: str, new: str) -> Callable[[MapNode], Iterator[Edit]]:
    """Return the edits that give a key of every rule of a section another name.

    Definitions in lists and readings of a choice are rules too.
    """

    def edits(document: MapNode) -> Iterator[Edit]:
        rules = document.get(section)
        for _, rule in rules.entries if isinstance(rules, MapNode) else ():
            for part in _definitions(rule):
                key = part.key(old)
                if key is not None:
                    yield _replaced(key, new)

    return edits


def _definitions(node: Node) -> Iterator[MapNode]:
    if isinstance(node, ListNode):
        for each in node.items:
            yield from _definitions(each)
    elif isinstance(node, MapNode):
        yield node
        if isinstance(node.get("by"), ScalarNode):
            for _, value in node.entries:
                yield from _definitions(value)


def _replaced(node: ScalarNode, new: str) -> Edit:
    quote = 0 if node.quoting is Quoting.PLAIN else 1
    return Edit(node.span.shifted(quote), node.text, new)


def _format_of(texts: Mapping[tuple[Path, str], str], current: int) -> int:
    for (_, shown), text in texts.items():
        document, _ = parse_yaml(text, shown)
        node = _format_node(document) if isinstance(document, MapNode) else None
        found = _number(node) if node is not None else None
        if node is not None and (found is None or found > current):
            code = "format-wrong" if found is None else "format-newer"
            told = {"got": node.text, "known": current}
            raise RulePackError((Diagnostic(code=code, span=node.span, args=told),))
        if found is not None:
            return found
    return FIRST


def _format_node(document: MapNode) -> ScalarNode | None:
    head = document.get(_HEAD)
    node = head.get(_KEY) if isinstance(head, MapNode) else None
    return node if isinstance(node, ScalarNode) else None


def _number(node: ScalarNode) -> int | None:
    text = node.text
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) <= 4 else None  # noqa: PLR2004


def _stepped(text: str, shown: str, step: Migration) -> str:
    document, _ = parse_yaml(text, shown)
    if not isinstance(document, MapNode):
        return text
    end = _LINE_END.search(text)
    stated = _stated(document, step.to, end[0] if end else "\n")
    made = _edited(text, [*step.edits(document), *stated])
    after, found = parse_yaml(made, shown)
    if after is None or has_errors(found):
        raise RulePackError(found)
    return made


def _stated(document: MapNode, number: int, newline: str) -> Iterator[Edit]:
    """Yield how a pack says its new format: in the place of the old one, or first of its head."""
    head = document.get(_HEAD)
    node = _format_node(document)
    if node is not None:
        yield _replaced(node, str(number))
    elif isinstance(head, MapNode) and head.entries:
        first = head.entries[0][0]
        in_braces = first.span != head.span
        told = f"{_KEY}: {number}"
        indent = " " * (first.span.column - 1)
        yield Edit(first.span, "", f"{told}, " if in_braces else f"{told}{newline}{indent}")


def _edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with its edits. Raises ``RulePackError`` where a piece stands otherwise."""
    mark = BOM if text.startswith(BOM) else ""
    pieces = _LINE_END.split(text.removeprefix(mark))  # lines, and between two what ends the first
    for each in sorted(edits, key=lambda edit: (edit.span.line, edit.span.column), reverse=True):
        number, at = 2 * (each.span.line - 1), each.span.column - 1
        line, end = pieces[number], at + len(each.old)
        if line[at:end] != each.old:
            told = {"got": each.old}
            raise RulePackError((Diagnostic(code="format-escaped", span=each.span, args=told),))
        pieces[number] = line[:at] + each.new + line[end:]
    return mark + "".join(pieces)
