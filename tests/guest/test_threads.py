"""Many threads ask one center at once: they get what one thread gets, and disturb nobody."""

from __future__ import annotations

import decimal
import locale
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import pytest

import ccops
from tests.guest.months import settled

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).parents[2]
THREADS: Final = 8
T = TypeVar("T")


def _together(task: Callable[[int], T]) -> list[T]:
    """Run a task in every thread at the same moment; what one raises is raised."""
    gate = threading.Barrier(THREADS)

    def waited(number: int) -> T:
        gate.wait()
        return task(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(waited, range(THREADS)))


def _everything(center: ccops.Center, number: int) -> tuple[bytes, str, str, str]:
    """Return a month, an explanation and a report, in a language that is another each time."""
    spoken = ("en", "zh_CN", "zh_TW")[number % 3]
    made = settled(center)
    report = center.report("statement", made, locale=spoken, subjects=["E002"])
    told = made.explain("E002", "monthly_bonus", locale=spoken)
    return made.to_json(), spoken, str(told), str(report.render("html"))


def test_threads_that_share_a_center_get_what_one_thread_gets() -> None:
    alone = {each[1]: each for each in (_everything(_opened(), one) for one in range(3))}

    shared = _opened()
    found = _together(lambda number: _everything(shared, number))

    assert [each == alone[each[1]] for each in found] == [True] * THREADS


def _opened() -> ccops.Center:
    return ccops.Center.open("telecom-7x24")


def test_threads_that_each_open_a_center_open_the_same() -> None:
    found = _together(lambda _: settled(_opened()).to_json())

    assert set(found) == {settled(_opened()).to_json()}


def test_threads_under_other_readings_do_not_see_each_other() -> None:
    center = _opened()
    readings = list(center.pack.choices["bonus_reading"].readings)
    wanted = {
        each: settled(center.with_choices(bonus_reading=each)).to_json() for each in readings
    }

    def one(number: int) -> tuple[str, bytes]:
        reading = readings[number % len(readings)]
        return reading, settled(center.with_choices(bonus_reading=reading)).to_json()

    assert [made == wanted[reading] for reading, made in _together(one)] == [True] * THREADS
    assert len(set(wanted.values())) == len(readings)


def test_the_decimal_context_of_a_thread_neither_matters_nor_changes() -> None:
    center = _opened()
    wanted = settled(center).to_json()

    def one(_: int) -> tuple[bytes, int, str, list[type]]:
        own = decimal.getcontext()
        own.prec, own.rounding = 3, decimal.ROUND_UP
        own.traps[decimal.Inexact] = True
        made = settled(center)
        made.explain("E002", "monthly_bonus", locale="en")
        sum(line.amount != 0 for line in made.lines())
        after = decimal.getcontext()
        raised = [each for each, is_set in after.flags.items() if is_set]
        return made.to_json(), after.prec, after.rounding, raised

    assert _together(one) == [(wanted, 3, decimal.ROUND_UP, [])] * THREADS
    assert decimal.getcontext().prec == decimal.DefaultContext.prec


def test_the_locale_of_the_process_stays_as_it_was() -> None:
    before = locale.setlocale(locale.LC_ALL)

    _together(lambda number: _everything(_opened(), number))

    assert locale.setlocale(locale.LC_ALL) == before


def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    center = _opened()
    made = settled(center)

    for form in ("html", "xlsx", "md", "json"):
        center.report("statement", made, locale="en").write(tmp_path / f"statement.{form}")

    assert set(threading.enumerate()) == before


@pytest.mark.parametrize("room", ["ccops", "ccops.kpi", "ccops.rulepack", "ccops.reports"])
def test_names_that_are_opened_late_are_opened_once_by_threads(room: str) -> None:
    script = f"""
import threading
import {room} as room
names = [each for each in room.__all__]
gate, found = threading.Barrier({THREADS}), [None] * {THREADS}
def look(number):
    order = names[number:] + names[:number]
    gate.wait()
    found[number] = {{name: id(getattr(room, name)) for name in order}}
threads = [threading.Thread(target=look, args=(number,)) for number in range({THREADS})]
[each.start() for each in threads]
[each.join() for each in threads]
print(all(each == found[0] and len(each) == len(set(names)) for each in found))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("True", "")
