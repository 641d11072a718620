"""Records that lie elsewhere: in files, in memory, in a database. Engines read them there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import attrs

from ccops.frozen import frozen
from ccops.kpi.records import Records
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from ccops.values import PeriodDays


class _Columns(Mapping[str, Sequence[Cell | Missing]]):
    """The columns of rows that are read when one of them is first asked for, all at once."""

    __slots__ = ("_lying", "_read")

    def __init__(self, lying: Elsewhere) -> None:
        self._lying = lying
        self._read: Mapping[str, Sequence[Cell | Missing]] | None = None

    def __getitem__(self, name: str) -> Sequence[Cell | Missing]:
        if self._read is None:
            self._read = self._lying.in_memory().columns
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lying.kind.names)

    def __len__(self) -> int:
        return len(self._lying.kind.names)


@frozen(kw_only=True, eq=False)
class Elsewhere(Records):
    """Records whose rows an engine reads where they lie; whatever asks for columns reads all.

    ``held`` is what holds the rows: paths, an object, a connection with the ``name`` of a table.
    ``days`` are the first and the last day (ordinals) of the rows that count.
    """

    held: Any
    name: str = ""
    days: tuple[int, int] | None = None
    columns: Mapping[str, Sequence[Cell | Missing]] = attrs.field(
        init=False, default=attrs.Factory(_Columns, takes_self=True)
    )

    def __attrs_post_init__(self) -> None:
        """Look at nothing: rows are read when they are asked for."""

    @abstractmethod
    def in_memory(self) -> Records:
        """Return the same records, read."""

    def within(self, days: PeriodDays) -> Self:
        """Return the rows whose day belongs to a period; one without a day belongs to none."""
        first, last = days.first.toordinal(), days.last.toordinal()
        if self.days is not None:
            first, last = max(first, self.days[0]), min(last, self.days[1])
        return attrs.evolve(self, days=(first, last))
