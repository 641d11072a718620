"""Pieces of a document that are laid out beside each other, on several processors."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Item = TypeVar("Item")
Made = TypeVar("Made")
#: No more than this are worked on at once, however many processors there are: all are in memory.
_MOST: Final = 4


def beside(work: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """Yield what is made of each item, in their order; as many at once as there are processors.

    Only one item more is asked for than is worked on, so that of any number few are in memory.
    What work raises is raised where its turn is; a few items after it may have been worked on.
    """
    threads = min(os.cpu_count() or 1, _MOST)
    with ThreadPoolExecutor(threads) as pool:
        begun: deque[Future[Made]] = deque()
        for each in items:
            begun.append(pool.submit(work, each))
            if len(begun) > threads:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
