"""Durations in reports: each with what says its unit, and all of one column or sentence alike."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.reports import Cell, Column, ColumnKind, Table
from ccops.reports.document.words import Words
from ccops.reports.operations.shown import size_text
from ccops.reports.parts.durations import Limit, cut_duration, rounded_duration, with_clocks
from ccops.values import Unit

if TYPE_CHECKING:
    from ccops.messages import Locale

_SECOND = 1_000
_HOUR = 3_600_000


def _table(*milliseconds: int, title: str = "Talk") -> Table:
    rows = tuple((Cell(text="", value=Fraction(each)),) for each in milliseconds)
    column = Column(id="talk", title=title, kind=ColumnKind.DURATION)
    return Table(id="t", caption="t", columns=(column,), rows=rows)


@pytest.mark.parametrize(
    ("values", "limit", "locale", "head"),
    [
        ((), 12_000_000, "zh_CN", "Talk ≤ 3:20（时：分）"),
        ((), 240_000, "zh_CN", "Talk ≤ 4:00（分：秒）"),
        ((263_000,), 240_000, "en", "Talk ≤ 4:00 (m:ss)"),
        ((263_000,), 12_000_000, "en", "Talk ≤ 3:20:00 (h:mm:ss)"),
        ((7_200_000,), 12_000_000, "zh_TW", "Talk ≤ 3:20（時：分）"),
    ],
)
def test_a_limit_in_a_head_is_in_the_form_of_its_column(
    values: tuple[int, ...], limit: int, locale: Locale, head: str
) -> None:
    limits = {"talk": Limit(sign="≤", size=Fraction(limit))}

    made = with_clocks(_table(*values), Words.of(locale), limits=limits)

    assert made.columns[0].title == head
    assert head.startswith(made.columns[0].called)


def test_a_column_keeps_its_form_and_what_it_is_called() -> None:
    made = with_clocks(_table(263_000), Words.of("en")).columns[0]

    assert made.form is not None
    assert (made.title, made.called, made.form.value) == ("Talk (m:ss)", "Talk", "minutes")


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (3, "0.003s"),
        (50, "0.05s"),
        (1_500, "1.5s"),
        (9_940, "9.9s"),
        (22_900, "23s"),
        (83_400, "1m 23s"),
        (5_400_000, "1h 30m"),
    ],
)
def test_a_difference_is_told_as_finely_as_it_needs(milliseconds: int, text: str) -> None:
    assert size_text(Unit.DURATION, Fraction(milliseconds), Words.of("en")) == text


@given(seconds=st.integers(10, 3_600), limit=st.integers(0, 3_600))
def test_what_is_missed_by_ten_seconds_is_the_difference_of_what_is_shown(
    seconds: int, limit: int
) -> None:
    """A value and its limit, both to the second: what is between them is told to the second."""
    missed = size_text(Unit.DURATION, Fraction(seconds * _SECOND), Words.of("zh_CN"))
    value = Fraction((limit + seconds) * _SECOND)
    told = rounded_duration(value, locale="zh_CN")

    assert missed == rounded_duration(value - limit * _SECOND, locale="zh_CN")
    assert ":" not in told


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (Fraction(602_915, 3), "3m 20.971s"),
        (Fraction(2, 3), "0h"),
        (Fraction(_HOUR) + Fraction(1, 3), "1h"),
    ],
)
def test_a_mean_without_an_end_is_cut_at_the_millisecond(duration: Fraction, text: str) -> None:
    assert cut_duration(duration, locale="en") == text


def test_hours_of_a_table_stay_exact_in_their_cells() -> None:
    value = dt.timedelta(milliseconds=263_400)
    table = _table()
    column = table.columns[0]
    made = with_clocks(
        Table(id="t", caption="t", columns=(column,), rows=((Cell(text="", value=value),),)),
        Words.of("en"),
    )

    assert (made.rows[0][0].text, made.rows[0][0].value) == ("4:23", value)
