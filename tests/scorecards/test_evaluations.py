"""Evaluations as they are handed in become scored records; what is wrong is told, row by row."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import SOURCE_REF
from ccops.kpi import Better, IndicatorRule, compile_indicators, measure
from ccops.messages import LOCALES, Diagnostic, Origin, Severity, Text, has_message
from ccops.scorecards import EVALUATION, score_evaluations
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.kpi import Records
    from ccops.scorecards import ScorecardRule
    from tests.scorecards.conftest import Codes, FormReader

ZONE = ZoneInfo("Asia/Shanghai")
#: The deduction scorecard of an insurance hotline, in four capped sections.
CALL_FORM = """
call_form:
  label: {zh: 通话监听, en: Call monitoring}
  start: 100
  floor: 0
  sections:
    language: {label: 基本服务用语, at_most: 20}
    attitude: {label: 服务态度, at_most: 30}
    accuracy: {label: 准确度, at_most: 25}
  items:
    L1: {label: 开头语, section: language, deduct: 5}
    L4: {label: 等待/恢复用语, section: language, deduct: 3}
    L5: {label: 服务忌语, section: language, deduct: 5}
    A1: {label: 打断/抢话, section: attitude, deduct: 5}
    A3: {label: 反问/讥讽, section: attitude, deduct: 15}
    A6: {label: 辱骂/争吵, fatal: yes}
    C4: {label: 登记错误, section: accuracy, deduct: 10}
    S5: {label: 语速/口齿, deduct: 2, at_most: 4}
    C7: {label: 泄密/作假, fatal: yes}
  round: {to: 0.01, mode: half_up}
  source: S0-13
"""
RATED_FORM = """
chat_form:
  label: 在线监听
  items:
    wording: {weight: 1/3, direct: yes}
    reply: {weight: 2/3, linear: {zero_at: 60 s, full_at: 20 s}}
  round: {to: 0.1, mode: half_up}
"""
MONTH_FORM = """
work_form:
  label: 工作评估
  for: employees
  gives: work_evaluation
  items: {orders: {weight: 100%, reads: order_points, direct: yes}}
  missing: block
  round: none
