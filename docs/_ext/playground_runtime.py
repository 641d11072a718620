"""Gathers what the playground runs on: Python for the browser, ccops, and a small pack to edit.

``python playground_runtime.py PYODIDE WHEEL OUT`` writes it into a folder, which `make docs` puts
beside the page. The libraries are those installed here, without what is compiled for this machine:
each of them runs as plain Python too.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ccops
from ccops.rulepack.starting.packs import start_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARIES: Final = (
    "attrs",
    "Babel",
    "cattrs",
    "pendulum",
    "pluggy",
    "python-dateutil",
    "PyYAML",
    "six",
    "typing_extensions",
    "tzdata",
)
#: Of the package pyodide; the rest of it is for other uses.
PYODIDE_FILES: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
MONTH: Final = Path(__file__).parents[1] / "_static" / "playground" / "month"
#: Babel knows hundreds of languages in ten megabytes; reports are in three.
_OTHER_LANGUAGES: Final = re.compile(r"babel/locale-data/(?!(en|zh|zh_Han[st]\w*|root)\.dat$)")
_COMPILED: Final = (".so", ".pyd", ".pyc", ".pyi")
#: Of the wheel: the command line, the template of plugins and sample months are not asked for.
_UNASKED: Final = ("ccops/cli/", "ccops/_plugin_template/", "ccops/testing/")


def main(pyodide: str, wheel: str, out: str) -> None:
    """Write everything into ``out``."""
    folder = Path(out)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copyfile(Path(pyodide) / name, folder / name)
    _zip(folder / "libraries.zip", (each for name in LIBRARIES for each in _library(name)))
    _zip(folder / "ccops.zip", _wheel(Path(wheel)))
    text = json.dumps(files(), ensure_ascii=False, indent=1)
    (folder / "files.json").write_text(text, encoding="utf-8")


def files() -> dict[str, str]:
    """Return what a visitor edits: the pack that ``ccops pack new`` writes, and a month for it."""
    with tempfile.TemporaryDirectory() as folder:
        started = Path(folder) / "my-center"
        start_pack(started, id_="my-center", parent=ccops.load_pack("base"))
        texts = {
            path.relative_to(started).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(started.glob("*.yaml"))
        }
    months = {each.name: each.read_text(encoding="utf-8") for each in sorted(MONTH.iterdir())}
    first = ("bonus.yaml", "score.yaml", "choices.yaml", "facts.csv")
    ordered = sorted({**texts, **months}, key=lambda name: (name not in first, name))
    return {name: {**texts, **months}[name] for name in ordered}


def _library(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an installed library, its license among them."""
    for each in distribution(name).files or ():
        path = each.as_posix()
        if path.startswith("..") or path.endswith(_COMPILED) or _OTHER_LANGUAGES.match(path):
            continue
        yield path, each.read_binary()


def _wheel(wheel: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            if not name.startswith(_UNASKED) and not name.endswith("/RECORD"):
                yield name, opened.read(name)


def _zip(path: Path, contents: Iterator[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents:
            archive.writestr(name, data)


if __name__ == "__main__":
    main(*sys.argv[1:])
