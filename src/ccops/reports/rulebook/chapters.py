"""Chapters: in which order a manual has its rules, and which kinds of rules stand where."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Chapter(enum.Enum):
    """The chapters that hold rules, in the order of the booklet."""

    PEOPLE = "people"
    TIME = "time"
    MEASURED = "measured"
    SCORES = "scores"
    PAY = "pay"
    RIGHTS = "rights"
    CAREER = "career"
    CONDUCT = "conduct"
    DUTIES = "duties"
    PROJECTS = "projects"
    OTHERS = "others"
    CONSTANTS = "constants"
    QUESTIONS = "questions"


#: The sections of a pack by chapter, in the order in which they are read.
_SECTIONS: Final[Mapping[Chapter, tuple[str, ...]]] = {
    Chapter.PEOPLE: (
        "departments", "roles", "structures", "post_pairs", "spans", "employments", "populations",
    ),
    Chapter.TIME: (
        "calendars", "shifts", "rosters", "hours_systems", "leave_kinds", "hours_accounts",
        "part_months", "work_years",
    ),
    Chapter.MEASURED: (
        "indicators", "contracts", "first_contacts", "approaches", "facts", "per_period",
    ),
    Chapter.SCORES: (
        "scorecards", "figures", "ranks", "targets", "watches", "goals", "sampling_plans",
        "calibrations", "evaluation_disputes", "action_trackers",
    ),
    Chapter.PAY: (
        "statements", "basic_pays", "bonuses", "star_pays", "awards", "allowances",
        "holiday_pays", "commissions", "hours_lines", "eligibility", "accounts",
    ),
    Chapter.RIGHTS: (
        "leave_deductions", "corrections", "leaver_settlements", "publications", "approvals",
        "rights",
    ),
    Chapter.CAREER: ("ladders", "last_places", "tenure_marks"),
    Chapter.CONDUCT: ("conducts", "discipline_ladders"),
    Chapter.DUTIES: (
        "duties", "report_duties", "archives", "risks", "due_lists", "process_aims", "studies",
        "coaching_effects", "development_plans", "gates", "top_lists", "long_calls",
        "record_lists", "ageing_lists", "order_rules", "time_limits",
    ),
    Chapter.PROJECTS: (
        "projects", "duty_rotas", "client_contracts", "project_results", "funnels",
    ),
    Chapter.CONSTANTS: ("parameters",),
    Chapter.QUESTIONS: ("choices",),
}  # fmt: skip
#: Sections whose rules are short and many: a row each.
IN_ROWS: Final = frozenset({
    "departments", "roles", "post_pairs", "spans", "employments", "populations", "calendars",
    "shifts", "rosters", "hours_systems", "leave_kinds", "work_years", "indicators",
    "first_contacts", "approaches", "facts", "per_period", "targets", "watches", "rights",
    "tenure_marks", "conducts", "duties", "report_duties", "archives", "risks", "due_lists",
    "process_aims", "studies", "coaching_effects", "development_plans", "gates", "top_lists",
    "long_calls", "record_lists", "ageing_lists", "order_rules", "time_limits", "projects",
    "duty_rotas", "parameters",
})  # fmt: skip


#: Sections of rules that are somebody's, and the key that says whose.
BY_POST: Final[Mapping[str, str]] = {"duties": "role", "report_duties": "roles"}


def chaptered(sections: Iterable[str]) -> tuple[tuple[Chapter, tuple[str, ...]], ...]:
    """Return the chapters that have something to say, each with its sections.

    Sections that a plugin brings stand in a chapter of their own, none is left out.
    """
    there = tuple(sections)
    known = {section for listed in _SECTIONS.values() for section in listed}
    others = tuple(each for each in there if each not in known)
    found = []
    for chapter in Chapter:
        listed = others if chapter is Chapter.OTHERS else _SECTIONS[chapter]
        own = tuple(each for each in listed if each in there)
        if own:
            found.append((chapter, own))
    return tuple(found)
