"""Records are read once, states kept by day: a late call costs its day, a new limit nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import ccops
from ccops.adapters import Source

LOG = Path(__file__).parent / "data" / "queue_log"
LATE = Source(
    name="late",
    lines=(
        "1791937800|9.1|service|NONE|ENTERQUEUE||x|1",
        "1791937830|9.1|service|NONE|ABANDON|1|1|30",
    ),
)

center = ccops.Center.open("telecom-7x24", plugins="installed")
with TemporaryDirectory() as folder:
    records, states = Path(folder) / "records", Path(folder) / "states"
    for name, files in (("the log", [LOG]), ("the same", [LOG]), ("a late call", [LOG, LATE])):
        center.store.write(files, records, adapter="asterisk-queue-log")
        kept = center.store.kpi(states, records, by=["queue"])
        visits = next(each for each in kept.within() if "offered" in each.indicators)
        days = ", ".join(kept.measured["queue_visit"]) or "nothing"
        print(f"{name}: {visits.value('offered', 'service')} offered; measured {days}")

    for each in kept.contracts(["15 s", "20 s", "30 s"]).results:
        if each.group == ("service",):
            print(f"{each.contract.name}: {each.of} of {each.over}")
