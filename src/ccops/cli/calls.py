"""Where the calls of a verb come from: telephony files, or records that were read before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import (
    aliases_from_rows,
    is_record_folder,
    owners_from_rows,
    read_input_file,
    read_sourced_file,
)
from ccops.cli.options import refuse
from ccops.cli.output import wrong_usage
from ccops.cli.progress import working
from ccops.worktime import AGENT_STATE, AGENT_TIME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.adapters import Intake, ReadOptions
    from ccops.center import Center
    from ccops.cli.reading import Reading
    from ccops.contacts import AgentAlias, QueueOwner

_READS_FOLDERS: Final = "duckdb"


@working("step-reading")
def intake_of(
    center: Center,
    files: Sequence[Path],
    records: Path | None,
    adapter: str,
    options: ReadOptions,
    *,
    reading: Reading,
    engine: str = "python",
) -> Intake:
    """Return the calls of files, or those of a folder of records or an input folder.

    Records are held against what ``options`` say of agents where ``reading`` says how they are
    named: they were read with names of their own. DuckDB reads a folder of records where it lies.
    """
    if (records is not None) is bool(files):
        raise wrong_usage("usage-files-or-records")
    if records is not None:
        calls = records / "calls"
        stored = next(filter(is_record_folder, (records, calls)), None)
        if stored is not None or not calls.is_dir():
            for each in reading.of_files:
                raise wrong_usage("usage-not-together", one=each, other=f"--records {records}")
            asked = options if reading.names_agents else None
            if engine == _READS_FOLDERS and asked is None and not options.queue_owners:
                return center.store.tables(stored or records, zone=options.zone)
            return center.store.read(
                stored or records, zone=options.zone, options=asked, owners=options.queue_owners
            )
        files = sorted(each for each in calls.iterdir() if each.is_file())
    if not adapter:
        raise wrong_usage("usage-files-adapter")
    return center.read(files, adapter=adapter, options=options)


def aliases_of(file: Path | None) -> tuple[AgentAlias, ...]:
    """Return the aliases of the file ``agents``. Raises ``DataError`` with every wrong row."""
    named, problems = read_input_file(file, "agents") if file else ((), ())
    refuse(problems)
    listed, problems = aliases_from_rows(named)
    refuse(problems)
    return listed


def owners_of(file: Path | None) -> tuple[QueueOwner, ...]:
    """Return the owners of ``queue_owners``. Raises ``DataError`` with every wrong row."""
    told, problems = read_input_file(file, "queue_owners") if file else ((), ())
    refuse(problems)
    owners, problems = owners_from_rows(told)
    refuse(problems)
    return owners


def rostered(
    center: Center, intake: Intake, roster: Path, leave: Path | None, *, zone: str
) -> Intake:
    """Return what was read with what agents did beside the file ``roster``, and ``leave``.

    Raises ``DataError`` with every wrong row, and a usage error where the roster is empty, where
    nothing that was read says what agents did or when they signed on, and where it was read in
    another ``zone`` than that of the pack, whose clock shifts are told by.
    """
    if zone != center.pack.zone:
        raise wrong_usage("usage-not-together", one=f"--zone {zone}", other="--roster")
    planned, problems = read_sourced_file(roster, "roster")
    away, more = read_sourced_file(leave, "leave") if leave else ((), ())
    refuse((*problems, *more))
    if not planned:
        raise wrong_usage("usage-roster-empty", file=roster.name)
    if not len(intake.records.get(AGENT_STATE.name, ())):
        raise wrong_usage("usage-roster-states")
    made = center.rostered(intake.records, planned, away)
    if not len(made.get(AGENT_TIME.name, ())):
        raise wrong_usage("usage-roster-unsigned")
    return attrs.evolve(intake, records=made)
