"""Lists: what a case says stands in the rows of lists about learning, beside what does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ccops.learning import ListValue
from ccops.rulepack.cases.case import ABSENT
from ccops.rulepack.cases.comparing import Difference
from ccops.values import Missing, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What stands in lists: by list, subject and column.
Lists = Mapping[str, Mapping[str, Mapping[str, object]]]


def differences_of_lists(expected: Lists, lists: Lists) -> Iterator[Difference]:
    """Yield what a case expected of lists, by list and subject, and did not get."""
    for name, rows in expected.items():
        for subject, cells in rows.items():
            found = lists.get(name, {}).get(subject)
            yield from _of_row(f"{name} of {subject}", cells, found)


def _of_row(
    what: str, expected: Mapping[str, object], found: Mapping[str, object] | None
) -> Iterator[Difference]:
    if ABSENT in expected or found is None:
        if (ABSENT in expected) != (found is None):
            told = ("listed", ABSENT) if found is None else (ABSENT, "listed")
            yield _difference(what, *told)
        return
    for column, wanted in expected.items():
        text = str(wanted)
        known = column in found
        if not known or not agrees(found[column], text):
            told_ = shown(found[column]) if known else f"no column; {', '.join(found)}"
            yield _difference(f"{column} in {what}", text, told_)


def _difference(what: str, expected: str, found: str) -> Difference:
    return Difference(employee="", what=what, expected=expected, found=found)


def agrees(cell: object, text: str) -> bool:
    """Say whether a cell of a list is what a case writes: ``2026-10-31``, ``25%``, ``none``."""
    match cell:
        case bool():
            return text == ("yes" if cell else "no")
        case Missing():
            return text in ("missing", f"missing {cell.value}")
        case ListValue():
            scalar = parse_scalar(text, unit=cell.unit)
            return scalar is not None and scalar.number == cell.number
        case _:
            return shown(cell) == text


def shown(cell: object) -> str:
    """Return a cell as a case would write it; a duration in milliseconds."""
    match cell:
        case None:
            return ABSENT
        case bool():
            return "yes" if cell else "no"
        case Missing():
            return f"missing {cell.value}"
        case ListValue():
            return f"{cell.number} ({cell.unit.value})"
        case tuple():
            return ", ".join(map(shown, cell)) or ABSENT
        case _:
            return str(cell)
