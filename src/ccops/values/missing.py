"""Missing: a value that is not known, with the reason. Never 0."""

from __future__ import annotations

import enum


class Missing(enum.Enum):
    """Why a value is not there. The first reason in written order travels."""

    NO_RECORDS = "no_records"
    NOT_MEASURED = "not_measured"
    TOO_FEW_SAMPLES = "too_few_samples"
    NO_HISTORY = "no_history"
    NOT_EMPLOYED = "not_employed"
    ZERO_BASE = "zero_base"
    NOT_DUE = "not_due"
    NO_GROUP = "no_group"
    SEVERAL_GROUPS = "several_groups"

    __hash__ = object.__hash__  # an enum's own is slow, and columns hold many of these

    def __bool__(self) -> bool:
        """Refuse to be a truth value: a missing flag is neither true nor false."""
        raise TypeError(f"a missing value ({self.value}) is neither true nor false")


class NotApplicable(enum.Enum):
    """The rule has no line for this subject: it is outside the rule's population."""

    NOT_APPLICABLE = "not_applicable"

    def __bool__(self) -> bool:
        """Refuse to be a truth value, as a missing value does."""
        raise TypeError("a line that does not apply is neither true nor false")


NOT_APPLICABLE = NotApplicable.NOT_APPLICABLE
