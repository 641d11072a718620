"""Which times of an agent are told, so that none is told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Span = tuple[int, int]


class CoveredTimes:
    """The spans of each agent that are told; those that touch are one, so that few are kept."""

    def __init__(self) -> None:
        self._spans: dict[str, list[Span]] = {}

    def take(self, agent: str, span: Span) -> list[Span]:
        """Return the parts of a span that were not told before; they count as told now."""
        told = self._spans.get(agent, [])
        fresh = list(_without(span, told))
        if fresh:
            self._spans[agent] = list(_merged(sorted([*told, *fresh])))
        return fresh

    def stored(self, since: int) -> dict[str, list[list[int]]]:
        """Return the spans that end after an instant, as plain JSON data."""
        kept = {
            agent: [list(each) for each in spans if each[1] >= since]
            for agent, spans in sorted(self._spans.items())
        }
        return {agent: spans for agent, spans in kept.items() if spans}

    def restore(self, stored: Mapping[str, list[list[int]]]) -> None:
        """Take up what ``stored`` stored."""
        self._spans = {
            agent: [(first, after) for first, after in spans] for agent, spans in stored.items()
        }


def _without(span: Span, told: list[Span]) -> Iterator[Span]:
    """Yield what is left of a span without disjoint spans that are in order."""
    first, after = span
    for begun, ended in told:
        if ended <= first or begun >= after:
            continue
        if first < begun:
            yield first, begun
        first = ended
    if first < after:
        yield first, after


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Yield spans in order, those that touch as one."""
    first, after = spans[0]
    for begun, ended in spans[1:]:
        if begun > after:
            yield first, after
            first, after = begun, ended
        else:
            after = max(after, ended)
    yield first, after
