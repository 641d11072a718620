"""What a read has told: by name for a while, then packed into a few bytes a row."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The last instant of what was told, and the version of each of its rows.
Told = tuple[int, dict[str, int]]
#: After so many names it is looked whether some are old.
_EVERY: Final = 512
#: Packed numbers lie in so many sorted parts.
_PARTS: Final = 1 << 12
#: What fits beside a packed number.
_LONGEST: Final = (1 << 63) - 1


class Versions(Protocol):
    """The versions of rows that were told under one name."""

    def get(self, row: str, /) -> int | None:
        """Return the version in which a row was told, if it was."""


class ToldRows:
    """Remembers which rows were told, of which contact, in which version.

    What was told last before an instant is packed: of each name, and of each row under it, a hash
    of 64 bits is kept, and the version. Nothing is forgotten, and a row that comes again years
    later is known as if it came at once. That a new contact has the hash of an old one happens
    in one of 180,000 reads of ten million contacts after ten million others (10**14 / 2**64).
    """

    def __init__(self) -> None:
        self._recent: dict[str, Told] = {}
        self._names = _Packed()
        self._rows = _Packed()
        self._added = 0

    def of(self, names: Iterable[str]) -> Versions | None:
        """Return what was told under one of some names; ``None`` where nothing was."""
        for name in names:
            found = self._recent.get(name)
            if found is not None:
                return found[1]
            if self._names.get(hash(name)) is not None:
                return _Versions(name, self._rows)
        return None

    def add(self, names: Iterable[str], told: Told, *, old_ms: int) -> None:
        """Remember what is told; what was told last before ``old_ms`` is old."""
        for name in names:
            self._recent[name] = told
            self._added += 1
        if self._added >= _EVERY:
            self._added = 0
            self._pack(old_ms)

    def since(self, oldest_ms: int) -> dict[str, list[Any]]:
        """Return what was told last at an instant or later, as plain JSON data."""
        return {name: list(each) for name, each in self._recent.items() if each[0] >= oldest_ms}

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Take up what ``since`` returned."""
        self._recent = {name: (at_ms, dict(rows)) for name, (at_ms, rows) in stored.items()}

    def _pack(self, old_ms: int) -> None:
        """Pack what is old, as far as it stands first: contacts are told about as they end."""
        old: list[str] = []
        for name, (last_ms, _) in self._recent.items():
            if last_ms >= old_ms:
                break
            old.append(name)
        for name in old:
            versions = self._recent[name][1]
            if max(map(abs, versions.values()), default=0) > _LONGEST:
                continue
            del self._recent[name]
            self._names.put(hash(name), 0)
            for row, version in versions.items():
                self._rows.put(hash((name, row)), version)


class _Versions:
    """The versions of rows under a name that is packed."""

    __slots__ = ("_name", "_rows")

    def __init__(self, name: str, rows: _Packed) -> None:
        self._name, self._rows = name, rows

    def get(self, row: str, /) -> int | None:
        return self._rows.get(hash((self._name, row)))


class _Packed:
    """Whole numbers of 64 bits, each with another beside it: sixteen bytes for both."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: dict[int, tuple[array[int], array[int]]] = {}

    def put(self, key: int, value: int) -> None:
        """Keep a number beside a key; the last counts."""
        keys, values = self._parts.setdefault(key % _PARTS, (array("q"), array("q")))
        place = bisect_left(keys, key)
        if place < len(keys) and keys[place] == key:
            values[place] = value
        else:
            keys.insert(place, key)
            values.insert(place, value)

    def get(self, key: int) -> int | None:
        """Return the number beside a key, if it is kept."""
        found = self._parts.get(key % _PARTS)
        if found is None:
            return None
        keys, values = found
        place = bisect_left(keys, key)
        return values[place] if place < len(keys) and keys[place] == key else None
