"""Policies: trade objects that contribute figures and pay lines to a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Origin, Text, nearest
from ccops.plan.definitions import ParameterRule
from ccops.plan.eligibility import EligibilityRule

if TYPE_CHECKING:
    from ccops.plan.definitions import Definition, PayLine


@frozen(kw_only=True)
class Surroundings:
    """What a policy may look up in its pack when it says which figures it adds.

    ``rules`` are those of the sections its class names in ``looks_up``, by section and id: a
    policy that is like another one takes over what that says.
    """

    eligibility: Mapping[str, EligibilityRule]
    currency: str
    parameters: Mapping[str, ParameterRule] = attrs.field(factory=dict[str, ParameterRule])
    rules: Mapping[str, Mapping[str, Any]] = attrs.field(
        factory=dict[str, "Mapping[str, Any]"], repr=False
    )


class Policy(Protocol):
    """A rule class of a trade room or a plugin. ``section`` is its key in a pack, a plural."""

    section: ClassVar[str]

    @property
    def name(self) -> str:
        """The id under which the policy stands in its section."""

    @property
    def origin(self) -> Origin:
        """Where it comes from."""

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the figures the policy adds to the plan."""

    def lines(self) -> tuple[PayLine, ...]:
        """Return the pay lines it adds to the statement."""

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what is wrong with it apart from its figures."""


def unknown_group(name: Text | None, around: Surroundings) -> tuple[Diagnostic, ...]:
    """Return a finding where a policy names an eligibility group that is not there."""
    if name is None or name.value in around.eligibility:
        return ()
    near = nearest(name.value, around.eligibility) or "-"
    arguments = {"name": name.value, "near": near}
    return (Diagnostic(code="unknown-eligibility", span=name.span, args=arguments),)
