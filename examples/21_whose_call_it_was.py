"""Whose a contact is that several agents handled: five policies, and what each pays."""

from __future__ import annotations

from pathlib import Path

import ccops
from ccops.adapters import CSV_MAP, ReadOptions, Source
from ccops.contacts import Attribution, QueueOwner, credit_table, credited_records, with_credit

DATA = Path(__file__).parent / "data"
COLUMN_MAP = {
    "record": ["visit", "segment"],
    "columns": {
        "contact_id": "call",
        "queue": "queue",
        "outcome": {"from": "outcome", "values": {"ANS": "answered"}},
        "agent": "agent",
        "entered_at": {"from": "entered", "unit": "epoch_s"},
        "wait": {"from": "wait", "unit": "s"},
        "talk_hold": {"from": "talk", "unit": "s"},
    },
}
#: The first call was handed on twice; the others one agent handled alone.
CALLS = (
    "call,queue,outcome,agent,entered,wait,talk",
    "1,sales,ANS,A,1791767000,5,60",
    "1,sales,ANS,B,1791767100,5,120",
    "1,billing,ANS,C,1791767300,5,180",
    "2,sales,ANS,A,1791767600,5,90",
    "3,billing,ANS,C,1791767900,5,90",
)
OWNERS = (
    QueueOwner(queue="sales", employee_id="L"),
    QueueOwner(queue="billing", employee_id="C"),
)

center = ccops.Center.open(DATA / "whose-calls")
options = ReadOptions(zone=center.pack.zone, column_map=COLUMN_MAP)
intake = CSV_MAP.read([Source(name="calls", lines=CALLS)], options)
records = with_credit(Attribution.EACH_SEGMENT, intake.records, owners=OWNERS)

for agent, credit in credit_table(credited_records(records)).agents.items():
    print(agent, [credit.get(each, 0) for each in Attribution])

PLAIN = {"employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2026-01-01"}
people = [{"employee_id": each, **PLAIN} for each in "ABCL"]
month = center.month("2026-10", employees=people)
print()
print(month.attribution_costs(records).text("en"))
