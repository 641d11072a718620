"""What agents were doing, from a queue log: time by state, one word under three definitions."""

from __future__ import annotations

import ccops
from ccops.adapters import ReadOptions, Source, StateTerms
from ccops.kpi import measure
from ccops.settlement import write_value
from ccops.values import Missing, decode

#: E001 signs on, talks to two at once, writes it up, and trains; E002 stands in the configuration.
LOG = Source(
    name="queue_log",
    lines=(
        "1791937800|MANAGER|service|PJSIP/E001|ADDMEMBER|",
        "1791937800|MANAGER|refund|PJSIP/E001|ADDMEMBER|",
        "1791938400|1791938370.1|service|PJSIP/E001|CONNECT|30|1791938370.2|20",
        "1791938700|1791938690.3|refund|PJSIP/E001|CONNECT|10|1791938690.4|10",
        "1791939000|1791938370.1|service|PJSIP/E001|COMPLETECALLER|30|600|1",
        "1791939300|1791938690.3|refund|PJSIP/E001|COMPLETEAGENT|10|600|1",
        "1791939300|NONE|NONE|PJSIP/E001|PAUSEALL|wrap-up",
        "1791939360|NONE|NONE|PJSIP/E001|UNPAUSEALL|",
        "1791939600|NONE|NONE|PJSIP/E001|PAUSEALL|training",
        "1791939600|NONE|service|PJSIP/E001|PAUSE|training",
        "1791939600|NONE|refund|PJSIP/E001|PAUSE|training",
        "1791940000|1791939990.5|service|PJSIP/E002|CONNECT|10|1791939990.6|5",
        "1791940120|1791939990.5|service|PJSIP/E002|COMPLETECALLER|10|120|1",
        "1791941400|NONE|NONE|PJSIP/E001|UNPAUSEALL|",
        "1791941700|MANAGER|service|PJSIP/E001|REMOVEMEMBER|",
        "1791941700|MANAGER|refund|PJSIP/E001|REMOVEMEMBER|",
    ),
)

center = ccops.Center.open("telecom-7x24", plugins="installed")
terms = StateTerms(after_call=frozenset({"wrap-up"}))
options = ReadOptions(zone=center.pack.zone, agent_pattern="PJSIP/*", states=terms)
intake = center.read([LOG], adapter="asterisk-queue-log", options=options)
print("never signed on by the log:", ", ".join(intake.report.unsigned_agents))

names = ("login_time", "contact_time", "ready_time", "not_ready_total")
words = ("occupancy", "occupancy_amazon", "occupancy_on_login")
every = {each.name: each for each in center.pack.check_assembly().indicators}
measured = measure(intake["agent_state"], [every[name] for name in names + words], by=["agent"])

for agent in measured.keys:
    print(agent)
    for name, indicator in measured.indicators.items():
        cell = measured.value(name, agent)
        if isinstance(cell, Missing):
            print(f"  {indicator.label.en}: missing ({cell.value})")
            continue
        value = decode(cell, indicator.type, indicator.carrier)
        print(f"  {indicator.label.en}: {write_value(value, indicator.type.unit, locale='en')}")
