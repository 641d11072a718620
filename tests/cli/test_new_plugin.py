"""``ccops new plugin``: a working copy of the template under a name of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ccops.center import find_plugins, start_plugin
from ccops.errors import DataError
from ccops.hooks import plugin_template

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT: Final = Path(__file__).parents[2]
HOOKS: Final = re.compile(r"^def (ccops_\w+)", re.MULTILINE)
CACHES: Final = {"__pycache__", ".mypy_cache", ".pytest_cache"}


def files_of(folder: Path) -> list[Path]:
    """Return the files of a plugin; what tools leave beside them is none of it."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return [x for x in found if not CACHES.intersection(x.relative_to(folder).parts)]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a plugin that was just begun."""
    into = tmp_path_factory.mktemp("begun")
    start_plugin("north-shore", into)
    return into / "ccops-north-shore"


@pytest.fixture
def installed(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same as an editable installation has it: its source, and its metadata."""
    info = tmp_path / "ccops_north_shore-0.1.0.dist-info"
    info.mkdir()
    metadata = "Metadata-Version: 2.1\nName: ccops-north-shore\nVersion: 0.1.0\n"
    (info / "METADATA").write_text(metadata, "utf-8")
    (info / "entry_points.txt").write_text("[ccops]\nnorth-shore = ccops_north_shore\n", "utf-8")
    monkeypatch.syspath_prepend(begun / "src")
    monkeypatch.syspath_prepend(tmp_path)
    return begun


def test_nothing_of_the_template_keeps_its_name(begun: Path) -> None:
    paths = files_of(begun)
    named = [each.relative_to(begun).as_posix() for each in paths]

    assert "src/ccops_north_shore/north-shore-hotline/pack.yaml" in named
    kept = re.compile(r"example(?!s )")
    assert not [each for each in named if kept.search(each)]
    assert not [each for each in paths if kept.search(each.read_text("utf-8"))]


def test_every_file_of_the_template_is_copied_and_nothing_else(begun: Path) -> None:
    template = plugin_template()

    assert len(files_of(begun)) == len(files_of(template))


def test_the_template_answers_every_hook_of_its_readme() -> None:
    template = plugin_template()
    answered = HOOKS.findall((template / "src/ccops_example/__init__.py").read_text("utf-8"))
    told = re.findall(r"`(ccops_\w+)`", (template / "README.md").read_text("utf-8"))

    assert sorted(answered) == sorted({each for each in told if each != "ccops_example"})
    assert len(answered) == 9


@pytest.mark.slow
def test_its_own_tests_pass(begun: Path) -> None:
    search = os.pathsep.join([str(begun / "src"), str(ROOT / "src")])
    plain = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")
    environment = {**os.environ, "PYTHONPATH": search, "PYTEST_ADDOPTS": ""}

    ran = subprocess.run(
        [*plain, "tests"], cwd=begun, env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout


def test_it_is_found_once_it_is_installed(installed: Path, run: Run, tmp_path: Path) -> None:
    assert installed.is_dir()

    listed = run("plugin", "list", "--json").json
    doctor = run("doctor", "--json").json["findings"]
    shown = run("demo", "--pack", "north-shore-hotline", "-o", tmp_path / "shown", "--json")

    (found,) = [each for each in listed["plugins"] if each["name"] == "north-shore"]
    assert "ccops_policies" in found["hooks"]
    assert "north-shore-log" in listed["adapters"]
    assert ("north-shore", "well") in [(each["name"], each["state"]) for each in doctor]
    assert (shown.code, shown.json["final"], shown.json["employees"]) == (0, True, 7)
    assert shown.json["bonus_by_reading"] == {"solved": "300.00", "reached": "350.00"}
    assert run("north-shore-unsolved", tmp_path / "shown" / "input").code == 0


def test_the_sheet_of_an_installed_plugin_is_for_its_own_center(
    installed: Path, run: Run, tmp_path: Path
) -> None:
    assert installed.is_dir()

    ran = run("demo", "--pack", "outsourced", "--also", "en", "-o", tmp_path / "shown", "--json")

    assert ran.code == 0, ran.err
    pages = [Path(each) for each in ran.json["pages"]]
    assert not [each for each in pages if each.name.startswith("revisits")]
    statement = next(each for each in pages if each.name == "statements-en.html")
    assert "Service hotline of a city" not in statement.read_text("utf-8")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "ccops-acme"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", "utf-8")

    with pytest.raises(DataError) as caught:
        start_plugin("acme", tmp_path)

    assert [each.code for each in caught.value.diagnostics] == ["start-not-empty"]
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "name", ["", "Acme", "7x24", "a b", "a_b", "a-", "中心", "../x", "ccops", "ccops-acme"]
)
def test_a_name_is_a_word_of_small_letters(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError) as caught:
        start_plugin(name, tmp_path)

    assert [each.code for each in caught.value.diagnostics] == ["plugin-name-wrong"]
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_plugin_that_is_there_is_taken(installed: Path, tmp_path: Path) -> None:
    assert installed.is_dir()
    assert "north-shore" in [each.name for each in find_plugins().infos]

    with pytest.raises(DataError) as caught:
        start_plugin("north-shore", tmp_path)

    assert [each.code for each in caught.value.diagnostics] == ["plugin-name-taken"]


def test_the_verb_says_what_to_do_next(run: Run, tmp_path: Path) -> None:
    ran = run("new", "plugin", "acme", "--into", tmp_path, "--locale", "zh_CN")

    assert ran.code == 0, ran.err
    assert f"pip install -e {tmp_path / 'ccops-acme'}" in ran.out
    again = run("new", "plugin", "acme", "--into", tmp_path)
    assert again.code == 1
    assert "[start-not-empty]" in again.err


def test_the_verb_tells_a_program_where_it_lies(run: Run, tmp_path: Path) -> None:
    told = run("new", "plugin", "acme", "--into", tmp_path, "--json").json

    assert (told["schema"], told["folder"]) == ("ccops.plugin-new/1", str(tmp_path / "ccops-acme"))
    assert all(Path(each).is_file() for each in told["files"])
