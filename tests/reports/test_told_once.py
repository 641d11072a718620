"""What is told of a cell is told once for all pages: in any order, and of anybody, the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.plan import Tracer, traced_rows
from ccops.reports import Document, Paragraph, Section
from ccops.reports.formats.html import HTML
from tests import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.settlement import Settlement

KINDS = ("statement", "bonus-notice", "appraisal", "team-goals", "approval")
LOCALES = ("zh_CN", "en")


@pytest.fixture(scope="module")
def center() -> Center:
    return loaded.center()


@pytest.fixture(scope="module")
def settlement(center: Center) -> Settlement:
    hired = {"employment_type": "full_time", "hired_on": "2024-03-01"}
    people = [
        {"employee_id": f"E{number}", "role": role, "team": f"T{number % 2}", **hired}
        for number, role in enumerate(["agent"] * 4 + ["team_lead"] * 2)
    ]
    known = {
        "basic_pay_due": "CNY 1700",
        "monthly_basic": "CNY 3480",
        "local_minimum_wage": "CNY 2600",
        "call_evaluation": "88.5",
        "discipline": "90",
        "talk_hold_mean": "180 s",
        "order_accuracy": "98.5%",
    }
    month = center.month("2026-10", employees=people, decisions={"award_themes": []})
    return month.settle(month.facts({each["employee_id"]: known for each in people}))


def test_pages_say_the_same_whichever_is_made_first(
    center: Center, settlement: Settlement
) -> None:
    """A page of a settlement of which nothing was told is that of one with many pages."""
    told, untold = attrs.evolve(settlement), attrs.evolve(settlement)
    asked = [(kind, locale) for kind in KINDS for locale in LOCALES]
    for kind, locale in reversed(asked):
        center.report(kind, told, locale=locale)
    for kind, locale in asked:
        fresh = center.report(kind, attrs.evolve(untold), locale=locale)
        again = center.report(kind, told, locale=locale)
        assert again.document.sections == fresh.document.sections, (kind, locale)


def test_few_rows_stay_traced_where_people_are_many(
    settlement: Settlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mean over everybody holds everybody: of a large center only the last row is kept."""
    monkeypatch.setattr(traced_rows, "_NAMED", 1)
    tracer = Tracer(settlement.results, {})
    first = tracer.figure("monthly_score", 0)

    assert tracer.figure("monthly_score", 0) is first
    tracer.figure("monthly_score", 1)
    assert tracer.figure("monthly_score", 0) == first
    assert tracer.figure("monthly_score", 0) is not first


def test_a_template_that_was_changed_since_is_read_again(tmp_path: Path) -> None:
    """Templates are read once for many pages, and again after somebody worked on them."""
    parts = (Paragraph(text="as it was settled"),)
    document = Document(
        kind="x",
        title="month",
        subtitle="",
        locale="en",
        sections=(Section(id="a", title="A", parts=parts),),
    )
    file = tmp_path / "report.html.j2"
    for number, text in enumerate(("one {{ document.title }}", "two {{ document.title }}")):
        file.write_text(text, encoding="utf-8")
        os.utime(file, (number, number))
        assert HTML.with_templates([tmp_path]).render(document) == f"{text.split()[0]} month\n"
