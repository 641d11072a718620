"""The words by which a pack says how its hours account is kept (S1-25 to S1-27)."""

from __future__ import annotations

import enum


class DayHours(enum.Enum):
    """What a standard day has: what the contract says where it says anything, or always the same.

    ``contract`` gives a part-timer of 4 hours 22 times 4 hours.
    """

    CONTRACT = "contract"
    STANDARD = "standard"


class PartMonth(enum.Enum):
    """The standard of somebody employed for a part of the period."""

    EMPLOYED_WORKDAYS = "employed_workdays"
    FULL = "full"


class ShiftDay(enum.Enum):
    """On which day the hours of a shift over midnight count."""

    START_DATE = "start_date"
    SPLIT_AT_MIDNIGHT = "split_at_midnight"


class PartialShift(enum.Enum):
    """What lateness and early leaving take from the hours of a shift."""

    MINUTES = "minutes"
    NONE = "none"


class LeaveCredit(enum.Enum):
    """What a day of leave counts for: the shift it replaces, or the hours of a standard day."""

    ROSTERED_SHIFT = "rostered_shift"
    DAY_HOURS = "day_hours"


class HolidayHours(enum.Enum):
    """Whether hours on statutory days count in the account beside the pay for them."""

    EXCLUDED = "excluded"
    COUNTED = "counted"


class Surplus(enum.Enum):
    """What hours over the standard become: a lot of comp time, or something that is paid."""

    COMP_TIME = "comp_time"
    PAID = "paid"


class CompOffset(enum.Enum):
    """Whether comp time makes up a shortage by itself, or only where somebody asks for it."""

    AUTO = "auto"
    ON_REQUEST = "on_request"


class NoticeDays(enum.Enum):
    """The days by which notice is counted."""

    CALENDAR_DAYS = "calendar_days"
    WORKDAYS = "workdays"


class OnLapse(enum.Enum):
    """What becomes of comp time whose last day has passed."""

    REPORT = "report"
    PAY = "pay"
    EXTEND = "extend"
    ASK = "ask"


class Refusal(enum.Enum):
    """Why time off was no comp time; it is absenteeism then (S1-27)."""

    NOT_APPROVED = "not_approved"
    APPROVED_LATE = "approved_late"
    NOT_ASKED = "not_asked"
    ASKED_LATE = "asked_late"
    NOT_IN_STEPS = "not_in_steps"
    TOO_LITTLE = "too_little"
