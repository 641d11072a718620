"""Folders of records and of states, as a center writes, reads and measures them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from ccops.adapters.kept.folder import RecordFolder
from ccops.adapters.kept.states import KeptStates, keep_states, kept_states
from ccops.adapters.kept.writer import write_records
from ccops.adapters.protocol.intake import ContactAdapter
from ccops.adapters.protocol.options import ReadOptions
from ccops.contacts import with_credit
from ccops.kpi import RecordKind, Records, TableForm
from ccops.rulepack import Pack
from ccops.rulepack.recorded_days import Asked

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ccops.adapters.kept.notes import RecordNotes
    from ccops.adapters.protocol.intake import Intake
    from ccops.adapters.protocol.sources import Readable
    from ccops.contacts import QueueOwner
    from ccops.values import PeriodDays

    Folder = str | os.PathLike[str]


@attrs.frozen(kw_only=True, eq=False)
class RecordStore:
    """Telephony files read once: ``center.store``.

    ``kinds`` are the kinds of records that are known, ``adapter`` finds an adapter by name.
    """

    pack: Pack
    kinds: Mapping[str, RecordKind]
    adapter: Callable[[str], ContactAdapter]

    @property
    def options(self) -> ReadOptions:
        """How files are read where nothing else is said: as the pack says."""
        return ReadOptions(zone=self.pack.zone, agent_pattern=self.pack.agent_pattern)

    def write(
        self,
        files: Sequence[Readable],
        folder: Folder,
        *,
        adapter: str,
        options: ReadOptions | None = None,
        form: TableForm | str = TableForm.PARQUET,
    ) -> RecordNotes:
        """Write the records of telephony files to a folder, batch by batch; return its notes.

        ``form`` is ``parquet`` (extra ``duckdb``), a file a day, or ``jsonl``. A folder of records
        that was there is replaced once the new one is whole. Raises as ``Center.read`` does, and
        ``ReadError`` for a folder that holds anything else.
        """
        chosen = options or self.options
        batches = self.adapter(adapter).read_batches(files, chosen)
        return write_records(
            batches, Path(folder), adapter=adapter, options=chosen, form=TableForm(form)
        )

    def read(
        self,
        folder: Folder,
        *,
        zone: str = "",
        options: ReadOptions | None = None,
        owners: Sequence[QueueOwner] = (),
    ) -> Intake:
        """Return the records of a folder and how reading them went, as ``Center.read`` does.

        They have to be of a ``zone``, that of the pack where none is said; with ``options`` also
        such as that read would make them, with agents under the same names. ``owners`` answer
        for queues, where ``options`` say nothing of them. Raises ``ReadError`` for a folder that
        is not whole, that was read otherwise, or whose kinds of records have other columns now.
        """
        found = self._opened(folder, zone or (options.zone if options else self.pack.zone))
        if options is not None:
            found.check_agents(options)
        intake = found.intake()
        told = (
            attrs.evolve(options or self.options, queue_owners=tuple(owners))
            if owners
            else options
        )
        return attrs.evolve(intake, records=self.credited(intake.records, told))

    def tables(self, folder: Folder, *, zone: str = "") -> Intake:
        """Return the records of a folder as tables that DuckDB reads where they lie.

        Those of a folder of lines of JSON are read at once. Raises as ``read`` does.
        """
        intake = self._opened(folder, zone or self.pack.zone).tables()
        return attrs.evolve(intake, records=self.credited(intake.records))

    def kpi(  # noqa: PLR0913 - each may be asked for by itself
        self,
        states: Folder,
        records: Folder | None = None,
        *,
        by: Sequence[str] = (),
        contract: str = "",
        days: PeriodDays | None = None,
        form: TableForm | str = TableForm.PARQUET,
        owners: Sequence[QueueOwner] = (),
    ) -> KeptStates:
        """Return indicators by some groups from states kept day by day in a folder.

        With a folder of ``records`` the states are brought up to them first: only days whose
        records are others than before are measured; with ``days``, only these are looked at, and
        other days stay as they are. ``kept.within(days)`` is what days come to together, as
        ``Center.kpi`` measures them; ``owners`` answer for queues. Raises as ``Center.kpi`` and
        ``read`` do, and ``ReadError`` where the states were measured under other definitions or
        by other groups.
        """
        asked = Asked(tuple(by), contract, tuple(owners))
        if records is None:
            return kept_states(self.pack, Path(states), self.kinds, asked)
        found = self._opened(records, self.pack.zone)
        made = TableForm(form)
        return keep_states(self.pack, Path(states), found, asked, days=days, form=made)

    def credited(
        self, records: Mapping[str, Records], options: ReadOptions | None = None
    ) -> Mapping[str, Records]:
        """Return records with the credit of each conversation, as the pack attributes it.

        ``options`` say who answers for a queue.
        """
        owners = options.queue_owners if options else ()
        return with_credit(self.pack.rules.pack.attribution, records, owners=owners)

    def _opened(self, folder: Folder, zone: str) -> RecordFolder:
        found = RecordFolder.open(Path(folder), self.kinds)
        found.check_zone(zone)
        return found
