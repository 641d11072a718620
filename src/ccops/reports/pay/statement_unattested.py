"""What a statement may say beside what its inputs lead to: rulings, and a promotion on trial.

Nothing under the seal says them, so that they are not compared. A sentence of somebody else under
their headings is no ruling all the same: each is about a fact or a ladder of the pack, in the
words that ccops has for it.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career import TrialOutcome
from ccops.messages import message
from ccops.reports.document.words import Words
from ccops.settlement import RulingKind, Settlement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.career import LadderRule

#: Stands in words for what is told with them: what a person wrote, or a day.
_WRITTEN: Final = "\0"
_DAY: Final = "\1"
_FREE: Final[Mapping[str, str]] = {_WRITTEN: ".+", _DAY: r"[\w ,]{6,24}"}


@attrs.frozen(kw_only=True, eq=False)
class Unattested:
    """Knows rulings and trials by their words; ``alone`` is what the statement carries."""

    alone: Settlement
    words: Words

    def may_be(self, key: str, facts: Iterable[tuple[str, str]]) -> bool:
        """Say whether the labels and texts under a heading are what ccops may write there."""
        known = self._known[key]
        return all(label in known and known[label].fullmatch(text) for label, text in facts)

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, re.Pattern[str]]]:
        """How the texts are written under each heading, by their labels."""
        return {"rulings": dict(self._rulings()), "on-trial": dict(self._trials())}

    def _rulings(self) -> Iterator[tuple[str, re.Pattern[str]]]:
        say, plan = self.words.say, self.alone.results.plan
        told = [say(f"ruling-{each.value}", by=_WRITTEN, because=_WRITTEN) for each in RulingKind]
        written = _pattern(told)
        for fact in plan.facts:
            yield self.words.label(plan.label_of(fact), fact), written

    def _trials(self) -> Iterator[tuple[str, re.Pattern[str]]]:
        for rule in self.alone.rules.careers.ladders:
            yield self.words.label(rule.label, rule.name), _pattern(self._trials_of(rule))

    def _trials_of(self, rule: LadderRule) -> Iterator[str]:
        """Yield how a trial on a ladder may be told, with and without when pay moves."""
        locale = self.words.locale
        called = [each.in_locale(locale) for each in rule.labels.values()]
        days = {"first": _DAY, "last": _DAY}
        pay = message("careers-pay", {"day": _DAY}, locale=locale)
        yield pay
        for outcome in TrialOutcome:
            for level in (*called, ""):
                key, told = f"careers-trial-{outcome.value}", {"level": level, **days}
                text = message(key, told, locale=locale)
                yield text
                yield message("careers-and", {}, locale=locale).join((text, pay))


def _pattern(told: Iterable[str]) -> re.Pattern[str]:
    """Return how texts are written, whatever is told with them."""
    written = map(re.escape, told)
    free = (
        "".join(_FREE.get(part, part) for part in re.split(f"([{_WRITTEN}{_DAY}])", _plain(each)))
        for each in written
    )
    return re.compile("|".join(free), re.DOTALL)


def _plain(text: str) -> str:
    return text.replace(re.escape(_WRITTEN), _WRITTEN).replace(re.escape(_DAY), _DAY)
