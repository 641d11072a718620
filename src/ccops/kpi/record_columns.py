"""How the rooms write the columns of their record kinds, and the columns that all of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.kpi.records import RecordColumn
from ccops.messages import Label
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

WORD: Final = Type(Unit.WORD)
DATE: Final = Type(Unit.DATE)
FLAG: Final = Type(Unit.FLAG)
COUNT: Final = Type(Unit.COUNT)
DURATION: Final = Type(Unit.DURATION)


def listed(words: Iterable[str]) -> Type:
    """Return the type of a word out of a list."""
    return Type(Unit.WORD, frozenset(words))


def column(
    name: str, type_: Type, zh: str, en: str, *, step: Fraction | None = None
) -> RecordColumn:
    """Return a column that every row fills."""
    return RecordColumn(name=name, type=type_, step=step, label=Label(zh=zh, en=en))


def optional_column(
    name: str, type_: Type, zh: str, en: str, *, step: Fraction | None = None
) -> RecordColumn:
    """Return a column whose cell may be missing."""
    return RecordColumn(name=name, type=type_, step=step, optional=True, label=Label(zh=zh, en=en))


def told_column(name: str, of: str, zh: str, en: str) -> RecordColumn:
    """Return the flag that says whether another column is there, or that nobody knows."""
    label = Label(zh=zh, en=en)
    return RecordColumn(name=name, type=FLAG, optional=True, label=label, tells=of)


EMPLOYEE: Final = column("employee_id", WORD, "工号", "staff number")
REFERENCE: Final = column("source_ref", WORD, "出处", "where it was read")
