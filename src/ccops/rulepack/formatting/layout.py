"""Formatting: one way to write the YAML of packs, with its comments, order and tables kept.

Texts are changed token by token, never written anew: two spaces a level, one space behind a
colon, a comma and a dash, none inside brackets, single quotes where double ones say no more, no
spaces at the end of a line, no two empty lines, one line end at the end. Lines are neither joined
nor broken, so a table stays in rows, and comments keep their column where they have one.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

import attrs
import yaml

from ccops.messages import Diagnostic, Span, has_errors
from ccops.rulepack.formatting.comments import comments_in
from ccops.rulepack.formatting.indenting import Indents, indents_of
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.text.parsing import BOM, LOADER, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE_END: Final = re.compile(r"\r\n|\r")
_OPENS = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_BEFORE_COMMENT: Final = 2
_Edit = tuple[int, int, str]


@attrs.frozen
class _Piece:
    """A token that is written: where it stands, and what it is."""

    token: yaml.Token
    start: int
    end: int


def format_yaml(text: str, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return a text as it is written in packs, or what is wrong with it.

    What the text says and its comments are compared before and after; where they differ it is
    left alone, with a finding.
    """
    before, found = parse_yaml(text, file)
    if before is None or has_errors(found):
        return None, found
    plain = _LINE_END.sub("\n", text.removeprefix(BOM))
    if not plain.strip(" \t\n"):
        return "", ()
    try:
        made = _formatted(plain)
        after, _ = parse_yaml(made, file)
        is_same = after is not None and _same(before, after)
        if is_same and comments_in(plain) == comments_in(made):
            return made, ()
    except yaml.YAMLError:  # the parser's two builds differ in what they put up with
        pass
    return None, (Diagnostic(code="format-unsafe", span=Span(file, 1, 1)),)


def _formatted(text: str) -> str:
    pieces = _pieces(text)
    indents = indents_of(text)
    edits = [
        *_gaps(text, pieces),
        *_comment_gaps(text, pieces),
        *_quotes(text, pieces),
        *_margins(text, indents),
    ]
    return _without_spare_lines(_edited(text, edits), indents.kept)


def _pieces(text: str) -> list[_Piece]:
    found = []
    for token in yaml.scan(text, Loader=LOADER):
        start, end = token.start_mark.index, token.end_mark.index
        if end > start and not isinstance(token, yaml.StreamStartToken | yaml.StreamEndToken):
            found.append(_Piece(token, start, end))
    return found


def _gaps(text: str, pieces: Sequence[_Piece]) -> Iterator[_Edit]:
    """Yield the spaces between two tokens of one line."""
    for left, right in itertools.pairwise(pieces):
        gap = text[left.end : right.start]
        wanted = _wanted(left.token, right.token)
        if wanted is not None and not gap.strip(" \t") and gap != wanted:
            yield left.end, right.start, wanted


def _wanted(left: yaml.Token, right: yaml.Token) -> str | None:
    """Return what stands between two tokens of one line; ``None``: as it is."""
    if isinstance(left, _OPENS) or isinstance(right, (*_CLOSES, yaml.FlowEntryToken)):
        return ""
    if isinstance(right, yaml.ValueToken):
        return ""
    if isinstance(left, yaml.FlowEntryToken | yaml.ValueToken | yaml.BlockEntryToken):
        return " "
    return None


def _comment_gaps(text: str, pieces: Sequence[_Piece]) -> Iterator[_Edit]:
    """Yield the spaces before a comment behind something: at least two, more where aligned."""
    for number, piece in enumerate(pieces):
        if _is_block(piece.token):
            continue
        end = text.find("\n", piece.end)
        rest = text[piece.end : end if end >= 0 else len(text)]
        following = pieces[number + 1].start if number + 1 < len(pieces) else len(text)
        hash_at = len(rest) - len(rest.lstrip(" \t"))
        is_last = following >= piece.end + len(rest)
        if is_last and rest.lstrip(" \t").startswith("#"):
            gap = rest[:hash_at].expandtabs(1)
            yield piece.end, piece.end + hash_at, gap.ljust(_BEFORE_COMMENT)


def _quotes(text: str, pieces: Sequence[_Piece]) -> Iterator[_Edit]:
    for piece in pieces:
        inside = text[piece.start + 1 : piece.end - 1]
        is_double = isinstance(piece.token, yaml.ScalarToken) and piece.token.style == '"'
        if is_double and not set("\\'\n") & set(inside):
            yield piece.start, piece.end, f"'{inside}'"


def _margins(text: str, indents: Indents) -> Iterator[_Edit]:
    """Yield the space at the beginning and the end of every line."""
    start = 0
    for number, line in enumerate(text.split("\n")):
        bare = line.lstrip(" \t")
        before = len(line) - len(bare)
        after = len(line) if number in indents.kept else len(line.rstrip(" \t"))
        wanted = indents.of(number, before)
        if not bare.rstrip(" \t"):
            if number not in indents.kept and line:
                yield start, start + len(line), ""
        else:
            if wanted != before:
                yield start, start + before, " " * wanted
            if after < len(line):
                yield start + after, start + len(line), ""
        start += len(line) + 1


def _edited(text: str, edits: list[_Edit]) -> str:
    made: list[str] = []
    at = 0
    for start, end, new in sorted(edits):
        if start < at:
            continue  # inside what is changed already
        made += [text[at:start], new]
        at = end
    return "".join([*made, text[at:]])


def _without_spare_lines(text: str, kept: frozenset[int]) -> str:
    """Return a text without empty lines at its ends and without two in a row.

    Empty lines inside a text that is written as a block of lines say something and stay.
    """
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n")):
        if line or number in kept or (lines and lines[-1][1]):
            lines.append((number, line))
    while lines and not lines[-1][1] and lines[-1][0] not in kept:
        lines.pop()
    return "".join(f"{line}\n" for _, line in lines)


def _is_block(token: yaml.Token) -> bool:
    return isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")


def _same(before: Node, after: Node) -> bool:
    """Say whether two documents say the same, bare and quoted texts told apart."""
    match before, after:
        case ScalarNode(), ScalarNode():
            told = (before.text, before.is_empty, before.is_null)
            return told == (after.text, after.is_empty, after.is_null)
        case ListNode(), ListNode():
            pairs = zip(before.items, after.items, strict=False)
            return len(before.items) == len(after.items) and all(_same(a, b) for a, b in pairs)
        case MapNode(), MapNode():
            entries = zip(before.entries, after.entries, strict=False)
            return before.keys == after.keys and all(_same(a[1], b[1]) for a, b in entries)
        case _:
            return False
