"""The manifest: everything a settlement follows from. Same manifest, same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

from ccops import __version__
from ccops.facts import Employee, mapped
from ccops.frozen import frozen
from ccops.settlement.measured.rescoring import rescore_data
from ccops.settlement.measured.rulings import rulings_data
from ccops.settlement.plain_data.column_digests import BY_DIGEST
from ccops.settlement.plain_data.corrections_text import correction_data
from ccops.settlement.plain_data.encoding import plain_record
from ccops.settlement.plain_data.json_text import (
    IN_FULL,
    Arrays,
    finished,
    json_array,
    json_object,
    json_text,
)
from ccops.settlement.plain_data.runs_text import run_text
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.facts import Facts, Sheet
    from ccops.settlement.carried.closing import Closing
    from ccops.settlement.measured.rules import MonthRules
    from ccops.settlement.measured.rulings import Ruling

#: The format of a settlement file.
FORMAT = "ccops.settlement/1"


@frozen(kw_only=True)
class Manifest:
    """What a settlement was made of; digests are sha256 of canonical JSON, arrays by their own.

    ``final_for`` are the leavers whom it settles before the period is; nobody else is in it.
    A statement carries the manifest, so what was budgeted for everybody is not among
    ``decisions``: the settlement says it beside the manifest.
    """

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
    final_for: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the manifest as plain JSON data."""
        found = attrs.asdict(self, recurse=False)
        found["calendars"] = {name: list(days) for name, days in self.calendars.items()}
        found["choices"] = dict(self.choices)
        found["decisions"] = dict(self.decisions)
        found["final_for"] = list(self.final_for)
        if not self.final_for:
            del found["final_for"]
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
    final_for: Sequence[str] = (),
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
        decisions=rules.shown_decisions,
        facts_digest=digest(facts_json(facts, BY_DIGEST)),
        employees_digest=digest(_employees_json(employees)),
        closing_digest=closing.digest if closing else "",
        rulings_digest=digest(canonical_json(rulings_data(rulings))) if rulings else "",
        revision=revision,
        supersedes=supersedes,
        final_for=tuple(final_for),
    )


def manifest_from_data(data: Mapping[str, Any]) -> Manifest:
    """Return a manifest. Raises ``KeyError`` or ``TypeError`` for data that is none."""
    names = {each.name for each in attrs.fields(Manifest)}
    found = {name: value for name, value in data.items() if name in names}
    found["final_for"] = tuple(data.get("final_for", ()))
    found["calendars"] = {name: (days[0], days[1]) for name, days in data["calendars"].items()}
    return Manifest(**found)


def facts_data(facts: Facts) -> dict[str, Any]:
    """Return the facts of a period as plain JSON data, columnar."""
    return dict(json.loads(facts_json(facts)))


def facts_json(facts: Facts, arrays: Arrays = IN_FULL) -> bytes:
    """Return the facts of a period as canonical JSON, columnar."""
    sheet = facts.employees
    evidence = {name: [each.indicator, each.calendar] for name, each in facts.evidence.items()}
    memberships = {what: arrays.memberships(listed) for what, listed in facts.memberships.items()}
    parts = {
        "schema": json_text("ccops.facts/1"),
        "period": json_text(facts.period.label),
        "employees": arrays.words(sheet.ids),
        "columns": _columns_text(sheet, arrays),
        "evidence": json_text(evidence),
        "memberships": json_object(memberships),
    }
    if facts.accounts:
        parts["accounts"] = json_array(map(run_text, facts.accounts.values()))
    if facts.sheets:
        sheets = {kind.value: _sheet_text(each, arrays) for kind, each in facts.sheets.items()}
        parts["sheets"] = json_object(sheets)
    if facts.corrections:
        parts["corrections"] = json_text([correction_data(each) for each in facts.corrections])
    if facts.rescores:
        parts["rescores"] = json_text([rescore_data(each) for each in facts.rescores])
    return finished(parts)


def _sheet_text(sheet: Sheet, arrays: Arrays) -> str:
    """Return a sheet of groups: their ids, what was measured of them, and what was given."""
    parts = {"ids": arrays.words(sheet.ids), "columns": _columns_text(sheet, arrays)}
    if sheet.given:
        parts["given"] = json_text(sorted(sheet.given))
    return json_object(parts)


def _columns_text(sheet: Sheet, arrays: Arrays) -> str:
    columns = sheet.columns.items()
    return json_object({name: json_object(arrays.column(column)) for name, column in columns})


def _employees_json(employees: Sequence[Employee]) -> bytes:
    """Return the employees by id, an array for each field that anybody has, by its digest."""
    ordered = sorted(employees, key=attrgetter("employee_id"))
    parts = {}
    for each in attrs.fields(Employee):
        if not each.eq:  # where it was read
            continue
        values = list(map(attrgetter(each.name), ordered))
        if values.count(each.default) < len(values):
            parts[each.name] = BY_DIGEST.words(_field_texts(values))
    return finished(parts)


def _field_texts(values: Sequence[object]) -> Sequence[str]:
    """Return the values of a field as texts: words as they are, anything else as JSON."""
    if set(map(type, values)) == {str}:
        return values  # type: ignore[return-value] # each is a text
    return mapped(lambda value: json_text(plain_record(value)), values)
