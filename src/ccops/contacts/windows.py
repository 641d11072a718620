"""Who came again within a window: of each occurrence the nearest one before it and after it.

Two occurrences are of the same matter where both say so by the same word; where one of them does
not say, they may be. So there are two nearest ones: the surely same, and the possibly same. Every
pass is linear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.values import Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.messages import Span

_DAY_MS: Final = 86_400_000
#: Ten years: what is longer is no window.
_LONGEST_MS: Final = 3_660 * _DAY_MS


@frozen
class Occurrence:
    """Something a customer had part in: when, and of which matter, where that is known.

    ``counts``: it is one that another can have come again by. ``row`` is its own number.
    """

    at_ms: int
    matter: str | Missing
    counts: bool
    row: int


@frozen
class Nearest:
    """The rows of the nearest occurrences on one side: surely and possibly of the same matter."""

    sure: Occurrence | None
    possible: Occurrence | None


def nearest_before(occurrences: Sequence[Occurrence]) -> list[Nearest]:
    """Return what came nearest before each occurrence of one customer, given in order of time."""
    by_matter: dict[str, Occurrence] = {}
    unsaid: Occurrence | None = None
    last: Occurrence | None = None
    found: list[Nearest] = []
    for each in occurrences:
        if isinstance(each.matter, Missing):
            found.append(Nearest(None, last))
        else:
            found.append(Nearest(by_matter.get(each.matter), unsaid))
        if not each.counts:
            continue
        last = each
        if isinstance(each.matter, Missing):
            unsaid = each
        else:
            by_matter[each.matter] = each
    return found


def nearest_after(occurrences: Sequence[Occurrence]) -> list[Nearest]:
    """Return what came nearest after each occurrence of one customer, given in order of time."""
    return nearest_before(occurrences[::-1])[::-1]


@frozen(kw_only=True)
class Window:
    """How far apart two occurrences may be and still be one matter, and what the sources tell.

    ``first_ms`` and ``last_ms`` are the first and last instants they tell of. A window of
    ``None`` is all of that.
    """

    within_ms: int | None
    first_ms: int
    last_ms: int

    def came_after(self, of: Occurrence, nearest: Nearest) -> bool | Missing:
        """Say whether another followed; ``not_due`` while the sources do not tell of it all."""
        span = self.last_ms if self.within_ms is None else of.at_ms + self.within_ms
        return self._told(of, nearest, Missing.NOT_DUE if span > self.last_ms else None)

    def came_before(self, of: Occurrence, nearest: Nearest) -> bool | Missing:
        """Say whether another went before; ``no_history`` where the sources begin too late."""
        span = self.first_ms if self.within_ms is None else of.at_ms - self.within_ms
        return self._told(of, nearest, Missing.NO_HISTORY if span < self.first_ms else None)

    def _told(self, of: Occurrence, nearest: Nearest, unseen: Missing | None) -> bool | Missing:
        if self._holds(of, nearest.sure):
            return True
        if self._holds(of, nearest.possible):
            return Missing.NOT_MEASURED
        return False if unseen is None else unseen

    def _holds(self, of: Occurrence, other: Occurrence | None) -> bool:
        if other is None or self.within_ms is None:
            return other is not None
        return abs(of.at_ms - other.at_ms) <= self.within_ms


def window_ms(scalar: Scalar) -> int:
    """Return a window in ms: a duration, or whole days of 24 hours (``7 d``).

    Raises ``ValueError`` where ``check_window`` finds anything.
    """
    unit = {Unit.DURATION: 1, Unit.QUANTITY: _DAY_MS}.get(scalar.unit)
    found = None if unit is None else scalar.number * unit
    if found is None or found.denominator != 1 or not 0 < found <= _LONGEST_MS:
        raise ValueError(scalar)
    return int(found)


def check_window(name: str, scalar: Scalar, span: Span | None) -> Iterable[Diagnostic]:
    """Yield ``window-wrong`` for what is neither a duration nor a number of days above 0."""
    try:
        window_ms(scalar)
    except ValueError:
        yield Diagnostic(code="window-wrong", span=span, args={"name": name})
