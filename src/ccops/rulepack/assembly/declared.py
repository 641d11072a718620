"""Declared: the accounts that policies keep over records, and the facts that policies declare."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from ccops.frozen import frozen
from ccops.kpi.record_accounts import RecordAccount, record_accounts
from ccops.plan import Kept, Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.facts import FactDeclaration
    from ccops.rulepack.ruleset import RuleSet


@frozen(eq=False)
class Declared:
    """What policies declare; of the very same policy and rules it is the very same."""

    kept: Kept
    #: The sections each policy looks up for its account, by its identity, with the policy.
    _sections: dict[int, tuple[Policy, tuple[str, ...]]] = attrs.field(factory=dict, init=False)

    def accounts(self, rules: RuleSet) -> tuple[RecordAccount, ...]:
        """Return the accounts that policies make."""
        making = (each for each in rules.policies if hasattr(each, "record_account"))
        return tuple(each for policy in making for each in self._account(policy, rules))

    def _account(self, policy: Policy, rules: RuleSet) -> tuple[RecordAccount, ...]:
        currency = rules.pack.currency.value
        known = self._sections.get(id(policy))
        names = known[1] if known is not None else self._looked_up(policy, rules)
        make = partial(record_accounts, (policy,), rules.section, currency=currency)
        return self.kept.made(make, policy, rules.pack.currency, *map(rules.section, names))

    def _looked_up(self, policy: Policy, rules: RuleSet) -> tuple[str, ...]:
        names: list[str] = []

        def section(name: str) -> tuple[Any, ...]:
            names.append(name)
            return rules.section(name)

        record_accounts((policy,), section, currency=rules.pack.currency.value)
        self._sections[id(policy)] = (policy, tuple(names))
        return tuple(names)

    def facts(
        self, rules: RuleSet, accounts: tuple[RecordAccount, ...]
    ) -> tuple[FactDeclaration, ...]:
        """Return the facts that accounts make, then those that policies are given."""
        return (*self._made(accounts), *self._given(rules))

    def _made(self, accounts: tuple[RecordAccount, ...]) -> Iterator[FactDeclaration]:
        for each in accounts:
            yield from self.kept.made(partial(_facts_of, each), each, _facts_of)

    def _given(self, rules: RuleSet) -> Iterator[FactDeclaration]:
        for policy in rules.policies:
            make: Any = getattr(policy, "given_facts", None)
            if make is not None:
                currency = rules.pack.currency
                yield from self.kept.made(partial(make, currency.value), policy, currency)


def _facts_of(account: RecordAccount) -> tuple[FactDeclaration, ...]:
    return account.facts
