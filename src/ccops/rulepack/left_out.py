"""Left out: rules with findings of their own. What would have read them is not told as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.rulepack.text.nodes import MapNode, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.messages import Diagnostic

#: Findings that only say that something is not there, by the argument that names it.
NAMED_BY: Final[Mapping[str, str]] = {
    "unknown-name": "name",
    "unknown-figure": "name",
    "unknown-population": "name",
    "unknown-eligibility": "name",
    "unknown-contract": "name",
    "unknown-calendar": "name",
    "unknown-role": "role",
    "unknown-word": "word",
    "cell-unknown-word": "word",
    "not-for-all": "name",
    "unknown-decision": "name",
    "publication-no-line": "name",
    "like-unknown": "like",
}


@frozen
class LeftOut:
    """The names that rules left out would have given.

    A policy adds names that begin with its id (``monthly_bonus_by_table``), a form those that
    begin with what it ``gives``; so every such name counts as given.
    """

    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rules: Sequence[tuple[str, Node]]) -> LeftOut:
        """Return what rules with these ids and nodes would have given."""
        names = {id_ for id_, _ in rules}
        names.update(node.text_of("gives") for _, node in rules if isinstance(node, MapNode))
        return cls(frozenset(names - {""}))

    def __or__(self, names: Iterable[str]) -> LeftOut:
        return LeftOut(self.names.union(names))

    def gives(self, name: str) -> bool:
        """Say whether a rule left out would have given a name."""
        parts = name.split("_")
        beginnings = ("_".join(parts[:end]) for end in range(1, len(parts) + 1))
        return any(each in self.names for each in beginnings)

    def explains(self, finding: Diagnostic) -> bool:
        """Say whether a finding only follows from a rule having been left out."""
        argument = NAMED_BY.get(finding.code)
        return argument is not None and self.gives(finding.args.get(argument, ""))

    def unexplained(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return the findings that stand by themselves."""
        listed = tuple(findings)
        if not self.names:
            return listed
        return tuple(each for each in listed if not self.explains(each))
