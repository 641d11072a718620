"""What makes records of the rows of each input file that needs nothing but its own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ccops.career import damage_records
from ccops.casework import (
    called_test_records,
    complaint_records,
    exit_interview_records,
    meeting_records,
    order_step_records,
    patrol_records,
    refund_records,
    shift_entry_records,
    training_records,
    work_order_records,
)
from ccops.contacts import contact_topic_records, dial_records
from ccops.learning import (
    KB_ITEM,
    coaching_records,
    development_plan_records,
    document_records,
    document_review_records,
    kb_account_records,
    kb_change_records,
    kb_item_records,
    kb_search_records,
    kb_visit_records,
    study_records,
    team_activity_records,
)
from ccops.messages import Diagnostic
from ccops.organization import (
    ACTIVITY,
    activity_records,
    archived_records,
    event_records,
    exam_records,
    found_error_records,
    rating_records,
    report_submission_records,
)
from ccops.projects import SALE, callback_records, sale_records, sale_return_records
from ccops.scorecards import quality_action_records
from ccops.settlement.measured.source_kinds import SourceKind
from ccops.settlement.measured.told_as_events import as_events, is_told_as_events
from ccops.worktime import swap_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ccops.kpi import Records
    from ccops.settlement.measured.source_kinds import Rows, SourceRules

#: Records, and what is wrong with the rows.
Read = tuple["Records", tuple[Diagnostic, ...]]


def told_again(made: Records) -> Iterator[Records]:
    """Yield records, and beside some of them what they say in another way, or what came of them.

    Activities tell of errors by the day they were found on, items of the knowledge base of what
    was added and removed, complaints of events, sales of what came back.
    """
    yield made
    if made.kind is ACTIVITY:
        yield found_error_records(made)
    elif made.kind is KB_ITEM:
        yield kb_change_records(made)
    elif is_told_as_events(made.kind):
        yield as_events(made)
    elif made.kind is SALE:
        yield sale_return_records(made)


def _swaps(rows: Rows, rules: SourceRules) -> Read:  # noqa: ARG001 - as every reader
    return swap_records(rows)


def _zoned(read: Callable[..., Read]) -> Callable[[Rows, SourceRules], Read]:
    """Return a reader that wants nothing of the rules but the zone."""

    def reader(rows: Rows, rules: SourceRules) -> Read:
        return read(rows, zone=ZoneInfo(rules.zone))

    return reader


def _events(rows: Rows, rules: SourceRules) -> Read:
    return event_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


def _damages(rows: Rows, rules: SourceRules) -> Read:
    return damage_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


def _refunds(rows: Rows, rules: SourceRules) -> Read:
    return refund_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


def _sales(rows: Rows, rules: SourceRules) -> Read:
    return sale_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


def _callbacks(rows: Rows, rules: SourceRules) -> Read:
    return callback_records(rows, zone=ZoneInfo(rules.zone), until=rules.callbacks_until)


#: What reads each file, by its kind.
READERS: Final[Mapping[SourceKind, Callable[[Rows, SourceRules], Read]]] = {
    SourceKind.ACTIVITY: _zoned(activity_records),
    SourceKind.QUALITY_ACTIONS: _zoned(quality_action_records),
    SourceKind.EXAMS: _zoned(exam_records),
    SourceKind.SWAPS: _swaps,
    SourceKind.EVENTS: _events,
    SourceKind.RATINGS: _zoned(rating_records),
    SourceKind.DIALS: _zoned(dial_records),
    SourceKind.SALES: _sales,
    SourceKind.CALLBACKS: _callbacks,
    SourceKind.TEAM_ACTIVITIES: _zoned(team_activity_records),
    SourceKind.DOCUMENTS: _zoned(document_records),
    SourceKind.DOCUMENT_REVIEWS: _zoned(document_review_records),
    SourceKind.KB_ITEMS: _zoned(kb_item_records),
    SourceKind.KB_ACCOUNTS: _zoned(kb_account_records),
    SourceKind.KB_SEARCHES: _zoned(kb_search_records),
    SourceKind.KB_VISITS: _zoned(kb_visit_records),
    SourceKind.TOPICS: _zoned(contact_topic_records),
    SourceKind.COACHING: _zoned(coaching_records),
    SourceKind.STUDY: _zoned(study_records),
    SourceKind.DEVELOPMENT_PLANS: _zoned(development_plan_records),
    SourceKind.REPORT_SUBMISSIONS: _zoned(report_submission_records),
    SourceKind.ARCHIVE_LOG: _zoned(archived_records),
    SourceKind.DAMAGES: _damages,
    SourceKind.WORK_ORDERS: _zoned(work_order_records),
    SourceKind.WORK_ORDER_STEPS: _zoned(order_step_records),
    SourceKind.COMPLAINTS: _zoned(complaint_records),
    SourceKind.REFUNDS: _refunds,
    SourceKind.SHIFT_LOG: _zoned(shift_entry_records),
    SourceKind.PATROLS: _zoned(patrol_records),
    SourceKind.MEETINGS: _zoned(meeting_records),
    SourceKind.TEST_CALLS: _zoned(called_test_records),
    SourceKind.TRAININGS: _zoned(training_records),
    SourceKind.EXIT_INTERVIEWS: _zoned(exit_interview_records),
}
