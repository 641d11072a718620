"""Starting a plugin: a copy of the template under a name of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ccops.errors import DataError
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.hooks.plugins import Plugins

#: The name the files of the template have before they are somebody's.
_SAMPLE: Final = "example"
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
#: The name by itself or as a part of another; never a part of a word.
_MODULE: Final = re.compile(rf"\bccops_{_SAMPLE}\b")
_ANY: Final = re.compile(rf"(?<![a-z_]){_SAMPLE}(?![a-z_])")
#: What tools leave beside the files of the template.
_LEFT: Final = re.compile(r"__pycache__|\.\w+|\w+\.egg-info|build|dist")


def plugin_template() -> Path:
    """Return the folder of the template plugin.

    In an installed wheel it lies inside the package, in a checkout beside ``src``.
    """
    package = Path(__file__).parents[1]
    inside = package / "_plugin_template"
    return inside if inside.is_dir() else package.parents[1] / "plugins" / f"ccops-{_SAMPLE}"


def start_plugin(name: str, into: Path, *, plugins: Plugins) -> tuple[Path, ...]:
    """Write a working plugin into the folder ``ccops-NAME`` in ``into``, and return its files.

    Raises ``DataError`` for a name no plugin may have, for one that a plugin or a pack has taken,
    and for a folder that is there and not empty. Nothing that is there is ever written over.
    """
    folder = into / f"ccops-{name}"
    problems = list(_problems(name, folder, plugins))
    if problems:
        raise DataError(tuple(problems))
    template = plugin_template()
    written = []
    for source in sorted(_files(template)):
        path = folder / _renamed(source.relative_to(template).as_posix(), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(_renamed(source.read_text(encoding="utf-8"), name))
        written.append(path)
    return tuple(written)


def _problems(name: str, folder: Path, plugins: Plugins) -> Iterator[Diagnostic]:
    if not _NAME.fullmatch(name) or name.startswith("ccops"):
        yield Diagnostic(code="plugin-name-wrong", args={"got": name})
        return
    taken = {each.name for each in plugins.infos}
    brought = {_renamed(each, name) for each in _brought(plugin_template())}
    if name in taken or not brought.isdisjoint(plugins.catalog.packs):
        yield Diagnostic(code="plugin-name-taken", args={"got": name})
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        yield Diagnostic(code="start-not-empty", args={"folder": folder})


def _brought(template: Path) -> Iterator[str]:
    """Yield the ids of the packs the template brings, which are the names of their folders."""
    for each in template.glob("src/*/*/pack.yaml"):
        yield each.parent.name


def _files(folder: Path) -> Iterator[Path]:
    for each in folder.iterdir():
        if _LEFT.fullmatch(each.name):
            continue
        if each.is_dir():
            yield from _files(each)
        else:
            yield each


def _renamed(text: str, name: str) -> str:
    """Return a text with a name in the place of the template's, written as modules are or not."""
    return _ANY.sub(name, _MODULE.sub(f"ccops_{name.replace('-', '_')}", text))
