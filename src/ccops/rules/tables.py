"""Decision tables: rows of cells, what each row gives, and which rows count."""

from __future__ import annotations

import enum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Span, Text
from ccops.values import Scalar

if TYPE_CHECKING:
    from ccops.rules.cells import CellTest  # noqa: TC004 - in annotations of attrs alone
    from ccops.rules.columns import OutputColumn, TableColumn  # noqa: TC004 - as above


class HitPolicy(enum.Enum):
    """Which of the rows that hold count; the names are those of DMN.

    ``UNIQUE``: never two hold. ``FIRST``: the topmost. ``ANY``: all that hold give the same.
    ``PRIORITY``: the one whose output stands first in the declared order. ``RULE_ORDER`` and
    ``OUTPUT_ORDER``: the words of all, in the order of the rows or in the declared order.
    ``COLLECT``: all together, put together as ``Collect`` says.
    """

    UNIQUE = "unique"
    FIRST = "first"
    ANY = "any"
    PRIORITY = "priority"
    OUTPUT_ORDER = "output_order"
    RULE_ORDER = "rule_order"
    COLLECT = "collect"


class Collect(enum.Enum):
    """How the outputs of all rows that hold become one value."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"
    LIST = "list"


#: Policies under which one row decides; under the others every row that holds counts.
ONE_ROW: Final = frozenset({HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY, HitPolicy.PRIORITY})
#: Policies that need the declared order of the output's values.
ORDERED: Final = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})


@frozen(kw_only=True)
class TableRow:
    """One row: a test for each column, a constant for each output, and where it stands.

    Where rows are only counted they give no constants.
    """

    tests: tuple[CellTest, ...]
    outputs: tuple[Scalar, ...]
    span: Span | None = None


@frozen(kw_only=True, slots=False)
class Table:
    """A decision table. ``otherwise`` is what no row gives, ``None`` where rows must cover all.

    ``priorities`` are the values of the first output, best first, where the policy needs them.
    """

    columns: tuple[TableColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[TableRow, ...]
    hit: HitPolicy
    collect: Collect | None = None
    priorities: tuple[Scalar, ...] = ()
    otherwise: tuple[Scalar, ...] | None = None
    span: Span | None = None

    @property
    def takes_one_row(self) -> bool:
        """Whether one row decides; otherwise all that hold count."""
        return self.hit in ONE_ROW

    @property
    def gives_lists(self) -> bool:
        """Whether the result is several words, joined in order."""
        listed = self.hit in (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
        return listed or self.collect is Collect.LIST

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The rows in the order in which they are asked: by priority, or from the top."""
        rows = range(len(self.rows))
        if self.hit not in ORDERED:
            return tuple(rows)
        places = {value: place for place, value in enumerate(self.priorities)}
        return tuple(sorted(rows, key=lambda row: places[self.rows[row].outputs[0]]))

    @cached_property
    def turns(self) -> tuple[int, ...]:
        """For each row when it is asked, from 0."""
        return tuple(sorted(range(len(self.order)), key=self.order.__getitem__))

    def asks_missing(self, column: int) -> bool:
        """Say whether a cell of a column speaks of missing values."""
        return any(row.tests[column].asks_missing for row in self.rows)

    def gives(self, row: int) -> tuple[Scalar, ...] | None:
        """Return what a row gives; the row after the last is ``otherwise``."""
        return self.rows[row].outputs if row < len(self.rows) else self.otherwise


@frozen(kw_only=True)
class TableText:
    """A table as it is written: the cells of each row, outputs last."""

    rows: tuple[tuple[Text, ...], ...]
    hit: HitPolicy
    collect: Collect | None = None
    priorities: tuple[Text, ...] = ()
    otherwise: tuple[Text, ...] | None = None
    span: Span | None = None
