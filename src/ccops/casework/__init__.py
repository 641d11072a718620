"""Casework: what goes on around the calls - orders, complaints, the shift log, trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.casework.floor_kinds import (
    EXIT_INTERVIEW,
    MEETING,
    PATROL,
    TENURE_MARK,
    TEST_CALL,
    TRAINING,
    TRAINING_RESULTS,
)
from ccops.casework.matter_kinds import (
    COMPLAINT,
    REFUND,
    REFUND_STATES,
    SHIFT_ENTRIES,
    SHIFT_ENTRY,
)
from ccops.casework.order_kinds import (
    ORDER_COURSE,
    ORDER_DEADLINE,
    ORDER_STATES,
    ORDER_STEP,
    ORDER_STEPS,
    WORK_ORDER,
)
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.casework.derived import Casework
    from ccops.casework.floor_records import (
        called_test_records,
        exit_interview_records,
        meeting_records,
        patrol_records,
        training_records,
    )
    from ccops.casework.matter_records import (
        complaint_records,
        refund_records,
        shift_entry_records,
    )
    from ccops.casework.order_records import order_step_records, work_order_records
    from ccops.casework.order_rules import LimitStart, OrderRule, TimeLimitRule, check_time_limits
    from ccops.casework.rules import CASEWORK_SECTIONS, CaseworkRules
    from ccops.casework.tenure_marks import MarkAt, TenureMarkRule, check_tenure_marks
else:
    __getattr__ = opened_later(
        __name__,
        {
            "order_rules": ("LimitStart", "OrderRule", "TimeLimitRule", "check_time_limits"),
            "tenure_marks": ("MarkAt", "TenureMarkRule", "check_tenure_marks"),
            "rules": ("CASEWORK_SECTIONS", "CaseworkRules"),
            "derived": ("Casework",),
            "floor_records": (
                "exit_interview_records",
                "meeting_records",
                "patrol_records",
                "called_test_records",
                "training_records",
            ),
            "matter_records": ("complaint_records", "refund_records", "shift_entry_records"),
            "order_records": ("order_step_records", "work_order_records"),
        },
    )

#: The record kinds this room brings.
CASEWORK_KINDS: Final = (
    WORK_ORDER,
    ORDER_STEP,
    ORDER_COURSE,
    ORDER_DEADLINE,
    COMPLAINT,
    REFUND,
    SHIFT_ENTRY,
    PATROL,
    MEETING,
    TEST_CALL,
    TRAINING,
    EXIT_INTERVIEW,
    TENURE_MARK,
)

__all__ = [
    "CASEWORK_KINDS",
    "CASEWORK_SECTIONS",
    "COMPLAINT",
    "EXIT_INTERVIEW",
    "MEETING",
    "ORDER_COURSE",
    "ORDER_DEADLINE",
    "ORDER_STATES",
    "ORDER_STEP",
    "ORDER_STEPS",
    "PATROL",
    "REFUND",
    "REFUND_STATES",
    "SHIFT_ENTRIES",
    "SHIFT_ENTRY",
    "TENURE_MARK",
    "TEST_CALL",
    "TRAINING",
    "TRAINING_RESULTS",
    "WORK_ORDER",
    "Casework",
    "CaseworkRules",
    "LimitStart",
    "MarkAt",
    "OrderRule",
    "TenureMarkRule",
    "TimeLimitRule",
    "called_test_records",
    "check_tenure_marks",
    "check_time_limits",
    "complaint_records",
    "exit_interview_records",
    "meeting_records",
    "order_step_records",
    "patrol_records",
    "refund_records",
    "shift_entry_records",
    "training_records",
    "work_order_records",
]
