"""Durations as people of a locale write them; what is written reads back as the same time."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Final

import pytest
from babel.numbers import get_minus_sign_symbol
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import (
    LOCALES,
    DurationForm,
    Locale,
    clock_form,
    form_named,
    format_duration,
    format_number,
    hours_form,
    message,
    spreadsheet_clock,
    spreadsheet_format,
    spreadsheet_format_of,
    spreadsheet_input,
    timed,
)

#: A number with what follows it, as all three locales write a unit.
_PART: Final = re.compile(r"([\d,]+(?:\.\d+)?)\s?(h|m|s|小时|分钟|秒|小時|分鐘)")
_SECONDS: Final = {
    **dict.fromkeys(("h", "小时", "小時"), 3_600),
    **dict.fromkeys(("m", "分钟", "分鐘"), 60),
    **dict.fromkeys(("s", "秒"), 1),
}
_CLOCKS: Final = {
    DurationForm.MINUTES: (60, 1),
    DurationForm.HOURS: (3_600, 60, 1),  # seconds where there are any
    DurationForm.SECONDS: (3_600, 60, 1),
}

every_locale = pytest.mark.parametrize("locale", LOCALES)
durations = st.integers(-(10**9), 10**9).map(lambda each: dt.timedelta(milliseconds=each))


def read_units(text: str) -> Fraction:
    """Return the seconds that a duration with units says, of all its text."""
    sign, rest = (-1, text[1:]) if text.startswith("-") else (1, text)
    assert not _PART.sub("", rest).strip(), text
    parts = _PART.findall(rest)
    return sign * sum(
        (Fraction(n.replace(",", "")) * _SECONDS[unit] for n, unit in parts), Fraction(0)
    )


def read_clock(text: str, form: DurationForm) -> Fraction:
    """Return the seconds that a clock says."""
    sign, rest = (-1, text[1:]) if text.startswith("-") else (1, text)
    sizes = _CLOCKS[form]
    return sign * sum(
        (Fraction(part) * size for part, size in zip(rest.split(":"), sizes, strict=False)),
        Fraction(0),
    )


@pytest.mark.parametrize(
    ("duration", "en", "zh_cn", "zh_tw"),
    [
        (dt.timedelta(0), "0h", "0小时", "0 小時"),
        (dt.timedelta(seconds=59), "59s", "59秒", "59 秒"),
        (dt.timedelta(seconds=60), "1m", "1分钟", "1 分鐘"),
        (dt.timedelta(seconds=150), "2m 30s", "2分钟30秒", "2 分鐘 30 秒"),
        (dt.timedelta(seconds=3_599.5), "59m 59.5s", "59分钟59.5秒", "59 分鐘 59.5 秒"),
        (dt.timedelta(hours=16), "16h", "16小时", "16 小時"),
        (dt.timedelta(hours=100), "100h", "100小时", "100 小時"),
        (dt.timedelta(hours=7, seconds=5), "7h 5s", "7小时5秒", "7 小時 5 秒"),
        (-dt.timedelta(hours=14, minutes=30), "-14h 30m", "-14小时30分钟", "-14 小時 30 分鐘"),
        (dt.timedelta(milliseconds=-1_500), "-1.5s", "-1.5秒", "-1.5 秒"),
        (Fraction(1_000, 3), "0.333…s", "0.333…秒", "0.333… 秒"),
    ],
)
def test_a_duration_by_itself_names_its_units(
    duration: dt.timedelta | Fraction, en: str, zh_cn: str, zh_tw: str
) -> None:
    found = [format_duration(duration, locale=each) for each in ("en", "zh_CN", "zh_TW")]

    assert found == [en, zh_cn, zh_tw]


@pytest.mark.parametrize(
    ("seconds", "en", "zh_cn", "zh_tw"),
    [
        (0, "0h", "0小时", "0 小時"),
        (150, "150s", "150秒", "150 秒"),
        (5_400, "90m", "90分钟", "90 分鐘"),
        (-28_800, "-8h", "-8小时", "-8 小時"),
        (Fraction(1, 2), "0.5s", "0.5秒", "0.5 秒"),
    ],
)
def test_a_figure_of_a_manual_is_in_one_unit(
    seconds: Fraction, en: str, zh_cn: str, zh_tw: str
) -> None:
    form, size = DurationForm.ONE_UNIT, Fraction(seconds) * 1_000
    found = [format_duration(size, locale=x, form=form) for x in ("en", "zh_CN", "zh_TW")]

    assert found == [en, zh_cn, zh_tw]


@pytest.mark.parametrize(
    ("duration", "minutes", "hours", "seconds"),
    [
        (dt.timedelta(0), "0:00", "0:00", "0:00:00"),
        (dt.timedelta(seconds=59), "0:59", "0:00:59", "0:00:59"),
        (dt.timedelta(seconds=60), "1:00", "0:01", "0:01:00"),
        (dt.timedelta(seconds=3_599.5), "59:59.500", "0:59:59.500", "0:59:59.500"),
        (dt.timedelta(hours=100), "6000:00", "100:00", "100:00:00"),
        (-dt.timedelta(hours=14, minutes=30), "-870:00", "-14:30", "-14:30:00"),
    ],
)
@every_locale
def test_a_clock_is_the_same_in_every_language(
    locale: Locale, duration: dt.timedelta, minutes: str, hours: str, seconds: str
) -> None:
    forms = (DurationForm.MINUTES, DurationForm.HOURS, DurationForm.SECONDS)
    found = [format_duration(duration, locale=locale, form=each) for each in forms]

    assert found == [minutes, hours, seconds]


@every_locale
@given(duration=durations)
def test_what_is_written_reads_back_as_the_same_time(
    locale: Locale, duration: dt.timedelta
) -> None:
    exact = Fraction(duration // dt.timedelta(milliseconds=1), 1_000)

    assert read_units(format_duration(duration, locale=locale)) == exact
    in_one = format_duration(duration, locale=locale, form=DurationForm.ONE_UNIT)
    assert read_units(in_one) == exact
    for form in _CLOCKS:
        text = format_duration(duration, locale=locale, form=form)
        has_minutes_only = form is DurationForm.HOURS and text.count(":") == 1
        assert read_clock(text, form) == exact, text
        assert not has_minutes_only or duration % dt.timedelta(minutes=1) == dt.timedelta(0)


@pytest.mark.parametrize(
    ("seconds", "clock", "hours"),
    [
        ((), DurationForm.MINUTES, DurationForm.HOURS),
        ((0, 59, 3_599), DurationForm.MINUTES, DurationForm.SECONDS),
        ((60, 1_800), DurationForm.MINUTES, DurationForm.HOURS),
        ((60, 3_600), DurationForm.HOURS, DurationForm.HOURS),
        ((-3_600,), DurationForm.HOURS, DurationForm.HOURS),
        ((61, 3_600), DurationForm.SECONDS, DurationForm.SECONDS),
    ],
)
def test_a_column_takes_the_shortest_form_in_which_all_of_it_can_be_compared(
    seconds: tuple[int, ...], clock: DurationForm, hours: DurationForm
) -> None:
    found = [dt.timedelta(seconds=each) for each in seconds]

    assert (clock_form(found), hours_form(found)) == (clock, hours)


@pytest.mark.parametrize(
    ("locale", "form", "head"),
    [
        ("en", DurationForm.HOURS, "Overtime (h:mm)"),
        ("zh_CN", DurationForm.MINUTES, "Overtime（分：秒）"),
        ("zh_TW", DurationForm.SECONDS, "Overtime（時：分：秒）"),
        ("zh_TW", DurationForm.UNITS, "Overtime"),
    ],
)
def test_a_head_names_the_form_of_its_column(
    locale: Locale, form: DurationForm, head: str
) -> None:
    assert form_named("Overtime", form, locale=locale) == head


@pytest.mark.parametrize(("locale", "shown"), [("en", "2h 30m"), ("zh_TW", "2 小時 30 分鐘")])
def test_a_message_writes_its_durations_in_its_own_language(locale: Locale, shown: str) -> None:
    told = {"words": f"E017 {timed(9_000_000)}", "under": "-"}

    assert f"E017 {shown}" in message("only-under", told, locale=locale)


# -- in a spreadsheet -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds", "shown_by"),
    [
        ("7h 30m", 27_000, '[h]"h "m"m"'),
        ("7小时30分钟", 27_000, '[h]"小时"m"分钟"'),
        ("7 小時 30 分鐘", 27_000, '[h]" 小時 "m" 分鐘"'),
        ("0.5s", Fraction(1, 2), '[s].0"s"'),
        ("1,234h", 1_234 * 3_600, '[h]"h"'),
        ("0秒", 0, '[s]"秒"'),
        ("168:00", 604_800, None),  # a clock does not say of what
        ("30 m", 1_800, None),
        ("m", 0, None),
        ("", 0, None),
    ],
)
def test_a_spreadsheet_shows_a_duration_as_its_text_has_it(
    text: str, seconds: Fraction, shown_by: str | None
) -> None:
    assert spreadsheet_format_of(text, Fraction(seconds) * 1_000) == shown_by


@every_locale
@given(duration=durations)
def test_a_spreadsheet_has_a_format_for_whatever_is_written(
    locale: Locale, duration: dt.timedelta
) -> None:
    for form in (DurationForm.UNITS, DurationForm.ONE_UNIT):
        text = format_duration(duration, locale=locale, form=form)
        assert spreadsheet_format_of(text, duration), text


@pytest.mark.parametrize(
    ("locale", "shown_by"),
    [
        ("en", '[h]"h "mm"m "ss"s"'),
        ("zh_CN", '[h]"小时"mm"分钟"ss"秒"'),
        ("zh_TW", '[h]" 小時 "mm" 分鐘 "ss" 秒"'),
    ],
)
def test_what_is_typed_in_is_shown_with_its_units(locale: Locale, shown_by: str) -> None:
    assert spreadsheet_format(locale) == shown_by


@pytest.mark.parametrize(
    ("form", "shown_by"),
    [
        (DurationForm.HOURS, "[h]:mm"),
        (DurationForm.MINUTES, "[m]:ss"),
        (DurationForm.SECONDS, "[h]:mm:ss"),
    ],
)
def test_a_clock_is_shown_by_its_form(form: DurationForm, shown_by: str) -> None:
    assert spreadsheet_clock(form) == shown_by
    assert spreadsheet_clock(form, has_milliseconds=True) == f"{shown_by}.000"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (150, '[m]"分钟"s"秒"'),
        (28_800, '[h]"小时"'),
        (Fraction(1, 2), '[s].0"秒"'),
        (0, '[h]"小时"'),
    ],
)
def test_a_cell_to_type_in_says_what_is_there_as_people_do(seconds: Fraction, said: str) -> None:
    found = spreadsheet_input(Fraction(seconds) * 1_000, locale="zh_CN")

    below, above, own = found.split(";")
    whole = spreadsheet_format("zh_CN")
    assert own == said
    assert re.fullmatch(rf"\[<(-?[\d.]+)\]{re.escape(whole)}", below)
    assert re.fullmatch(rf"\[>(-?[\d.]+)\]{re.escape(whole)}", above)
    low, high = (Fraction(each[2 : each.index("]")]) * 86_400 for each in (below, above))
    assert low < seconds < high
    assert high - low == pytest.approx(1, abs=1e-3)


def test_no_format_is_told_where_people_say_all_units_anyway() -> None:
    said = spreadsheet_input(dt.timedelta(hours=7, minutes=30, seconds=5), locale="en")

    assert said.endswith('[h]"h "m"m "s"s"')
    assert spreadsheet_format("en") in said


@pytest.mark.parametrize(
    ("beside", "en", "zh_cn"),
    [
        ((), "0h", "0小时"),
        ((0, 0), "0h", "0小时"),
        ((28_800_000, 0), "0h", "0小时"),
        ((5_400_000,), "0m", "0分钟"),
        ((263_000, 28_800_000), "0s", "0秒"),
        ((500,), "0s", "0秒"),
    ],
)
def test_no_time_is_in_the_least_unit_of_what_stands_beside_it(
    beside: tuple[int, ...], en: str, zh_cn: str
) -> None:
    found = [format_duration(0, locale=each, beside=beside) for each in ("en", "zh_CN")]

    assert found == [en, zh_cn]


@every_locale
def test_hours_are_grouped_as_numbers_are(locale: Locale) -> None:
    hours = format_number(12_345, locale=locale)

    assert format_duration(dt.timedelta(hours=12_345), locale=locale).startswith(hours)
    assert "," in hours


@every_locale
@given(milliseconds=st.integers(-(10**9), -1))
def test_a_debt_has_the_sign_of_its_language(locale: Locale, milliseconds: int) -> None:
    sign = get_minus_sign_symbol(locale)

    for form in DurationForm:
        text = format_duration(milliseconds, locale=locale, form=form)
        assert text.startswith(sign)
        assert text[len(sign) :] == format_duration(-milliseconds, locale=locale, form=form)
