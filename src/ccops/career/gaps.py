"""Gaps: what is still missing until a need holds, read off the need's own formula.

"Two more months with a monthly score of at least 85" is nothing a pack writes: it follows from
``streak(monthly_score >= 85) >= 3`` and from what the streak has come to.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Label
from ccops.plan import Results, RowStep, WindowStep
from ccops.rules import Formula, references
from ccops.rules.expressions import Comparison, Constant, Logic, Node, Not, Reference
from ccops.rules.windows import WindowKind
from ccops.values import Missing, NotApplicable, Scalar, Unit, decode, fraction_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan import Reading
    from ccops.values import Cell

    Values = Mapping[str, Cell | Missing]

#: How a comparison is written the other way round, and what holds where it does not.
_MIRRORED: Final = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
_DENIED: Final = {">=": "<", "<=": ">", ">": "<=", "<": ">=", "==": "!=", "!=": "=="}
_COUNTING: Final = (WindowKind.STREAK, WindowKind.COUNT)


class GapKind(enum.Enum):
    """What kind of thing is missing."""

    VALUE = "value"
    MONTHS = "months"
    FLAG = "flag"
    UNKNOWN = "unknown"
    UNKNOWN_MONTHS = "unknown_months"
    OTHER = "other"


@frozen(kw_only=True)
class Bound:
    """What a value must come to: ``monthly score >= 85``. ``limit`` is a constant with its unit.

    Without a ``limit`` only the label is known: what is asked is no comparison with a constant.
    """

    name: str
    label: Label
    operator: str = ""
    limit: Scalar | None = None


@frozen(kw_only=True)
class Gap:
    """One thing that is missing. ``have`` is what there is, ``short`` how far it is away.

    ``more`` is how many more periods are asked for, in each of which ``bounds`` must hold;
    ``missing`` is why a value is not known.
    """

    kind: GapKind
    bounds: tuple[Bound, ...] = ()
    have: Scalar | None = None
    short: Fraction | None = None
    more: int = 0
    missing: str = ""


def gaps_of(step: RowStep, results: Results, row: int) -> tuple[Gap, ...]:
    """Return what is missing until the flag of a step holds for somebody; nothing where it does.

    Of several that must hold together, those that do not; of several of which one would do,
    nothing is singled out (``other``).
    """
    values = {name: _cell(results, step.readings[name], row) for name in step.formula.inputs}
    return tuple(_Gaps(step, results, values).missing(step.formula.node))


@frozen(eq=False)
class _Gaps:
    """What is missing in one formula for one row."""

    step: RowStep
    results: Results
    values: Values

    def missing(self, node: Node) -> Iterator[Gap]:
        if self._at(node) is True:
            return
        match node:
            case Logic(operator="and"):
                for part in node.parts:
                    yield from self.missing(part)
            case Not(operand=Comparison() as below):
                yield self._compared(below, _DENIED[below.operator])
            case Not(operand=Reference() as flag):
                yield self._flag(flag, wanted=False)
            case Reference():
                yield self._flag(node, wanted=True)
            case Comparison():
                yield self._compared(node, node.operator)
            case _:
                yield Gap(kind=GapKind.OTHER)

    def _flag(self, node: Reference, *, wanted: bool) -> Gap:
        bound = Bound(
            name=node.name,
            label=self._label(node.name),
            operator="==",
            limit=Scalar(Unit.FLAG, wanted),
        )
        found = self.values[node.name]
        if isinstance(found, Missing):
            return Gap(kind=GapKind.UNKNOWN, bounds=(bound,), missing=found.value)
        return Gap(kind=GapKind.FLAG, bounds=(bound,))

    def _compared(self, node: Comparison, operator: str) -> Gap:
        """Return what a comparison that does not hold lacks, seen from the side that can move."""
        own, limit = node.left, node.right
        if not references(own):
            own, limit, operator = limit, own, _MIRRORED[operator]
        window = self._counting(own)
        have, need = self._scalar(own), self._scalar(limit)
        operator, need = _whole(operator, need) if _is_count(have) else (operator, need)
        is_one = isinstance(own, Reference)
        label = self._label(_name(own)) if is_one else self.step.label
        bound = Bound(name=_name(own), label=label, operator=operator, limit=need)
        if have is None or need is None:
            reason = next((x.value for x in self._missing_in(node)), "")
            if window is not None:
                months = self._months(window)
                return Gap(kind=GapKind.UNKNOWN_MONTHS, bounds=months, missing=reason)
            return Gap(kind=GapKind.UNKNOWN, bounds=(bound,), missing=reason)
        if not isinstance(have.value, Fraction) or not isinstance(need.value, Fraction):
            return Gap(kind=GapKind.VALUE, bounds=(bound,), have=have)
        short = abs(need.value - have.value)
        if window is not None and operator in (">=", ">"):
            months = self._months(window)
            return Gap(kind=GapKind.MONTHS, bounds=months, more=int(short), have=have)
        return Gap(kind=GapKind.VALUE, bounds=(bound,), have=have, short=short)

    def _missing_in(self, node: Node) -> Iterator[Missing]:
        for each in references(node):
            found = self.values[each.name]
            if isinstance(found, Missing):
                yield found

    # -- months that are counted --------------------------------------------------------------

    def _counting(self, node: Node) -> WindowStep | None:
        """Return the window that counts periods, if that is what a node reads."""
        if not isinstance(node, Reference):
            return None
        reading = self.step.readings[node.name]
        found = self.results.figures[reading.figure].step if reading.figure else None
        counts = isinstance(found, WindowStep) and found.kind in _COUNTING
        return found if counts and isinstance(found, WindowStep) else None

    def _months(self, window: WindowStep) -> tuple[Bound, ...]:
        """Return what must hold in each of the periods a window counts."""
        key = window.source.figure
        found = self.results.figures[key].step if key is not None else None
        whole = Bound(name=window.source.name, label=self._label(window.source.name))
        if not isinstance(found, RowStep) or found.definition.label != Label():
            return (whole,)
        return tuple(_bounds(found.formula.node, self)) or (whole,)

    # -- values and words ---------------------------------------------------------------------

    def _label(self, name: str) -> Label:
        return self.results.plan.label_of(name)

    def _at(self, node: Node) -> Cell | Missing:
        return Formula(node=node).at(self.values)

    def _scalar(self, node: Node) -> Scalar | None:
        """Return what a side of a comparison comes to; ``None`` where it is not known."""
        if isinstance(node, Constant):
            return Scalar(node.type.unit, node.value, self._currency(node.type.unit))
        formula = Formula(node=node)
        cell = formula.at(self.values)
        if isinstance(cell, Missing):
            return None
        unit = node.type.unit
        if unit in (Unit.FLAG, Unit.WORD, Unit.DATE):
            found = decode(cell, node.type, formula.carrier)
            return Scalar(unit, found) if isinstance(found, bool | str | dt.date) else None
        return Scalar(unit, fraction_of(cell, formula.carrier), self._currency(unit))

    def _currency(self, unit: Unit) -> str:
        return self.results.facts.currency if unit is Unit.MONEY else ""


def _bounds(node: Node, gaps: _Gaps) -> Iterator[Bound]:
    """Yield the comparisons with constants that a condition of each period is made of."""
    match node:
        case Logic(operator="and"):
            for part in node.parts:
                yield from _bounds(part, gaps)
        case Comparison(left=Reference() as own, right=Constant() as limit):
            scalar = gaps._scalar(limit)  # noqa: SLF001 - a helper of the same module
            label = gaps._label(own.name)  # noqa: SLF001
            yield Bound(name=own.name, label=label, operator=node.operator, limit=scalar)
        case Reference():
            label = gaps._label(node.name)  # noqa: SLF001
            yield Bound(
                name=node.name, label=label, operator="==", limit=Scalar(Unit.FLAG, value=True)
            )
        case _:
            return


def _cell(results: Results, reading: Reading, row: int) -> Cell | Missing:
    """Return what somebody reads under a name; who has no such line has no record of it."""
    found = results.cell(reading, row)
    return Missing.NO_RECORDS if isinstance(found, NotApplicable) else found


def _is_count(value: Scalar | None) -> bool:
    return value is not None and value.unit is Unit.COUNT


def _whole(operator: str, limit: Scalar | None) -> tuple[str, Scalar | None]:
    """Return what a count is compared with in whole numbers: over 0 is at least 1."""
    if limit is None or not isinstance(limit.value, Fraction):
        return operator, limit
    low, high = math.floor(limit.value), math.ceil(limit.value)
    match operator:
        case ">" | ">=":
            least = low + 1 if operator == ">" else high
            return ">=", Scalar(Unit.COUNT, Fraction(least))
        case "<" | "<=":
            most = high - 1 if operator == "<" else low
            return "<=", Scalar(Unit.COUNT, Fraction(most))
        case _:
            return operator, limit


def _name(node: Node) -> str:
    """Return what the moving side of a comparison is called: the first name it reads."""
    found = references(node)
    return found[0].name if found else ""
