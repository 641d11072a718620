from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import tokenize
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
LIBRARY = sorted(ROOT.glob("src/ccops/**/*.py"))
DOORS = [
    path for path in LIBRARY if path.name == "__init__.py" and path.parents[1].name == "ccops"
]
PLUGINS = sorted(ROOT.glob("plugins/*/src/**/*.py"))
VENDORS = [
    path for path in PLUGINS if path.name == "__init__.py" and "example" not in path.parts[-2]
]
EXACT_ROOMS = (
    "values",
    "rules",
    "facts",
    "plan",
    "scorecards",
    "worktime",
    "pay",
    "career",
    "projects",
    "settlement",
    "payroll",
)
EXACT = [path for room in EXACT_ROOMS for path in sorted(ROOT.glob(f"src/ccops/{room}/**/*.py"))]

MODULE_CAP = 300
FUNCTION_CAP = 40
HEAVY = frozenset({"yaml", "babel", "pendulum", "pluggy", "duckdb", "click", "rich"})

_SILENT = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


_tree = cache(ast.parse)


@cache
def _code_lines(source: str) -> frozenset[int]:
    """Return the numbers of the lines that are neither blank, comment nor docstring."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _SILENT:
            lines.update(range(token.start[0], token.end[0] + 1))
    return frozenset(lines.difference(*_docstring_lines(_tree(source))))


def _docstring_lines(tree: ast.Module) -> Iterator[range]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, *_FUNCTIONS)) and ast.get_docstring(
            node, clean=False
        ):
            text = node.body[0]
            yield range(text.lineno, (text.end_lineno or text.lineno) + 1)


def _sizes(source: str) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its lines of code, the inner functions counted in."""
    code = _code_lines(source)
    for node in ast.walk(_tree(source)):
        if isinstance(node, _FUNCTIONS):
            span = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            yield node.name, len(code.intersection(span))


