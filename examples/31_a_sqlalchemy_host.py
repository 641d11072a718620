"""A SQLAlchemy host, on SQLite or PostgreSQL: rows out, the settlement and its lines back in."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Numeric, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import ccops

FACTS = Path(__file__).parent / "data" / "facts.csv"


class Base(DeclarativeBase):
    """Tables of the host; money is a decimal of the database, never a float."""

    type_annotation_map = {dict[str, Any]: JSON, Decimal: Numeric(12, 2)}  # noqa: RUF012


class Agent(Base):
    """Who works here, with what is known of the month."""

    __tablename__ = "agent"
    employee_id: Mapped[str] = mapped_column(primary_key=True)
    facts: Mapped[dict[str, Any]]


class Line(Base):
    """A pay line. Its id stays the same when its month is settled again."""

    __tablename__ = "line"
    line_id: Mapped[str] = mapped_column(primary_key=True)
    settlement: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]


engine = create_engine(sys.argv[1] if sys.argv[1:] else "sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session, session.begin():
    for row in csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()):
        session.add(Agent(employee_id=row.pop("employee_id"), facts=row))

center = ccops.Center.open("telecom-7x24")
same = {"employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2022-03-01"}
with Session(engine) as session, session.begin():  # all of the month, or nothing of it
    agents = session.scalars(select(Agent)).all()
    rows = [{"employee_id": each.employee_id, **same} for each in agents]
    month = center.month("2026-10", employees=rows, decisions={"award_themes": []})
    month = month.starting_from(month.opening([]))
    done = month.settle(month.facts({each.employee_id: each.facts for each in agents}))
    for line in done.lines():
        session.add(Line(line_id=line.line_id, settlement=done.digest, amount=line.amount))
    session.flush()
    print(*session.execute(select(func.count(), func.sum(Line.amount))).one())
