"""The words of careers: what is proposed, how a trial stands, what follows from last places."""

from __future__ import annotations

import enum


class Proposal(enum.Enum):
    """What a ladder proposes for somebody. ``review``: a person must decide."""

    PROMOTE = "promote"
    HOLD = "hold"
    DEMOTE = "demote"
    STAND_BY = "stand_by"
    REVIEW = "review"


class TrialOutcome(enum.Enum):
    """How the trial of somebody stands at the end of a period."""

    NO_TRIAL = "no_trial"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"


class PayFrom(enum.Enum):
    """From when the pay of the higher level is paid to somebody who is promoted."""

    AFTER_TRIAL = "after_trial"
    TRIAL_START = "trial_start"


class LastPlaceStage(enum.Enum):
    """How somebody stands who was among the last places. None is the end of employment."""

    CLEAR = "clear"
    WATCHED = "watched"
    STAND_BY = "stand_by"
    EXAM_DUE = "exam_due"
    BACK = "back"
    SECOND_TRAINING = "second_training"
    OTHER_POST = "other_post"
    TO_AGREE = "to_agree"
