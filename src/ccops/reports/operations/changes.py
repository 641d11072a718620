"""What changed: an indicator now and before, by how much, and whether that is better."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.kpi import Better, Indicator, Value
from ccops.reports.parts.kpi_data import number_of
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ccops.kpi import Measured
    from ccops.reports.parts.kpi_data import KpiSources


class Turn(enum.Enum):
    """Which way an indicator went."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True, eq=False)
class Change:
    """An indicator of the whole center now and before; ``before`` is missing where unknown."""

    indicator: Indicator
    now: Value
    before: Value

    @property
    def difference(self) -> Fraction | None:
        """By how much it changed, exactly; ``None`` where one of the two is not known."""
        now, before = self._number(self.now), self._number(self.before)
        return None if now is None or before is None else now - before

    @property
    def turn(self) -> Turn:
        """Whether it got better or worse; an indicator that is good neither way just changed."""
        moved = self.difference
        if moved is None:
            return Turn.UNKNOWN
        if not moved:
            return Turn.SAME
        if self.indicator.better is Better.NEITHER:
            return Turn.OTHER
        is_better = (moved > 0) is (self.indicator.better is Better.HIGHER)
        return Turn.BETTER if is_better else Turn.WORSE

    @property
    def weight(self) -> tuple[int, Fraction]:
        """How much it changed for what it was; a change from 0 weighs more than any."""
        moved, before = self.difference, self._number(self.before)
        if moved is None or before is None:
            return (0, Fraction(0))
        return (1, abs(moved)) if not before else (0, abs(moved / before))

    def _number(self, value: Value) -> Fraction | None:
        return number_of(self.indicator, value)


def changes_of(sources: KpiSources, before: Sequence[Measured]) -> tuple[Change, ...]:
    """Return what changed, in the order of the pack; what is known neither time is left out."""
    return tuple(_changes(sources.by(), before))


def _changes(now: Mapping[str, Measured], before: Sequence[Measured]) -> Iterator[Change]:
    earlier = {name: each for each in before for name in each.indicators}
    for name, measured in now.items():
        change = Change(
            indicator=measured.indicators[name],
            now=measured.value(name, ()),
            before=earlier[name].value(name, ()) if name in earlier else Missing.NOT_MEASURED,
        )
        if not (isinstance(change.now, Missing) and isinstance(change.before, Missing)):
            yield change


def untold(sources: KpiSources, changes: Iterable[Change]) -> tuple[Indicator, ...]:
    """Return the indicators that the records of a report do not tell, now or before.

    Other ways of counting what is named already are left out.
    """
    known = {each.indicator.name for each in changes}
    whole = {name: each.indicators[name] for name, each in sources.by().items()}
    return tuple(
        each
        for name, each in whole.items()
        if name not in known
        and sources.by()[name].value(name, ()) is Missing.NOT_MEASURED
        and each.variant_of not in whole
    )


def without_variants(
    changes: Sequence[Change], *, aimed: Collection[str] = ()
) -> tuple[Change, ...]:
    """Return changes without the other ways of counting what is counted already.

    A pack says of them what they are a ``variant_of``; ``ccops kpi`` shows them all. One that is
    ``aimed`` at a target stays.
    """
    shown = {each.indicator.name for each in changes}
    return tuple(
        each
        for each in changes
        if each.indicator.name in aimed or each.indicator.variant_of not in shown
    )


def worst_first(changes: Iterable[Change], *, aimed: Collection[str] = ()) -> tuple[Change, ...]:
    """Return changes with what got worse most at the head, and what got better most last.

    Of what got worse, the indicators ``aimed`` at a target come first.
    """
    return tuple(sorted(changes, key=lambda each: (_place(each, aimed), *_rank(each))))


def _place(change: Change, aimed: Collection[str]) -> int:
    return 0 if change.turn is Turn.WORSE and change.indicator.name in aimed else 1


def _rank(change: Change) -> tuple[int, int, Fraction]:
    is_first, size = change.weight
    match change.turn:
        case Turn.WORSE:
            return (0, -is_first, -size)
        case Turn.BETTER:
            return (2, is_first, size)
        case _:
            return (1, 0, Fraction(0))
