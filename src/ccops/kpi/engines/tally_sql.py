"""One tally as SQL: which rows, what of them, and which rows do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.kpi.tallies import TallyKind
from ccops.messages import Diagnostic
from ccops.rules.expressions import Call, Logic, every_node
from ccops.rules.sql_integers import Whole
from ccops.rules.sql_numbers import Numbers
from ccops.rules.sql_printing import Plain, Printer
from ccops.rules.writing import written
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.kpi.tallies import Tally
    from ccops.rules import Node, SqlColumn, SqlDialect

_EVERY_ROW: Final = Plain(code="")


@frozen(kw_only=True)
class TallySql:
    """The rows of a tally and its values in them; NULL is a missing value.

    ``mark`` is what a histogram counts by: the value, or twice its whole steps and one more
    where anything is left over.
    """

    test: Plain
    value: Whole | None = None
    over: Whole | None = None
    mark: Whole | None = None

    @property
    def _untold(self) -> str:
        """The test whether a row leaves out what is added up; empty where none can."""
        values = [each for each in (self.value, self.over) if each is not None and each.nullable]
        return " OR ".join(f"{each.code} IS NULL" for each in values)

    @property
    def lacks(self) -> str:
        """The test whether a row does not say what the tally needs, where rows always are told.

        Empty where it may not be known of a row whether it is one of the tally.
        """
        asked = self._untold
        if self.test.nullable or not asked:
            return ""
        return f"({self.test.code}) AND ({asked})" if self.test.code else asked

    @property
    def lacking(self) -> str:
        """The SQL that is 1 in a row that does not say what the tally needs, 0 in others."""
        asked = self._untold
        unknown = f"CASE WHEN {asked} THEN 1 ELSE 0 END" if asked else "0"
        if not self.test.nullable:
            return self.chosen(unknown, "0") if asked else "0"
        return f"CASE {self.test.code} WHEN TRUE THEN {unknown} WHEN FALSE THEN 0 ELSE 1 END"

    def chosen(self, then: str, otherwise: str = "") -> str:
        """Return what is ``then`` in the rows of the tally."""
        if not self.test.code:
            return then
        tail = f" ELSE {otherwise}" if otherwise else ""
        return f"CASE WHEN {self.test.code} THEN {then}{tail} END"


class TallyPrinter:
    """Prints tallies over some columns; notes what has no SQL, or might be too large."""

    def __init__(self, dialect: SqlDialect, columns: Mapping[str, SqlColumn]) -> None:
        self._printer = Printer(dialect, columns)

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """Why some of the tallies cannot be asked in SQL."""
        return tuple(dict.fromkeys(self._printer.integers.problems))

    def printed(self, tally: Tally) -> TallySql:
        """Return a tally as SQL."""
        test = self._test(tally.conditions)
        value = None if tally.value is None else self._whole(tally.value, tally.scale)
        over = None if tally.over is None else self._whole(tally.over, tally.over_scale)
        mark = None
        if tally.kind is TallyKind.HISTOGRAM and tally.value is not None and value is not None:
            mark = self._mark(value, tally.step, tally.value)
        return TallySql(test=test, value=value, over=over, mark=mark)

    def alone(self, whole: Whole) -> str:
        """Return the SQL of a number that stands by itself."""
        return self._printer.integers.alone(whole)

    def floored(self, code: str, step: int, of: Whole, tally: Tally) -> str:
        """Return the whole steps, rounded down, of something that lies where ``of`` does."""
        integers, node = self._printer.integers, tally.nodes[-1]
        one, whole = integers.constant(step, node), attrs.evolve(of, code=code, value=None)
        if of.low >= 0:
            return integers.divided(whole, one, node).code
        up = integers.plus(integers.negated(whole, node), integers.constant(step - 1, node), node)
        below = integers.negated(integers.divided(up, one, node), node)
        above = integers.divided(whole, one, node)
        return f"(CASE WHEN {code} < 0 THEN {below.code} ELSE {above.code} END)"

    def _test(self, conditions: tuple[Node, ...]) -> Plain:
        if not conditions:
            return _EVERY_ROW
        if len(conditions) == 1:
            return self._printer.plain(conditions[0])
        may_miss = any(each.may_miss for each in conditions)
        every = Logic(type=Type(Unit.FLAG), operator="and", parts=conditions, may_miss=may_miss)
        return self._printer.plain(every)

    def _whole(self, node: Node, scale: int) -> Whole:
        """Return a number as so many ``1/scale``."""
        integers = self._printer.integers
        number = self._printer.number(node)
        if number.divisor is not None or (scale % number.below and number.below % scale):
            told = {"expression": written(node)[:200]}
            return integers.refuse("sql-not-whole", node, **told)
        if number.below <= scale:
            return Numbers(integers, node).scaled(number, scale // number.below)
        # twice a score of 1/100 is so many 1/50: nothing is left over, whatever the sign
        return integers.divided(number.above, integers.constant(number.below // scale, node), node)

    def _mark(self, value: Whole, step: int | None, node: Node) -> Whole:
        if step is None:
            return value
        integers = self._printer.integers
        if value.low >= 0:
            return self._steps(value, step, node)
        # rounding down and up of a number below zero are those of its size, turned round
        turned = integers.negated(value, node)
        below = integers.negated(self._steps(turned, step, node), node)
        above = self._steps(value, step, node)
        code = f"(CASE WHEN {value.code} < 0 THEN {below.code} ELSE {above.code} END)"
        return integers.chosen(code, (below, above), node)

    def _steps(self, value: Whole, step: int, node: Node) -> Whole:
        """Return the whole steps of a number that is not negative, rounded down and up."""
        integers = self._printer.integers
        one, almost = integers.constant(step, node), integers.constant(step - 1, node)
        down = integers.divided(value, one, node)
        up = integers.divided(integers.plus(value, almost, node), one, node)
        return integers.plus(down, up, node)


def refuse_functions(tallies: Iterable[Tally], *, engine: str) -> None:
    """Raise ``DataError`` for the typed functions that some tallies call."""
    called = {
        node.function.name: node
        for tally in tallies
        for part in tally.nodes
        for node in every_node(part)
        if isinstance(node, Call)
    }
    if called:
        raise DataError(
            tuple(
                Diagnostic(
                    code="sql-no-function", span=each.span, args={"name": name, "engine": engine}
                )
                for name, each in called.items()
            )
        )
