"""The command line entered as a terminal does it: in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from ccops.cli.app import cli

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize("verb", cli.list_commands(click.Context(cli)))
def test_a_verb_needs_nothing_that_another_has_loaded(run_apart: Run, verb: str) -> None:
    ran = run_apart(verb, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert f" {verb} " in ran.out.splitlines()[0]


def test_the_exit_code_and_the_finding_leave_the_process(run_apart: Run) -> None:
    ran = run_apart("pack", "check", "telecom-7x2")

    assert (ran.code, ran.out) == (1, "")
    assert "telecom-7x24" in ran.err
