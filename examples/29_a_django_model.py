"""A Django model: employees from the ORM, the settlement kept in a JSONField, read back whole."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, models, transaction

import ccops

FACTS = Path(__file__).parent / "data" / "facts.csv"
DAY = dt.date(2022, 3, 1)
MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
settings.configure(DATABASES={"default": MEMORY}, DEFAULT_AUTO_FIELD="django.db.models.AutoField")
django.setup()  # a project has all this by now


class Agent(models.Model):  # noqa: DJ008 - never shown
    """Who works here, with what is known of the month; the columns are the host's own."""

    number: models.CharField[str, str] = models.CharField()
    hired_on: models.DateField[str, dt.date] = models.DateField()
    facts = models.JSONField()
    Meta = type("Meta", (), {"app_label": "center"})  # a project has an app for it


class SettledMonth(models.Model):  # noqa: DJ008 - never shown
    """A settlement as it was made: revisions are added, none is ever written over."""

    digest: models.CharField[str, str] = models.CharField(unique=True)
    data = models.JSONField()
    Meta = type("Meta", (), {"app_label": "center"})


with connection.schema_editor() as schema:  # a project has migrations
    schema.create_model(Agent)
    schema.create_model(SettledMonth)
for row in csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()):
    Agent.objects.create(number=row.pop("employee_id"), hired_on=DAY, facts=row)

center = ccops.Center.open("telecom-7x24")  # once in a process, and shared by its threads
same = {"role": "agent", "team": "A", "employment_type": "full_time"}
fixed = {name: models.Value(value) for name, value in same.items()}

with transaction.atomic():  # what is settled is what is kept
    people = Agent.objects.values("hired_on", employee_id=models.F("number"), **fixed)
    month = center.month("2026-10", employees=people, decisions={"award_themes": []})
    month = month.starting_from(month.opening([]))
    settlement = month.settle(month.facts(dict(Agent.objects.values_list("number", "facts"))))
    SettledMonth.objects.create(digest=settlement.digest, data=settlement.to_dict())

found = SettledMonth.objects.get(digest=settlement.digest)
again = month.from_dict(found.data)  # changed figures, other people, another pack: all are refused
print(again.to_json() == settlement.to_json(), again.value("E001", "monthly_bonus"))
print(again.explain("E001", "night_allowance", locale="en"))
