"""The two questions asked of a month of calls, and what their answers are made of.

Every way answers with rows of whole numbers, one for each group; what a pack makes of them
(rates, means) is made here, alike for all ways, so that answers are compared as exact values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from math import gcd
from typing import Any, Final

import attrs

Row = Sequence[object]
#: A total, an exact quotient reduced, or why there is none.
Value = int | tuple[int, int] | str


@attrs.frozen(kw_only=True)
class Question:
    """Some indicators of the pack `telecom-7x24` over one kind of records, by two groups.

    ``columns`` are those of the records that are read; ``numbers`` name the whole numbers of an
    answer after the two groups, ``values`` makes the indicators named ``indicators`` of them.
    """

    name: str
    told: str
    kind: str
    by: tuple[str, str]
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Callable[[Sequence[Any]], tuple[Value, ...]]

    def answer(self, rows: Iterable[Row]) -> list[tuple[object, ...]]:
        """Return the rows of a way as the groups and the values of the indicators."""
        return [(*row[:2], *self.values(row[2:])) for row in rows]


def digest(answer: Iterable[tuple[object, ...]]) -> str:
    """Return the sha256 of an answer, whatever the order of its groups."""
    return hashlib.sha256(repr(sorted(answer)).encode()).hexdigest()


def _quotient(above: int, below: int, of_nothing: str = "zero_base") -> Value:
    if not below:
        return of_nothing
    shared = gcd(above, below)
    return above // shared, below // shared


def _by_half_hour(numbers: Sequence[Any]) -> tuple[Value, ...]:
    offered, answered, abandoned, over, handed_on, waited, longest, p95, in_time, base = numbers
    return (
        offered,
        answered,
        abandoned,
        _quotient(answered, over),
        _quotient(abandoned, over),
        _quotient(handed_on, answered),
        _quotient(waited, answered, "no_records"),
        "no_records" if longest is None else longest,
        "no_records" if p95 is None else p95,
        _quotient(in_time, base),
    )


def _by_agent(numbers: Sequence[Any]) -> tuple[Value, ...]:
    ended, talked, held, after, handled, agent_first, hung_up = numbers
    means = (_quotient(each, ended, "no_records") for each in (talked, held, after, handled))
    return (*means, _quotient(agent_first, hung_up))


K1: Final = Question(
    name="K1",
    told="queue and half-hour, ten indicators with the exact 95th percentile of wait",
    kind="queue_visit",
    by=("queue", "half_hour"),
    columns=("queue", "arrival_half_hour", "outcome", "wait", "transferred"),
    numbers=("offered", "answered", "abandoned", "over", "handed_on", "waited", "longest", "p95",
             "in_time", "base"),
    indicators=("offered", "answered", "abandoned", "connection_rate", "abandonment_rate",
                "transfer_rate", "speed_of_answer", "longest_wait", "wait_p95", "service_level"),
    values=_by_half_hour,
)  # fmt: skip
K2: Final = Question(
    name="K2",
    told="agent and day, five indicators",
    kind="handle_segment",
    by=("agent", "day"),
    columns=("agent", "arrival_day", "talk", "hold", "talk_hold", "acw", "ended_by"),
    numbers=("ended", "talked", "held", "after", "handled", "agent_first", "hung_up"),
    indicators=("talk_time", "hold_time", "after_call_work", "handle_time",
                "agent_hung_up_first"),
    values=_by_agent,
)  # fmt: skip
QUESTIONS: Final = {each.name: each for each in (K1, K2)}
