"""Joining a host's own facts of teams and of the center to their sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.facts.joining import joined_columns
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ccops.facts.declarations import FactDeclaration
    from ccops.facts.group_kinds import GroupKind
    from ccops.facts.sheets import Facts, Sheet


def joined_sheets(
    facts: Facts,
    given: Mapping[str, Mapping[str, Mapping[str, object]]],
    problems: list[Diagnostic],
) -> dict[GroupKind, Sheet]:
    """Return the sheets of groups with the cells given, and note everything that is wrong."""
    known = {each.value: each for each in facts.sheets}
    found: dict[GroupKind, Sheet] = {}
    for kind, groups in given.items():
        if kind in known:
            found[known[kind]] = _joined(facts, known[kind], groups, problems)
        else:
            told = {"kind": kind, "known": ", ".join(known) or "-"}
            problems.append(Diagnostic(code="fact-subject-unknown", args=told))
    return found


def _joined(
    facts: Facts,
    kind: GroupKind,
    groups: Mapping[str, Mapping[str, object]],
    problems: list[Diagnostic],
) -> Sheet:
    sheet, declared = facts.sheets[kind], facts.group_declarations[kind]
    of_employees = facts.declarations.keys() - declared.keys()
    right: dict[str, dict[str, object]] = {}
    for group, values in groups.items():
        wrong = set(_wrong_names(kind, values, (declared, of_employees), problems, group))
        right[group] = {name: value for name, value in values.items() if name not in wrong}
    own = attrs.evolve(facts, declarations=declared, employees=sheet, sheets={})
    found: list[Diagnostic] = []
    columns = joined_columns(own, right, found)
    problems.extend(_of_group(each, kind, sheet.ids) for each in found)
    return attrs.evolve(
        sheet, columns={**sheet.columns, **columns}, given=sheet.given | columns.keys()
    )


def _wrong_names(
    kind: GroupKind,
    values: Mapping[str, object],
    known: tuple[Mapping[str, FactDeclaration], Collection[str]],
    problems: list[Diagnostic],
    group: str,
) -> Iterator[str]:
    """Yield the names that no group of a kind is given, and note why."""
    declared, of_employees = known
    for name in values:
        fact, code = declared.get(name), ""
        if fact is not None and fact.made is not None:
            code = "fact-gathered"
        elif fact is None and name in of_employees:
            code = "fact-of-employees"
        if code:
            told = {"fact": name, "kind": kind.value, "employee": f"{kind.value} {group}"}
            problems.append(Diagnostic(code=code, args=told))
            yield name


def _of_group(finding: Diagnostic, kind: GroupKind, groups: Collection[str]) -> Diagnostic:
    """Return a finding about somebody as one about a group, by its kind and id."""
    if finding.code == "unknown-employee":
        told = {**finding.args, "kind": kind.value, "known": ", ".join(groups) or "-"}
        return attrs.evolve(finding, code="unknown-group-id", args=told)
    if "employee" not in finding.args:
        return finding
    told = {**finding.args, "employee": f"{kind.value} {finding.args['employee']}"}
    return attrs.evolve(finding, args=told)
