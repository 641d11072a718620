"""Work of the demo shared out among the processors of the machine.

A process of its own begins as a copy of this one, so that it knows what was read and settled so
far; where a machine makes no such copies, or has one processor, everything is done here in turn.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Made = TypeVar("_Made")
_COPIES: Final = "fork"
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


@attrs.define(eq=False)
class Workers:
    """Processes beside this one. It starts no thread, so that there may be ever more of them."""

    _running: list[tuple[BaseProcess, Connection]] = attrs.field(factory=list, init=False)

    def begin(self, work: Callable[[], _Made]) -> Callable[[], _Made]:
        """Begin a piece of work; what is returned waits for its result, and is called once."""
        if not can_share():
            return work
        of_worker = self._started([work])
        return lambda: _result(of_worker.recv())

    def shared_out(self, work: Sequence[Callable[[], _Made]]) -> Iterator[_Made]:
        """Yield what each piece of work comes to, in its order; the longest is best put first."""
        if len(work) < 2 or not can_share():  # noqa: PLR2004 - one piece is nothing to share
            yield from (each() for each in work)
            return
        most = min(os.cpu_count() or 1, len(work))
        with _numbers(len(work)) as numbers:
            ends = [self._started(work, numbers) for _ in range(most)]
        made: dict[int, Any] = {}
        for number in range(len(work)):
            while number not in made:
                _receive(ends, made)
            yield _result(made.pop(number))

    def wait(self) -> None:
        """Wait until all are gone: what they were asked for is done."""
        for process, _ in self._running:
            process.join()

    def end(self) -> None:
        """End what is still at work."""
        for process, _ in self._running:
            process.terminate()

    def _started(
        self, work: Sequence[Callable[[], Any]], numbers: int | None = None
    ) -> Connection:
        """Start a process, and return where it tells what its work comes to."""
        context = multiprocessing.get_context(_COPIES)
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(work, numbers, there))
        process.start()
        there.close()  # the other side holds it alone, and is known to be gone when it is
        self._running.append((process, here))
        return here


@attrs.define(eq=False, kw_only=True)
class Begun(Generic[_Made]):
    """A piece of work that begins when it is said to, or when its result is asked for."""

    workers: Workers
    work: Callable[[], _Made]
    _result: Callable[[], _Made] | None = attrs.field(default=None, init=False)

    def begin(self) -> None:
        """Begin the work in a process beside this one, while other work is done here."""
        self._result = self.workers.begin(self.work)

    def result(self) -> _Made:
        """Wait for what it comes to."""
        return (self._result or self.work)()


@contextmanager
def workers() -> Iterator[Workers]:
    """Let processes work beside this one; where it fails, those still at work are ended."""
    made = Workers()
    try:
        yield made
    except BaseException:
        made.end()
        raise
    finally:
        made.wait()


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


@contextmanager
def _numbers(count: int) -> Iterator[int]:
    """Open a pipe that holds the numbers of pieces of work; whoever reads one, does that."""
    reading, writing = os.pipe()
    try:
        os.write(writing, bytes(range(count)))
        os.close(writing)
        yield reading
    finally:
        os.close(reading)


def _work(work: Sequence[Callable[[], Any]], numbers: int | None, told: Connection) -> None:
    """Do the one piece of work, or those whose numbers are read, and tell of each."""
    if numbers is None:
        told.send(_tried(work[0]))
        return
    while number := os.read(numbers, 1):
        told.send((number[0], _tried(work[number[0]])))


def _tried(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001 - whoever waits for the result gets it
        return None, error


def _receive(ends: list[Connection], made: dict[int, Any]) -> None:
    """Take what workers tell; one that has nothing more to tell is gone.

    Raises ``EOFError`` where all are gone.
    """
    if not ends:
        raise EOFError
    ready = wait(ends)
    for end in [each for each in ends if each in ready]:
        try:
            number, found = end.recv()
        except EOFError:
            ends.remove(end)
        else:
            made[number] = found


def _result(found: tuple[Any, Exception | None]) -> Any:  # noqa: ANN401 - what the work comes to
    made, error = found
    if error is not None:
        raise error
    return made
