"""Renewing stored states: only the days whose records are others than before are measured."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import attrs

from ccops.kpi.days import is_within
from ccops.kpi.engines import Engine
from ccops.kpi.engines.python import PYTHON
from ccops.kpi.measured import Measured, measure_states
from ccops.kpi.records import RecordKind, Records
from ccops.kpi.state_folder import (
    STATES_FILE,
    StateFolder,
    StatesNote,
    StateTables,
    table_place,
    tables,
)
from ccops.kpi.table_form import TableForm
from ccops.kpi.whole_folder import digests_of, replaced, whole_file

if TYPE_CHECKING:
    from ccops.kpi.definitions import Indicator
    from ccops.values import PeriodDays


class DaySource(Protocol):
    """Records of one kind, of which a day can be had by itself."""

    @property
    def kind(self) -> RecordKind:
        """Their kind."""

    @property
    def marks(self) -> Mapping[str, str]:
        """A mark for each day that has records: the same as long as these say the same."""

    def parts(self, days: Sequence[str]) -> Iterable[tuple[str, Records]]:
        """Yield all records of some days, day by day."""


@attrs.frozen(kw_only=True)
class Renewal:
    """What renewing did: the states, and by kind which days were measured or dropped for it."""

    folder: StateFolder
    nothing: Mapping[str, Measured]
    measured: Mapping[str, tuple[str, ...]]
    dropped: Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True, eq=False)
class _KindPlan:
    """What is to be done for one kind: its new note, the days to measure, to keep, to drop."""

    source: DaySource
    nothing: Measured
    note: StatesNote
    stale: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


def renew_states(
    path: Path,
    sources: Iterable[tuple[DaySource, Sequence[Indicator]]],
    *,
    by: Sequence[str] = (),
    days: PeriodDays | None = None,
    form: TableForm = TableForm.PARQUET,
    engine: Engine = PYTHON,
) -> Renewal:
    """Bring the states of a folder up to records, and return them.

    Afterwards the states are those of all records of the sources, each under its indicators;
    with ``days`` that is so for these days, and other days stay as they are. Days whose mark is
    the same are not measured again, unless the definitions or groups are others than before.
    A folder keeps its ``form``. Raises ``ReadError`` where days that stay were measured
    otherwise, and ``DataError`` for a group that an indicator is not asked by.
    """
    former = StateFolder.open(path) if (path / STATES_FILE).is_file() else None
    plans = {
        source.kind.name: _plan(source, _empty(source.kind, indicators, by), days, former)
        for source, indicators in sources
    }
    others = _others(former, plans, days)
    wanted = {**others, **{name: each.note for name, each in plans.items()}}
    folder = former
    if folder is None or folder.kinds != wanted:
        folder = _write(
            _Target(path, former.form if former else form, engine), plans, wanted, former
        )
    return Renewal(
        folder=folder,
        nothing={name: each.nothing for name, each in plans.items()},
        measured={name: each.stale for name, each in plans.items()},
        dropped={name: each.dropped for name, each in plans.items()},
    )


def _empty(kind: RecordKind, indicators: Sequence[Indicator], by: Sequence[str]) -> Measured:
    return measure_states(Records.of_rows(kind, ()), indicators, by=by)


def _plan(
    source: DaySource, nothing: Measured, days: PeriodDays | None, former: StateFolder | None
) -> _KindPlan:
    wanted = StatesNote.of(nothing)
    old = former.kinds.get(source.kind.name) if former else None
    before = old.days if old else {}
    outside = {day: mark for day, mark in before.items() if not is_within(day, days)}
    if former and outside:
        former.checked(source.kind.name, nothing)
    marks = {day: mark for day, mark in source.marks.items() if is_within(day, days)}
    is_like = old is not None and old.is_like(wanted)
    stale = tuple(day for day in marks if not is_like or before.get(day) != marks[day])
    every = dict(sorted({**outside, **marks}.items()))
    return _KindPlan(
        source=source,
        nothing=nothing,
        note=attrs.evolve(wanted, days=every),
        stale=stale,
        kept=tuple(day for day in every if day not in stale),
        dropped=tuple(day for day in before if day not in every),
    )


def _others(
    former: StateFolder | None, plans: Mapping[str, _KindPlan], days: PeriodDays | None
) -> dict[str, StatesNote]:
    """Return what stays of kinds of which there are no records: days that are not asked about."""
    kinds = former.kinds if former else {}
    left = {
        name: {day: mark for day, mark in note.days.items() if not is_within(day, days)}
        for name, note in kinds.items()
        if name not in plans
    }
    return {name: attrs.evolve(kinds[name], days=found) for name, found in left.items() if found}


@attrs.frozen
class _Target:
    """Where states are written, in which form, and what measures them."""

    path: Path
    form: TableForm
    engine: Engine


def _write(
    target: _Target,
    plans: Mapping[str, _KindPlan],
    wanted: Mapping[str, StatesNote],
    former: StateFolder | None,
) -> StateFolder:
    with tables(target.form) as made, replaced(target.path, notes=STATES_FILE) as place:
        for name, note in wanted.items():
            plan = plans.get(name)
            if former is not None:
                _copy(former, name, note, plan.kept if plan else tuple(note.days), place)
            if plan is not None:
                _measure(plan, target, made, place)
        folder = StateFolder(
            path=target.path, form=target.form, kinds=wanted, files=digests_of(place)
        )
        (place / STATES_FILE).write_bytes(folder.to_json())
    return folder


def _copy(
    former: StateFolder, kind: str, note: StatesNote, days: Iterable[str], place: Path
) -> None:
    for day in days:
        for fold in note.folds:
            table = table_place(kind, fold, day, former.form)
            (place / table).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(whole_file(former.path, table, former.files.get(table)), place / table)


def _measure(plan: _KindPlan, target: _Target, made: StateTables, place: Path) -> None:
    chosen, by = plan.nothing.indicators.values(), plan.nothing.by
    kind = plan.source.kind
    for day, records in plan.source.parts(plan.stale):
        measured = measure_states(records, chosen, by=by, engine=target.engine)
        for note, fold in zip(plan.note.folds, measured.folds, strict=True):
            table = place / table_place(kind.name, note, day, target.form)
            made.write(fold, note, by, kind, table)
