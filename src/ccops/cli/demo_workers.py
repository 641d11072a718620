"""Work of the demo shared out among the processors of the machine.

A process of its own begins as a copy of this one, so that it knows the month that was settled;
where a machine makes no such copies, or has one processor, everything is done here in turn.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Made = TypeVar("_Made")
_COPIES: Final = "fork"
#: What the process is a worker of: the work it may be asked for, by number.
_WORK: list[Callable[[], Any]] = []
#: So many new objects are made before any are looked through, and how seldom older ones are.
_RARELY: Final = (100_000, 20, 100)
#: The threads of this process, those included that a library started beside Python's own.
_THREADS: Final = Path("/proc/self/task")


def can_share() -> bool:
    """Say whether work can be shared out: copies of a process with threads would hang.

    What sets PDF starts threads that Python does not count; where the system does not list
    threads, there may be some.
    """
    is_able = _COPIES in multiprocessing.get_all_start_methods() and _THREADS.is_dir()
    return is_able and (os.cpu_count() or 1) > 1 and sum(1 for _ in _THREADS.iterdir()) == 1


def shared_out(work: Sequence[Callable[[], _Made]]) -> Iterator[_Made]:
    """Yield what each piece of work comes to, in its order; the longest had better come first."""
    if len(work) < 2 or not can_share():  # noqa: PLR2004 - one piece is nothing to share
        yield from (each() for each in work)
        return
    with _workers(work, os.cpu_count() or 1) as pool:
        yield from pool.map(_done, range(len(work)))


@contextmanager
def meanwhile(work: Callable[[], _Made]) -> Iterator[Callable[[], _Made]]:
    """Do a piece of work while other work is done here; what is yielded waits for its result."""
    if not can_share():
        yield work
        return
    with _workers([work], 1) as pool:
        yield pool.submit(_done, 0).result


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Let the garbage collector look for circles of objects rarely, here and in the copies.

    A month is hundreds of thousands of rows that are kept to the end and refer to no other: to
    look through them again and again takes a quarter of the processor time and finds nothing.
    This is for a command that ends when it is done: what it is part of has settings of its own.
    """
    usual = gc.get_threshold()
    gc.freeze()  # modules and rules stay
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _workers(work: Sequence[Callable[[], Any]], most: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=min(most, len(work)),
        mp_context=multiprocessing.get_context(_COPIES),
        initializer=_WORK.extend,
        initargs=(work,),
    )


def _done(number: int) -> Any:  # noqa: ANN401 - what the work comes to
    return _WORK[number]()
