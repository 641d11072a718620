"""Reports that are owed and made by the library name it; the others are listed with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from ccops.organization import MadeBy
from ccops.reports import REPORTS
from ccops.reports.people.report_calendar import MADE_BY
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.organization import ReportDutyRule

PACKS: Final = ("telecom-7x24", "insurance-hotline", "outsourced")
#: Why a report is made by people: what it says is nowhere in the records of a center.
OWN_WORDS: Final = "what its writer observed, proposes or plans"
NO_RECORDS: Final = "of records that a center does not hand in"
ONE_MATTER: Final = "a notice or slip about one matter, at once"
NO_SUCH_SPAN: Final = "the report of the library is of a month, this one of less"
NO_SHEET: Final = "a sheet of hours or shifts, which the library reads and does not make"
BY_PEOPLE: Final[Mapping[str, Mapping[str, str]]] = {
    "telecom-7x24": {},
    "insurance-hotline": {
        "shift_log": ONE_MATTER,
        "quality_daily": NO_SUCH_SPAN,
        "feedback_daily": OWN_WORDS,
        "feedback_weekly": OWN_WORDS,
        "feedback_monthly": OWN_WORDS,
        "attendance_daily": NO_SHEET,
        "attendance_sheet": NO_SHEET,
        "incident_notice": ONE_MATTER,
        "staffing_plan": OWN_WORDS,
        "staff_moods": OWN_WORDS,
        "summary_week": OWN_WORDS,
        "summary_week_lead": OWN_WORDS,
        "summary_week_director": OWN_WORDS,
        "summary_month": OWN_WORDS,
        "summary_month_director": OWN_WORDS,
        "summary_year": OWN_WORDS,
        "summary_year_director": OWN_WORDS,
    },
    "outsourced": {
        "shift_report": ONE_MATTER,
        "login_check": NO_SHEET,
        "unprocessed_visits_daily": NO_RECORDS,
        "unprocessed_visits_weekly": NO_RECORDS,
        "unprocessed_visits_monthly": NO_RECORDS,
        "operations_log": OWN_WORDS,
        "quality_day": NO_SUCH_SPAN,
        "quality_week": NO_SUCH_SPAN,
        "feedback_slip": ONE_MATTER,
        "on_site_tickets": ONE_MATTER,
        "supervisor_attendance_sheet": NO_SHEET,
        "company_report": OWN_WORDS,
        "telesales_plan": OWN_WORDS,
        "training_calendar": OWN_WORDS,
        "people_summary": OWN_WORDS,
        "agent_summary_month": OWN_WORDS,
        "roster_report": NO_SHEET,
        "next_week_plan": OWN_WORDS,
    },
}
#: What a pack has to have for a report to say anything.
NEEDS: Final = {
    MadeBy.LEARNING: ("record_lists", "ageing_lists", "top_lists", "due_lists"),
    MadeBy.QUALITY: ("scorecards",),
    MadeBy.APPRAISAL: ("scorecards",),
    MadeBy.APPROVAL: ("statements",),
    MadeBy.FLOOR: ("targets", "goals"),
    MadeBy.CLIENT: ("client_contracts",),
}


def _duties(pack: str) -> dict[str, ReportDutyRule]:
    return {each.name: each for each in loaded.center(pack).pack.rules.section("report_duties")}


@pytest.mark.parametrize("pack", PACKS)
def test_a_report_that_names_none_is_listed_with_the_reason(pack: str) -> None:
    by_people = {name for name, each in _duties(pack).items() if each.made_by is None}

    assert by_people == set(BY_PEOPLE[pack])


@pytest.mark.parametrize("pack", PACKS)
def test_a_report_that_is_named_has_something_to_say_in_the_pack(pack: str) -> None:
    rules = loaded.center(pack).pack.rules

    for name, each in _duties(pack).items():
        needs = NEEDS.get(each.made_by, ()) if each.made_by else ()
        assert not needs or any(rules.section(section) for section in needs), name


def test_every_report_that_can_be_named_is_made_by_a_verb() -> None:
    kinds = {each.name for each in REPORTS}

    for made in MadeBy:
        verb, _, kind = MADE_BY[made.value].partition(" --kind ")
        assert verb.startswith("ccops ")
        assert not kind or kind in kinds
