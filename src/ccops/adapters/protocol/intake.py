"""What a read hands on: records by kind, the report, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from ccops.adapters.protocol.columns import joined_records
from ccops.adapters.protocol.report import ReadReport, joined_reports
from ccops.adapters.protocol.state import OpenState
from ccops.kpi import Records
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.adapters.protocol.options import ReadOptions
    from ccops.adapters.protocol.sources import Readable

#: The column that a source fills once it tells of after-call work.
_AFTER_CALL: Final = "after_call"


@attrs.frozen(kw_only=True, eq=False)
class Intake:
    """The records of a read by the name of their kind, its report, and the state to resume.

    ``state`` is there with ``AtEnd.CARRY``, after a read and between its batches. An adapter
    whose state is small may have one between batches of any read.
    """

    records: Mapping[str, Records]
    report: ReadReport
    state: OpenState | None = None

    def __getitem__(self, kind: str) -> Records:
        """Return the records of a kind. Raises ``KeyError`` for one the source does not yield."""
        return self.records[kind]


class ContactAdapter(Protocol):
    """Reads one telephony source into canonical records; holds no rule of the trade.

    ``name`` is what a host asks for (``asterisk-queue-log``), ``description`` one line of help.
    ``verified`` says that a real file of the source was read, and not only its documentation.
    A second read of the same rows yields duplicates, never second records.
    """

    @property
    def name(self) -> str:
        """What the adapter is asked for by."""

    @property
    def description(self) -> str:
        """What it reads, in one line."""

    @property
    def verified(self) -> bool:
        """Whether it was held against a real file of the source."""

    def read(self, sources: Iterable[Readable], options: ReadOptions) -> Intake:
        """Return everything the sources hold. Raises ``ReadError`` where reading must stop."""

    def read_batches(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what the sources hold in batches of ``options.batch_rows`` rows."""


def joined_intake(batches: Iterable[Intake]) -> Intake:
    """Return the batches of one read as one intake.

    A source that tells of after-call work in one batch had none in the others, rather than that
    nobody knows.
    """
    listed = tuple(batches)
    kinds = {name: each.kind for batch in listed for name, each in batch.records.items()}
    joined = {
        name: joined_records(kind, (batch.records[name] for batch in listed))
        for name, kind in kinds.items()
    }
    return Intake(
        records={name: _told_of_all(each) for name, each in joined.items()},
        report=joined_reports(batch.report for batch in listed),
        state=listed[-1].state if listed else None,
    )


def _told_of_all(records: Records) -> Records:
    """Return records in which whether a state is after-call work is known of all or of none."""
    cells = records.columns.get(_AFTER_CALL, ())
    unknown = sum(isinstance(each, Missing) for each in cells)
    if unknown in (0, len(cells)):
        return records
    told = [False if isinstance(each, Missing) else each for each in cells]
    return attrs.evolve(records, columns={**records.columns, _AFTER_CALL: told})
