"""Verdicts: what checks found about packs, kept for the next load of the very same pack.

What is wrong with a pack is a function of what its files say, to the letter, and of what it can
name. Somebody who loads it again has its rules read again, and what was found told again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, has_errors

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.documents.chain import Source
    from ccops.rulepack.readings import Readings

#: How many verdicts are kept: a few kilobytes each.
MOST_VERDICTS: Final = 64
_Found = tuple[Diagnostic, ...]


@attrs.define(eq=False)
class Verdicts:
    """What was found about the packs that were checked last, of those without an error."""

    _kept: dict[Hashable, tuple[_Found, object]] = attrs.field(factory=dict, init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def found(
        self, source: Source, catalog: Catalog, readings: Readings, check: Callable[[], _Found]
    ) -> _Found:
        """Return what a check finds about a pack that was read from a source, asked now or before.

        The check must be a function of the source, the catalog and the readings alone.
        """
        named = catalog.named
        key = (source.written, *map(_name, source.places), readings, *map(id, named))
        known = self._kept.get(key)
        if known is not None:
            return known[0]
        found = check()
        if not has_errors(found):
            self._keep(key, (found, named))  # what is named stays, so that identities stay theirs
        return found

    def _keep(self, key: Hashable, known: tuple[_Found, object]) -> None:
        with self._lock:
            self._kept[key] = known
            while len(self._kept) > MOST_VERDICTS:
                del self._kept[next(iter(self._kept))]

    def forget(self) -> None:
        """Forget every verdict: the next check is made."""
        with self._lock:
            self._kept.clear()


def _name(place: Path) -> str:
    return place.name


#: The verdicts of this process.
VERDICTS: Final = Verdicts()
