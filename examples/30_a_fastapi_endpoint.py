"""A FastAPI endpoint: facts in; pay lines and one explanation out, or every finding at once."""

from __future__ import annotations

import csv
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict

import ccops

DATA = Path(__file__).parent / "data"
app = FastAPI()
center = ccops.Center.open("telecom-7x24")  # once: it never changes, and threads share it


class MonthIn(BaseModel):
    """What is handed in. Values are texts or whole numbers: a float is no amount."""

    model_config = ConfigDict(strict=True, extra="forbid")
    employees: list[dict[str, str]]
    facts: dict[str, dict[str, str | int]]


class MonthOut(BaseModel):
    """What comes back. Objects of ccops are no fields of a model; plain data is."""

    digest: str
    lines: list[dict[str, str]]  # amounts are text: a JSON number is a float to who reads it
    explanation: list[str]


@app.post("/months/{label}")
def settle(label: str, given: MonthIn, who: str, what: str) -> MonthOut:
    """Settle a month. It is a plain ``def``: FastAPI runs it in a thread of its pool."""
    try:
        month = center.month(label, employees=given.employees, decisions={"award_themes": []})
        done = month.starting_from(month.opening([])).settle(month.facts(given.facts))
    except ccops.DataError as error:
        raise HTTPException(422, [each.to_dict() for each in error.diagnostics]) from error
    lines = [{"code": each.pay_code, "amount": str(each.amount)} for each in done.lines()]
    told = str(done.explain(who, what, locale="en")).splitlines()
    return MonthOut(digest=done.digest, lines=lines, explanation=told)


with (DATA / "facts.csv").open(encoding="utf-8", newline="") as file:
    facts = {row.pop("employee_id"): row for row in csv.DictReader(file)}
same = {"role": "agent", "team": "A", "hired_on": "2022-03-01", "employment_type": "full_time"}
body = {"employees": [{"employee_id": each, **same} for each in facts], "facts": facts}
url, client = "/months/2026-10?who=E003&what=monthly_bonus", TestClient(app)
answer = client.post(url, json=body).json()
print(len(answer["lines"]), answer["lines"][2], *answer["explanation"][:3], sep="\n")
facts["E003"]["disciplin"] = facts["E003"].pop("discipline")
refused = client.post(url, json=body)
print(refused.status_code, [each["code"] for each in refused.json()["detail"]])
