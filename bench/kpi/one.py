"""One way asked one question, in a process of its own: ``python -m bench.kpi.one WAY K1 FOLDER``.

Prints a line of JSON: the seconds on the clock and of the processor that making ready and
answering took, the most memory held, the rows and the digest of the answer. Processes that the
way starts (a Java machine) count in.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.kpi.questions import QUESTIONS, digest
from bench.kpi.ways import way_named

if TYPE_CHECKING:
    from collections.abc import Iterator

_KIB_IN_MIB = 1_024


def main(name: str, asked: str, folder: str) -> None:
    """Ask, and print what it took."""
    way, question = way_named(name), QUESTIONS[asked]
    answer = way.opened()
    ready = _spent()
    found = answer(question, Path(folder))
    done = _spent()
    rows = list(found)
    if not way.finished and way.answers:
        rows = question.answer(rows)
    told = {
        "ready": ready,
        "work": [after - before for before, after in zip(ready, done, strict=True)],
        "mebibytes": sum(map(_most_memory, _processes())) / _KIB_IN_MIB,
        "rows": len(rows) if way.answers else rows[0][0],
        "digest": digest(rows) if way.answers else "",
    }
    print(json.dumps(told), flush=True)


_STARTED = time.perf_counter()


def _spent() -> list[float]:
    """Return the seconds since the start: on the clock, of the processor."""
    return [time.perf_counter() - _STARTED, sum(map(_processor, _processes()))]


def _processes() -> Iterator[int]:
    """Yield this process and those it started that still run."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it ended
            continue
        parents[int(path.parent.name)] = int(fields[1])
    wanted = [os.getpid()]
    for each in wanted:
        yield each
        wanted.extend(child for child, parent in parents.items() if parent == each)


def _processor(process: int) -> float:
    if process == os.getpid():
        return time.process_time()
    text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _most_memory(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
