"""Fills the reference pages: a line ``%% generated: NAME`` becomes what NAME makes of the code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).parent))

import diagnostics
import indicators
import pack_format

import ccops

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def python_names() -> str:
    """Return a directive for each public name; classes with their public members."""
    lines = ["```{eval-rst}"]
    for name in ccops._ROOMS:
        found = getattr(ccops, name)
        kind = "autoclass" if isinstance(found, type) else "autofunction"
        if not isinstance(found, type) and not callable(getattr(found, "__code__", None)):
            kind = "autofunction" if hasattr(found, "__code__") else "autodata"
        lines += [f".. {kind}:: ccops.{name}", ""]
    return "\n".join([*lines, "```"])


PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "diagnostics": diagnostics.render,
    "indicators": indicators.render,
    "pack-format": pack_format.render,
    "python": python_names,
}


def fill(_: Sphinx, __: str, source: list[str]) -> None:
    """Put the generated parts into a page that asks for them."""
    for name, make in PARTS.items():
        mark = f"%% generated: {name}"
        if mark in source[0]:
            source[0] = source[0].replace(mark, make())


def point_to_public(
    _: Sphinx, env: BuildEnvironment, node: Any, contents: Any  # noqa: ANN401 - docutils nodes
) -> Any:  # noqa: ANN401 - a docutils node
    """Resolve a type named by its room, ``ccops.center.Center``, to its public name."""
    target = str(node.get("reftarget", ""))
    name = target.rpartition(".")[2]
    if not target.startswith("ccops.") or name not in ccops.__all__:
        return None
    found = env.domains["py"].objects.get(f"ccops.{name}")  # type: ignore[attr-defined] # py domain
    if found is None:
        return None
    from sphinx.util.nodes import make_refnode

    builder = env.app.builder
    return make_refnode(builder, node["refdoc"], found.docname, found.node_id, contents, name)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("source-read", fill)
    app.connect("missing-reference", point_to_public)
    return {"parallel_read_safe": True}
