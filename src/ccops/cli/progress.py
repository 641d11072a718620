"""A bar on standard error while a verb works, where somebody is watching a terminal.

One bar is shown at a time: what begins another while one is there goes on without.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from ccops.cli.output import run_locale
from ccops.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

_SHOWN: Final = ContextVar("shown", default=False)
_STILL: Final = ContextVar("still", default=False)


@contextmanager
def standing_still() -> Iterator[None]:
    """Let bars change only when they are told something.

    A bar that moves by itself has a thread, and a process with threads cannot be copied.
    """
    before = _STILL.set(True)
    try:
        yield
    finally:
        _STILL.reset(before)


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Show a bar of so many steps; what is yielded names the one that begins.

    A step is a message of the catalogs: ``step-measuring``. Nothing is shown, and nothing
    loaded, where standard error is no terminal; the bar is gone when the work is done.
    """
    if not _is_watched():
        yield _quiet
        return
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    locale = run_locale()
    with _bar(columns) as bar:
        task = bar.add_task("", total=steps)
        begun = 0

        def begin(step: str) -> None:
            nonlocal begun
            bar.update(task, completed=begun, description=message(step, {}, locale=locale))
            bar.refresh()
            begun += 1

        yield begin


@contextmanager
def working(step: str) -> Iterator[None]:
    """Show that one step goes on, a message of the catalogs: ``step-reading``."""
    with progress(1) as begin:
        begin(step)
        yield


@contextmanager
def counting(step: str) -> Iterator[Callable[[int], None]]:
    """Show that work of unknown length goes on; what is yielded is told how much is done so far.

    The step is a message of the catalogs that says ``count``. Nothing is shown where standard
    error is no terminal.
    """
    if not _is_watched():
        yield _quiet
        return
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    locale = run_locale()
    with _bar(columns) as bar:
        task = bar.add_task(message(step, {"count": "0"}, locale=locale), total=None)

        def count(done: int) -> None:
            described = message(step, {"count": f"{done:,}"}, locale=locale)
            bar.update(task, description=described, refresh=_STILL.get())

        yield count


@contextmanager
def counted(step: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar that is full after so many steps of the same work; call what is yielded per step.

    The step is a message of the catalogs. Nothing is shown where standard error is no terminal.
    """
    if not _is_watched():
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with _bar(columns) as bar:
        task = bar.add_task(message(step, {}, locale=run_locale()), total=total)
        yield lambda: bar.advance(task)


def _is_watched() -> bool:
    return sys.stderr.isatty() and not _SHOWN.get()


@contextmanager
def _bar(columns: tuple[Any, ...]) -> Iterator[Progress]:
    """Show a bar of some columns of rich; it is the only one until it is gone."""
    from rich.console import Console
    from rich.progress import Progress

    before = _SHOWN.set(True)
    try:
        console, moves = Console(stderr=True), not _STILL.get()
        with Progress(*columns, console=console, transient=True, auto_refresh=moves) as bar:
            yield bar
    finally:
        _SHOWN.reset(before)


def _quiet(_: object) -> None:
    """Show nothing."""
