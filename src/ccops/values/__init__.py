"""Values: money, units, rounding, missing, calendars, periods. Exact, and nothing of a trade."""

from __future__ import annotations

from ccops.values.bounds import Bounds
from ccops.values.carriers import (
    EXACT,
    WHOLE,
    Carrier,
    Cell,
    PublicValue,
    carrier_of,
    decimal_digits,
    decimal_of,
    decode,
    encode,
    fraction_of,
    reduced,
)
from ccops.values.currencies import CURRENCIES, minor_scale
from ccops.values.day_counts import DayKind, day_after
from ccops.values.law import LegalValue
from ccops.values.missing import NOT_APPLICABLE, Missing, NotApplicable
from ccops.values.money import Money
from ccops.values.periods import Calendar, Period, PeriodDays, months_after
from ccops.values.rounding import Rounding, RoundingMode, Unrounded, rounded_quotient
from ccops.values.scalars import Scalar, parse_scalar
from ccops.values.spelling import (
    half_width,
    respelled_amount,
    respelled_cell,
    respelled_constant,
)
from ccops.values.units import NUMERIC, Type, Unit, combine, comparable

__all__ = [
    "CURRENCIES",
    "EXACT",
    "NOT_APPLICABLE",
    "NUMERIC",
    "WHOLE",
    "Bounds",
    "Calendar",
    "Carrier",
    "Cell",
    "DayKind",
    "LegalValue",
    "Missing",
    "Money",
    "NotApplicable",
    "Period",
    "PeriodDays",
    "PublicValue",
    "Rounding",
    "RoundingMode",
    "Scalar",
    "Type",
    "Unit",
    "Unrounded",
    "carrier_of",
    "combine",
    "comparable",
    "day_after",
    "decimal_digits",
    "decimal_of",
    "decode",
    "encode",
    "fraction_of",
    "half_width",
    "minor_scale",
    "months_after",
    "parse_scalar",
    "reduced",
    "respelled_amount",
    "respelled_cell",
    "respelled_constant",
    "rounded_quotient",
]
