"""Entries of long calls: who is long on which topic, and by how much."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import Indicator, Records, measure
from ccops.kpi.keys import parts_of
from ccops.learning.list_values import ListValue, list_value
from ccops.messages import Label
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.kpi import Measured
    from ccops.learning.long_calls import LongCallRule

_BY: Final = ("agent", "topic")


@attrs.frozen(kw_only=True)
class LongCall:
    """One agent on one topic, with the time his calls took beyond the team's mean."""

    agent: str
    topic: str
    team: str
    calls: int
    mean: ListValue
    team_mean: ListValue

    @property
    def excess(self) -> ListValue:
        """How much longer all his calls on the topic took than at the team's mean."""
        return ListValue((self.mean.number - self.team_mean.number) * self.calls, self.mean.unit)

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "team": self.team,
            "calls": self.calls,
            "mean": self.mean,
            "team_mean": self.team_mean,
            "excess": self.excess,
        }


@attrs.frozen(kw_only=True)
class LongCallList:
    """Who is to be coached on which topic, the greatest excess first."""

    name: str
    label: Label
    entries: tuple[LongCall, ...]


def long_call_list(
    rule: LongCallRule,
    indicators: Mapping[str, Indicator],
    records: Records | None,
    teams: Mapping[str, str],
) -> LongCallList:
    """Return who is long on which topic; ``teams`` are those of agents, who are alone elsewhere.

    An agent without a team is on no list: there is nobody to compare him with.
    """
    entries: list[LongCall] = []
    if records is not None:
        asked = [indicators[rule.of.value], indicators[rule.calls.value]]
        own = measure(records, asked, by=_BY)
        of_teams = measure(_as_teams(records, teams), asked, by=_BY)
        entries.extend(_long(rule, own, of_teams, teams))
    entries.sort(key=lambda each: (-each.excess.number, each.agent, each.topic))
    return LongCallList(name=rule.name, label=rule.label, entries=tuple(entries))


def _long(
    rule: LongCallRule, own: Measured, of_teams: Measured, teams: Mapping[str, str]
) -> Iterator[LongCall]:
    mean, calls = rule.of.value, rule.calls.value
    limit = 1 + Fraction(rule.over_team.number)
    for key in own.keys:
        agent, topic = map(str, parts_of(key, len(_BY)))
        team = teams.get(agent)
        if team is None:
            continue
        count = list_value(own, calls, key)
        his = list_value(own, mean, key)
        theirs = list_value(of_teams, mean, (team, topic))
        if isinstance(count, Missing) or isinstance(his, Missing) or isinstance(theirs, Missing):
            continue
        if count.number >= rule.at_least and his.number > theirs.number * limit:
            yield LongCall(
                agent=agent,
                topic=topic,
                team=team,
                calls=int(count.number),
                mean=his,
                team_mean=theirs,
            )


def _as_teams(records: Records, teams: Mapping[str, str]) -> Records:
    """Return records whose agents are their teams; who has none stays by himself."""
    agents = [teams.get(str(each), each) for each in records.columns["agent"]]
    return attrs.evolve(records, columns={**records.columns, "agent": agents})
