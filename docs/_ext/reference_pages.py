"""Fills the reference pages: a line ``%% generated: NAME`` becomes what NAME makes of the code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parent))

import architecture
import checks
import clauses
import data_way
import diagnostics
import example_pages
import functions
import indicators
import input_files
import pack_format
import report_pictures

import ccops

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def python_names(_: str) -> str:
    """Return a directive for each public name; classes with their public members."""
    lines = ["```{eval-rst}"]
    for name in sorted(ccops.__all__, key=_order):
        found = getattr(ccops, name)
        kind = "autoclass" if isinstance(found, type) else "autofunction"
        lines += [f".. {kind if callable(found) else 'autodata'}:: ccops.{name}", ""]
    return "\n".join([*lines, "```"])


def _order(name: str) -> int:
    """Return the place of a public name in the order of the way data takes."""
    return list(ccops._ROOMS).index(name)  # noqa: SLF001 - it holds them in that order


_MARK: Final = "%% generated: "
#: What makes each part, asked for the language of the build.
PARTS: Final[Mapping[str, Callable[[str], str]]] = {
    "architecture": architecture.render,
    "checks": checks.render,
    "clauses": clauses.render,
    "data-way": data_way.render,
    "diagnostics": diagnostics.render,
    "examples": example_pages.render,
    "functions": functions.render,
    "indicators": indicators.render,
    "input-files": input_files.render,
    "pack-format": pack_format.render,
    "python": python_names,
    "report-pictures": report_pictures.render,
}

#: What of a part has its Chinese in the catalog of the page; all else says itself in Chinese.
GATHERED: Final[Mapping[str, Callable[[], str]]] = {
    "examples": example_pages.gathered,
    "indicators": indicators.gathered,
    "pack-format": pack_format.gathered,
}


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Put the generated parts into a page that asks for them, in the language of the build."""
    if page in checks.pages():
        source[0] = checks.render_page(page.rpartition("/")[2], app.config.language)
    for name, make in PARTS.items():
        mark = f"{_MARK}{name}"
        if mark in source[0]:
            made = make(app.config.language)
            if app.builder.name == "gettext":
                made = GATHERED[name]() if name in GATHERED else ""
            source[0] = source[0].replace(mark, made)


def begin(app: Sphinx) -> None:
    """Write the pages code makes, or leave them out where messages are gathered."""
    checks.write_pages()
    if app.builder.name == "gettext":
        app.config.exclude_patterns += [f"{page}.md" for page in checks.pages()]


def point_to_public(
    _: Sphinx, env: BuildEnvironment, node: pending_xref, contents: nodes.TextElement
) -> nodes.reference | None:
    """Resolve a type named by its room, ``ccops.center.Center``, to its public name."""
    target = str(node.get("reftarget", ""))
    name = target.rpartition(".")[2]
    if not target.startswith("ccops.") or name not in ccops.__all__:
        return None
    found = env.domains["py"].objects.get(f"ccops.{name}")
    if found is None:
        return None
    from sphinx.util.nodes import make_refnode

    builder = env.app.builder
    return make_refnode(builder, node["refdoc"], found.docname, found.node_id, contents, name)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("builder-inited", begin)
    app.connect("source-read", fill)
    app.connect("missing-reference", point_to_public)
    return {"parallel_read_safe": True}
