"""Called: the names that bear a label, for a formula that has the label instead of the name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ccops.facts import FactDeclaration
from ccops.frozen import frozen
from ccops.messages import Label
from ccops.plan import Plan
from ccops.rulepack.ruleset import RuleSet

#: Findings about names that are no figures, facts or constants, and where such names come from.
_SECTIONS: Final[Mapping[str, str]] = {
    "unknown-population": "populations",
    "unknown-eligibility": "eligibility",
    "unknown-contract": "contracts",
    "unknown-calendar": "calendars",
    "unknown-role": "roles",
}
#: Findings about names that formulas and tables read.
_OF_FORMULAS: Final = frozenset({"unknown-name", "unknown-figure", "not-for-all"})
#: Sections whose rules stand in formulas by their ids.
_CONSTANTS: Final = ("parameters", "per_period")


@frozen(eq=False)
class Called:
    """What the rules, facts and figures of a period are called."""

    rules: RuleSet
    plan: Plan
    facts: Mapping[str, FactDeclaration]

    def names(self, code: str, label: str) -> tuple[str, ...]:
        """Return the names with a label that were likely meant where a finding names it.

        What a policy adds under its own label (``bonus_by_table``) is meant by nobody who has
        the policy itself.
        """
        section = _SECTIONS.get(code)
        if section is None and code not in _OF_FORMULAS:
            return ()
        listed = self._of_rules(section) if section is not None else self._read_by_formulas()
        found = sorted({name for name, each in listed if label in _written(each)})
        return tuple(each for each in found if not _adds_to(each, found))

    def _of_rules(self, *sections: str) -> Iterator[tuple[str, Label]]:
        for section in sections:
            for rule in self.rules.section(section):
                yield rule.name, getattr(rule, "label", Label())

    def _read_by_formulas(self) -> Iterator[tuple[str, Label]]:
        yield from self._of_rules(*_CONSTANTS)
        yield from ((fact.name, fact.label) for fact in self.facts.values())
        for name, definitions in self.plan.definitions.by_name.items():
            yield from ((name, each.label) for each in definitions)


def _written(label: Label) -> tuple[str, ...]:
    return tuple(each for each in (label.zh, label.en, label.zh_TW) if each)


def _adds_to(name: str, names: list[str]) -> bool:
    return any(name.startswith(f"{each}_") for each in names)
