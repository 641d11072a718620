"""Indicators of a pack kept day by day, brought up to a folder of records, and asked later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from ccops.adapters.kept.days import FolderDays, RecordDays
from ccops.contacts import (
    CREDITED_SEGMENT,
    ContractResult,
    ContractTable,
    KeptLevel,
    read_thresholds,
    with_credit,
)
from ccops.errors import DataError
from ccops.kpi import Measured, RecordKind, StateFolder, TableForm, measure, renew_states
from ccops.kpi.days import UNDATED, is_within
from ccops.kpi.records import Records
from ccops.messages import Diagnostic
from ccops.rulepack.recorded import recorded_repeats
from ccops.rulepack.recorded_days import Asked, indicators_of_days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from ccops.adapters.kept.folder import RecordFolder
    from ccops.contacts import QueueOwner
    from ccops.kpi import DaySource, Indicator
    from ccops.rulepack import Pack
    from ccops.values import PeriodDays


@attrs.frozen(kw_only=True, eq=False)
class KeptStates:
    """States of a folder under the definitions of a pack.

    ``measured`` and ``dropped`` are, kind by kind, the days that were measured for it now, and
    those that have no records any more.
    """

    folder: StateFolder
    kinds: Mapping[str, RecordKind]
    nothing: Mapping[str, Measured]
    levels: tuple[KeptLevel, ...] = ()
    measured: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    dropped: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    def within(self, days: PeriodDays | None = None) -> tuple[Measured, ...]:
        """Return what some days come to together, kind by kind; without ``days`` all of them.

        Only the states of these days are read. Raises ``ReadError`` for a file that is not as
        it was written.
        """
        return tuple(self._measured(name, days) for name in self.nothing)

    def contracts(
        self, within: Iterable[str] = (), *, days: PeriodDays | None = None
    ) -> ContractTable:
        """Return the service levels of some days under their contracts, within other thresholds.

        ``within`` are durations of whole seconds, ``"25 s"``; without any each contract's own.
        Raises ``DataError`` for what is none, and where no service level is kept by the groups
        of the states whose threshold may be another; ``ReadError`` as ``within`` does.
        """
        if not self.levels:
            raise DataError((Diagnostic(code="levels-absent"),))
        asked = tuple(within)
        limits = read_thresholds(asked, ()) if asked else ()
        results: list[ContractResult] = []
        for level in self.levels:
            measured = self._measured(level.indicator.over, days)
            for limit in limits or (level.threshold,):
                results += level.results(measured, limit)
        by = self.nothing[self.levels[0].indicator.over].by
        return ContractTable(by=by, volumes=(), results=tuple(results))

    def _measured(self, name: str, days: PeriodDays | None) -> Measured:
        wanted = [each for each in self.folder.kinds[name].days if is_within(each, days)]
        found = self.folder.states(self.kinds[name], self.nothing[name], wanted)
        return found.within()


def keep_states(
    pack: Pack,
    states: Path,
    records: RecordFolder,
    asked: Asked,
    *,
    days: PeriodDays | None,
    form: TableForm,
) -> KeptStates:
    """Bring the states of a folder up to records. Raises as ``renew_states`` does."""
    sources = {kind.name: FolderDays(folder=records, kind=kind) for kind in records.kinds.values()}
    derived = _Derived(pack, records, asked.owners)
    dates = _dates((each.marks for each in sources.values()), days)
    kinds = {*sources, *derived.names}
    chosen = indicators_of_days(pack, kinds, dates, asked)
    found = [(_source(name, sources, derived), listed) for name, listed in chosen.by_kind.items()]
    told = [(source, listed) for source, listed in found if source is not None]
    made = renew_states(states, told, by=asked.by, days=days, form=form)
    return KeptStates(
        folder=made.folder,
        kinds={source.kind.name: source.kind for source, _ in told},
        nothing=made.nothing,
        levels=chosen.levels,
        measured=made.measured,
        dropped=made.dropped,
    )


def kept_states(
    pack: Pack,
    states: Path,
    kinds: Mapping[str, RecordKind],
    asked: Asked,
) -> KeptStates:
    """Return the states of a folder as they are.

    Raises ``ReadError`` where they were measured under other definitions or by other groups.
    """
    folder = StateFolder.open(states)
    dates = _dates((note.days for note in folder.kinds.values()), None)
    chosen = indicators_of_days(pack, set(folder.kinds), dates, asked)
    known = {name: kinds[name] for name in chosen.by_kind}
    nothing = {
        name: _nothing(known[name], listed, asked.by) for name, listed in chosen.by_kind.items()
    }
    for name, each in nothing.items():
        folder.checked(name, each)
    return KeptStates(folder=folder, kinds=known, nothing=nothing, levels=chosen.levels)


class _Derived:
    """Records that are made of all others: whose a contact was, who came in again.

    They are made only where an indicator is over them; a day of theirs may change with records
    of another, so it is marked by what it says itself.
    """

    names = frozenset({CREDITED_SEGMENT.name, "issue", "approach"})

    def __init__(self, pack: Pack, records: RecordFolder, owners: Sequence[QueueOwner]) -> None:
        self._owners = owners
        self._pack = pack
        self._folder = records
        self._made: Mapping[str, Records] | None = None

    def source(self, name: str) -> DaySource | None:
        """Return the records of a kind by day; none where the pack has no rule for them."""
        if self._made is None:
            self._made = self._derived()
        found = self._made.get(name)
        return None if found is None else RecordDays.of(found)

    def _derived(self) -> Mapping[str, Records]:
        policy = self._pack.rules.pack.attribution
        records = with_credit(policy, self._folder.intake().records, owners=self._owners)
        return recorded_repeats(self._pack, records)


def _source(name: str, sources: Mapping[str, DaySource], derived: _Derived) -> DaySource | None:
    return sources[name] if name in sources else derived.source(name)


def _nothing(kind: RecordKind, indicators: Sequence[Indicator], by: Sequence[str]) -> Measured:
    return measure(Records.of_rows(kind, ()), indicators, by=by)


def _dates(marks: Iterable[Collection[str]], days: PeriodDays | None) -> Iterator[dt.date]:
    """Yield the days that are named, but those that are not asked about or undated."""
    return (
        dt.date.fromisoformat(each)
        for listed in marks
        for each in listed
        if each != UNDATED and is_within(each, days)
    )
