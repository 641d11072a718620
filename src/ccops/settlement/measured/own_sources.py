"""Sources of the record kinds plugins bring: their rows, made into records column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ccops.facts import row_error
from ccops.kpi.own_records import own_records
from ccops.settlement.measured.source_kinds import SourceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ccops.kpi import RecordKind, Records
    from ccops.messages import Diagnostic
    from ccops.settlement.measured.source_kinds import Rows, Source, SourceRules


def records_of_own_kinds(
    sources: Iterable[Source], rules: SourceRules, people: Collection[str]
) -> tuple[list[Mapping[str, Records]], list[Diagnostic]]:
    """Return the records of sources that are no input file of the library, and what is wrong.

    ``people`` are the ids of the employees; a row about somebody else is an error.
    """
    made: list[Mapping[str, Records]] = []
    problems: list[Diagnostic] = []
    for kind, rows in _by_kind(sources):
        problems.extend(_strangers(kind, rows, people))
        read, found = own_records(kind, rows, zone=ZoneInfo(rules.zone), currency=rules.currency)
        made.append({kind.name: read})
        problems.extend(found)
    return made, problems


def _by_kind(sources: Iterable[Source]) -> Iterable[tuple[RecordKind, Rows]]:
    found: dict[str, tuple[RecordKind, Rows]] = {}
    for each in sources:
        if not isinstance(each.kind, SourceKind):
            _, before = found.get(each.kind.name, (each.kind, ()))
            found[each.kind.name] = (each.kind, before + each.rows)
    return found.values()


def _strangers(kind: RecordKind, rows: Rows, people: Collection[str]) -> Iterator[Diagnostic]:
    """Yield an error for each id that is no employee's, at the first row it stands in."""
    if kind.subject is None:
        return
    seen: dict[str, Mapping[str, object]] = {}
    for row in rows:
        seen.setdefault(str(row.get(kind.subject, "")), row)
    for stranger in sorted(seen.keys() - set(people) - {""}):
        told = {"employee": stranger, "source": kind.name}
        yield row_error("roster-stranger", seen[stranger], **told)
