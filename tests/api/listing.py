"""The public API as text: a line a name with its signature, for a diff that people read.

``python tests/api/listing.py > tests/api/public.txt`` writes it anew after a change that is meant.
"""

from __future__ import annotations

import enum
import inspect
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
#: What pages and examples import from rooms; the plugins' own pages import from the plugins, too.
_FROM: Final = re.compile(r"^from (ccops(?:\.\w+)*) import (\([^)]*\)|[^\n(]+)", re.MULTILINE)
_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+>")
#: The longest default that is written out.
MOST: Final = 60


def listing() -> str:
    """Return every public name with its signature, classes with their public members."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    ccops = import_module("ccops")
    for name in sorted(ccops.__all__):
        yield from _described(f"ccops.{name}", getattr(ccops, name))
    for room, name in sorted(_shown()):
        yield from _described(f"{room}.{name}", getattr(import_module(room), name))


def _shown() -> set[tuple[str, str]]:
    """Return what pages and examples import from the rooms."""
    files = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.py"), ROOT / "README.md"]
    found = {
        (room, name.partition(" as ")[0].strip())
        for file in files
        if "_build" not in file.parts
        for room, names in _FROM.findall(file.read_text(encoding="utf-8"))
        for name in re.sub(r"#[^\n]*", "", names.strip("()")).split(",")
        if name.strip() and room != "ccops"
    }
    return {(room, name) for room, name in found if not inspect.ismodule(_one(room, name))}


def _one(room: str, name: str) -> object:
    return getattr(import_module(room), name, None)


def _described(name: str, found: object) -> Iterator[str]:
    if isinstance(found, type):
        yield f"{name}{_signature(found)}"
        yield from (f"{name}.{each}" for each in sorted(_members(found)))
    elif callable(found):
        yield f"{name}{_signature(found)}"
    else:
        yield f"{name}: {type(found).__name__}"


def _members(found: type) -> Iterator[str]:
    if issubclass(found, enum.Enum):
        yield from (f"{each.name} = {each.value!r}" for each in found)
        return
    for name in {each for base in found.__mro__ if _is_ours(base) for each in vars(base)}:
        if not name.startswith("_"):
            member = inspect.getattr_static(found, name)
            is_method = isinstance(member, classmethod | staticmethod) or callable(member)
            yield f"{name}{_signature(getattr(found, name)) if is_method else ''}"


def _is_ours(base: type) -> bool:
    return base.__module__.startswith("ccops")


def _signature(found: object) -> str:
    try:
        signature = inspect.signature(found)  # type: ignore[arg-type]  # anything callable
    except ValueError:
        return "(...)"
    shown = [
        each.replace(default=_Long()) if _is_long(each.default) else each
        for each in signature.parameters.values()
    ]
    return str(signature.replace(parameters=shown)).replace("'", "")


def _is_long(default: object) -> bool:
    return len(repr(default)) > MOST or _ADDRESS.search(repr(default)) is not None


class _Long:
    """Stands for a default that is long, or named by where it lies in memory."""

    def __repr__(self) -> str:
        return "..."


if __name__ == "__main__":
    sys.stdout.write(listing())
