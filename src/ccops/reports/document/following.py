"""How a value follows from others: what a renderer needs that lets people recompute a report.

A cell of a report says which figure of which employee it shows (``At``), that it adds up a figure
over people (``SumOf``) or the rows above it (``RowsAbove``), or that it takes one cell of its row
from another (``RowLess``). What that figure follows from stands in the document's workings,
column by column: a checked formula of the rule language, a sum, a decision table, a place, or
nothing but the value with the reason why no more is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ccops.rules import Formula
from ccops.rules.ranks import RankSpec
from ccops.rules.tables import Table
from ccops.rules.writing import written


@attrs.frozen(kw_only=True)
class At:
    """A figure of an employee, in the document's workings."""

    subject: str
    figure: str


@attrs.frozen(kw_only=True)
class RowsAbove:
    """The sum of what stands in the rows of the cell's own column."""


@attrs.frozen(kw_only=True)
class SumOf:
    """What a figure comes to over the rows of the document's workings.

    These are all rows, or those whose column ``by`` holds what it holds in the row of ``like``.
    Who has no such line, or of whom it is not known, adds nothing. ``is_count`` says that it is
    not the sum but of how many it is other than nothing.
    """

    figure: str
    by: str = ""
    like: str = ""
    is_count: bool = False


@attrs.frozen(kw_only=True)
class RowLess:
    """A column of the same row less another, both by id; ``over`` is said of what is above 0."""

    column: str
    less: str
    over: str = ""


#: How the value of a cell follows.
CellFollows = At | RowsAbove | SumOf | RowLess


@attrs.frozen(kw_only=True)
class ByFormula:
    """A formula over columns of the same row.

    ``reads`` names the column of each name in it, ``parameters`` the parameter of each constant
    that has a name.
    """

    formula: Formula
    reads: Mapping[str, str]
    parameters: Mapping[str, str]

    def plain_form(self) -> dict[str, Any]:
        """Return it as plain JSON data: the formula as people write it, rounded as declared."""
        rounding = self.formula.rounding
        rounded = None
        if rounding is not None:
            rounded = {"scale": rounding.scale, "mode": rounding.mode.value}
        return {
            "part": "byformula",
            "formula": written(self.formula.node),
            "rounding": rounded,
            "reads": dict(self.reads),
            "parameters": dict(self.parameters),
        }


@attrs.frozen(kw_only=True)
class BySum:
    """The sum of columns of the same row; a line somebody does not have adds nothing."""

    columns: tuple[str, ...]

    def plain_form(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {"part": "bysum", "columns": list(self.columns)}


@attrs.frozen(kw_only=True)
class ByTable:
    """A decision table over columns of the same row.

    ``name`` is the one it has among the tables of the workings. ``reads`` are the columns it
    asks, one for each of its own, ``sizes`` those of the size of a rank where a column asks for
    shares. ``place`` is the column of the rank in it, ``last`` the columns without which somebody
    has no place there; ``parameters`` the parameter of each name in its cells.
    """

    name: str
    table: Table
    output: int
    reads: tuple[str, ...]
    sizes: tuple[str, ...]
    place: str = ""
    last: tuple[str, ...] = ()
    parameters: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def plain_form(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {"part": "bytable", "table": self.name, "reads": list(self.reads)}


@attrs.frozen(kw_only=True)
class ByRank:
    """A place among the rows of the same rule by columns of keys, or how many are ranked.

    ``rank`` is the column of the place.
    """

    rank: str
    spec: RankSpec
    keys: tuple[str, ...]
    counts: bool = False

    def plain_form(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        order = [each.value for each in self.spec.order]
        return {"part": "byrank", "keys": list(self.keys), "order": order, "counts": self.counts}


@attrs.frozen(kw_only=True)
class Given:
    """A value that nothing in the document recomputes, and why."""

    why: str

    def plain_form(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {"part": "given", "why": self.why}


Follows = ByFormula | BySum | ByTable | ByRank | Given
"""How the values of a column follow, for the rows of one rule."""
