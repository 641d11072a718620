"""Examples of an hours account: what a month's hours come to, one fact after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.rulepack.text.nodes import MapNode
from ccops.settlement import Settlement, write_value
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports.rulebook.case_index import CaseIndex, Place
    from ccops.reports.rulebook.entries import Rule
    from ccops.reports.rulebook.telling import Teller

#: Of so many cases that show an account the fullest is taken.
_TRIED: Final = 12


@attrs.frozen(kw_only=True, eq=False)
class AccountExample:
    """What the hours of one person of a case come to; hours that are none are left out."""

    period: str
    settlement: Settlement
    hours: Mapping[str, dt.timedelta]

    def told(self, teller: Teller) -> str:
        """Return it in words, on one line."""
        say, locale = teller.words.say, teller.words.locale
        facts = self.settlement.rules.facts
        given = (
            say(
                "book-fact",
                label=teller.words.label(facts[name].label, name),
                value=write_value(value, Unit.DURATION, locale=locale),
            )
            for name, value in self.hours.items()
        )
        return say("book-line-hours", period=self.period, given=say("book-listed").join(given))


def account_example(index: CaseIndex, rule: Rule) -> AccountExample | None:
    """Return the case that shows an hours account best: in which most hours are some."""
    first = rule.definitions[0]
    comp = first.text_of("gives") if isinstance(first, MapNode) else ""
    heads = tuple(f"{each}_" for each in (rule.card.name, comp) if each)
    names = [name for name in index.expected if name.startswith(heads)]
    places = {id(each.case): each for name in names for each in index.expected[name]}
    listed = sorted(places.values(), key=lambda each: each.rank)[:_TRIED]
    found = filter(None, (_example(index, each, heads) for each in listed))
    return max(found, key=lambda each: len(each.hours), default=None)


def _example(index: CaseIndex, place: Place, heads: tuple[str, ...]) -> AccountExample | None:
    settlement = index.settled(place.case)
    if settlement is None or place.kind is not None:
        return None
    hours = dict(_hours(settlement, place.subject, heads))
    return AccountExample(period=place.case.period, settlement=settlement, hours=hours)


def _hours(
    settlement: Settlement, subject: str, heads: tuple[str, ...]
) -> Iterator[tuple[str, dt.timedelta]]:
    for name in settlement.rules.facts:
        if name.startswith(heads):
            value = settlement.value(subject, name)
            if isinstance(value, dt.timedelta) and value:
                yield name, value
