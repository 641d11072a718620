"""A flag that warns is told of whom it holds, in the words of the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import GroupKind
from ccops.messages import Severity
from ccops.rulepack.month import month_rules
from ccops.settlement import load_settlement, save_settlement
from tests import loaded
from tests.settlement.test_places_warnings import SAME

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.messages import Diagnostic
    from ccops.settlement import Settlement


def ended(center: Center, *, days: dict[str, str]) -> Settlement:
    """Settle October 2026 of agents who were let go for poor performance on these days."""
    employees = [
        {
            "employee_id": each,
            "role": "agent",
            "team": "A",
            "employment_type": "full_time",
            "hired_on": "2020-01-01",
            "ended_on": day,
            "end_reason": "performance",
        }
        for each, day in days.items()
    ]
    month = center.month("2026-10", employees=employees, decisions={"award_themes": []})
    given = {**SAME, "call_evaluation": "80", "pay_day": "2026-11-10"}
    return month.settle(month.facts(dict.fromkeys(days, given)))


def warned(settlement: Settlement) -> list[Diagnostic]:
    return [each for each in settlement.diagnostics if each.code == "figure-warns"]


def test_gc_24b_a_worked_month_taken_away_is_warned_of(center: Center) -> None:
    by_pay_day = center.with_choices(performance_end_as_of="pay_date")

    (found,) = warned(ended(by_pay_day, days={"A": "2026-11-05", "B": "2026-10-20"}))

    assert found.severity is Severity.WARNING
    assert found.args["employees"] == "A"
    assert found.text("en").endswith("pays no bonus: look at it (1): A")
    assert found.text("zh_CN").endswith("请复核（1 人）：A")
    assert str(found.span).startswith("telecom-7x24/exclusions.yaml:")


def test_gc_24b_that_month_only_warns_of_nobody(center: Center) -> None:
    assert warned(ended(center, days={"A": "2026-11-05", "B": "2026-10-20"})) == []


def test_many_people_are_counted_and_ten_of_them_named(center: Center) -> None:
    by_pay_day = center.with_choices(performance_end_as_of="pay_date")

    (found,) = warned(ended(by_pay_day, days={f"A{at:02}": "2026-11-05" for at in range(11)}))

    assert found.args["count"] == "11"
    assert found.text("en").endswith("(11): A00, A01, A02, A03, A04, A05, A06, A07, A08, A09, …")


def test_a_warning_keeps_its_words_where_it_is_stored(center: Center, tmp_path: Path) -> None:
    settlement = ended(
        center.with_choices(performance_end_as_of="pay_date"), days={"A": "2026-11-05"}
    )
    save_settlement(settlement, tmp_path)

    loaded = load_settlement(tmp_path, settlement.rules)

    assert [each.text("zh_CN") for each in warned(loaded)] == [
        each.text("zh_CN") for each in warned(settlement)
    ]


def test_a_project_is_told_by_its_label_and_id() -> None:
    pack = loaded.pack("outsourced")
    rules = month_rules(pack, "2026-10", {})

    called = rules.called(GroupKind.PROJECT)["broadband"]

    assert called.zh.endswith("（broadband）")
    assert rules.called(GroupKind.TEAM) == {}