def _undocumented(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
    for node in body:
        if not isinstance(node, (ast.ClassDef, *_FUNCTIONS)) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _is_documented_elsewhere(node):
            yield owner + node.name
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(node.body, f"{owner}{node.name}.")


def _is_documented_elsewhere(node: ast.AST) -> bool:
    decorators = {ast.unparse(item) for item in getattr(node, "decorator_list", ())}
    return any(
        name in {"overload", "typing.overload", "override"} or name.endswith(".setter")
        for name in decorators
    )


def _floats(source: str) -> Iterator[str]:
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "float":
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _names_for_types(source: str) -> Iterator[tuple[str, str]]:
    """Yield the names a door imports for type checkers alone, with their modules."""
    for node in _tree(source).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for each in node.body:
                if isinstance(each, ast.ImportFrom):
                    yield from ((each.module or "", alias.name) for alias in each.names)


def _loaded_by(statement: str, *places: Path) -> frozenset[str]:
    return printed_by(f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')", *places)


def printed_by(script: str, *places: Path) -> frozenset[str]:
    """Return the words that a script prints in a process that imports from places too."""
    found = os.pathsep.join(map(str, (ROOT / "src", *places)))
    environment = {"PYTHONPATH": found, "PATH": os.environ.get("PATH", "")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    return frozenset(done.stdout.split())


def test_importing_ccops_loads_nothing_heavy() -> None:
    loaded = _loaded_by("import ccops")

    assert "ccops" in loaded
    assert HEAVY & loaded == frozenset()


def test_importing_ccops_does_not_look_for_its_version() -> None:
    assert "importlib.metadata" not in _loaded_by("import ccops") - _loaded_by("pass")


def test_naming_a_center_loads_no_room_behind_it() -> None:
    loaded = _loaded_by("from ccops import Center")

    assert {each for each in loaded if each.count(".") == 1 and each.startswith("ccops.")} == {
        "ccops.center",
        "ccops.doors",
        "ccops.errors",
        "ccops.frozen",
        "ccops.messages",
    }
    assert HEAVY & loaded == frozenset()


def test_opening_a_center_loads_neither_reports_nor_adapters() -> None:
    loaded = _loaded_by("import ccops; ccops.Center.open('base')")

    assert "ccops.rulepack" in loaded
    assert {"ccops.reports", "ccops.adapters", "babel", "click"} & loaded == set()


def test_opening_a_center_loads_nothing_that_only_a_month_needs() -> None:
    loaded = _loaded_by("import ccops; ccops.Center.open('telecom-7x24')")

    later = {"plan.running", "plan.tracing", "facts.sheets", "kpi.engines", "rules.sql"}
    assert {f"ccops.{each}" for each in later} & loaded == set()


def test_opening_a_center_loads_nothing_that_works_rules_out() -> None:
    loaded = _loaded_by("import ccops; ccops.Center.open('telecom-7x24')")

    assert {"ccops.plan.definitions", "ccops.rules.fields", "ccops.rulepack.ruleset"} <= loaded
    later = {
        "facts.lots",
        "kpi.compiling",
        "plan.building",
        "plan.steps",
        "rulepack.assembly.assembling",
        "rulepack.lints",
        "rules.checking",
        "rules.expressions",
        "rules.gaps",
        "rules.parsing",
        "scorecards.scoring",
    }
    assert {f"ccops.{each}" for each in later} & loaded == set()


@pytest.mark.parametrize("path", VENDORS, ids=_id)
def test_plugin_of_a_vendor_loads_no_reader_before_one_is_asked_for(path: Path) -> None:
    name, place = path.parent.name, path.parents[1]
    opened = f"import ccops, {name}; opened = ccops.Center.open('base', plugins=[{name}])"

    loaded = _loaded_by(opened, place)
    asked = _loaded_by(f"{opened}; opened.plugins.adapters", place)

    assert {each for each in loaded if each.startswith(name)} == {name}
    assert "ccops.adapters" not in loaded
    assert any(each.startswith(f"{name}.") for each in asked)


@pytest.mark.parametrize("path", VENDORS, ids=_id)
def test_plugin_of_a_vendor_shows_each_name_of_its_door(path: Path) -> None:
    name = path.parent.name
    own = [each for each in _names_for_types(path.read_text("utf-8")) if each[0].startswith(name)]
    shown = [f"{name}.{each} is {module}.{each}" for module, each in own]
    imported = ", ".join([name, *(module for module, _ in own)])

    assert shown
    assert printed_by(f"import {imported}\nprint({', '.join(shown)})", path.parents[1]) == {"True"}


@pytest.mark.parametrize("path", DOORS, ids=_id)
def test_door_shows_each_name_as_types_are_checked(path: Path) -> None:
    door = import_module(f"ccops.{path.parent.name}")

    for module, name in _names_for_types(path.read_text("utf-8")):
        assert getattr(door, name) is getattr(import_module(module), name)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = door.no_such_name


def _sources(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield each file by its name, with its text; there are some."""
    assert paths
    yield from ((_id(each), each.read_text("utf-8")) for each in paths)


def test_modules_are_no_longer_than_their_cap() -> None:
    sizes = {file: len(_code_lines(text)) for file, text in _sources([*LIBRARY, *PLUGINS])}

    assert {file: size for file, size in sizes.items() if size > MODULE_CAP} == {}


def test_functions_are_no_longer_than_their_cap() -> None:
    too_long = {
        f"{file}: {name}": size
        for file, text in _sources([*LIBRARY, *PLUGINS])
        for name, size in _sizes(text)
        if size > FUNCTION_CAP
    }

    assert too_long == {}


def test_public_names_have_a_docstring() -> None:
    found = {file: list(_undocumented(_tree(text).body)) for file, text in _sources(LIBRARY)}

    assert {file: names for file, names in found.items() if names} == {}


def test_rooms_that_compute_amounts_hold_no_float() -> None:
    found = {file: list(_floats(text)) for file, text in _sources(EXACT)}

    assert {file: floats for file, floats in found.items() if floats} == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("", 0),
        ("# only a comment\n\n", 0),
        ('"""Module."""\n\nx = 1\n', 1),
        ('def f():\n    """Doc\n    string."""\n\n    return (\n        1\n    )\n', 4),
        ('text = """two\nlines"""\n', 2),
    ],
    ids=["empty", "comment", "docstring", "wrapped", "text"],
)
def test_code_lines_leave_out_blanks_comments_and_docstrings(source: str, lines: int) -> None:
    assert len(_code_lines(source)) == lines
