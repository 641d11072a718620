"""A scorecard: what was seen of each item of a form, and what it costs; one item is fatal."""

from __future__ import annotations

from decimal import Decimal

import ccops

FORM = {"form": "call_form", "source": "internal", "channel": "voice", "status": "valid"}


def seen(evaluation: str, **items: int) -> list[dict[str, object]]:
    """Return the rows of one evaluation: how often each item was seen."""
    row = {**FORM, "evaluation_id": evaluation, "employee_id": "E001", "evaluator": "Q001",
           "at": "2026-10-08 10:30"}  # fmt: skip
    return [{**row, "item": each, "occurrences": often} for each, often in items.items()]


center = ccops.Center.open("telecom-7x24")
form = next(each for each in center.pack.rules.section("scorecards") if each.name == "call_form")
for item in form.items:
    print(item.name, item.label.en, "is fatal" if item.fatal else f"costs {item.deduct.value}")

hired = {"employment_type": "full_time", "team": "A", "hired_on": "2024-03-01"}
people = [
    {"employee_id": "E001", "role": "agent", **hired},
    {"employee_id": "Q001", "role": "qa_trainer", **hired},
]
month = center.month("2026-10", employees=people, decisions={"award_themes": []})
rows = [*seen("1", L1=0), *seen("2", L1=1), *seen("3", L1=2), *seen("4", L1=1, A6=1)]
records = month.records(ccops.source("evaluations", rows))
for number in range(len(records["evaluation"])):
    row = records["evaluation"].row(number)
    score = Decimal(str(row["score"])) / 100  # records keep hundredths of a point
    print("evaluation", row["evaluation_id"], score)

# The month of the agent is the mean of them, a fact that the rules read by name.
facts = month.measure(*records.values())
print("call_evaluation", facts.value("E001", "call_evaluation"))
