"""Formulas, cells and constants in words: what a person would say, and nothing left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.reports.document.words import Words
from ccops.reports.parts.formula_words import FormulaWords
from ccops.reports.rulebook.cell_words import tell_cell
from ccops.reports.rulebook.constant_words import tell_written

if TYPE_CHECKING:
    from ccops.messages import Locale

_LABELS = {
    "score": ("score", "得分"),
    "late": ("lateness", "迟到"),
    "new": ("new staff", "新员工"),
    "hired": ("hired on", "入职日期"),
}
_SKIPPED = "(with at least 2 known) (leaving out periods in which: new staff)"


def _formula(text: str, locale: Locale) -> str:
    words = Words(locale)
    at = 0 if locale == "en" else 1
    told = FormulaWords(
        words=words,
        called=lambda name: _LABELS[name][at],
        word=lambda word: f"<{word}>",
        is_date=lambda name: name == "hired",
    )
    return told.key(text)


@pytest.mark.parametrize(
    ("formula", "english", "chinese"),
    [
        ("score >= 60", "score is at least 60", "得分不低于60"),
        ("score > 60", "score is more than 60", "得分超过60"),
        ("score <= 60", "score is at most 60", "得分不超过60"),
        ("score < 60", "score is less than 60", "得分低于60"),
        ("hired >= hired", "hired on is on or after hired on", "入职日期不早于入职日期"),
        ("hired <= hired", "hired on is on or before hired on", "入职日期不晚于入职日期"),
        ("hired < hired", "hired on is before hired on", "入职日期早于入职日期"),
        ("hired > hired", "hired on is after hired on", "入职日期晚于入职日期"),
        ("hired != hired", "hired on is not hired on", "入职日期不为入职日期"),
        ("score != 0", "score is not 0", "得分不为0"),
        ("not new", "not “new staff”", "不属于“新员工”"),
        ("known(score)", "score is known", "已有“得分”"),
        ("not known(score)", "score is not known", "没有“得分”"),
        (
            "new and (late > 1 or score < 60)",
            "new staff and (lateness is more than 1 or score is less than 60)",
            "新员工，且（迟到超过1，或得分低于60）",
        ),
        (
            "1 < score <= 9",
            "1 is less than score and score is at most 9",
            "1低于得分，且得分不超过9",
        ),
        ("(score + late) * 2", "(score + lateness) × 2", "（得分 + 迟到） × 2"),
        ("score - (late - 1)", "score − (lateness − 1)", "得分 − （迟到 − 1）"),
        ("-score", "−score", "−得分"),
        (
            "0 if new else score",
            "if new staff: 0; otherwise: score",
            "如果新员工：0；否则：得分",
        ),
        ("score in ('a', 'b')", "score is one of “<a>”, “<b>”", "得分为以下之一：“<a>”、“<b>”"),
        ("min(score, 60)", "the lowest of (score; 60)", "最低者（得分；60）"),
        ("coalesce(score, 0)", "the first known of (score; 0)", "首个有数者（得分；0）"),
        ("previous(score)", "score of the period before", "上一期的得分"),
        (
            "mean_last(score, 3, at_least=2, skip=new)",
            f"the mean of score over the last 3 periods {_SKIPPED}",
            "最近 3 期得分的平均（至少 2 期有数）（不计“新员工”的期）",
        ),
        (
            "streak(score >= 60)",
            "the number of periods running with “score is at least 60”",
            "连续满足“得分不低于60”的期数",
        ),
        ("score desc", "score, from the highest down", "得分，由高到低"),
        ("score × late", "score × lateness", "得分 × 迟到"),
    ],
)
def test_a_formula_is_told_in_words(formula: str, english: str, chinese: str) -> None:
    assert _formula(formula, "en") == english
    assert _formula(formula, "zh_CN") == chinese


@pytest.mark.parametrize(
    ("cell", "english", "chinese"),
    [
        ("-", "any", "不限"),
        (">= 85", "85 or more", "85 及以上"),
        ("> 60", "more than 60", "超过 60"),
        ("<= 10%", "up to 10%", "不超过 10%"),
        ("< 3 d", "under 3 days", "不足 3 天"),
        ("[80..85)", "80 to under 85", "80 至不足 85"),
        ("[80..84.99]", "80 to 84.99", "80 至 84.99"),
        ("(0..10%]", "more than 0, up to 10%", "超过 0 至 10%"),
        ("(0..5)", "more than 0, under 5", "超过 0、不足 5"),
        ("[..5]", "up to 5", "不超过 5"),
        ("[90 min..)", "90m or more", "90分钟 及以上"),
        ("CNY 500", "CN¥500.00", "¥500.00"),
        ("1, 2", "1 or 2", "1或2"),
        ("not(missing)", "not missing", "不是 缺"),
        ("not([1..2], 4)", "not 1 to 2 or 4", "不是 1 至 2或4"),
        ("!= 3", "not 3", "不是 3"),
        ("== 3", "3", "3"),
    ],
)
def test_a_band_is_told_in_words(cell: str, english: str, chinese: str) -> None:
    def told(locale: Locale) -> str:
        words = Words(locale)
        return tell_cell(cell, words, lambda each: tell_written(each, words) or each)

    assert told("en") == english
    assert told("zh_CN") == chinese


@pytest.mark.parametrize(
    ("written", "english", "chinese"),
    [
        ("150 s", "150s", "150秒"),
        ("60 min", "1h", "1小时"),
        ("0 min", "0h", "0小时"),
        ("1/3", "1/3", "1/3"),
        ("0.5%", "0.5%", "0.5%"),
        ("CNY 30/h", "CN¥30.00 an hour", "每小时 ¥30.00"),
        ("1 period", "1 period", "1 期"),
        ("6 months", "6 months", "6 个月"),
        ("08:30+1", "08:30 of the next day", "次日 08:30"),
        ("2026-10-01", "October 1, 2026", "2026年10月1日"),
        ("yes", "yes", "是"),
    ],
)
def test_a_constant_is_told_with_its_unit(written: str, english: str, chinese: str) -> None:
    assert tell_written(written, Words("en")) == english
    assert tell_written(written, Words("zh_CN")) == chinese


def test_a_word_is_no_constant() -> None:
    assert tell_written("never", Words("en")) is None
