"""What the parts of a formula's check may ask of the walk they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ccops.values import Type, Unit

if TYPE_CHECKING:
    import ast

    from ccops.messages import Span
    from ccops.rules.expressions import Node
    from ccops.rules.narrowing import Proven

FLAG: Final = Type(Unit.FLAG)


class Checker(Protocol):
    """The walk over one formula; it collects findings and goes on."""

    def check(self, tree: ast.expr, known: Proven) -> Node | None:
        """Return the checked node, or ``None`` where something in it was refused."""

    def refuse(self, code: str, at: ast.AST, **arguments: object) -> None:
        """Note a finding."""

    def place(self, at: ast.AST) -> Span | None:
        """Return where a node stands."""

    def common_type(self, nodes: tuple[Node, ...], at: ast.AST) -> Type | None:
        """Return the one type of several values, or refuse them."""
