"""Indicators over one month of calls, every way on the same files: ``python -m bench.kpi``.

Each way is run in a process of its own, in rounds, so that what else the machine does meets all
of them; told is the run that took the processor least. Answers are compared by the digest of
their exact values. Files are made once and kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.kpi.month import QUEUE_LOG, SEED, write_month, write_queue_log
from bench.kpi.questions import QUESTIONS, Question
from bench.kpi.report import Run, bars, growth, table
from bench.kpi.ways import CCOPS_QUEUE_LOG, WAYS, Way

if TYPE_CHECKING:
    from collections.abc import Callable

_MILLION: Final = 1_000_000
_FOLDER: Final = Path(__file__).parents[2] / ".bench"


def main() -> None:
    """Make the files that are absent, run every way, print tables, growth and bars."""
    given = _options()
    ways = [each for each in WAYS if not given.ways or each.name in given.ways]
    for way in ways:
        if way.lacks:
            print(f"{way.name}: skipped, not installed: {', '.join(way.lacks)}")
    installed = [each for each in ways if not each.lacks]
    print(_machine(), flush=True)
    runs: list[Run] = []
    for size in given.sizes:
        folder = _files(given.folder, size * _MILLION, installed)
        for question in QUESTIONS.values():
            found = _asked(question, installed, folder, size * _MILLION, given.rounds)
            print("\n".join(table(question, size * _MILLION, found)), flush=True)
            runs += found
    print("\n".join([*growth(runs), *bars(runs)]))
    if given.json:
        given.json.write_text(json.dumps([each.to_dict() for each in runs], indent=1))
    if any(each.differs for each in runs):
        raise SystemExit("the answers differ")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.kpi", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10], help="million calls")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each way")
    parser.add_argument("--ways", nargs="+", default=[], help=", ".join(w.name for w in WAYS))
    parser.add_argument("--folder", type=Path, default=_FOLDER, help="where the files are kept")
    parser.add_argument("--json", type=Path, help="write the runs here, too")
    return parser.parse_args()


def _machine() -> str:
    processors = len(os.sched_getaffinity(0))
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()},"
        f" {processors} processors; load {os.getloadavg()[0]:.1f}"
    )


def _files(base: Path, calls: int, ways: list[Way]) -> Path:
    folder = base / f"{calls}-{SEED}"
    _written(folder / "done", f"{calls:,} calls", lambda: write_month(folder, calls))
    if any(each is CCOPS_QUEUE_LOG and calls <= (each.most or calls) for each in ways):
        done = folder / QUEUE_LOG / "done"
        _written(done, f"the queue log of {calls:,} calls", lambda: write_queue_log(folder))
    return folder


def _written(done: Path, what: str, write: Callable[[], None]) -> None:
    """Write files unless they were."""
    if not done.exists():
        print(f"writing {what} to {done.parent}", flush=True)
        write()
        done.touch()


def _asked(
    question: Question, ways: list[Way], folder: Path, calls: int, rounds: int
) -> list[Run]:
    best: dict[str, Run] = {}
    for number in range(rounds):
        for way in ways:
            if (number and way.slow) or (way.most and calls > way.most):
                continue
            if way.only and question.name not in way.only:
                continue
            run = _run(question, way, folder, calls)
            known = best.get(way.name)
            if known is None or run.processor < known.processor:
                best[way.name] = run
    answers = {each.digest for each in best.values() if each.digest}
    wanted = next((each.digest for each in best.values() if each.digest), "")
    for each in best.values():
        each.differs = len(answers) > 1 and each.digest not in ("", wanted)
    return list(best.values())


def _run(question: Question, way: Way, folder: Path, calls: int) -> Run:
    command = [sys.executable, "-m", "bench.kpi.one", way.name, question.name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way.name} {question.name}: {done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Run(way=way.name, question=question.name, calls=calls, **found)


if __name__ == "__main__":
    main()
