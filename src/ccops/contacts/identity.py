"""Who an agent is: the names that telephony writes, and the employee behind each on a day."""

from __future__ import annotations

import datetime as dt
import itertools
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from ccops.errors import DataError
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


@attrs.frozen(kw_only=True)
class AgentAlias:
    """One name of an employee in a telephony system (``PJSIP/1127``), and while it was theirs.

    Both days belong to the span; ``None`` leaves it open.
    """

    employee_id: str
    alias: str
    system: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    @property
    def first(self) -> int:
        """The ordinal of the first day."""
        return dt.date.min.toordinal() if self.valid_from is None else self.valid_from.toordinal()

    @property
    def last(self) -> int:
        """The ordinal of the last day."""
        return (
            dt.date.max.toordinal() if self.valid_until is None else self.valid_until.toordinal()
        )


def check_aliases(aliases: Iterable[AgentAlias]) -> tuple[Diagnostic, ...]:
    """Return where one name belongs to two employees on the same day, or a span ends early."""
    found: list[Diagnostic] = []
    for alias, spans in _by_alias(aliases).items():
        found.extend(
            Diagnostic(code="alias-span", args={"alias": alias, "employee": each.employee_id})
            for each in spans
            if each.last < each.first
        )
        for earlier, later in itertools.pairwise(spans):
            if later.first <= earlier.last and later.employee_id != earlier.employee_id:
                told = {"alias": alias, "one": earlier.employee_id, "other": later.employee_id}
                found.append(Diagnostic(code="alias-overlap", args=told))
    return tuple(found)


class AgentBook:
    """Looks up the employee behind a written name on a local day; remembers what it looked up.

    ``pattern`` is a written name with ``*`` where the id stands (``Agent/*``). With aliases, a
    name that none of them has stays what it is and is *unmapped*; without any, names are ids.
    Raises ``DataError`` where aliases contradict each other.
    """

    __slots__ = ("_known", "_prefix", "_spans", "_suffix", "unmapped")

    def __init__(self, aliases: Iterable[AgentAlias] = (), *, pattern: str = "") -> None:
        listed = tuple(aliases)
        findings = check_aliases(listed)
        if findings:
            raise DataError(findings)
        self._spans = _by_alias(listed)
        self._prefix, _, self._suffix = pattern.partition("*")
        self._known = _Known(self._resolve)
        self.unmapped: set[str] = set()

    @property
    def has_aliases(self) -> bool:
        """Whether a name can be unmapped at all."""
        return bool(self._spans)

    def resolve(self, written: str, day: int) -> tuple[str, bool]:
        """Return the agent of a written name on a day (ordinal), and whether it is unmapped."""
        return self._known[day][written]

    def columns(self, written: Sequence[str], days: Sequence[int]) -> tuple[list[str], list[bool]]:
        """Return the agents of many names, each on its day, and whether each is unmapped."""
        if days and days.count(days[0]) == len(days):
            found = map(self._known[days[0]].__getitem__, written)
        else:
            found = map(self.resolve, written, days)
        cells: list[Any] = list(itertools.chain.from_iterable(found))
        return cells[::2], cells[1::2]

    def _resolve(self, written: str, day: int) -> tuple[str, bool]:
        agent, unmapped = self._employee(written, day)
        if unmapped:
            self.unmapped.add(written)
        return agent, unmapped

    def _employee(self, written: str, day: int) -> tuple[str, bool]:
        bare = written
        if written.startswith(self._prefix) and written.endswith(self._suffix):
            bare = written[len(self._prefix) : len(written) - len(self._suffix)] or written
        for name in (written, bare):
            for span in self._spans.get(name, ()):
                if span.first <= day <= span.last:
                    return span.employee_id, False
        return bare, bool(self._spans)


class _Known(dict[int, "_KnownOnDay"]):
    """What was looked up before, by day."""

    def __init__(self, look_up: Callable[[str, int], tuple[str, bool]]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, day: int) -> _KnownOnDay:
        found = self[day] = _KnownOnDay(self._look_up, day)
        return found


class _KnownOnDay(dict[str, tuple[str, bool]]):
    """What was looked up of a day; a name that was not is looked up once."""

    def __init__(self, look_up: Callable[[str, int], tuple[str, bool]], day: int) -> None:
        super().__init__()
        self._look_up, self._day = look_up, day

    def __missing__(self, written: str) -> tuple[str, bool]:
        found = self[written] = self._look_up(written, self._day)
        return found


def _by_alias(aliases: Iterable[AgentAlias]) -> Mapping[str, tuple[AgentAlias, ...]]:
    grouped: dict[str, list[AgentAlias]] = {}
    for each in aliases:
        grouped.setdefault(each.alias, []).append(each)
    return MappingProxyType(
        {
            alias: tuple(sorted(spans, key=lambda one: one.first))
            for alias, spans in grouped.items()
        }
    )
