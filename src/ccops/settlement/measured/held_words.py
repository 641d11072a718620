"""Words that people have by themselves and the pack has not: a mistyped role, level or project.

What a pack lists is listed whole, so that a word it has not is nobody's: its line would be gone
from the month, also of the days before the mistake.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from ccops.facts import AssignmentKind, groups_of, reference_span
from ccops.messages import Diagnostic, nearest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ccops.facts import Assignment, Column, Employee, FactDeclaration, Facts
    from ccops.settlement.measured.base_facts import People

#: What somebody has that a pack may list, and the code of a finding about it.
_LISTED: Final[Mapping[AssignmentKind, str]] = {
    AssignmentKind.ROLE: "employee-role",
    AssignmentKind.LEVEL: "employee-level",
    AssignmentKind.PROJECT: "employee-project",
}
_Listed = dict[AssignmentKind, frozenset[str]]


def unlisted_words(
    people: People, declarations: Mapping[str, FactDeclaration]
) -> Iterator[Diagnostic]:
    """Yield an error for each role, level and project the pack has not, at the row that says it.

    Only what holds on an employed day of the period counts: a table may keep the names of old.
    """
    listed = {what: declarations[what.value].type.words for what in _LISTED}
    known = {what: words for what, words in listed.items() if words}
    strange = _strange(people, known)
    if strange:
        for row, employee in enumerate(people.employees):
            found = dict.fromkeys(_held(people, row, strange))
            yield from (_finding(employee, *each, known) for each in found)


def unlisted_cells(facts: Facts) -> Iterator[Diagnostic]:
    """Yield an error for each fact of which a cell is a word that the pack does not list for it.

    No reader would take it back from what was stored.
    """
    yield from _cells(facts.declarations, facts.employees.columns, facts.employees.ids)
    for kind, sheet in facts.sheets.items():
        declared = facts.group_declarations.get(kind, {})
        yield from _cells(declared, sheet.columns, sheet.ids)


def _strange(people: People, known: _Listed) -> set[tuple[AssignmentKind, str]]:
    """Return every word anybody has on any day that is not listed; mostly none."""
    said = {
        (change.what, str(change.value))
        for changes in people.changes.values()
        for change in changes
        if change.what in known
    }
    spans = [*people.employees, *(span for each in people.employees for span in each.earlier)]
    for what in known.keys() - {AssignmentKind.PROJECT}:  # which nobody has without a date
        said.update((what, word) for word in set(map(attrgetter(what.value), spans)))
    return {(what, word) for what, word in said if word and word not in known[what]}


def _held(
    people: People, row: int, strange: Collection[tuple[AssignmentKind, str]]
) -> Iterator[tuple[AssignmentKind, str, str]]:
    """Yield the words out of every list that somebody has in the period, and where they stand."""
    employee = people.employees[row]
    kinds = {what for what, _ in strange}
    if row not in people.dated:
        for what in kinds:
            word = getattr(employee, what.value, None)
            if (what, word) in strange:
                yield what, str(word), employee.source_ref
        return
    for span, state in people.dated[row]:
        for what in kinds:
            for word in groups_of(state, what):
                if (what, word) in strange:
                    changes = people.changes[row]
                    yield what, word, _place(employee, changes, (what, word), span.first)


def _place(
    employee: Employee,
    changes: Iterable[Assignment],
    said: tuple[AssignmentKind, str],
    day: dt.date,
) -> str:
    """Return where the row stands that gives somebody a word on a day."""
    dated = (each for each in changes if (each.what, each.value) == said and each.holds(day))
    row = max(dated, key=lambda each: each.first, default=None)
    return employee.as_of(day).source_ref if row is None else row.source_ref


def _finding(
    employee: Employee, what: AssignmentKind, word: str, reference: str, known: _Listed
) -> Diagnostic:
    near = nearest(word, known[what]) or "-"
    told = {"employee": employee.employee_id, what.value: word, "nearest": near}
    if what is not AssignmentKind.ROLE:  # of which there may be many
        told["known"] = ", ".join(sorted(known[what]))
    return Diagnostic(code=_LISTED[what], span=reference_span(reference), args=told)


def _cells(
    declared: Mapping[str, FactDeclaration], columns: Mapping[str, Column], ids: Collection[str]
) -> Iterator[Diagnostic]:
    for name, column in columns.items():
        words = declared[name].type.words if name in declared else None
        cells = column.sequence() if words is not None else ()
        strange = {each for each in set(cells) if isinstance(each, str)} - (words or set())
        for subject, cell in zip(ids, cells, strict=True) if strange else ():
            if cell in strange:
                near = nearest(str(cell), words or ()) or "-"
                told = {"fact": name, "subject": subject, "word": cell, "nearest": near}
                yield Diagnostic(code="fact-unlisted", args=told)
