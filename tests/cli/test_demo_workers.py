"""What the demo asks of the process it runs in."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from contextlib import redirect_stderr
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ccops.cli.demo_workers import Begun, rarely_collected, workers
from ccops.cli.progress import counting, standing_still, working
from tests.cli.test_progress import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_garbage_collector_is_as_it_was_when_the_demo_is_done() -> None:
    usual, frozen = gc.get_threshold(), gc.get_freeze_count()

    with rarely_collected():
        assert gc.isenabled()
        assert gc.get_threshold() > usual

    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == frozen == 0


def _fail_beside(work: Callable[[], object]) -> None:
    with workers() as beside:
        beside.begin(work)
        raise KeyError


def _comes_back() -> None:
    with workers() as beside:
        begun = [beside.begin(partial(pow, each, 2)) for each in range(3)]

        assert [each() for each in begun] == [0, 1, 4]


def _comes_back_in_order() -> None:
    with workers() as beside:
        for count in (0, 1, 2, 7):
            made = beside.shared_out([partial(pow, each, 2) for each in range(count)])

            assert list(made) == [each**2 for each in range(count)]


def _fails_where_it_is_waited_for() -> None:
    wrong = partial(int, "seven")
    with workers() as beside:
        begun = beside.begin(wrong)
        with pytest.raises(ValueError, match="invalid literal"):
            begun()
        for work in ([wrong], [partial(int, "7"), wrong]):
            with pytest.raises(ValueError, match="invalid literal"):
                list(beside.shared_out(work))


def _begins_when_its_result_is_asked_for() -> None:
    with workers() as beside:
        assert Begun(workers=beside, work=os.getpid).result() == os.getpid()


WORK = (
    _comes_back,
    _comes_back_in_order,
    _fails_where_it_is_waited_for,
    _begins_when_its_result_is_asked_for,
)


def _is_done_by_copies() -> None:
    with workers() as beside:
        book = Begun(workers=beside, work=os.getpid)
        book.begin()
        shared = set(beside.shared_out([os.getpid] * 5))

        assert os.getpid() not in {book.result(), *shared}


def _does_not_wait_for_one_that_is_gone() -> None:
    with workers() as beside, pytest.raises(EOFError):
        list(beside.shared_out([partial(os._exit, 1)] * 2))


def _is_ended_where_that_beside_it_fails() -> None:
    with pytest.raises(KeyError):
        _fail_beside(threading.Event().wait)  # that would wait for ever


COPIES = (
    _is_done_by_copies,
    _does_not_wait_for_one_that_is_gone,
    _is_ended_where_that_beside_it_fails,
)


@pytest.mark.parametrize("work", WORK)
def test_work_that_nobody_shares(work: Callable[[], None]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "cpu_count", lambda: 1)
        work()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="it does not list its threads")
@pytest.mark.parametrize("work", [*WORK, *COPIES])
def test_work_beside_a_process_without_threads(work: Callable[[], None]) -> None:
    asked = (
        f"import os; os.cpu_count = lambda: 2; import {__name__} as here; here.{work.__name__}()"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], check=False, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr


def test_a_bar_that_stands_still_leaves_the_process_without_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    before = threading.active_count()
    shown = Terminal()

    with redirect_stderr(shown), standing_still():
        with working("step-made"):
            assert threading.active_count() == before
        with counting("step-pages") as count:
            count(7)
            assert threading.active_count() == before

    assert "7" in shown.getvalue()
