"""Tallies: the whole numbers an indicator is made of, each kept once however many need it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.rules import Formula, Node, functions_named, lowered, references
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class _Named(dict[str, str]):
    """Columns as variables of their own names."""

    def __missing__(self, name: str) -> str:
        return name


_BY_THEIR_NAMES: Final = _Named()
#: Milliseconds in the step of a histogram of durations: percentiles know whole seconds.
SECOND: Final = 1_000


class TallyKind(enum.Enum):
    """How rows add up, and how two tallies merge."""

    COUNT = "count"  # rows; merged by +
    SUM = "sum"  # a whole number of every row; merged by +
    LACKING = "lacking"  # rows in which what another tally needs is not known; merged by +
    MAXIMUM = "maximum"  # the greatest whole number; merged by max
    HISTOGRAM = "histogram"  # rows by value; merged value by value
    SHARES = "shares"  # a sum for each distinct denominator; merged denominator by denominator


@frozen(kw_only=True)
class Tally:
    """One mergeable quantity: what is added up, over which rows.

    Two tallies are the same when their ``key`` is: it says the kind, the value and the
    conditions in canonical form, constants included. ``scale`` is that of the value: a sum is
    so many ``1/scale``. A histogram with a ``step`` keeps for each value how many whole steps
    it has and whether anything is left over: ``2 * steps``, one more with a rest.
    """

    kind: TallyKind
    key: str
    conditions: tuple[Node, ...] = attrs.field(default=(), eq=False)
    value: Node | None = attrs.field(default=None, eq=False)
    over: Node | None = attrs.field(default=None, eq=False)
    scale: int = attrs.field(default=1, eq=False)
    over_scale: int = attrs.field(default=1, eq=False)
    step: int | None = attrs.field(default=None, eq=False)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What the tally reads: its conditions and values."""
        return (*self.conditions, *(each for each in (self.value, self.over) if each is not None))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns the tally reads, each once."""
        found = (each.name for node in self.nodes for each in references(node))
        return tuple(dict.fromkeys(found))

    @property
    def functions(self) -> Mapping[str, Callable[..., object]]:
        """The typed functions the tally calls, as lowered source names them."""
        return {name: each for node in self.nodes for name, each in functions_named(node).items()}

    @property
    def may_lack(self) -> bool:
        """Whether a row may not say what the tally needs."""
        return any(node.may_miss for node in self.nodes)


def canonical(node: Node) -> str:
    """Return a text that is equal for equal formulas, wherever they are written."""
    return lowered(node, _BY_THEIR_NAMES)


def tally_key(
    kind: TallyKind,
    conditions: Iterable[Node],
    values: Iterable[Node | None],
    step: int | None = None,
) -> str:
    """Return the identity of a tally."""
    texts = [canonical(each) for each in values if each is not None]
    tests = [canonical(each) for each in conditions]
    head = f"{kind.value}/{step}" if step else kind.value
    return " ".join([head, " over ".join(texts), "if " + " and ".join(tests) if tests else ""])


def lacking(tally: Tally) -> Tally:
    """Return the count of rows in which what a tally needs is not known."""
    return Tally(kind=TallyKind.LACKING, key=f"{TallyKind.LACKING.value} {tally.key}")


def counted(conditions: tuple[Node, ...]) -> Tally:
    """Return the count of rows in which all conditions hold."""
    kind = TallyKind.COUNT
    return Tally(kind=kind, key=tally_key(kind, conditions, ()), conditions=conditions)


def summed(value: Node, conditions: tuple[Node, ...]) -> Tally:
    """Return the sum of a value."""
    return _valued(TallyKind.SUM, value, conditions, None)


def greatest(value: Node, conditions: tuple[Node, ...]) -> Tally:
    """Return the maximum of a value."""
    return _valued(TallyKind.MAXIMUM, value, conditions, None)


def spread(value: Node, conditions: tuple[Node, ...]) -> Tally:
    """Return the exact histogram of a value; of a duration, by whole seconds."""
    step = SECOND * _scale(value) if value.type.unit is Unit.DURATION else None
    return _valued(TallyKind.HISTOGRAM, value, conditions, step)


def shared(value: Node, over: Node, conditions: tuple[Node, ...]) -> Tally:
    """Return the sums of a value by its denominator."""
    kind = TallyKind.SHARES
    return Tally(
        kind=kind,
        key=tally_key(kind, conditions, (value, over)),
        conditions=conditions,
        value=value,
        over=over,
        scale=_scale(value),
        over_scale=_scale(over),
    )


def _valued(kind: TallyKind, value: Node, conditions: tuple[Node, ...], step: int | None) -> Tally:
    return Tally(
        kind=kind,
        key=tally_key(kind, conditions, (value,), step),
        conditions=conditions,
        value=value,
        scale=_scale(value),
        step=step,
    )


def _scale(value: Node) -> int:
    return Formula(node=value).carrier.scale or 1
