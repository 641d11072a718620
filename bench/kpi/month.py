"""A month of calls as canonical Parquet, drawn from a seed: ``python -m bench.kpi.month``.

The model. October 2026 in Shanghai, 20 queues, 2,000 agents in four shifts of six hours that
rotate from day to day. Calls arrive by the hour of the day and the day of the week, evenly within
a half-hour, and are written in the order of time; the first queue gets 20 times the calls of the
last. Seven calls in ten are answered within 2 to 8 seconds. The others wait, 10 s on the average
at night and 60 s in the busiest half-hours. Callers give up after 3 minutes on the average,
nobody waits longer than 5 minutes, one in 200 leaves by a key. A conversation has 3 minutes of
talk on the average, one in five is put on hold, one in 20 handed on. Waits are whole seconds, as
a queue log has them; the times of a conversation are milliseconds. What is not over by the end
of the month is open.

Only whole numbers are drawn and kept, so equal seeds give equal records.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED: Final = 20_261_001
PERIOD: Final = "2026-10"
ZONE: Final = "Asia/Shanghai"
KINDS: Final = ("queue_visit", "handle_segment")
#: The folder of the same calls as a queue log, a file a local day.
QUEUE_LOG: Final = "queue_log"
QUEUES: Final = 20
_SQL: Final = Path(__file__).with_name("month.sql")
_LOG_SQL: Final = Path(__file__).with_name("queue_log.sql")
_FIRST: Final = dt.date(2026, 10, 1)
_DAYS: Final = 31
#: 2026-10-01 00:00 in Shanghai, in seconds of UTC.
_STARTS: Final = 1_790_784_000
_HALF_HOUR: Final = 1_800
_A_DAY: Final = 48
#: Calls by the hour of the day, and by the day of the week from Monday, in hundredths.
_BY_HOUR: Final = (12, 8, 6, 5, 5, 8, 18, 40, 80, 115, 120, 110,
                   85, 90, 110, 115, 110, 95, 75, 70, 65, 50, 32, 20)  # fmt: skip
_BY_WEEKDAY: Final = (115, 108, 104, 102, 103, 86, 82)
_BUSIEST: Final = max(_BY_HOUR) * max(_BY_WEEKDAY)
#: So many steps has the table by which times are drawn.
_STEPS: Final = 4_096


def write_month(folder: Path, size: int, *, seed: int = SEED) -> None:
    """Write so many queue visits and their conversations, a Parquet file a kind and local day."""
    connection = duckdb.connect()
    prepare, *steps = _SQL.read_text(encoding="utf-8").split(";\n\n")
    waits = ",".join(str(each) for each in _exponential())
    weights = ",".join(str(each) for each in _by_queue())
    connection.execute(prepare.format(seed=seed, steps=_STEPS, table=waits, queues=weights))
    for kind in KINDS:
        (folder / kind).mkdir(parents=True, exist_ok=True)
    for day, half_hours in enumerate(_half_hours(size)):
        date = (_FIRST + dt.timedelta(days=day)).isoformat()
        names = {
            "half_hours": ",".join(map(str, half_hours)),
            "ends": (_STARTS + _DAYS * _A_DAY * _HALF_HOUR) * 1_000,
            **{kind: folder / kind / f"{date}.parquet" for kind in KINDS},
        }
        for step in steps:
            connection.execute(step.format(**names))


def write_queue_log(folder: Path) -> None:
    """Write the calls of a month as the queue log they would have left, a file a local day.

    A call that lasts past midnight ends in the file of the next day. Order: time.
    """
    connection, step = duckdb.connect(), _LOG_SQL.read_text(encoding="utf-8")
    (folder / QUEUE_LOG).mkdir(parents=True, exist_ok=True)
    for day in range(_DAYS):
        dates = [_FIRST + dt.timedelta(days=each) for each in (day - 1, day) if each >= 0]
        files = [folder / "queue_visit" / f"{each.isoformat()}.parquet" for each in dates]
        names = {
            "files": ",".join(f"'{each}'" for each in files),
            "first": _STARTS + day * _A_DAY * _HALF_HOUR,
            "log": folder / QUEUE_LOG / f"{dates[-1].isoformat()}.log",
        }
        connection.execute(step.format(**names))


def _half_hours(size: int) -> Iterator[list[tuple[int, int, int, int]]]:
    """Yield the half-hours of each day: start, first call, number of calls, mean of long waits."""
    loads = [
        _BY_HOUR[half // 2] * _BY_WEEKDAY[(_FIRST + dt.timedelta(days=day)).weekday()]
        for day in range(_DAYS)
        for half in range(_A_DAY)
    ]
    ends = [size * each // sum(loads) for each in accumulate(loads)]
    firsts = [0, *ends[:-1]]
    every = [
        (_STARTS + number * _HALF_HOUR, first, end - first, 10 + 50 * load // _BUSIEST)
        for number, (load, first, end) in enumerate(zip(loads, firsts, ends, strict=True))
    ]
    for day in range(_DAYS):
        yield every[day * _A_DAY : (day + 1) * _A_DAY]


def _exponential() -> list[int]:
    """Return the quantiles of the exponential distribution of mean 1, in thousandths."""
    return [round(-1_000 * math.log(1 - (each + 0.5) / _STEPS)) for each in range(_STEPS)]


def _by_queue() -> list[int]:
    """Return a list in which each queue stands as often as it gets calls."""
    return [queue for queue in range(QUEUES) for _ in range(QUEUES - queue)]


def main() -> None:
    """Write a month into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write_month(given.folder, given.calls, seed=given.seed)


if __name__ == "__main__":
    main()
