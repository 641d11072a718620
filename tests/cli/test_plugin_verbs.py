"""Verbs that plugins add to the command line, and what goes wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

    Install = Callable[..., None]

GREETS = """
import click
import ccops

@ccops.hookimpl
def ccops_cli(group):
    @group.command("greet")
    def greet():
        "Say hello."
        click.echo("hello")
"""
FAILS = "import ccops\n@ccops.hookimpl\ndef ccops_cli(group):\n    raise OSError('no disk')\n"
TAKES_SETTLE = GREETS.replace('"greet"', '"settle"')


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a plugin under a name, as a folder of the import path."""
    monkeypatch.syspath_prepend(tmp_path)

    def put(name: str, text: str) -> None:
        module = name.replace("-", "_")
        info = tmp_path / f"{module}-1.0.dist-info"
        info.mkdir()
        (tmp_path / f"{module}.py").write_text(text, "utf-8")
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8"
        )
        (info / "entry_points.txt").write_text(f"[ccops]\n{name} = {module}\n", "utf-8")

    return put


def test_a_verb_of_a_plugin_runs_and_stands_in_the_help(run: Run, install: Install) -> None:
    install("greeting-verbs", GREETS)

    assert run("greet").out == "hello\n"
    shown = run("--help")
    assert shown.code == 0
    assert "Say hello." in shown.out


def test_without_the_plugin_there_is_no_such_verb(run: Run) -> None:
    ran = run("greet")

    assert ran.code == 2
    assert "greet" in ran.err


def test_a_plugin_that_fails_is_named_and_the_other_verbs_work(run: Run, install: Install) -> None:
    install("failing-verbs", FAILS)

    shown = run("--help")
    assert shown.code == 0
    assert "settle" in shown.out
    assert "failing-verbs 1.0" in shown.err
    assert run("greet").code == 1
    assert run("pack", "list").code == 0


def test_a_verb_of_the_library_is_not_replaced(run: Run, install: Install) -> None:
    install("taking-verbs", TAKES_SETTLE)

    assert "--period" in run("settle", "--help").out
    assert "the verb 'settle' is there already" in run("--help").err