"""


@pytest.fixture(scope="module")
def forms(form: FormReader) -> tuple[ScorecardRule, ...]:
    return (form(CALL_FORM), form(RATED_FORM), form(MONTH_FORM))


def an_item(evaluation: str = "V1", item: str = "L1", **cells: object) -> dict[str, object]:
    usual = {
        "evaluation_id": evaluation,
        "employee_id": "E017",
        "contact_id": "C100",
        "form": "call_form",
        "item": item,
        "evaluator": "Q02",
        "at": "2026-10-05 23:30",
        "source": "internal",
        "channel": "voice",
        "status": "valid",
    }
    if "value" not in cells:
        usual["occurrences"] = "0"
    return {**usual, **cells}


def a_call(evaluation: str = "V1", /, **seen: int) -> list[dict[str, object]]:
    items = seen or {"L1": 0}
    return [an_item(evaluation, item, occurrences=times) for item, times in items.items()]


def scored(
    rows: list[dict[str, object]], forms: tuple[ScorecardRule, ...]
) -> tuple[Records, tuple[Diagnostic, ...]]:
    return score_evaluations(rows, forms, zone=ZONE)


def scores(rows: list[dict[str, object]], forms: tuple[ScorecardRule, ...]) -> list[Fraction]:
    records, findings = scored(rows, forms)
    assert findings == ()
    cells = [cell for cell in records.columns["score"] if isinstance(cell, int)]
    return [Fraction(cell, 100) for cell in cells]


# -- scores ---------------------------------------------------------------------------------------


def test_gc_53_deductions_add_up(forms: tuple[ScorecardRule, ...]) -> None:
    rows = a_call(L1=1, L4=1, A1=2, C4=1)

    assert scores(rows, forms) == [72]


def test_gc_54_a_section_deducts_no_more_than_its_cap(
    forms: tuple[ScorecardRule, ...],
) -> None:
    assert scores(a_call(L5=5), forms) == [80]


def test_gc_55_a_fatal_item_leaves_nothing_and_a_flag(
    forms: tuple[ScorecardRule, ...],
) -> None:
    records, findings = scored(a_call(A6=1), forms)

    assert findings == ()
    assert records.row(0)["score"] == 0
    assert records.row(0)["fatal"] is True


def test_gc_56_a_fatal_call_pulls_the_mean_of_the_month(
    forms: tuple[ScorecardRule, ...],
) -> None:
    rows = [
        *a_call("V1", L1=1, L4=1, A1=2, C4=1),
        *a_call("V2", L5=4),
        *a_call("V3", L1=1),
        *a_call("V4"),
        *a_call("V5", C7=1),
    ]
    records, findings = scored(rows, forms)
    rule = IndicatorRule(
        name="call_quality",
        over=Text("evaluation"),
        where=Text("status == 'valid'"),
        mean=Text("score"),
        better=Better.HIGHER,
        by=(Text("employee"),),
        origin=Origin(),
    )
    (indicator,), problems = compile_indicators([rule], {"evaluation": EVALUATION}, {})

    assert (findings, problems) == ((), ())
    assert list(records.columns["score"]) == [7200, 8000, 9500, 10000, 0]
    found = measure(records, [indicator], by=("employee",)).value("call_quality", "E017")
    assert isinstance(found, tuple)
    assert Fraction(*found) == Fraction("69.40")


@pytest.mark.parametrize(
    ("seen", "score"),
    [
        ({"L1": 0}, 100),
        ({"S5": 4}, 92),
        ({"S5": 9}, 92),
        ({"A3": 2}, 70),
        ({"A3": 3}, 70),
        ({"A3": 9, "L5": 9, "C4": 9, "S5": 9}, 17),
    ],
    ids=["nothing", "at-most", "past-at-most", "cap", "past-the-cap", "everything"],
)
def test_scores(forms: tuple[ScorecardRule, ...], seen: dict[str, int], score: int) -> None:
    assert scores(a_call(**seen), forms) == [score]


def test_deductions_stop_at_the_floor(form: FormReader) -> None:
    text = """
    short:
      label: 简表
      start: 20
      floor: 5
      items: {A: {deduct: 10}, F: {fatal: yes}}
      round: {to: 1, mode: down}
    """
    form_ = (form(text),)
    rows = [
        *(an_item(f"V{times}", "A", occurrences=times, form="short") for times in (1, 2, 3)),
        an_item("V4", "F", occurrences=1, form="short"),
    ]

    assert scores(rows, form_) == [10, 5, 5, 0]


def test_rated_items_are_weighed_and_the_score_is_rounded_once(
    forms: tuple[ScorecardRule, ...],
) -> None:
    rows = [
        an_item("V1", "wording", form="chat_form", value="80"),
        an_item("V1", "reply", form="chat_form", value="30 s"),
        an_item("V2", "wording", form="chat_form", value=100),
        an_item("V2", "reply", form="chat_form", value=dt.timedelta(seconds=5)),
    ]

    assert scores(rows, forms) == [Fraction("76.7"), 100]


# -- records --------------------------------------------------------------------------------------


def test_a_record_says_who_what_when_and_where_it_was_read(
    forms: tuple[ScorecardRule, ...],
) -> None:
    rows = [{**each, SOURCE_REF: f"evaluations.csv:{n}"} for n, each in enumerate(a_call(), 2)]

    (row,) = [scored(rows, forms)[0].row(0)]

    assert row == {
        "evaluation_id": "V1",
        "employee_id": "E017",
        "form": "call_form",
        "contact_id": "C100",
        "score": 10_000,
        "fatal": False,
        "customer_critical": Missing.NOT_MEASURED,
        "business_critical": Missing.NOT_MEASURED,
        "compliance_critical": Missing.NOT_MEASURED,
        "evaluator": "Q02",
        "source": "internal",
        "channel": "voice",
        "status": "valid",
        "local_day": dt.date(2026, 10, 5).toordinal(),
        "source_ref": "evaluations.csv:2",
    }


def test_the_day_is_the_one_on_the_clock_of_the_center(
    forms: tuple[ScorecardRule, ...],
) -> None:
    rows = [
        an_item("V1", at="2026-10-05T16:30:00Z"),
        an_item("V2", at=dt.date(2026, 10, 7)),
        an_item("V3", at=dt.datetime(2026, 10, 8, 23, 59, tzinfo=ZONE)),
    ]

    days = scored(rows, forms)[0].columns["local_day"]

    assert list(days) == [dt.date(2026, 10, day).toordinal() for day in (6, 7, 8)]


def test_an_evaluation_need_not_be_about_a_contact(forms: tuple[ScorecardRule, ...]) -> None:
    records, findings = scored([an_item(contact_id="")], forms)

    assert findings == ()
    assert records.row(0)["contact_id"] is Missing.NO_RECORDS


def test_records_stand_in_the_order_of_the_rows(forms: tuple[ScorecardRule, ...]) -> None:
    rows = [
        an_item("V9"),
        an_item("V3", "wording", form="chat_form", value="80"),
        an_item("V5"),
        an_item("V3", "reply", form="chat_form", value="30 s"),
    ]

    assert list(scored(rows, forms)[0].columns["evaluation_id"]) == ["V9", "V3", "V5"]


def test_no_rows_give_no_records(forms: tuple[ScorecardRule, ...]) -> None:
    records, findings = scored([], forms)

    assert (len(records), findings) == (0, ())


def test_a_replaced_evaluation_is_overturned(forms: tuple[ScorecardRule, ...]) -> None:
    rows = [an_item("V1"), an_item("V2", replaces="V1"), an_item("V3", replaces="V2")]

    records, findings = scored(rows, forms)

    assert findings == ()
    assert list(records.columns["status"]) == ["overturned", "overturned", "valid"]


# -- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "code", "told"),
    [
        ([an_item(form="cal_form")], "evaluation-form-unknown", {"near": "call_form"}),
        ([an_item(form="work_form")], "evaluation-form-unknown", {"form": "work_form"}),
        ([an_item(item="L9")], "evaluation-item-unknown", {"item": "L9"}),
        ([an_item(item="l1")], "evaluation-item-unknown", {"form": "call_form"}),
        ([an_item(occurrences="")], "evaluation-measure-absent", {"wanted": "occurrences"}),
        (
            [an_item(occurrences="1", value="5")],
            "evaluation-measure-twice",
            {"wanted": "occurrences"},
        ),
        ([an_item(value="5")], "evaluation-measure-wrong", {"given": "value"}),
        ([an_item(occurrences="-1")], "evaluation-value-wrong", {"value": "-1"}),
        ([an_item(occurrences="1.5")], "evaluation-value-wrong", {"value": "1.5"}),
        ([an_item(occurrences="many")], "evaluation-value-wrong", {"unit": "count"}),
        ([an_item(occurrences=1.0)], "value-malformed", {"column": "occurrences"}),
        (
            [an_item("V1", "wording", form="chat_form", value="101")],
            "evaluation-value-wrong",
            {"to": "100"},
        ),
        (
            [an_item("V1", "reply", form="chat_form", value="30")],
            "evaluation-value-wrong",
            {"unit": "duration"},
        ),
        ([an_item(source="friend")], "value-malformed", {"column": "source"}),
        ([an_item(status="open")], "value-malformed", {"column": "status"}),
        ([an_item(employee_id="")], "value-absent", {"column": "employee_id"}),
        (
            [an_item(), an_item(item="L4", employee_id="E018")],
            "evaluation-inconsistent",
            {"column": "employee_id", "one": "E017", "other": "E018"},
        ),
        (
            [an_item(), an_item(item="L4", contact_id="")],
            "evaluation-inconsistent",
            {"column": "contact_id", "other": "-"},
        ),
        ([an_item(), an_item()], "evaluation-item-twice", {"item": "L1"}),
        (
            [an_item("V1", "wording", form="chat_form", value="80")],
            "evaluation-incomplete",
            {"items": "reply"},
        ),
    ],
)
def test_a_wrong_row_is_told_and_its_evaluation_left_out(
    forms: tuple[ScorecardRule, ...],
    rows: list[dict[str, object]],
    code: str,
    told: dict[str, str],
) -> None:
    placed = [{**row, SOURCE_REF: f"evaluations.csv:{n}"} for n, row in enumerate(rows, 2)]
    good = an_item("V2")

    records, (finding,) = scored([*placed, good], forms)

    assert finding.code == code
    assert finding.severity is Severity.ERROR
    assert told.items() <= finding.args.items()
    assert finding.span is not None
    assert finding.span.line == len(rows) + 1
    assert list(records.columns["evaluation_id"]) == ["V2"]
    _has_words(finding)


def _has_words(finding: Diagnostic) -> None:
    if finding.code.startswith("evaluation-"):
        assert has_message(finding.code)
        assert not any("{" in finding.text(locale) for locale in LOCALES)


def test_one_wrong_row_takes_the_whole_evaluation_with_it(
    forms: tuple[ScorecardRule, ...],
) -> None:
    records, findings = scored([an_item(), an_item(item="A6", occurrences="?")], forms)

    assert [each.code for each in findings] == ["evaluation-value-wrong"]
    assert len(records) == 0


@pytest.mark.parametrize(
    ("replaces", "expected"),
    [
        ({"V1": "V0"}, ["evaluation-replaces-unknown"]),
        ({"V1": "V1"}, ["evaluation-replaces-circle"]),
        ({"V1": "V2", "V2": "V1"}, ["evaluation-replaces-circle"] * 2),
        ({"V1": "V3", "V2": "V3"}, ["evaluation-replaced-twice"]),
        (
            {"V1": "V2", "V2": "V3", "V3": "V2"},
            ["evaluation-replaced-twice", "evaluation-replaces-circle"],
        ),
    ],
    ids=["unknown", "itself", "each-other", "twice", "into-a-circle"],
)
def test_replacements_that_lead_nowhere(
    forms: tuple[ScorecardRule, ...],
    codes: Codes,
    replaces: dict[str, str],
    expected: list[str],
) -> None:
    rows = [an_item(each, replaces=replaces.get(each, "")) for each in ("V1", "V2", "V3")]

    _, findings = scored(rows, forms)

    assert codes(findings) == expected
    for each in findings:
        _has_words(each)


def test_replacing_what_was_not_handed_in_is_a_warning(
    forms: tuple[ScorecardRule, ...],
) -> None:
    records, (finding,) = scored([an_item(replaces="V0")], forms)

    assert finding.severity is Severity.WARNING
    assert len(records) == 1


def test_a_wrong_form_scores_nothing(form: FormReader) -> None:
    text = "loose: {label: 表, start: 100, items: {L1: {deduct: 5}}, round: none}"

    records, findings = scored([an_item(form="loose")], (form(text),))

    assert [each.code for each in findings] == ["form-floor-missing", "form-rounding-needed"]
    assert len(records) == 0


# -- laws -----------------------------------------------------------------------------------------

_COUNTS = st.dictionaries(
    st.sampled_from(["L1", "L4", "L5", "A1", "A3", "A6", "C4", "S5", "C7"]),
    st.integers(0, 12),
    min_size=1,
)


@given(seen=_COUNTS, more=_COUNTS)
def test_more_faults_never_score_higher_and_scores_keep_their_range(
    forms: tuple[ScorecardRule, ...], seen: dict[str, int], more: dict[str, int]
) -> None:
    items = seen.keys() | more.keys()
    worse = {item: seen.get(item, 0) + more.get(item, 0) for item in items}

    good, bad = scores([*a_call("V1", **seen), *a_call("V2", **worse)], forms)

    assert 0 <= bad <= good <= 100


@given(
    wording=st.fractions(0, 100, max_denominator=100),
    reply=st.integers(0, 90_000),
    sooner=st.integers(0, 90_000),
)
def test_a_better_value_never_scores_lower(
    forms: tuple[ScorecardRule, ...], wording: Fraction, reply: int, sooner: int
) -> None:
    rows = [
        an_item(evaluation, item, form="chat_form", value=value)
        for evaluation, wait in (("V1", reply), ("V2", max(0, reply - sooner)))
        for item, value in (("wording", wording), ("reply", f"{wait} ms"))
    ]

    low, high = scores(rows, forms)

    assert 0 <= low <= high <= 100
