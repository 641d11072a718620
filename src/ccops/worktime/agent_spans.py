"""What each agent was doing, by person: the records of the telephone as instants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.frozen import frozen
from ccops.values import Missing
from ccops.worktime.punches import Presence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi import Records

#: A stretch of one person in one state: first instant, first instant after it, state, reason, day,
#: half-hour, hour, place. Plain tuples: a month has as many as it has calls, and more.
AgentSpan = tuple[int, int, str, str | Missing, int, int, int, str]
_NAMES: Final = (
    "agent", "started_ms", "duration", "ended_by", "state", "reason", "day", "half_hour", "hour",
    "source_ref",
)  # fmt: skip


_FAR: Final = 1 << 62


@frozen(kw_only=True)
class AgentDays:
    """What one person did, in the order of time, and until when the source tells of it.

    ``known`` is false of somebody whom the source never shows signing on or off.
    """

    spans: tuple[AgentSpan, ...]
    until: int
    known: bool

    def signed_on(self, first: int, last: int) -> Presence | None:
        """Return first sign-on and last sign-off of the times that touch a shift, if any.

        The last is ``None`` where it is not told.
        """
        found = [each for each in self.sittings if each[0] < last and each[1] > first]
        if not found:
            return None
        left = found[-1][1]
        return Presence(
            seen=found[0][0],
            came=found[0][0],
            left=None if left >= self.until else left,
            corrected=Missing.NOT_MEASURED,
            reference=found[0][2],
            last_reference=found[-1][3],
        )

    @cached_property
    def sittings(self) -> tuple[tuple[int, int, str, str], ...]:
        """The times signed on without a break, each with its first and last place."""
        found: list[tuple[int, int, str, str]] = []
        for first, last, *_, place in self.spans:
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], last), found[-1][2], place)
            else:
                found.append((first, last, place, place))
        return tuple(found)


@frozen(kw_only=True)
class AgentTimes:
    """Everybody's states, and the span of time that the source tells of."""

    first: int
    last: int
    people: Mapping[str, AgentDays]


def agent_times(states: Records) -> AgentTimes | None:
    """Return the records ``agent_state`` by person; ``None`` without any.

    A state that lasts on where the source ends is told until it began.
    """
    columns: tuple[Sequence[Any], ...] = tuple(states.columns[name] for name in _NAMES)
    told: defaultdict[str, _Told] = defaultdict(_Told)
    last = 0
    for agent, began, lasted, ended_by, state, *rest in zip(*columns, strict=True):
        own, ended = told[agent], began
        if lasted.__class__ is not Missing:
            ended += lasted
            if state != "offline":
                own.spans.append((began, ended, state, *rest))
        last = max(last, ended)
        if ended_by == "open":
            own.until = min(own.until, began)
        elif ended_by == "unknown":
            own.known = False
    if not told:
        return None
    people = {agent: own.days(last) for agent, own in told.items()}
    return AgentTimes(first=min(columns[1]), last=last, people=people)


@attrs.define(eq=False)
class _Told:
    """What the records tell of one person so far."""

    spans: list[AgentSpan] = attrs.field(factory=list["AgentSpan"])
    until: int = _FAR
    known: bool = True

    def days(self, last: int) -> AgentDays:
        """Return it, where the source tells of nobody after an instant."""
        spans = sorted(self.spans, key=itemgetter(0))
        return AgentDays(spans=tuple(spans), until=min(self.until, last + 1), known=self.known)
