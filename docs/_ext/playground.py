"""Puts the playground into the page that asks for it, and what it runs on beside that page.

A line ``%% playground`` becomes the playground. `make docs` gathers Python for the browser in
``.playground/runtime``; where that is not there, the page says so.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx

_ROOT: Final = Path(__file__).parents[2]
_PARTS: Final = _ROOT / "docs" / "_static" / "playground"
RUNTIME: Final = _ROOT / ".playground" / "runtime"
MARK: Final = "%% playground"
_PAGE: Final = "playground"


def fill(_: Sphinx, __: str, source: list[str]) -> None:
    """Put the playground where a page asks for it."""
    if MARK in source[0]:
        is_there = "yes" if (RUNTIME / "files.json").is_file() else "no"
        page = (_PARTS / "page.html").read_text(encoding="utf-8").replace("RUNTIME", is_there)
        source[0] = source[0].replace(MARK, f"```{{raw}} html\n{page}```")


def outdated(app: Sphinx, *_: object) -> list[str]:
    """Say that the page is to be read again: the Python for the browser may have come or gone."""
    return [each for each in app.env.found_docs if _is_page(each)]


def dress(app: Sphinx, page: str, _: str, __: dict[str, Any], tree: nodes.document | None) -> None:
    """Give the page its style and its scripts; no other page has them."""
    if tree is not None and _is_page(page):
        app.add_css_file("playground/page.css")
        app.add_js_file("playground/words.js", loading_method="defer")
        app.add_js_file("playground/page.js", loading_method="defer")


def put_runtime(app: Sphinx, failed: Exception | None) -> None:
    """Put what the playground runs on beside the page; linked, where the disk can do that."""
    if failed is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "playground" / "runtime"
    shutil.rmtree(target, ignore_errors=True)
    for path in _files(RUNTIME):
        target.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copyfile(path, target / path.name)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else ()


def _is_page(name: str) -> bool:
    return name.rpartition("/")[2] == _PAGE


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", fill)
    app.connect("html-page-context", dress)
    app.connect("build-finished", put_runtime)
    return {"parallel_read_safe": True}
