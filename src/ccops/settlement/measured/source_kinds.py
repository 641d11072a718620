"""Kinds of sources: the input files of a month, and what their rows are read by."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ccops.frozen import frozen
from ccops.kpi import RecordKind
from ccops.scorecards import DisputeRule, ScorecardRule
from ccops.worktime import LeaveKindRule, RosterRule, ShiftRule, WorkCalendar

Rows = tuple[Mapping[str, object], ...]


class SourceKind(enum.Enum):
    """Which input file rows come from."""

    ROSTER = "roster"
    LEAVE = "leave"
    PUNCHES = "punches"
    EVALUATIONS = "evaluations"
    EVALUATION_REVIEWS = "evaluation_reviews"
    QUALITY_ACTIONS = "quality_actions"
    ACTIVITY = "activity"
    EVENTS = "events"
    EXAMS = "exams"
    SWAPS = "swaps"
    CALENDAR = "calendar"
    REQUESTS = "requests"
    RATINGS = "ratings"
    DIALS = "dials"
    SALES = "sales"
    CALLBACKS = "callbacks"
    TEAM_ACTIVITIES = "team_activities"
    DOCUMENTS = "documents"
    DOCUMENT_REVIEWS = "document_reviews"
    KB_ITEMS = "kb_items"
    KB_ACCOUNTS = "kb_accounts"
    KB_SEARCHES = "kb_searches"
    KB_VISITS = "kb_visits"
    TOPICS = "topics"
    COACHING = "coaching"
    STUDY = "study"
    DEVELOPMENT_PLANS = "development_plans"
    REPORT_SUBMISSIONS = "report_submissions"
    ARCHIVE_LOG = "archive_log"
    DAMAGES = "damages"
    WORK_ORDERS = "work_orders"
    WORK_ORDER_STEPS = "work_order_steps"
    COMPLAINTS = "complaints"
    REFUNDS = "refunds"
    SHIFT_LOG = "shift_log"
    PATROLS = "patrols"
    MEETINGS = "meetings"
    TEST_CALLS = "test_calls"
    TRAININGS = "trainings"
    EXIT_INTERVIEWS = "exit_interviews"


#: The sources from which records of evaluations are made.
QUALITY: Final = frozenset({SourceKind.EVALUATIONS, SourceKind.EVALUATION_REVIEWS})
#: The sources from which records of working time are made.
WORKTIME: Final = frozenset(
    {SourceKind.ROSTER, SourceKind.LEAVE, SourceKind.PUNCHES, SourceKind.REQUESTS}
)
#: Those that want to know which days are workdays.
BY_WORKDAYS: Final = WORKTIME | {SourceKind.WORK_ORDERS}


@frozen
class Source:
    """Rows of one input file, with the columns of that file.

    A record kind that a plugin brings is a file of its own, with the columns of the kind.
    """

    kind: SourceKind | RecordKind
    rows: Rows


def source(kind: str | RecordKind, rows: Iterable[Mapping[str, object]]) -> Source:
    """Return rows as a source: ``source("roster", rows)``, or of a plugin's record kind.

    Raises ``ValueError`` for a name that is none of the input files.
    """
    return Source(kind if isinstance(kind, RecordKind) else SourceKind(kind), tuple(rows))


@frozen(kw_only=True)
class SourceRules:
    """What rows are read by: the shifts, leave kinds and forms of a pack, and its zone.

    ``calendar`` is the pack's own work calendar, where it has one.
    ``comp_leave`` is the kind of leave that requests for comp time are about; ``days_before``
    how many days before the period records begin. ``rosters`` are what the roster is held
    against, on the days of the period in ``roster_calendar``; ``disputes`` how long evaluations
    may be disputed. ``callbacks_until`` is the last day of the period in the calendar by which
    callbacks are counted.
    """

    shifts: Sequence[ShiftRule]
    leave_kinds: Sequence[LeaveKindRule]
    forms: Sequence[ScorecardRule]
    zone: str
    currency: str
    callbacks_until: dt.date
    calendar: WorkCalendar | None = None
    comp_leave: str = ""
    days_before: int = 0
    rosters: Sequence[RosterRule] = ()
    roster_calendar: str = ""
    disputes: Sequence[DisputeRule] = ()
