"""Stored states: a table a day, under the definitions they were measured by, in one folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import ReadError
from ccops.kpi.day_states import DayStates
from ccops.kpi.engines.parquet_files import ParquetFiles, parquet_files
from ccops.kpi.state_tables import state_columns, state_lines, states_of
from ccops.kpi.table_form import TableForm
from ccops.kpi.whole_folder import damaged, whole_file
from ccops.messages import Diagnostic
from ccops.values.canonical import canonical_json

if TYPE_CHECKING:
    from ccops.kpi.folds import Fold
    from ccops.kpi.measured import Measured
    from ccops.kpi.records import RecordKind

STATES_FILE: Final = "states.json"
_SCHEMA: Final = "ccops.states/1"
_WHOLE: Final = "all"


@attrs.frozen
class FoldNote:
    """The definition of a table: the columns that its groups lie in, and its tallies."""

    columns: tuple[str, ...]
    tallies: tuple[str, ...]

    @property
    def place(self) -> str:
        """The folder of its tables."""
        return "+".join(each or _WHOLE for each in self.columns) or _WHOLE


@attrs.frozen(kw_only=True)
class StatesNote:
    """What a folder holds of one kind: by which groups, under which definitions, which days.

    ``days`` are marks of the records that each day was measured over: another mark, other
    records.
    """

    by: tuple[str, ...]
    folds: tuple[FoldNote, ...]
    days: Mapping[str, str] = attrs.field(factory=dict[str, str])

    @classmethod
    def of(cls, nothing: Measured) -> StatesNote:
        """Return the note of what was measured: its groups and definitions."""
        return cls(by=nothing.by, folds=tuple(_fold_notes(nothing)))

    def is_like(self, other: StatesNote) -> bool:
        """Say whether states of the one and of the other can be put together."""
        return (self.by, self.folds) == (other.by, other.folds)


@attrs.frozen(kw_only=True)
class StateFolder:
    """States of kinds of records in a folder; a file is held against its digest when read."""

    path: Path
    form: TableForm
    kinds: Mapping[str, StatesNote]
    files: Mapping[str, str]

    @classmethod
    def open(cls, path: Path) -> StateFolder:
        """Open a folder. Raises ``ReadError`` where it holds no states, or no whole ones."""
        file = path / STATES_FILE
        try:
            data = json.loads(file.read_bytes())
            if data["schema"] != _SCHEMA:
                raise damaged(file)
            kinds = {name: _note(each) for name, each in data["kinds"].items()}
            return cls(path=path, form=TableForm(data["form"]), kinds=kinds, files=data["files"])
        except FileNotFoundError as problem:
            told = Diagnostic(code="states-absent", args={"folder": path})
            raise ReadError((told,)) from problem
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            if isinstance(problem, ReadError):
                raise
            raise damaged(file) from problem

    def to_json(self) -> bytes:
        """Return what stands in ``states.json``."""
        return canonical_json(
            {
                "schema": _SCHEMA,
                "form": self.form,
                "kinds": {name: attrs.asdict(each) for name, each in self.kinds.items()},
                "files": self.files,
            }
        )

    def states(
        self, kind: RecordKind, nothing: Measured, days: Iterable[str] | None = None
    ) -> DayStates:
        """Return the states of a kind, of all days or of some, under definitions.

        ``nothing`` is what no records come to under them. Raises ``ReadError`` where the states
        were measured under others or by other groups, and for a file that is not as it was
        written.
        """
        note = self.checked(kind.name, nothing)
        wanted = note.days if days is None else days
        with tables(self.form) as found:
            made = {day: self._measured(kind.name, day, nothing, found) for day in wanted}
        return DayStates(kind=kind, nothing=nothing, days=made)

    def checked(self, kind: str, nothing: Measured) -> StatesNote:
        """Return the note of a kind. Raises ``ReadError`` where it is of other definitions."""
        note, wanted = self.kinds.get(kind), StatesNote.of(nothing)
        if note is not None and note.is_like(wanted):
            return note
        told = {"folder": self.path, "kind": kind, "by": ", ".join(note.by if note else ())}
        raise ReadError((Diagnostic(code="states-otherwise", args=told),))

    def _measured(self, kind: str, day: str, nothing: Measured, found: StateTables) -> Measured:
        folds = []
        for note, fold in zip(_fold_notes(nothing), nothing.folds, strict=True):
            place = table_place(kind, note, day, self.form)
            rows = found.rows(whole_file(self.path, place, self.files.get(place)))
            states = states_of(rows, nothing.by, fold.layout)
            folds.append(attrs.evolve(fold, states=states))
        return attrs.evolve(nothing, folds=tuple(folds))


class StateTables:
    """Writes and reads tables of states in one form."""

    def __init__(self, parquet: ParquetFiles | None) -> None:
        self._parquet = parquet

    def write(
        self, fold: Fold, note: FoldNote, groups: Sequence[str], kind: RecordKind, into: Path
    ) -> None:
        """Write the states of a day."""
        into.parent.mkdir(parents=True, exist_ok=True)
        lines = into if self._parquet is None else into.with_suffix(".lines")
        with lines.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(state_lines(fold, groups))
        if self._parquet is not None:
            by_column = dict(zip(groups, note.columns, strict=True))
            columns = state_columns(fold.layout, by_column, kind)
            self._parquet.write(lines, columns, into)
            lines.unlink()

    def rows(self, file: Path) -> Iterator[Sequence[Any]]:
        """Yield the rows of a table, its columns in the order in which they were written."""
        if self._parquet is None:
            with file.open(encoding="utf-8", newline="\n") as stream:
                yield from (tuple(json.loads(line).values()) for line in stream)
            return
        names = list(self._parquet.columns(file))
        for rows in self._parquet.rows(file, names):
            yield from rows


@contextmanager
def tables(form: TableForm) -> Iterator[StateTables]:
    """Open what writes and reads tables of states in a form."""
    if form is TableForm.JSONL:
        yield StateTables(None)
        return
    with parquet_files() as found:
        yield StateTables(found)


def table_place(kind: str, note: FoldNote, day: str, form: TableForm) -> str:
    """Return where the table of a day lies in the folder."""
    return f"{kind}/{note.place}/{day}.{form.value}"


def _fold_notes(measured: Measured) -> Iterator[FoldNote]:
    """Yield the note of each fold: its indicators all lie in the same columns."""
    for place, fold in enumerate(measured.folds):
        name = next(each for each, where in measured.places.items() if where == place)
        columns = measured.indicators[name].columns
        yield FoldNote(tuple(columns[each] for each in measured.by), fold.layout.keys)


def _note(data: Mapping[str, Any]) -> StatesNote:
    return StatesNote(
        by=tuple(data["by"]),
        folds=tuple(
            FoldNote(tuple(each["columns"]), tuple(each["tallies"])) for each in data["folds"]
        ),
        days=dict(data["days"]),
    )
