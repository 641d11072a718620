"""Lists among the arguments of a message: parted as the language of whoever reads does."""

from __future__ import annotations

import json
import pickle

import pytest

from ccops.messages import Diagnostic, Locale, Severity, listed, message, timed

_ABSENT = "roster-absent"


def _absent(*employees: str) -> Diagnostic:
    told = {"employees": listed(employees), "count": 2, "period": "2026-10", "name": "hours"}
    return Diagnostic(code=_ABSENT, severity=Severity.WARNING, args=told)


@pytest.mark.parametrize(
    ("locale", "names"), [("en", "E1, E2, …"), ("zh_CN", "E1、E2、…"), ("zh_TW", "E1、E2、…")]
)
def test_names_are_listed_as_a_sentence_does(locale: Locale, names: str) -> None:
    assert names in _absent("E1", "E2", "…").text(locale)


def test_a_finding_is_the_same_whether_its_names_are_a_list_or_their_text() -> None:
    found = _absent("E1", "E2")
    plain = Diagnostic(
        code=_ABSENT,
        severity=Severity.WARNING,
        args={**found.args, "employees": "E1, E2"},
    )

    assert found == plain
    assert found.args["employees"] == "E1, E2"
    assert json.dumps(found.to_dict("zh_CN")["args"]) == json.dumps(plain.to_dict("zh_CN")["args"])


def test_a_list_reaches_another_process_as_one() -> None:
    found: Diagnostic = pickle.loads(pickle.dumps(_absent("E1", "E2")))  # noqa: S301 - our own

    assert "E1、E2" in found.text("zh_CN")


def test_durations_in_a_list_are_those_of_the_language() -> None:
    told = {"words": listed([f"E1 {timed(5_400_000)}", f"E2 {timed(0)}"]), "under": "-"}

    assert message("only-under", told, locale="zh_CN").startswith("E1 1小时30分钟、E2 0小时")


def test_nothing_to_list_is_no_text() -> None:
    assert listed([]) == ""
    assert listed([]).in_locale("zh_CN") == ""
