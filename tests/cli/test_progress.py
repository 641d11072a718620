"""Whoever watches a terminal sees what takes its time; one bar at a time, and none in a file."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import pytest

from ccops.cli import main
from ccops.cli.progress import counted, counting, progress, working
from tests.cli.people import two_settled

if TYPE_CHECKING:
    from pathlib import Path

PACK = ("--pack", "telecom-7x24")
MONTH = ("--period", "2026-10")
ADAPTER = "asterisk-queue-log"


class Terminal(io.StringIO):
    """What somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("CCOPS_LOCALE", "en")
    monkeypatch.setenv("COLUMNS", "80")
    return Terminal()


def test_one_bar_is_shown_at_a_time(watched: Terminal) -> None:
    with redirect_stderr(watched):
        with working("step-reading"), progress(2) as begin:
            begin("step-settling")
            with counting("step-rows-read") as count, counted("step-writing", 3) as done:
                count(7)
                done()
        with progress(1) as begin:
            begin("step-building")

    seen = watched.getvalue()
    assert "reading the files" in seen
    assert "putting the report together" in seen
    assert not any(word in seen for word in ("settling", "rows read", "writing"))


def test_a_bar_that_broke_off_makes_room_for_the_next(watched: Terminal) -> None:
    with redirect_stderr(watched):
        with pytest.raises(ValueError, match="broke"), working("step-reading"):
            raise ValueError("broke")
        with working("step-settling"):
            pass

    assert "settling" in watched.getvalue()


def test_a_file_is_shown_nothing() -> None:
    file = io.StringIO()

    with redirect_stderr(file), working("step-reading"), counting("step-rows-read") as count:
        count(1)

    assert file.getvalue() == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("verify", "statements-en.html", "--employee", "first", *PACK), "worked out|lines out"),
        (("report", "settlement", *PACK, "--each", "--format", "md", "-o", "out"), "writing"),
        (
            ("learning", *PACK, *MONTH, "--input", "input", "--adapter", ADAPTER, "--json"),
            "reading the files",
        ),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_what_takes_its_time_is_shown(
    demo: Path,
    tmp_path: Path,
    watched: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    told: str,
) -> None:
    places: dict[str, Path | str] = {
        "out": tmp_path / "out",
        "input": demo / "input",
        "settlement": demo / "settlement",
    }
    places |= {"first": two_settled(demo)[0]}
    places |= {words[1]: demo / words[1]} if words[0] == "verify" else {}
    given = ["ccops", *(str(places.get(each, each)) for each in words)]
    monkeypatch.setattr(sys, "argv", given)

    with (
        redirect_stderr(watched),
        redirect_stdout(io.StringIO()),
        pytest.raises(SystemExit) as left,
    ):
        main()

    assert left.value.code == 0, watched.getvalue()
    assert any(each in watched.getvalue() for each in told.split("|"))
