"""Contracts in words: what a service level counts, phrase by phrase, so that it can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.contacts import ServiceLevelBase, seconds_of
from ccops.reports.document.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.contacts import ServiceLevelContract


@attrs.frozen
class ContractWords:
    """Says contracts in one locale."""

    words: Words

    def terms(self, contract: ServiceLevelContract) -> str:
        """Return everything a contract says, but its name."""
        return self.words.say("listed").join(self._phrases(contract))

    def outcome(self, name: str) -> str:
        """Return what an outcome is called."""
        return self.words.say(f"outcome-{name}")

    def outcomes(self, names: Iterable[str]) -> str:
        """Return what some outcomes are called."""
        return self.words.say("enumerated").join(map(self.outcome, names))

    def _phrases(self, contract: ServiceLevelContract) -> Iterator[str]:
        say, limit = self.words.say, contract.threshold
        within = "" if limit is None else seconds_of(limit)
        yield say(f"base-{contract.base.value}", limit=within)
        if limit is not None:
            yield say("inclusive" if contract.inclusive else "exclusive", limit=within)
        yield from self._short(contract)
        yield say("contract-abandoned", outcomes=self.outcomes(map(str, contract.abandoned)))
        yield say(f"answered-{contract.answered_at.value}")
        yield say("contract-bucket", bucket=say(f"bucket-{contract.bucket_by.value}"))
        yield say(f"open-{contract.open_calls.value}")

    def _short(self, contract: ServiceLevelContract) -> Iterator[str]:
        if contract.short_abandon is not None:
            fate = "served" if contract.base is ServiceLevelBase.F5 else "out"
            sign = "inclusive" if contract.short_inclusive else "exclusive"
            limit = seconds_of(contract.short_abandon)
            yield self.words.say(f"short-{fate}-{sign}", limit=limit)
