"""The manifest: everything a settlement follows from. Same manifest, same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

import attrs

from ccops.facts import Facts
from ccops.settlement.encoding import plain_column, plain_record
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from ccops.facts import Employee
    from ccops.settlement.closing import Closing
    from ccops.settlement.rules import MonthRules

#: The format of a settlement file.
FORMAT = "ccops.settlement/1"


@attrs.frozen(kw_only=True)
class Manifest:
    """What a settlement was made of; digests are sha256 of canonical JSON."""

    format: str
    ccops_version: str
    period: str
    calendars: Mapping[str, tuple[str, str]]
    pack_id: str
    pack_version: str
    pack_digest: str
    catalog_digest: str
    jurisdiction: str
    choices: Mapping[str, str]
    decisions: Mapping[str, str]
    facts_digest: str
    employees_digest: str
    closing_digest: str
    revision: int
    supersedes: str

    def to_dict(self) -> dict[str, object]:
        """Return the manifest as plain JSON data."""
        found = attrs.asdict(self, recurse=False)
        found["calendars"] = {name: list(days) for name, days in self.calendars.items()}
        found["choices"] = dict(self.choices)
        found["decisions"] = dict(self.decisions)
        return found


def manifest_of(  # noqa: PLR0913 - everything a settlement follows from
    rules: MonthRules,
    *,
    facts: Facts,
    employees: Sequence[Employee],
    closing: Closing | None,
    revision: int,
    supersedes: str,
) -> Manifest:
    """Return the manifest of a settlement."""
    identity = rules.identity
    return Manifest(
        format=FORMAT,
        ccops_version=version("ccops"),
        period=rules.period.label,
        calendars={
            name: (days.first.isoformat(), days.last.isoformat())
            for name, days in rules.period.calendars
        },
        pack_id=identity.id,
        pack_version=identity.version,
        pack_digest=identity.digest,
        catalog_digest=identity.catalog_digest,
        jurisdiction=identity.jurisdiction,
        choices=identity.readings,
        decisions=identity.decisions,
        facts_digest=digest(canonical_json(facts_data(facts))),
        employees_digest=digest(canonical_json([plain_record(each) for each in _sorted(employees)])),
        closing_digest=digest(canonical_json(closing.to_dict())) if closing else "",
        revision=revision,
        supersedes=supersedes,
    )


def facts_data(facts: Facts) -> dict[str, object]:
    """Return the facts of a period as plain JSON data, columnar."""
    sheet = facts.employees
    return {
        "schema": "ccops.facts/1",
        "period": facts.period.label,
        "employees": list(sheet.ids),
        "columns": {name: plain_column(column) for name, column in sheet.columns.items()},
        "evidence": {
            name: [each.indicator, each.calendar] for name, each in facts.evidence.items()
        },
        "memberships": {
            what: [[each.row, each.group, str(each.share)] for each in listed]
            for what, listed in facts.memberships.items()
        },
    }


def _sorted(employees: Sequence[Employee]) -> list[Employee]:
    return sorted(employees, key=lambda each: each.employee_id)
