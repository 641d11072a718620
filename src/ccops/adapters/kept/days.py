"""Records by day, with a mark for each day that changes when its records do."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

import attrs

from ccops.adapters.kept.folder import RecordFolder
from ccops.adapters.kept.shape import lines_of
from ccops.kpi import RecordKind, Records, TableForm
from ccops.kpi.days import split_by_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@attrs.frozen(kw_only=True, eq=False)
class FolderDays:
    """The records of one kind in a folder: only days that are asked for are read."""

    folder: RecordFolder
    kind: RecordKind

    @property
    def marks(self) -> Mapping[str, str]:
        """The digest of what the records of each day say."""
        days = self.folder.notes.kinds[self.kind.name].days
        return {day: note.digest for day, note in days.items()}

    def parts(self, days: Sequence[str]) -> Iterator[tuple[str, Records]]:
        """Yield the records of some days, day by day."""
        if self.folder.notes.form is TableForm.PARQUET:
            yield from ((day, self.folder.records(self.kind.name, [day])) for day in days)
        elif days:
            yield from split_by_day(self.folder.records(self.kind.name, days)).items()


@attrs.frozen(kw_only=True, eq=False)
class RecordDays:
    """Records of one kind by day."""

    kind: RecordKind
    days: Mapping[str, Records]
    marks: Mapping[str, str]

    @classmethod
    def of(cls, records: Records) -> RecordDays:
        """Return records by day; the marks are those that a folder of them would have."""
        days = split_by_day(records)
        marks = {day: _mark(part) for day, part in days.items()}
        return cls(kind=records.kind, days=days, marks=marks)

    def parts(self, days: Sequence[str]) -> Iterator[tuple[str, Records]]:
        """Yield the records of some days, day by day."""
        return ((day, self.days[day]) for day in days)


def _mark(records: Records) -> str:
    found = sha256()
    for _, body, _ in lines_of(records)[0]:
        found.update(body.encode())
    return f"sha256:{found.hexdigest()}"
