"""Facts handed in as a table: subjects in rows, facts in columns, some cells left empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from ccops.frozen import frozen

#: Columns that say whom a row is about, if it is not by his staff number.
_OTHER_SUBJECTS: Final = ("subject_kind", "subject_id")
_EMPLOYEE: Final = "employee_id"


@frozen(eq=False)
class FactCells:
    """The values given for one fact, with their places among the ids that facts are given of.

    ``texts`` are those among the values, each once; ``is_text`` says that there are no others.
    """

    places: Sequence[int]
    values: Sequence[object]
    texts: Collection[str]
    is_text: bool

    @classmethod
    def of_column(cls, cells: Sequence[str | None]) -> FactCells:
        """Return the values of a column of texts, ``None`` where a cell is empty."""
        found = set(cells)
        texts = {each for each in found if each is not None}
        if len(texts) == len(found):
            return cls(range(len(cells)), cells, texts, is_text=True)
        places = [place for place, cell in enumerate(cells) if cell is not None]
        return cls(places, [cells[place] for place in places], texts, is_text=True)

    @classmethod
    def of_values(cls, places: Sequence[int], values: Sequence[object]) -> FactCells:
        """Return values of any kind."""
        is_text = [isinstance(each, str) for each in values]
        texts = {each for each in values if isinstance(each, str)}
        return cls(places, values, texts, is_text=all(is_text))

    def of_known(self, rows: Sequence[int | None]) -> FactCells:
        """Return the values of those who have a row."""
        if isinstance(rows, range) or None not in rows:
            return self
        pairs = zip(self.places, self.values, strict=True)
        kept = [(place, value) for place, value in pairs if rows[place] is not None]
        return self.of_values([place for place, _ in kept], [value for _, value in kept])


@frozen(eq=False)
class FactTable(Mapping[str, Mapping[str, object]]):
    """Facts of employees by id and name, kept column by column as a file has them.

    It is what ``Month.facts`` takes: ``table["E017"]["conduct"]``. ``columns`` has a text for
    each of ``ids``, ``None`` where a cell is empty.
    """

    ids: Sequence[str]
    columns: Mapping[str, Sequence[str | None]]

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {each: row for row, each in enumerate(self.ids)}

    def __getitem__(self, employee: str) -> Mapping[str, object]:
        row = self._rows[employee]
        cells = ((name, column[row]) for name, column in self.columns.items())
        return {name: cell for name, cell in cells if cell is not None}

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)


def fact_table(columns: Mapping[str, Sequence[str | None]]) -> FactTable | None:
    """Return the table of columns in which each row is about an employee of its own.

    ``None`` where one is of a team, of nobody, or of somebody who has two.
    """
    ids = [each for each in columns.get(_EMPLOYEE, ()) if each]
    whole = {len(cells) for cells in columns.values()}
    others = (each for name in _OTHER_SUBJECTS for each in columns.get(name, ()))
    if whole != {len(set(ids))} or any(others):
        return None
    named = (_EMPLOYEE, *_OTHER_SUBJECTS)
    return FactTable(ids, {name: cells for name, cells in columns.items() if name not in named})


def cells_by_fact(given: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, FactCells]]:
    """Yield each fact of a mapping by id and name with its values."""
    if isinstance(given, FactTable):
        for name, column in given.columns.items():
            yield name, FactCells.of_column(column)
        return
    found: dict[str, tuple[list[int], list[object]]] = {}
    for place, values in enumerate(given.values()):
        for name, value in values.items():
            places, own = found.setdefault(name, ([], []))
            places.append(place)
            own.append(value)
    for name, (places, own) in found.items():
        yield name, FactCells.of_values(places, own)
