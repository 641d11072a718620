"""What the rows of input files are read by: the pack's own workdays where any are counted."""

from __future__ import annotations

import pytest

from ccops.rulepack import MonthUse
from ccops.rulepack.month import month_rules
from ccops.rulepack.source_rules import source_rules
from ccops.settlement import SourceKind
from tests import loaded


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (SourceKind.ROSTER, True),
        (SourceKind.WORK_ORDERS, True),
        (SourceKind.EVALUATION_REVIEWS, True),
        (SourceKind.EXAMS, False),
    ],
)
def test_what_counts_workdays_has_the_calendar_of_the_pack(kind: SourceKind, counts: bool) -> None:
    pack = loaded.pack()
    rules = month_rules(pack, "2026-10", {}, use=MonthUse.LISTS)

    assert (source_rules(pack, rules, {kind}).calendar is not None) is counts
