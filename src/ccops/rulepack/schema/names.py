"""The names of one pack, which an editor offers where a name is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ccops.facts import GROUP_POPULATIONS
from ccops.plan import EVERYBODY
from ccops.rulepack.schema.shapes import as_written
from ccops.rulepack.taking import BY, NO_READINGS
from ccops.scorecards import Stratum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.pack import Pack


@attrs.frozen(kw_only=True)
class KnownNames:
    """Names by what they are of, and the readings of every choice; nothing is known at first."""

    names: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, "tuple[str, ...]"])
    choices: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, "tuple[str, ...]"])

    def of(self, what: str) -> tuple[str, ...]:
        """Return the names of a kind (population, figure, rank, …)."""
        return self.names.get(what, ())

    def readings_required(self) -> Iterator[dict[str, Any]]:
        """Yield, for each choice, that it has all of its readings and no other."""
        for name, readings in self.choices.items():
            allowed = as_written(sorted({*readings, *NO_READINGS}))
            yield {
                "if": {"properties": {BY: {"const": name}}},
                "then": {"required": list(readings), "propertyNames": {"enum": allowed}},
            }


def known_names(pack: Pack) -> KnownNames:
    """Return the names of a pack under the readings it has."""
    made = pack.check_assembly()
    rules = pack.rules
    groups = [each.plan for each in made.groups]
    figures = {*made.plan.definitions.by_name, *made.facts}
    figures.update(name for each in groups for name in (*each.definitions.by_name, *each.facts))
    names = {
        "population": {EVERYBODY, *GROUP_POPULATIONS, *rules.by_name("populations")},
        "figure": figures,
        "fact": set(made.facts),
        "rank": set(rules.by_name("ranks")),
        "bonus": set(rules.by_name("bonuses")),
        "target": set(rules.by_name("targets")),
        "eligibility": set(rules.by_name("eligibility")),
        "calendar": set(rules.by_name("calendars")),
        "contract": set(rules.by_name("contracts")),
        "role": set(rules.by_name("roles")),
        "scorecard": set(rules.by_name("scorecards")),
        "stratum": {each.value for each in Stratum},
        "parameter": set(rules.by_name("parameters")),
        "record_kind": set(pack.catalog.record_kinds),
        "work_calendar": set(pack.catalog.work_calendars),
        "indicator": {each.name for each in made.indicators},
        "constant": set(made.constants),
        "decision": set(rules.by_name("per_period")),
    }
    return KnownNames(
        names={what: tuple(sorted(found)) for what, found in names.items()},
        choices={name: tuple(each.readings) for name, each in pack.choices.items()},
    )
