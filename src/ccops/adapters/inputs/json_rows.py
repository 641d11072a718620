"""A file of rows as JSON: a list of objects, each with the line it begins at.

Numbers are taken as they are written, so that ``88.50`` is no float.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE: Final = " \t\r\n"


class JsonRowsError(ValueError):
    """A text is no list of rows: the line, and why."""

    def __init__(self, line: int, because: str) -> None:
        super().__init__(line, because)
        self.line = line
        self.because = because


def json_rows(text: str) -> tuple[tuple[int, dict[str, str]], ...]:
    """Return the rows of a text with their lines; an absent value is an empty cell.

    Raises ``JsonRowsError`` for anything but a list of flat objects, and for a key said twice.
    """
    found: list[tuple[int, dict[str, str]]] = []
    for at, row in _items(text):
        line = _line(text, at)
        if not isinstance(row, dict):
            raise JsonRowsError(line, "a row is an object of columns")
        found.append((line, {key: _cell(value, line) for key, value in row.items()}))
    return tuple(found)


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the items of a list, each with where it begins."""
    decoder = json.JSONDecoder(
        parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_each_once
    )
    at = _expect(text, _skip(text, 0), "[")
    while text[at : at + 1] != "]":
        try:
            item, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as problem:
            raise JsonRowsError(problem.lineno, problem.msg) from problem
        except ValueError as problem:
            raise JsonRowsError(_line(text, at), str(problem)) from problem
        yield at, item
        at = _skip(text, end)
        if text[at : at + 1] != "]":
            at = _expect(text, at, ",")
    rest = _skip(text, at + 1)
    if rest < len(text):
        raise JsonRowsError(_line(text, rest), "something stands behind the list")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _expect(text: str, at: int, sign: str) -> int:
    if text[at : at + 1] != sign:
        raise JsonRowsError(_line(text, at), f"expected {sign}")
    return _skip(text, at + 1)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if [each for each, _ in pairs].count(key) > 1)
        raise ValueError(f"{twice} is there twice")
    return found


def _cell(value: Any, line: int) -> str:  # noqa: ANN401 - JSON
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case _:
            raise JsonRowsError(line, "a cell is no list and no object")
