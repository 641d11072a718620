"""Compiled indicators: which tallies, what is made of them, and what the value is."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.frozen import frozen
from ccops.kpi.indicators import Better
from ccops.messages import Label, Origin, Text
from ccops.values import Bounds, Carrier, Type

if TYPE_CHECKING:
    from ccops.kpi.limited_ratios import LimitedRatio  # noqa: TC004 - in annotations of attrs alone
    from ccops.kpi.tallies import Tally  # noqa: TC004 - as above


class Aggregate(enum.Enum):
    """What is made of an indicator's tallies, last of all."""

    TOTAL = "total"
    COUNT = "count"
    RATIO = "ratio"
    LIMITED_RATIO = "limited_ratio"
    MEAN = "mean"
    PERCENTILE = "percentile"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    SHARE_TOTAL = "share_total"


#: The groups of a record kind that say, without anybody's name, which project a record is of.
LINE_GROUPS: Final = ("project", "queue", "campaign")


@frozen(kw_only=True)
class Indicator:
    """A compiled indicator: its tallies, what is made of them, and what the value is.

    ``top`` is the tally above the line, ``base`` the one below it (ratios, means); a ratio of
    rows up to a limit that is kept in histograms is made of ``limited`` (states alone),
    ``samples`` the rows that ``at_least`` asks about. ``columns`` maps each group the
    indicator may be asked by to the column that holds it; ``subject`` is the column of the
    kind that holds the employee. ``over`` names the record kind, ``variant_of`` the indicator of
    which this is another way of counting.
    """

    name: str
    over: str
    aggregate: Aggregate
    top: Tally
    type: Type
    carrier: Carrier
    better: Better
    base: Tally | None = None
    samples: Tally | None = None
    at_least: int = 0
    at: Fraction = attrs.field(default=Fraction(1))
    limited: LimitedRatio | None = None
    bounds: Bounds = attrs.field(factory=Bounds)
    columns: Mapping[str, str] = attrs.field(factory=dict[str, str])
    subject: str = ""
    contract: str = ""
    variant_of: str = ""
    display: Text | None = None
    calendar: Text | None = None
    label: Label = attrs.field(factory=Label)
    origin: Origin = attrs.field(factory=Origin)

    @cached_property
    def subject_groups(self) -> tuple[str, ...]:
        """The groups whose members are employees: asked by one, the value is a fact of theirs."""
        return tuple(
            group for group, column in self.columns.items() if column and column == self.subject
        )

    def is_asked_of(self, kind: GroupKind) -> bool:
        """Say whether a kind of group may have it: the center always, others by its records."""
        if kind is GroupKind.CENTER or self.subject_groups:
            return True
        return kind is GroupKind.PROJECT and any(each in self.columns for each in LINE_GROUPS)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The tallies the value is made of."""
        each = (self.top, self.base, self.samples, *(self.limited.tallies if self.limited else ()))
        return tuple(dict.fromkeys(tally for tally in each if tally is not None))
