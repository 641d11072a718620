"""Facts handed in as rows: one row an employee, a team or the center, one column a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts.group_kinds import CENTER, GroupKind
from ccops.facts.rows import row_error
from ccops.messages import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.messages import Diagnostic

_EMPLOYEE: Final = "employee"
_KINDS: Final = (_EMPLOYEE, *(each.value for each in GroupKind))
_WHO: Final = ("employee_id", "subject_kind", "subject_id", "source_ref")

#: Facts by id and name.
_ById = dict[str, dict[str, object]]


@attrs.frozen(kw_only=True, eq=False)
class GivenFacts:
    """The facts of rows: those of employees by id and name, those of groups by their kind too."""

    employees: Mapping[str, Mapping[str, object]]
    groups: Mapping[str, Mapping[str, Mapping[str, object]]]


def given_facts(
    rows: Iterable[Mapping[str, object]],
) -> tuple[GivenFacts, tuple[Diagnostic, ...]]:
    """Return the facts of rows, and what is wrong with the rows.

    A row is of an ``employee_id``, or of a ``subject_id`` of a ``subject_kind`` (``employee``,
    ``team``, ``center``; the center needs no id). An empty cell gives nothing. Findings are a row
    of nobody, of an unknown kind, or of two subjects, and a cell that is given two values.
    """
    found: dict[str, _ById] = {}
    problems: list[Diagnostic] = []
    for row in rows:
        whose = _whose(row, problems)
        if whose is None:
            continue
        kind, subject = whose
        own = found.setdefault(kind, {}).setdefault(subject, {})
        for name, value in row.items():
            if name in _WHO or value in (None, ""):
                continue
            if own.setdefault(name, value) != value:
                shown = subject if kind == _EMPLOYEE else f"{kind} {subject}"
                told = {"employee": shown, "fact": name, "before": own[name], "after": value}
                problems.append(row_error("fact-twice", row, **told))
    return GivenFacts(employees=found.pop(_EMPLOYEE, {}), groups=found), tuple(problems)


def subject_of(row: Mapping[str, object]) -> tuple[str, str]:
    """Return the kind and the id a row of facts is about, as it says them."""
    kind = str(row.get("subject_kind") or _EMPLOYEE)
    subject = str(row.get("subject_id") or "")
    if kind == _EMPLOYEE:
        subject = subject or str(row.get("employee_id") or "")
    elif kind == GroupKind.CENTER.value:
        subject = subject or CENTER
    return kind, subject


def _whose(row: Mapping[str, object], problems: list[Diagnostic]) -> tuple[str, str] | None:
    kind, subject = subject_of(row)
    if kind not in _KINDS:
        told = {"kind": kind, "known": ", ".join(_KINDS), "near": nearest(kind, _KINDS) or "-"}
        problems.append(row_error("fact-subject-kind", row, **told))
        return None
    if not subject:
        problems.append(row_error("fact-nobody", row))
        return None
    employee = str(row.get("employee_id") or "")
    if employee and (kind, subject) != (_EMPLOYEE, employee):
        told = {"employee": employee, "kind": kind, "subject": subject}
        problems.append(row_error("fact-two-subjects", row, **told))
        return None
    return kind, subject
