"""A bar on standard error while a verb works, where somebody is watching a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ccops.cli.output import terminal_locale
from ccops.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Show a bar of so many steps; what is yielded names the one that begins.

    A step is a message of the catalogs: ``step-measuring``. Nothing is shown, and nothing
    loaded, where standard error is no terminal; the bar is gone when the work is done.
    """
    if not sys.stderr.isatty():
        yield _quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    locale = terminal_locale()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps)
        begun = 0

        def begin(step: str) -> None:
            nonlocal begun
            bar.update(task, completed=begun, description=message(step, {}, locale=locale))
            bar.refresh()
            begun += 1

        yield begin


def _quiet(_: str) -> None:
    """Show nothing."""
