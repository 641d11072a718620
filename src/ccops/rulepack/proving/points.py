"""Points: the places of a pack that its cases should reach, each once whatever the readings."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Locale, Span, message

if TYPE_CHECKING:
    from collections.abc import Iterable


class PointKind(enum.Enum):
    """What a point is about; coverage is told for each."""

    FIGURE = "figure"  # somebody's figure is worked out, not pinned, and an expectation asks it
    ROW = "row"  # a row of a table is taken; so are `otherwise` and what the unranked get
    EDGE = "edge"  # a limit of a cell is met exactly, and just missed
    REASON = "reason"  # a reason code hits somebody, and spares somebody
    BRANCH = "branch"  # a condition holds, and fails; a choice of a formula goes either way
    RANK = "rank"  # what decides a place: each key, a tie, a missing key, the barred
    VALUE = "value"  # a dated value of a parameter is in force where something reads it
    READING = "reading"  # a case runs under a reading of a choice that its figures depend on
    INDICATOR = "indicator"  # an indicator is measured from records, and an expectation asks it


@attrs.frozen(kw_only=True)
class Point:
    """One thing a case can reach: in which rule, where it is written, and the words for it.

    ``words`` is the key of the sentence that says no case has reached it.
    """

    kind: PointKind
    rule: str
    words: str
    span: Span | None
    args: tuple[tuple[str, str], ...] = ()

    def text(self, locale: Locale = "en") -> str:
        """Return what no case does, in words."""
        return message(self.words, {"rule": self.rule, **dict(self.args)}, locale=locale)


def by_place(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return points in the order of the files, then of their words."""

    def place(point: Point) -> tuple[object, ...]:
        span = point.span or Span("", 0, 0)
        return (span.file, span.line, span.column, point.kind.value, point.words, point.args)

    return tuple(sorted(points, key=place))
