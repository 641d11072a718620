"""Writing a year of a work calendar into a pack, so that no later release changes a paid month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ccops.errors import DataError
from ccops.messages import Diagnostic
from ccops.worktime import LISTS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ccops.messages import Label
    from ccops.worktime import WorkYear

#: How many days stand in one line of a list.
_DAYS_A_LINE: Final = 6
_NOT_IN_IDS: Final = re.compile(r"\W")


def freeze_year(folder: Path, name: str, label: Label, year: WorkYear) -> Path:
    """Write a year into the folder of a pack, as ``calendar-2026.yaml``, and return the file.

    ``name`` and ``label`` are those of the calendar. Raises ``DataError`` for a year that is not
    confirmed, and where the file is there already: what months were paid by is not written over.
    """
    if not year.is_confirmed:
        told = {"name": name, "year": year.year}
        raise DataError((Diagnostic(code="calendar-unconfirmed", args=told),))
    path = folder / f"calendar-{year.year}.yaml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(year_text(name, label, year))
    except FileExistsError:
        told = {"file": path.name, "year": year.year}
        raise DataError((Diagnostic(code="calendar-frozen", args=told),)) from None
    return path


def year_text(name: str, label: Label, year: WorkYear) -> str:
    """Return a year as a pack lists it, as ``ccops pack fmt`` leaves it."""
    words = f"{{zh: {year.year} 年{label.zh}, en: '{label.en}, {year.year}'}}"
    lists = (line for kind in LISTS for line in _list(kind, year.days(kind)))
    lines = (
        f"# {year.year} 年工作日历 · the work calendar of {year.year}: ccops calendar freeze",
        "work_years:",
        f"  {_NOT_IN_IDS.sub('_', name)}_{year.year}:",
        f"    label: {words}",
        f"    year: {year.year}",
        *lists,
        f"    source: {year.source}",
    )
    return "\n".join(lines) + "\n"


def _list(kind: str, days: Sequence[dt.date]) -> Iterator[str]:
    if not days:
        if kind == LISTS[0]:
            yield f"    {kind}: []"
        return
    rows = [days[first : first + _DAYS_A_LINE] for first in range(0, len(days), _DAYS_A_LINE)]
    lines = [", ".join(day.isoformat() for day in row) for row in rows]
    yield f"    {kind}:"
    for number, line in enumerate(lines):
        begin = "[" if number == 0 else " "
        end = "]" if number == len(lines) - 1 else ","
        yield f"      {begin}{line}{end}"
