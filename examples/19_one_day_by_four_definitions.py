"""One agent's day beside the roster: the same words as the glossary and three vendors say them."""

from __future__ import annotations

import ccops
from ccops.adapters import ReadOptions, Source, StateTerms
from ccops.reports import shown_indicator
from ccops.values import Missing, fraction_of

#: Rostered 08:30 to 20:30: late, calls, a meal, a training, wrap-up, gone early, back after it.
LINES = (
    "1791938100|MANAGER|service|PJSIP/E001|ADDMEMBER|",
    "1791939600|1791939580.1|service|PJSIP/E001|CONNECT|20|1791939590.2|10",
    "1791946800|1791939580.1|service|PJSIP/E001|COMPLETECALLER|20|7200|1",
    "1791954000|NONE|NONE|PJSIP/E001|PAUSEALL|meal",
    "1791957600|NONE|NONE|PJSIP/E001|UNPAUSEALL|",
    "1791961200|NONE|NONE|PJSIP/E001|PAUSEALL|training",
    "1791964800|NONE|NONE|PJSIP/E001|UNPAUSEALL|",
    "1791966600|1791966580.3|service|PJSIP/E001|CONNECT|20|1791966590.4|15",
    "1791978900|1791966580.3|service|PJSIP/E001|COMPLETEAGENT|20|12300|1",
    "1791978900|NONE|NONE|PJSIP/E001|PAUSEALL|wrap-up",
    "1791979200|MANAGER|service|PJSIP/E001|REMOVEMEMBER|",
    "1791982200|MANAGER|service|PJSIP/E001|ADDMEMBER|",
    "1791982800|MANAGER|service|PJSIP/E001|REMOVEMEMBER|",
)
LOG = Source(name="queue_log", lines=LINES)
WORDS = {
    "occupancy": ("occupancy", "occupancy_genesys", "occupancy_amazon", "occupancy_nice"),
    "utilization": ("utilization", "utilization_genesys", "", "utilization_nice"),
    "shrinkage": ("shrinkage", "shrinkage_genesys", "", ""),
    "adherence": ("schedule_adherence", "adherence_genesys", "adherence_amazon", "adherence_nice"),
    "conformance": ("conformance", "conformance_genesys", "", "conformance_nice"),
}

center = ccops.Center.open("telecom-7x24", plugins="installed")
terms = StateTerms(after_call=frozenset({"wrap-up"}))
options = ReadOptions(zone=center.pack.zone, agent_pattern="PJSIP/*", states=terms)
intake = center.read([LOG], adapter="asterisk-queue-log", options=options)
hired = {"employment_type": "full_time", "hired_on": "2024-03-01", "role": "agent", "team": "A"}
staff = [{"employee_id": "E001", **hired}]
month = center.month("2026-10", employees=staff, decisions={"award_themes": []})
shift = {"employee_id": "E001", "work_date": "2026-10-14", "shift": "R", "kind": "final"}
records = month.records(intake, ccops.source("roster", [shift]))

#: Half-hours are known by where they begin, in seconds of UTC.
MEAL, OFF = ("half_hour", 1791954000, "13:00, meal"), ("half_hour", 1791981000, "20:30, off")
for by, key, title in (("agent", "E001", "the day"), MEAL, OFF):
    shown = {"": "-"}
    for each in center.kpi(records, by=[by]):
        for name, indicator in each.indicators.items():
            value = each.value(name, key)
            if isinstance(value, Missing):
                shown[name] = f"({value.value})"
            else:
                number = fraction_of(value, indicator.carrier)
                shown[name] = shown_indicator(indicator, number, locale="en")
    print(f"{title:<13}{'glossary':>12}{'Genesys':>12}{'Amazon':>12}{'NICE':>12}")
    for word, names in WORDS.items():
        print(f"  {word:<11}" + "".join(f"{shown[name]:>12}" for name in names))
