"""The records behind the measured facts of an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.adapters import is_record_folder
from ccops.cli.inputs import read_month
from ccops.facts import GroupKind
from ccops.messages import Locale, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ccops.center import Center, CenterMonth
    from ccops.cli.reading import Calls
    from ccops.kpi import Records
    from ccops.plan import Trace
    from ccops.settlement import Settlement

#: How many records of one fact are listed before the rest is only counted.
MOST_RECORDS = 20
#: Kinds of groups whose records are theirs by who worked where.
_BY_PEOPLE = frozenset({GroupKind.TEAM.value, GroupKind.PROJECT.value})


#: A measured fact: of which kind of group (of an employee: empty), of whom, and its name.
MeasuredFact = tuple[str, str, str]


def measured_facts(trace: Trace, kind: str, subject: str) -> tuple[MeasuredFact, ...]:
    """Return the measured facts an explanation ends at, each once.

    They are of whom the trace is about, or of a group he is in.
    """
    found: dict[MeasuredFact, None] = {}
    waiting = [(trace, kind, subject)]
    while waiting:
        current, *whose = waiting.pop(0)
        if current.kind == "measured":
            found.setdefault((whose[0], whose[1], current.name))
        groups = current.groups
        if groups is not None and groups.one is not None:
            whose = [groups.kind.value, groups.one]
        waiting.extend((each, whose[0], whose[1]) for each in current.inputs)
    return tuple(found)


def evidence_lines(
    center: Center,
    settlement: Settlement,
    employee: str,
    figure: str,
    *,
    folder: Path,
    calls: Calls,
    locale: Locale,
) -> Iterator[str]:
    """Yield the places in the input files of the records behind a figure.

    Of a folder of records alone that is so for facts measured over them: what else a month is
    made of, and who was in which team, is said by an input folder.
    """
    is_stored = is_record_folder(folder)
    find = _stored_month if is_stored else _input_month
    month, records = find(center, settlement, folder, calls)
    kind = settlement.about.value if settlement.about is not None else ""
    asked = settlement.trace(employee, figure)
    for whose, subject, name in measured_facts(asked, kind, employee):
        if is_stored and not _is_shown(month, name, records, whose):
            yield message("explain-evidence-elsewhere", {"fact": name}, locale=locale)
            continue
        rows = month.evidence(subject, name, records, kind=whose)
        references = [
            str(each).removeprefix(f"{folder}/") for each in rows.columns[rows.kind.reference]
        ]
        yield message("explain-evidence", {"fact": name, "count": len(rows)}, locale=locale)
        yield from (f"  {each}" for each in references[:MOST_RECORDS])
        if len(references) > MOST_RECORDS:
            yield f"  … +{len(references) - MOST_RECORDS}"


def _input_month(
    center: Center, settlement: Settlement, folder: Path, calls: Calls
) -> tuple[CenterMonth, Mapping[str, Records]]:
    found = read_month(center, settlement.period, folder, calls=calls)
    whole = settlement.people or settlement
    return found.starting_from(whole.before).month, found.records


def _stored_month(
    center: Center, settlement: Settlement, folder: Path, _: Calls
) -> tuple[CenterMonth, Mapping[str, Records]]:
    decisions = settlement.rules.identity.decisions
    month = center.month(settlement.period, employees=(), decisions=decisions)
    return month, month.records(folder)


def _is_shown(month: CenterMonth, fact: str, records: Mapping[str, Records], kind: str) -> bool:
    """Say whether records alone show what a fact was measured over."""
    over = {each.name: each.over for each in month.month.rules.indicators}
    return kind not in _BY_PEOPLE and over.get(fact) in records
