"""Columns of the files a center hands in: kinds of cells, closed lists of words."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Final

import attrs


class CellKind(enum.Enum):
    """What a cell holds, and so how it is read and checked."""

    TEXT = "text"
    WORD = "word"  # one of a closed list
    DAY = "day"
    INSTANT = "instant"  # a day and a time of day
    MOMENT = "moment"  # either
    HOURS = "hours"
    NUMBER = "number"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"


@attrs.frozen(kw_only=True)
class InputColumn:
    """One column.

    ``is_employee``: it holds a staff number. ``keeps_empty``: an empty cell says something.
    """

    kind: CellKind
    required: bool = False
    words: frozenset[str] = frozenset()
    is_employee: bool = False
    keeps_empty: bool = False


@attrs.frozen(kw_only=True)
class InputFile:
    """One file. An open file has further columns, each named after what it holds.

    ``headers`` are further headers of the file's own columns: the labels of a record kind.
    """

    name: str
    columns: Mapping[str, InputColumn]
    is_open: bool = False
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


def must(kind: CellKind, *words: str) -> InputColumn:
    """Return a column that every row fills."""
    return InputColumn(kind=kind, required=True, words=frozenset(words))


def may(kind: CellKind, *words: str) -> InputColumn:
    """Return a column that may be empty."""
    return InputColumn(kind=kind, words=frozenset(words))


TEXT: Final = must(CellKind.TEXT)
MAY_TEXT: Final = may(CellKind.TEXT)
DAY: Final = must(CellKind.DAY)
MAY_DAY: Final = may(CellKind.DAY)
MOMENT: Final = must(CellKind.MOMENT)
MAY_MOMENT: Final = may(CellKind.MOMENT)
INSTANT: Final = must(CellKind.INSTANT)
MAY_INSTANT: Final = may(CellKind.INSTANT)
MAY_FLAG: Final = may(CellKind.FLAG)
WHO: Final = InputColumn(kind=CellKind.TEXT, required=True, is_employee=True)
MAY_WHO: Final = InputColumn(kind=CellKind.TEXT, is_employee=True)
