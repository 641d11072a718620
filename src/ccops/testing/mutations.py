"""Mutations: small edits of a text, as a slip of the hand or a stranger would make them.

They drive fuzz tests of packs, whatever draws the numbers: hypothesis, atheris, a seeded
generator. An edit that does not fit a text leaves it as it is.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD: Final = re.compile(r"[\w.%]+|[^\w\s]|\s+")
#: What mistakes in packs are made of: nothing, wrong kinds, wrong units, impossible days, signs
#: YAML takes for its own, names that mean something, and what would run if anything did.
STRANGE_WORDS: Final = (
    "", "null", "~", "''", "[]", "{}", "- ", "{by: x}", "yes", "no", "0", "-1", "1e9", "0%",
    "200%", "9" * 18, "CNY 1", "CNY -5", "USD 5", "1 h", "0 s", "3 d", "30:99+7", "missing",
    "not(1)", "'[1..0]'", "'(..)'", "2022-13-01", "9999-12-31", "0001-01-01", "*a", "&a", "<<",
    "|", ">", "!x", "%", "\t", "\u3000", "\uff1a", "\u200b", "\r", "known(x)", "1 / 0",
    "x if y else z", "min()", "in ()", "period_start", "employees", "remove", "override: true",
    "final: true", "accept: [{code: x, because: y}]", "__import__('os').getcwd()",
    "9 ** 9 ** 9",
)  # fmt: skip


class EditKind(enum.Enum):
    """What an edit does: to a word or sign, a line, or a character."""

    DROP_WORD = "drop_word"
    REPLACE_WORD = "replace_word"
    SWAP_WORDS = "swap_words"
    DROP_LINE = "drop_line"
    REPEAT_LINE = "repeat_line"
    MOVE_LINE = "move_line"
    INDENT_LINE = "indent_line"
    CUT = "cut"


@attrs.frozen
class Edit:
    """One edit: what it does, where (counted round), and with what (a place or a word)."""

    kind: EditKind
    at: int
    other: int


def edited(text: str, edits: Iterable[Edit], *, words: Sequence[str] = ()) -> str:
    """Return a text after some edits; ``words`` are put in beside the strange ones.

    >>> edited("unit: points", [Edit(EditKind.REPLACE_WORD, 3, 0)], words=["money"])
    'unit: money'
    """
    known = (*words, *STRANGE_WORDS)
    for edit in edits:
        if edit.kind in _ON_LINES:
            text = "\n".join(_lines_edited(text.split("\n"), edit))
        elif edit.kind is EditKind.CUT:
            text = text[: edit.at % (len(text) + 1)]
        else:
            text = "".join(_words_edited(_WORD.findall(text), edit, known))
    return text


def words_of(text: str) -> tuple[str, ...]:
    """Return every word and sign of a text, each once; they fit wherever others of it stand."""
    return tuple(dict.fromkeys(_WORD.findall(text)))


_ON_LINES: Final = frozenset(
    {EditKind.DROP_LINE, EditKind.REPEAT_LINE, EditKind.MOVE_LINE, EditKind.INDENT_LINE}
)


def _words_edited(written: list[str], edit: Edit, words: Sequence[str]) -> list[str]:
    if not written:
        return written
    at, other = edit.at % len(written), edit.other % len(written)
    match edit.kind:
        case EditKind.DROP_WORD:
            del written[at]
        case EditKind.REPLACE_WORD:
            written[at] = words[edit.other % len(words)]
        case _:
            written[at], written[other] = written[other], written[at]
    return written


def _lines_edited(lines: list[str], edit: Edit) -> list[str]:
    at, other = edit.at % len(lines), edit.other % (len(lines) + 1)
    match edit.kind:
        case EditKind.DROP_LINE:
            del lines[at]
        case EditKind.REPEAT_LINE:
            lines.insert(other, lines[at])
        case EditKind.MOVE_LINE:
            lines.insert(other, lines.pop(at))
        case _:
            lines[at] = " " * (edit.other % 5) + lines[at].lstrip()
    return lines
