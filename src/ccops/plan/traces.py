"""Traces: what one cell was worked out from, as data; whoever tells it finds the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.facts import GroupKind
from ccops.frozen import frozen
from ccops.messages import Label, Origin
from ccops.plan.definitions import Reason
from ccops.values import Carrier, Cell, Missing, NotApplicable, Rounding, Scalar, Type

if TYPE_CHECKING:
    from ccops.plan.counted_members import CountedMembers  # noqa: TC004 - a circle otherwise


@frozen(kw_only=True)
class TracedValue:
    """A value with what is needed to write it for people."""

    cell: Cell | Missing | NotApplicable
    type: Type
    carrier: Carrier


@frozen(kw_only=True)
class TracedTerm:
    """One term of a sum as it is written, and what it comes to.

    ``count`` and ``rate`` are what was multiplied, where a line is so much for each of something;
    ``label`` says what was counted.
    """

    text: str
    value: TracedValue
    label: Label = attrs.field(factory=Label)
    count: TracedValue | None = None
    rate: Scalar | None = None


@frozen(kw_only=True)
class TracedCall:
    """A typed function that was called: what it is for, its arguments by name, what it said."""

    function: str
    label: Label
    arguments: tuple[tuple[str, TracedValue], ...]
    value: TracedValue


@frozen(kw_only=True)
class TracedRow:
    """One row of a table: its cells as written, whether it was hit, and the cell that refused."""

    cells: tuple[str, ...]
    hit: bool
    refused_by: str = ""


@frozen(kw_only=True)
class TracedPeriod:
    """What a window saw of one period: the value, or that the period is left out.

    ``so_far`` is the streak that the period before left, which stands for all periods before.
    """

    period: str
    value: TracedValue
    skipped: bool = False
    so_far: bool = False


@frozen(kw_only=True)
class TracedUse:
    """One use of a lot: the day, how much, what for, and the row it was asked for in."""

    day: str
    amount: TracedValue
    why: str
    reference: str


@frozen(kw_only=True)
class TracedLot:
    """What happened to one lot in the period; ``why`` says what ended it, if anything did.

    ``last`` is the last day on which it may be used, ``uses`` the single uses, where an account
    counts days.
    """

    period: str
    origin: str
    amount: TracedValue
    before: TracedValue
    used: TracedValue
    ended: TracedValue
    left: TracedValue
    why: str = ""
    label: Label = attrs.field(factory=Label)
    last: str = ""
    uses: tuple[TracedUse, ...] = ()


@frozen(kw_only=True)
class TracedPlace:
    """A place: among how many, how many share it, and the people next to it."""

    place: int | None
    size: int
    tied: int
    ahead: tuple[int, ...]
    behind: tuple[int, ...]
    keys: tuple[str, ...]


@frozen(kw_only=True)
class TracedShare:
    """What people who share a place are paid: equal parts of what stands at their places.

    ``rest`` is what rounding leaves with the center.
    """

    places: tuple[int, ...]
    amounts: tuple[TracedValue, ...]
    each: TracedValue
    rest: TracedValue


@frozen(kw_only=True)
class TracedGathering:
    """What a group gathered of its people, ``how`` (``mean``, ``count``, ...), of which figure.

    ``inside`` were in the group, ``asked`` of these in the population, ``kept`` met the condition
    ``where``; ``counted`` had a value.
    """

    how: str
    figure: str
    population: str
    where: str
    inside: int
    asked: int
    kept: int
    counted: CountedMembers


@frozen(kw_only=True)
class TracedGroups:
    """The groups of a kind whose fact somebody reads: one; none or several, and he reads none."""

    kind: GroupKind
    ids: tuple[str, ...]

    @property
    def one(self) -> str | None:
        """The group that is read, if it is clear which."""
        return self.ids[0] if len(self.ids) == 1 else None


@frozen(kw_only=True)
class Trace:
    """Why one cell is what it is. ``inputs`` are the traces of what it was made from.

    ``collected`` says how the rows of a table that hold together were put together (``sum``,
    ``rule_order``); it is empty where one row decides. ``lots_unknown`` is why nobody knows what
    an account held when the period began. ``groups`` says of a fact read of the reader's group
    which group that is; the inputs are of it then.
    """

    name: str
    kind: str
    label: Label
    row: int
    value: TracedValue
    origin: Origin = attrs.field(factory=Origin)
    policy: str = ""
    formula: str = ""
    unrounded: TracedValue | None = None
    rounding: Rounding | None = None
    terms: tuple[TracedTerm, ...] = ()
    calls: tuple[TracedCall, ...] = ()
    parameters: tuple[tuple[str, Scalar, Label, Origin], ...] = ()
    reasons: tuple[Reason, ...] = ()
    table: tuple[TracedRow, ...] = ()
    collected: str = ""
    shared: TracedShare | None = None
    place: TracedPlace | None = None
    periods: tuple[TracedPeriod, ...] = ()
    lots: tuple[TracedLot, ...] = ()
    lots_unknown: Missing | None = None
    members: tuple[tuple[int, TracedValue], ...] = ()
    gathered: TracedGathering | None = None
    groups: TracedGroups | None = None
    inputs: tuple[Trace, ...] = ()
