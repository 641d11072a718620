"""From CSV files to canonical JSON, in a process of its own: ``csv_to_json.py FOLDER PERIOD``.

Prints how long it took in all and by part, in seconds of the processor, and the most memory it
held.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from itertools import pairwise
from pathlib import Path

from ccops import Center
from ccops.adapters.inputs.folder import read_inputs


def main(folder: Path, period: str) -> None:
    """Read employees and facts, settle, write the JSON."""
    times = [time.process_time()]
    center = Center.open("telecom-7x24")
    inputs, problems = read_inputs(folder)
    if problems:
        raise SystemExit(str(problems[:3]))
    times.append(time.process_time())
    month = center.month(
        period, employees=inputs.rows("employees"), decisions={"award_themes": []}
    )
    given, problems = inputs.facts()
    if problems:
        raise SystemExit(str(problems[:3]))
    facts = month.facts(given.employees)
    del inputs, given
    times.append(time.process_time())
    settlement = month.settle(facts)
    times.append(time.process_time())
    (folder / "settlement.json").write_bytes(settlement.to_json())
    times.append(time.process_time())
    names = ("reading the files", "employees and facts", "settling", "the JSON")
    parts = dict(zip(names, (b - a for a, b in pairwise(times)), strict=True))
    found = {"seconds": times[-1] - times[0], "parts": parts, "megabytes": _most_memory()}
    print(json.dumps(found))


def _most_memory() -> float:
    """Return the most megabytes held; the usual figure counts the parent process in."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        (most,) = (line.split()[1] for line in lines if line.startswith("VmHWM"))
        return int(most) / 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
