"""The manifest: everything a settlement follows from. Same manifest, same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

from ccops import __version__
from ccops.facts import Employee, mapped
from ccops.settlement.corrections_text import correction_data
from ccops.settlement.encoding import plain_record
from ccops.settlement.json_text import (
    column_parts,
    finished,
    json_array,
    json_object,
    json_text,
    json_words,
)
from ccops.settlement.rulings import rulings_data
from ccops.settlement.runs_text import run_text
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.facts import Facts, Membership, Sheet
    from ccops.settlement.closing import Closing
    from ccops.settlement.rules import MonthRules
    from ccops.settlement.rulings import Ruling

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
    rulings_digest: str
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
    rulings: Sequence[Ruling] = (),
) -> Manifest:
    """Return the manifest of a settlement."""
    identity = rules.identity
    return Manifest(
        format=FORMAT,
        ccops_version=__version__,
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
        facts_digest=digest(facts_json(facts)),
        employees_digest=digest(_employees_json(employees)),
        closing_digest=closing.digest if closing else "",
        rulings_digest=digest(canonical_json(rulings_data(rulings))) if rulings else "",
        revision=revision,
        supersedes=supersedes,
    )


def facts_data(facts: Facts) -> dict[str, Any]:
    """Return the facts of a period as plain JSON data, columnar."""
    return dict(json.loads(facts_json(facts)))


def facts_json(facts: Facts) -> bytes:
    """Return the facts of a period as canonical JSON, columnar."""
    sheet = facts.employees
    columns = {name: json_object(column_parts(column)) for name, column in sheet.columns.items()}
    evidence = {name: [each.indicator, each.calendar] for name, each in facts.evidence.items()}
    memberships = {
        what: json_array(_membership_texts(listed)) for what, listed in facts.memberships.items()
    }
    parts = {
        "schema": json_text("ccops.facts/1"),
        "period": json_text(facts.period.label),
        "employees": json_words(sheet.ids),
        "columns": json_object(columns),
        "evidence": json_text(evidence),
        "memberships": json_object(memberships),
    }
    if facts.accounts:
        parts["accounts"] = json_array(map(run_text, facts.accounts.values()))
    if facts.sheets:
        sheets = {kind.value: _sheet_text(each) for kind, each in facts.sheets.items()}
        parts["sheets"] = json_object(sheets)
    if facts.corrections:
        parts["corrections"] = json_text([correction_data(each) for each in facts.corrections])
    return finished(json_object(parts))


def _sheet_text(sheet: Sheet) -> str:
    """Return a sheet of groups: their ids, and what was measured of them."""
    columns = {name: json_object(column_parts(column)) for name, column in sheet.columns.items()}
    return json_object({"ids": json_words(sheet.ids), "columns": json_object(columns)})


def _membership_texts(listed: Sequence[Membership]) -> list[str]:
    groups = mapped(encode_basestring, [each.group for each in listed])
    shares = {id(each.share): each.share for each in listed}  # few, and slow to compare
    texts = {key: str(share) for key, share in shares.items()}
    ends = ["" if each.at_end else ",false" for each in listed]  # few have left a group
    parts = zip(listed, groups, ends, strict=True)
    return [f'[{each.row},{group},"{texts[id(each.share)]}"{end}]' for each, group, end in parts]


def _employees_json(employees: Sequence[Employee]) -> bytes:
    """Return the employees by id, an array for each field that anybody has."""
    ordered = sorted(employees, key=attrgetter("employee_id"))
    parts = {}
    for each in attrs.fields(Employee):
        values = list(map(attrgetter(each.name), ordered))
        if values.count(each.default) < len(values):
            parts[each.name] = json_array(_field_texts(values))
    return finished(json_object(parts))


def _field_texts(values: Sequence[object]) -> list[str]:
    if set(map(type, values)) == {str}:
        return mapped(encode_basestring, values)
    return mapped(lambda value: json_text(plain_record(value)), values)
