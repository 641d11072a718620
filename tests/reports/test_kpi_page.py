from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    QUEUE_VISIT,
    AnsweredAt,
    BucketBy,
    ServiceLevelBase,
    ServiceLevelContract,
    expand_service_level,
)
from ccops.contacts.local_time import LocalClock
from ccops.kpi import Better, Indicator, IndicatorRule, RatioRule, Records, compile_indicators
from ccops.messages import Label, Origin, Text
from ccops.reports import (
    RENDERERS,
    Cell,
    Chart,
    ChartKind,
    Document,
    Facts,
    KpiSources,
    Paragraph,
    Report,
    Section,
    Table,
    Tone,
    build_kpi,
    measure_kpi,
)
from ccops.reports.kpi_data import clock_text
from ccops.reports.scales import half_up, round_steps, shares_of
from ccops.values import Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
