"""The records behind the measured facts of an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.cli.inputs import read_month
from ccops.messages import Locale, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ccops.center import Center
    from ccops.plan import Trace
    from ccops.settlement import Settlement

#: How many records of one fact are listed before the rest is only counted.
MOST_RECORDS = 20


def measured_names(trace: Trace) -> tuple[str, ...]:
    """Return the measured facts an explanation ends at, each once."""
    found: dict[str, None] = {}
    waiting = [trace]
    while waiting:
        current = waiting.pop(0)
        if current.kind == "measured":
            found.setdefault(current.name)
        waiting.extend(current.inputs)
    return tuple(found)


def evidence_lines(
    center: Center,
    settlement: Settlement,
    employee: str,
    figure: str,
    *,
    folder: Path,
    adapter: str,
    locale: Locale,
) -> Iterator[str]:
    """Yield the places in the input files of the records behind a figure."""
    month = read_month(center, settlement.period, folder, adapter=adapter)
    whole = settlement.people or settlement
    month = month.starting_from(whole.before)
    kind = settlement.about.value if settlement.about is not None else ""
    for name in measured_names(settlement.trace(employee, figure)):
        rows = month.month.evidence(employee, name, month.records, kind=kind)
        references = [
            str(each).removeprefix(f"{folder}/") for each in rows.columns[rows.kind.reference]
        ]
        yield message("explain-evidence", {"fact": name, "count": len(rows)}, locale=locale)
        yield from (f"  {each}" for each in references[:MOST_RECORDS])
        if len(references) > MOST_RECORDS:
            yield f"  … +{len(references) - MOST_RECORDS}"
