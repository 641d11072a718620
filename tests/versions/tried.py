"""Tries ccops under other versions: the oldest it allows, those of hosts, other Pythons.

``python tests/versions/tried.py FOLDER NAME...`` makes an environment for each name in the folder,
installs ccops with what the name asks for, checks every bundled pack and settles the month of
``ccops demo`` with all its reports. What comes out has to be what the versions of
``constraints.txt`` give: settlements and pages to the byte, workbooks and paper where nothing of
their makers differs. A Python that is not there is said to be lacking.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import attrs

ROOT: Final = Path(__file__).parents[2]
NEWEST: Final = "newest"
#: What every environment has, and what only where no host pins versions.
USUAL: Final = ("cli", "html", "xlsx", "cn")
EVERY: Final = (*USUAL, "duckdb", "sql", "pdf", "docx", "charts")
#: Requirements of hosts as they write them.
HOSTS: Final = {
    "odoo": ("Babel==2.10.3", "Jinja2==3.1.2", "XlsxWriter==3.0.2", "openpyxl==3.0.9",
             "python-dateutil==2.8.2", "lxml==4.9.3"),
    "frappe": ("Babel~=2.16", "Click~=8.3.1", "PyYAML~=6.0.3", "xlsxwriter~=3.2.9",
               "pydantic~=2.12.5"),
}  # fmt: skip
#: What is the same whatever made it; others hold what a library writes of itself.
SAME: Final = (".json", ".html", ".csv", ".txt", ".parquet")
#: Pages that list what could be made.
LISTS: Final = frozenset({"index.html", "index-en.html"})
_PYTHON: Final = re.compile(r"python(3\.\d+)")


@attrs.frozen(kw_only=True)
class Environment:
    """A Python, the extras of ccops, what pins their versions, what a host has beside it."""

    name: str
    python: str
    extras: tuple[str, ...]
    pins: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def main(folder: Path, names: list[str]) -> int:
    """Try each environment; return how many gave something else."""
    wrong = 0
    for name in dict.fromkeys([NEWEST, *names]):
        asked = _environment(name)
        if asked is None:
            _tell(f"{name}: not on this machine")
            continue
        made = _made(asked, folder)
        differs = [] if name == NEWEST else _differing(folder / NEWEST / "out", made)
        wrong += bool(differs)
        told = f"differs in {', '.join(differs)}" if differs else "packs, month and reports hold"
        _tell(f"{name}: {told}")
    return min(wrong, 1)


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _environment(name: str) -> Environment | None:
    pinned = tuple((ROOT / "constraints.txt").read_text(encoding="utf-8").split())
    if name == "oldest":
        return Environment(name=name, python=sys.executable, extras=EVERY, pins=_floors(EVERY))
    if name in HOSTS:
        return Environment(name=name, python=sys.executable, extras=USUAL, beside=HOSTS[name])
    python = sys.executable if name == NEWEST else _python(name)
    if python is None:
        return None
    return Environment(name=name, python=python, extras=USUAL, pins=pinned)


def _floors(extras: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lowest versions that pyproject allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    return tuple(each.replace(">=", "==") for each in asked)


def _python(name: str) -> str | None:
    """Return a Python of a version: on the path, or of pyenv or uv."""
    version = _PYTHON.fullmatch(name)
    if version is None:
        raise SystemExit(f"{name} is no environment")
    homes = (Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions"),
             Path.home() / ".local" / "share" / "uv" / "python")  # fmt: skip
    beside = [each for home in homes for each in sorted(home.glob(f"*{version[1]}*/bin/{name}"))]
    for each in [shutil.which(name), *map(str, beside)]:
        if each and not _said([each, "-c", "import ensurepip"]).returncode:
            return each
    return None


def _made(asked: Environment, folder: Path) -> Path:
    """Make an environment and what ccops makes in it; raises ``SystemExit`` where it fails."""
    home, out = folder / asked.name, folder / asked.name / "out"
    shutil.rmtree(home, ignore_errors=True)
    _run([asked.python, "-m", "venv", str(home)])
    python = str(home / "bin" / "python")
    pins = home / "pins.txt"
    pins.write_text("\n".join(asked.pins), encoding="utf-8")
    wanted = f"{ROOT}[{','.join(asked.extras)}]"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*install, "-c", str(pins), "-e", wanted, *asked.beside])
    verb = str(home / "bin" / "ccops")
    for pack in sorted(each.parent.name for each in ROOT.glob("rulepacks/*/pack.yaml")):
        _run([verb, "pack", "check", pack])
    _run([verb, "demo", "-o", str(out)])
    return out


def _run(command: list[str]) -> None:
    done = _said(command)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def _said(command: list[str]) -> subprocess.CompletedProcess[str]:
    kept = {each: value for each, value in os.environ.items() if not each.startswith("PYTHON")}
    return subprocess.run(
        command, cwd=ROOT, env=kept, capture_output=True, encoding="utf-8", check=False
    )


def _differing(newest: Path, made: Path) -> list[str]:
    """Return the files that both have and that are not the same."""
    both = [
        each.relative_to(made)
        for each in sorted(made.rglob("*"))
        if each.suffix in SAME
        and each.name not in LISTS
        and (newest / each.relative_to(made)).is_file()
    ]
    if not any(each.name == "settlement.json" for each in both):
        return ["settlement.json is not there"]
    return [
        str(each) for each in both if not filecmp.cmp(newest / each, made / each, shallow=False)
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), sys.argv[2:]))
