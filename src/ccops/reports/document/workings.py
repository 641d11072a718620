"""The workings of a document: the figures behind it, column by column, and how each follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ccops.reports.document.following import Follows, Given
from ccops.values import Carrier, Cell, Missing, Scalar, Type


@attrs.frozen(kw_only=True)
class WorkingParameter:
    """A constant that the workings name; ``source`` is the clause of the manual."""

    id: str
    label: str
    scalar: Scalar
    source: str = ""


@attrs.frozen(kw_only=True)
class WorkingTable:
    """A decision table as it is written; ``gives`` are its amounts, in the order of the rows.

    After the rows comes what all others get and then what people without a place get, where
    there is such; ``parameters`` names the parameter that stands in an amount, if one does.
    """

    name: str
    label: str
    source: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    gives: tuple[tuple[Scalar, ...], ...]
    parameters: tuple[tuple[str, ...], ...]


@attrs.frozen(kw_only=True, eq=False)
class WorkingColumn:
    """A figure or fact of every row of the workings, as its cells lie in the settlement.

    A row without such a line has ``None``. ``follows`` says how the values follow, one for each
    rule of the figure, ``carriers`` how they lie under it; ``rules`` which of these holds in a
    row, -1 where there is no line. In a column of places (``is_place``) somebody without one is
    missing for want of records.
    """

    id: str
    title: str
    type: Type
    carriers: tuple[Carrier, ...]
    cells: Sequence[Cell | Missing | None]
    follows: tuple[Follows, ...]
    rules: Sequence[int]
    is_place: bool = False

    def plain_form(self) -> dict[str, Any]:
        """Return it as plain JSON data: cells are whole numbers of ``1/scale``, or pairs."""
        return {
            "part": "workingcolumn",
            "id": self.id,
            "title": self.title,
            "unit": self.type.unit.value,
            "scales": [each.scale for each in self.carriers],
            "cells": [_plain_cell(each) for each in self.cells],
            "follows": [each.plain_form() for each in self.follows],
            "rules": list(self.rules),
        }

    @property
    def is_exact(self) -> bool:
        """Whether values lie as pairs under any of its rules."""
        return any(each.is_exact for each in self.carriers)

    def why_given(self) -> str:
        """Return why values of it are not recomputed, if that is so."""
        return next((each.why for each in self.follows if isinstance(each, Given)), "")


def _plain_cell(cell: Cell | Missing | None) -> Any:  # noqa: ANN401 - JSON
    if isinstance(cell, Missing):
        return {"missing": cell.value}
    return list(cell) if isinstance(cell, tuple) else cell


@attrs.frozen(kw_only=True)
class Workings:
    """What a document's figures were worked out from, an employee a row.

    ``names`` are what the rows are called. Amounts without a currency of their own are in
    ``currency``.
    """

    title: str
    subjects: tuple[str, ...]
    names: tuple[str, ...]
    columns: tuple[WorkingColumn, ...]
    parameters: tuple[WorkingParameter, ...]
    tables: tuple[WorkingTable, ...]
    currency: str
