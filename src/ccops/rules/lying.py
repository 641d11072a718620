"""Lying: into how many parts of one the results of a formula are counted, without its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.rules.lowering import Lowering

if TYPE_CHECKING:
    from ccops.rules.expressions import Node, Reference
    from ccops.rules.lowering import Guard


def scale_of(node: Node) -> int | None:
    """Return into how many parts of one the results of a number's formula are counted.

    ``None`` where no fixed number of parts is enough for each of them.
    """
    _, number = _Lying().number(node)
    return None if number.divisors else number.below


class _Lying(Lowering):
    """Lowers a number only to see how it lies; what is asked makes no difference to that."""

    def __init__(self) -> None:
        super().__init__({})

    def _asked(self, _node: Reference, _guards: list[Guard]) -> str:
        return "v"

    def _plain(self, _node: Node, _guards: list[Guard]) -> str:
        return "v"
