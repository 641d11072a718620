"""What a group gathered of its people, in words: how many, and who makes most of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ccops.frozen import frozen
from ccops.messages import listed
from ccops.plan import TracedValue
from ccops.plan.definitions import EVERYBODY
from ccops.plan.steps import PopulationStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.plan import TracedGathering
    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise

#: How many people are listed before the rest is only counted.
MOST_LISTED: Final = 10
_COUNT: Final = "count"


@frozen(kw_only=True, eq=False)
class GatheringWords:
    """Tells what was gathered; ``people`` is the settlement of the members."""

    people: Settlement
    say: Callable[..., str]
    value: Callable[[TracedValue], str]
    locale: str

    def lines(self, gathered: TracedGathering) -> Iterator[str]:
        """Yield how many were asked, which of them counted, and who makes most of it."""
        yield self.say(
            "explain-gathered-of",
            inside=gathered.inside,
            population=self._population(gathered.population),
            asked=gathered.asked,
        )
        if gathered.where:
            yield self.say("explain-gathered-where", where=gathered.where, kept=gathered.kept)
        count = len(gathered.counted)
        if count < gathered.kept:
            figure = self._figure(gathered)
            yield self.say("explain-gathered-unknown", count=gathered.kept - count, figure=figure)
        if count:
            yield self._members(gathered, count)

    def _members(self, gathered: TracedGathering, count: int) -> str:
        told: dict[str, object] = {"count": count, "listed": self._listed(gathered)}
        if gathered.how == _COUNT:
            return self.say("explain-gathered-counted", **told)
        how = self.say(f"gathered-{gathered.how}")
        return self.say("explain-gathered-values", how=how, figure=self._figure(gathered), **told)

    def _listed(self, gathered: TracedGathering) -> str:
        ids = self.people.employees
        shown = [
            ids[row] if gathered.how == _COUNT else f"{ids[row]} {self.value(each)}"
            for row, each in gathered.counted.first(MOST_LISTED)
        ]
        more = len(gathered.counted) - MOST_LISTED
        if more > 0:
            shown[-1] += f" … (+{more})"
        return listed(shown)

    def _figure(self, gathered: TracedGathering) -> str:
        label = self.people.results.plan.label_of(gathered.figure).in_locale(self.locale)
        named = label and label != gathered.figure
        return f"{label} ({gathered.figure})" if named else gathered.figure

    def _population(self, name: str) -> str:
        if name == EVERYBODY:
            return self.say("explain-gathered-everybody")
        rules = (x.rule for x in self.people.results.plan.steps if isinstance(x, PopulationStep))
        label = next((each.label for each in rules if each.name == name), None)
        return (label.in_locale(self.locale) if label is not None else "") or name


def gathering_data(
    gathered: TracedGathering, ids: Sequence[str], plain: Callable[[TracedValue], object]
) -> dict[str, Any]:
    """Return what was gathered as plain JSON data, with as many people as are told."""
    return {
        "how": gathered.how,
        "figure": gathered.figure,
        "population": gathered.population,
        "where": gathered.where,
        "inside": gathered.inside,
        "asked": gathered.asked,
        "kept": gathered.kept,
        "counted": len(gathered.counted),
        "members": [
            {"employee": ids[row], "value": plain(each)}
            for row, each in gathered.counted.first(MOST_LISTED)
        ],
    }
