"""The command line entered as a terminal does it: in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ccops.cli import output
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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--nothing",), "没有选项 --nothing。"),
        (("report",), "缺少 'SETTLEMENT'。"),
        (("repor",), "没有命令 repor。"),
        (("demo", "--seed", "x"), "--seed 的值不对：'x' 不是数。"),
        (("demo", "--seed"), "选项 --seed 后面要有值。"),
        (
            ("demo", "--locale", "fr"),
            "--locale 的值不对：'fr' 不在可用之列：'en', 'zh_CN', 'zh_TW'。",
        ),
        (
            ("settle", "--pack", "p", "--period", "x", "--input", "."),
            "--period 的值不对：请写作 YYYY-MM，而不是 'x'",
        ),
    ],
)
def test_errors_of_usage_are_wholly_in_the_language_of_the_run(
    run_apart: Run, words: tuple[str, ...], told: str
) -> None:
    ran = run_apart(*words, locale="zh_CN")

    *above, last = ran.err.strip().splitlines()
    assert ran.code == 2
    assert last == f"错误：{told}"
    assert not above or above[0].startswith("用法：")


@pytest.mark.parametrize(
    ("begun", "found", "called"),
    [
        (".venv/bin/ccops", False, ".venv/bin/ccops"),
        (".venv/bin/ccops", True, "ccops"),
        ("/usr/bin/pytest", False, "ccops"),
    ],
)
def test_a_command_to_go_on_with_is_told_as_it_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: str, found: bool, called: str
) -> None:
    if found:
        (tmp_path / "ccops").touch(mode=0o755)
    monkeypatch.setattr("sys.argv", [begun])
    monkeypatch.setenv("PATH", str(tmp_path))

    assert str(Path(called)) == output.called()
