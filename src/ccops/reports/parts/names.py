"""What people call what a rule pack names: figures, facts, parameters, posts, levels, projects."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label, Origin
from ccops.plan import RankStep
from ccops.reports.document.words import Words
from ccops.settlement import Settlement

if TYPE_CHECKING:
    from collections.abc import Mapping


@attrs.frozen(kw_only=True, eq=False)
class Names:
    """Finds what people call a name of the pack; each is looked up once."""

    settlement: Settlement
    words: Words
    _figures: dict[str, str] = attrs.field(factory=dict, init=False)

    def figure(self, name: str) -> str:
        """Return what people call a figure, a fact or a parameter."""
        called = self._figures.get(name)
        if called is None:
            called = self._figures[name] = self._looked_up(name)
        return called

    def word(self, word: str) -> str:
        """Return what people call a word of the pack: a post, a level, a project, or any other."""
        return self._posts.get(word) or self.words.word(word)

    def _looked_up(self, name: str) -> str:
        label, _ = self.settlement.rules.parameters.get(name, (Label(), Origin()))
        own = self.words.label(label)
        called = own or self.words.label(self.settlement.results.plan.label_of(name), name)
        return called if called != name else self._unlabelled(name)

    def _unlabelled(self, name: str) -> str:
        """Return what people call a name without a label: what a rank gives beside the place."""
        rank, _, part = name.rpartition("_")
        ranks = self.settlement.results.plan.steps_of(rank)
        if part in ("size", "tied") and any(isinstance(each, RankStep) for each in ranks):
            return self.words.say(f"rank-{part}", rank=self.figure(rank))
        kept = self.settlement.rules.record_accounts
        account = next((self.words.label(each.label) for each in kept if each.name == name), "")
        return account or self._posts.get(name) or self.words.name(name)

    @cached_property
    def _posts(self) -> Mapping[str, str]:
        rules, label = self.settlement.rules, self.words.label
        found = {each.name: label(each.label) for each in rules.projects}
        for ladder in rules.careers.ladders:
            found.update((name, label(each)) for name, each in ladder.labels.items())
        return found | {name: label(each) for name, each in rules.careers.roles.items()}
