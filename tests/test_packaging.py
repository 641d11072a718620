"""The wheel works where there is no checkout: code, catalogs and rule packs are in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What the running environment adds of this project itself: the library, its plugins, .pth files.
OWN = ("ccops", "_ccops", "__editable__", "_virtualenv", "__pycache__")

pytestmark = pytest.mark.slow


def _run(*command: str | Path, cwd: Path, **more: str) -> str:
    """Run a command outside the checkout's environment and return what it prints."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "COVERAGE", "PYTEST", "COV_"))
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**kept, **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the build tools installed here, without asking the network."""
    out = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    _run(*build, "--outdir", out, ROOT, cwd=out)
    return next(out.glob("ccops-*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a fresh environment that holds the wheel and its dependencies.

    The dependencies are those installed here, linked one by one, so that neither the checkout
    nor an editable install of it can be what is imported.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    scheme = sysconfig.get_paths("venv", vars={"base": str(home), "platbase": str(home)})
    interpreter = Path(scheme["scripts"], "python")
    _run(
        *(sys.executable, "-m", "pip", "--python", interpreter, "install"),
        *("--quiet", "--no-deps", "--no-index", wheel),
        cwd=home,
    )
    libraries = Path(scheme["purelib"])
    linked = home / "dependencies"
    linked.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith(OWN) and entry.suffix != ".pth":
            (linked / entry.name).symlink_to(entry)
    (libraries / "dependencies.pth").write_text(f"{linked}\n", encoding="utf-8")
    return interpreter


def test_wheel_holds_catalogs_packs_and_the_typed_marker(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "ccops/py.typed" in names
    assert "ccops/messages/catalogs/zh_CN/rulepack.po" in names
    assert any(
        name.startswith("ccops/_rulepacks/") and name.endswith("pack.yaml") for name in names
    )


def test_wheel_holds_the_template_of_a_plugin_and_nothing_tools_left(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    own = [each for each in names if each.startswith("ccops/_plugin_template/")]

    assert "ccops/_plugin_template/pyproject.toml" in own
    assert "ccops/_plugin_template/src/ccops_example/example-hotline/pack.yaml" in own
    assert not [each for each in own if "__pycache__" in each or "/." in each]


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    roots = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert roots == {"ccops", f"{'-'.join(wheel.stem.split('-')[:2])}.dist-info"}


def test_installed_ccops_is_the_wheel(python: Path, tmp_path: Path) -> None:
    script = "import ccops; print(ccops.__file__, ccops.__version__)"

    where, version = _run(python, "-I", "-c", script, cwd=tmp_path).split()

    assert Path(where).is_relative_to(python.parents[1])
    assert version


def test_a_plugin_begun_from_the_wheel_is_installed_and_found(
    python: Path, tmp_path: Path
) -> None:
    ccops = python.parent / "ccops"
    _run(ccops, "new", "plugin", "north-shore", cwd=tmp_path)
    install = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    offline = ("--no-deps", "--no-index", "--no-build-isolation")

    _run(*install, *offline, tmp_path / "ccops-north-shore", cwd=tmp_path)

    assert "north-shore 0.1.0" in _run(ccops, "plugin", "list", cwd=tmp_path)
    _run(ccops, "pack", "test", "north-shore-hotline", "--threshold", "95", cwd=tmp_path)
    removing = (sys.executable, "-m", "pip", "--python", python, "uninstall", "--quiet", "-y")
    _run(*removing, "ccops-north-shore", cwd=tmp_path)


def test_an_integrators_afternoon_prints_what_is_written_beside_it(
    python: Path, tmp_path: Path
) -> None:
    """The script types what a person would; pip takes all it needs from what is installed here."""
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no sh")
    script = ROOT / "examples" / "afternoon.sh"
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])

    printed = _run(shell, script, cwd=tmp_path, PATH=path, **offline)

    assert printed == script.with_suffix(".out").read_text(encoding="utf-8")
    removing = (sys.executable, "-m", "pip", "--python", python, "uninstall", "--quiet", "-y")
    _run(*removing, "ccops-harbor", cwd=tmp_path)


def test_demo_runs_without_the_checkout(python: Path, tmp_path: Path) -> None:
    out = tmp_path / "demo"

    _run(python.parent / "ccops", "demo", "-o", out, cwd=tmp_path)

    statements = [path for path in out.rglob("*statement*") if path.is_file()]
    assert statements
    assert all(path.stat().st_size for path in statements)
