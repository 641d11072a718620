from __future__ import annotations

import contextlib
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from ccops.testing.database_servers import NoServerError, postgres

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
DOCS: Final = EXAMPLES.with_name("docs")
SCRIPTS: Final = sorted(EXAMPLES.glob("[0-9][0-9]_*.py"))
MOST_LINES: Final = 60
#: What an example puts ccops into; the group `hosts` brings it.
HOSTS: Final = {
    "29_a_django_model": "django",
    "30_a_fastapi_endpoint": "fastapi",
    "31_a_sqlalchemy_host": "sqlalchemy",
}
_PLACE = re.compile(r"\.yaml:\d+:\d+")


def _without_places(text: str) -> str:
    """Return a text without lines and columns of rule packs: those move, the rule does not."""
    return _PLACE.sub(".yaml", text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.stem)
def test_example_prints_what_is_written_beside_it(script: Path) -> None:
    printed = _printed(script)

    expected = script.with_suffix(".out").read_text(encoding="utf-8")
    assert _without_places(printed) == _without_places(expected)


def _printed(script: Path, *arguments: str) -> str:
    """Return what a script prints; a warning is an error to it, too."""
    if host := HOSTS.get(script.stem):
        pytest.importorskip(host, reason=f"{host} is not installed")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", script, *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_sqlalchemy_host_keeps_in_postgresql_what_it_keeps_in_sqlite() -> None:
    script = EXAMPLES / "31_a_sqlalchemy_host.py"
    try:
        with postgres() as connect:
            with contextlib.closing(connect()) as connection:
                at = connection.info
                url = f"postgresql+psycopg://{at.user}@{at.host}:{at.port}/{at.dbname}"
            printed = _printed(script, url)
            with contextlib.closing(connect()) as connection:
                kept = connection.execute("SELECT count(*), sum(amount) FROM line").fetchone()
    except NoServerError as reason:
        if os.environ.get("CCOPS_NEEDS_POSTGRES"):
            raise
        pytest.skip(str(reason))

    assert printed == script.with_suffix(".out").read_text(encoding="utf-8")
    assert printed == f"{kept[0]} {kept[1]}\n"


def test_examples_are_numbered_without_gaps() -> None:
    assert [int(each.stem[:2]) for each in SCRIPTS] == list(range(1, len(SCRIPTS) + 1))


def test_every_example_is_shown_on_its_page_with_what_it_prints(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    page = importlib.import_module("example_pages").render()

    shown = re.findall(r"literalinclude\} \.\./\.\./examples/(\S+)", page)
    assert shown == [f"{each.stem}{end}" for each in SCRIPTS for end in (".py", ".out")]
    assert "%% generated: examples" in (DOCS / "reference" / "examples.md").read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.stem)
def test_example_is_short(script: Path) -> None:
    assert len(script.read_text(encoding="utf-8").splitlines()) < MOST_LINES


def test_every_example_is_listed_with_its_first_line() -> None:
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for script in SCRIPTS:
        first = script.read_text(encoding="utf-8").splitlines()[0].strip('"')
        assert f"[{script.name}]({script.name})" in listed, script.name
        assert first.rstrip(".") in listed, first
