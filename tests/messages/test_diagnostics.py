from __future__ import annotations

import pytest

from ccops.messages import (
    Diagnostic,
    Label,
    Severity,
    Span,
    Text,
    has_errors,
    has_message,
    message,
    nearest,
    sorted_diagnostics,
)
from tests.copies import pickled

PLACE = Span("pay.yaml", 12, 14)


def unknown(name: str = "scor", near: str = "score", span: Span | None = PLACE) -> Diagnostic:
    return Diagnostic(code="unknown-name", span=span, args={"name": name, "near": near})


def test_a_finding_is_shown_with_its_place_and_how_to_mend_it() -> None:
    assert str(unknown()) == (
        "pay.yaml:12:14: error: there is no scor here [unknown-name]\n    did you mean score?"
    )
    assert unknown(span=None).render("zh_TW") == (
        "錯誤: 此處沒有 scor 這個名稱 [unknown-name]\n    是否指 score？"
    )


@pytest.mark.parametrize("near", ["", "-"])
def test_a_hint_without_a_name_to_offer_is_left_out(near: str) -> None:
    assert unknown(near=near).hint() == ""
    assert unknown(near=near).render("zh_CN").endswith("[unknown-name]")


def test_a_finding_without_a_hint_has_none() -> None:
    assert Diagnostic(code="row-blank").hint() == ""


@pytest.mark.parametrize(
    ("args", "text"),
    [
        ({"under": "bonus=slices"}, "the formula is empty (under the reading bonus=slices)"),
        ({"within": "2027-01"}, "the formula is empty (in the period 2027-01)"),
    ],
)
def test_a_finding_that_holds_only_somewhere_says_where(args: dict[str, str], text: str) -> None:
    assert Diagnostic(code="formula-empty", args=args).text() == text


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert Diagnostic(code="no-such-code").text("zh_CN") == "no-such-code"
    assert not has_message("no-such-code")


def test_an_argument_that_was_not_given_shows_its_name() -> None:
    assert message("unknown-name", {}) == "there is no {name} here"


def test_a_finding_as_data() -> None:
    assert unknown().to_dict() == {
        "code": "unknown-name",
        "severity": "error",
        "file": "pay.yaml",
        "line": 12,
        "column": 14,
        "args": {"name": "scor", "near": "score"},
        "message": "there is no scor here",
        "hint": "did you mean score?",
    }
    assert unknown(span=None).to_dict()["file"] is None


def test_findings_are_the_same_when_code_place_and_arguments_are() -> None:
    assert unknown() == unknown()
    assert hash(unknown()) == hash(unknown())
    assert unknown() != unknown(name="scro")
    assert unknown() != unknown(span=None)
    assert unknown() != "unknown-name"


def test_a_finding_survives_pickling() -> None:
    assert pickled(unknown()) == unknown()


def test_findings_are_listed_once_by_place_and_weight() -> None:
    here, below = Span("a.yaml", 1, 5), Span("a.yaml", 2, 1)
    warning = Diagnostic(code="unused-name", severity=Severity.WARNING, span=here)
    error = Diagnostic(code="unknown-name", span=here)
    later, nowhere = Diagnostic(code="cycle", span=below), Diagnostic(code="cycle")

    found = sorted_diagnostics([later, warning, error, warning, nowhere])

    assert found == (nowhere, error, warning, later)


def test_only_errors_are_errors() -> None:
    warning = Diagnostic(code="unused-name", severity=Severity.WARNING)

    assert has_errors([warning, unknown()])
    assert not has_errors([warning])


@pytest.mark.parametrize(
    ("name", "expected"), [("monthly_scor", "monthly_score"), ("综合得份", "综合得分"), ("x", "")]
)
def test_the_nearest_known_name(name: str, expected: str) -> None:
    assert nearest(name, ["monthly_score", "conduct", "综合得分"]) == expected


@pytest.mark.parametrize(
    ("label", "locale", "shown"),
    [
        (Label(zh="奖金", en="bonus"), "zh_TW", "奖金"),
        (Label(zh="奖金", en="bonus"), "en", "bonus"),
        (Label(zh="奖金", en="bonus", zh_TW="獎金"), "zh_TW", "獎金"),
        (Label(zh="奖金", en="bonus", zh_TW="獎金"), "zh_CN", "奖金"),
        (Label(zh_TW="獎金"), "zh_CN", "獎金"),
        (Label(zh_TW="獎金"), "en", "獎金"),
        (Label(en="bonus"), "zh_TW", "bonus"),
        (Label(zh="奖金"), "en", "奖金"),
        (Label(en="bonus"), "zh_CN", "bonus"),
        (Label(), "en", ""),
    ],
)
def test_a_label_falls_back_on_the_other_language(label: Label, locale: str, shown: str) -> None:
    assert label.in_locale(locale) == shown


def test_a_text_is_what_was_written() -> None:
    assert str(Text("a + b", PLACE)) == "a + b"
    assert str(PLACE.shifted(3)) == "pay.yaml:12:17"


def test_a_message_reads_labels_where_arguments_are_ids() -> None:
    posts = {
        "team_lead": Label(zh="业务组长", en="team lead"),
        "qa_trainer": Label(zh="质检员", en="QA trainer", zh_TW="質檢員"),
    }
    found = Diagnostic(code="report-nobody", args={
        "report": "day_report", "period": "2026-10", "to": "team_lead, qa_trainer",
    })  # fmt: skip

    called = found.called(posts, among=("to", "report", "absent"))

    assert "应向业务组长、质检员报送day_report" in called.text("zh_CN")
    assert "業務" not in called.text("zh_TW")
    assert "業务组长、質檢員" not in called.text("zh_CN")
    assert "to team lead, QA trainer" in called.text("en")
    assert called.args == found.args
    assert called == found
    assert pickled(called).text("en") == called.text("en")


def test_of_several_ids_of_which_one_has_no_label_all_stay_as_they_are() -> None:
    found = Diagnostic(code="report-nobody", args={"report": "r", "period": "p", "to": "a, b"})

    assert found.called({"a": Label(zh="甲", en="one")}, among=("to",)) is found
