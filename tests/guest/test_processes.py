"""A center goes along into other processes: forked with it, or handed over as pickled data."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import ccops
from tests.guest.months import month_of, settled

ROOT: Final = Path(__file__).parents[2]
SCRIPT: Final = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
import ccops
from tests.guest.months import settled

center = None


def inherited():
    return settled(center).to_json()


def handed_over(given):
    made = settled(given)
    given.report("statement", made, locale="zh_CN").render("html")
    return made, str(made.explain("E002", "monthly_bonus", locale="en"))


if __name__ == "__main__":
    how = sys.argv[1]
    center = ccops.Center.open("telecom-7x24")
    here = settled(center)
    center.report("statement", here, locale="en").render("html")
    told = str(here.explain("E002", "monthly_bonus", locale="en"))
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(how)) as pool:
        if how == "fork":
            print(*[each == here.to_json() for each in [pool.submit(inherited).result()]])
        found, there = pool.submit(handed_over, center).result()
        print(found.to_json() == here.to_json(), there == told)
        print(str(found.explain("E002", "monthly_bonus", locale="en")) == told)
"""


@pytest.mark.parametrize(
    ("how", "printed"),
    [("fork", "True\nTrue True\nTrue\n"), ("spawn", "True True\nTrue\n")],
)
def test_another_process_settles_the_same_bytes(tmp_path: Path, how: str, printed: str) -> None:
    script = tmp_path / "host.py"
    script.write_text(SCRIPT, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "error", script, how],
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.stdout, done.stderr) == (printed, "")


def test_what_a_host_keeps_survives_pickling() -> None:
    center = ccops.Center.open("telecom-7x24")
    made = settled(center)
    month = month_of(center)

    again, settlement, closing, lines = pickle.loads(  # noqa: S301 - our own bytes
        pickle.dumps((center, made, made.closing, made.lines()))
    )

    assert settled(again).to_json() == made.to_json() == settlement.to_json()
    assert closing.to_json() == made.closing.to_json()
    assert lines == made.lines()
    assert month.from_dict(settlement.to_dict()).digest == made.digest


def test_errors_survive_pickling() -> None:
    center = ccops.Center.open("telecom-7x24")
    with pytest.raises(ccops.DataError) as caught:
        month_of(center).facts({"E001": {"disciplin": 1}})

    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes

    assert str(again) == str(caught.value)
    assert again.diagnostics == caught.value.diagnostics
