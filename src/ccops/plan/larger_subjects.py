"""Larger subjects as smaller ones see them: the facts that may be read of a kind of group."""

from __future__ import annotations

from collections.abc import Mapping

from ccops.facts import FactDeclaration
from ccops.frozen import frozen


@frozen(kw_only=True, eq=False)
class LargerSubject:
    """What smaller subjects may read of a kind of group: what is measured or given of it.

    ``figures`` are the names it works out itself. Nobody below reads those: they may come of the
    readers.
    """

    facts: Mapping[str, FactDeclaration]
    figures: frozenset[str] = frozenset()
