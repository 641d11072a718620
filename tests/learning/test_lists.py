"""Lists of the knowledge base, coaching, study and plans: findings, edges, report and verb."""

from __future__ import annotations

import csv
import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center, CenterMonth
from ccops.cli.app import cli
from ccops.learning import ListValue, parse_interval
from ccops.messages import LOCALES
from ccops.settlement import source
from ccops.testing.builders import an_employee_row
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.learning import Learning

ON = dt.date(2026, 10, 25)
ITEM = {"item_id": "K1", "module": "billing", "title": "资费", "from": "2026-01-01"}
ACCOUNT = {"account": "a1", "employee_id": "E1", "user": "internal", "right": "browse"}
SEARCH = {"account": "a1", "at": "2026-10-01", "results": "1", "used": "yes"}
PAIR = {"pair": "P1", "from": "2026-03-02"}


@pytest.fixture(scope="module")
def telecom() -> Center:
    return Center.open("telecom-7x24")


@pytest.fixture(scope="module")
def month(telecom: Center) -> CenterMonth:
    people = [
        an_employee_row("E1", team="A"),
        an_employee_row("E2", team="A"),
        an_employee_row("GONE", team="A", hired_on="2020-01-01", ended_on="2026-10-20"),
    ]
    return telecom.month("2026-10", employees=people, decisions={"award_themes": []})


def codes(learning: Learning) -> list[str]:
    return sorted(each.code for each in learning.diagnostics)


def test_accounts_and_items_nobody_should_meet_are_told(month: CenterMonth) -> None:
    accounts = [
        {**ACCOUNT, "from": "2026-10-05"},
        {**ACCOUNT, "account": "a2", "employee_id": "GONE", "from": "2026-01-01"},
    ]
    searches = [{**SEARCH, "search_id": "S1"}, {**SEARCH, "search_id": "S2"}]
    visits = [{"item_id": "K9", "account": "a2", "at": "2026-10-02"}]

    found = month.learning(
        source("kb_items", [ITEM]),
        source("kb_accounts", accounts),
        source("kb_searches", searches),
        source("kb_visits", visits),
        on=ON,
    )

    assert codes(found) == ["kb-account-closed", "kb-account-of-leaver", "kb-item-absent"]
    assert all("{" not in each.text(locale) for each in found.diagnostics for locale in LOCALES)


def test_without_accounts_handed_in_nothing_is_said_of_them(month: CenterMonth) -> None:
    found = month.learning(source("kb_searches", [{**SEARCH, "search_id": "S1"}]), on=ON)

    assert codes(found) == []


def test_a_rate_of_no_searches_is_missing_and_not_nothing(month: CenterMonth) -> None:
    found = month.learning(source("kb_searches", []), on=ON)

    _, rate = found.top_lists[0].totals["knowledge_base_effectiveness"]
    assert isinstance(rate, Missing)


def test_equals_share_a_place_and_the_last_place_is_shown_whole(month: CenterMonth) -> None:
    visits = [
        {"item_id": f"K{item:02}", "account": "a", "at": "2026-10-02"}
        for item in range(12)
        for _ in range(2 if item < 9 else 1)
    ]

    entries = month.learning(source("kb_visits", visits), on=ON).top_lists[0].entries

    assert [each.place for each in entries] == [1] * 9 + [10] * 3


def test_study_that_is_no_pair_is_told(month: CenterMonth) -> None:
    rows = [
        {**PAIR, "employee_id": "E1", "module": "billing"},
        {**PAIR, "employee_id": "E2", "module": "billing"},
        {**PAIR, "pair": "P2", "employee_id": "E1", "module": "roaming"},
    ]

    found = month.learning(source("study", rows), source("kb_items", [ITEM]), on=ON)

    assert codes(found) == ["study-module-twice", "study-module-untaken", "study-pair-size"]
    assert all("{" not in each.text(locale) for each in found.diagnostics for locale in LOCALES)


def test_a_process_that_serves_nothing_is_told(month: CenterMonth) -> None:
    process = {"document_id": "P", "kind": "process", "title": "投诉", "from": "2026-01-01"}

    found = month.learning(source("documents", [process]), on=ON)

    assert codes(found) == ["process-serves-nothing"]


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(-(10**9), 10**9))
def test_a_change_is_exact(before: int, below: int, after: int) -> None:
    first = ListValue(Fraction(before, below), Unit.RATIO)
    last = ListValue(Fraction(after, below), Unit.RATIO)

    assert first.number + last.less(first).number == last.number


@given(st.text(max_size=12))
def test_what_is_no_interval_is_none_and_never_an_error(text: str) -> None:
    found = parse_interval(text)

    assert found is None or found.months >= 0 <= found.days


@pytest.mark.parametrize("locale", LOCALES)
def test_the_report_says_everything_in_words(
    telecom: Center, month: CenterMonth, locale: str
) -> None:
    briefed = {"event_id": "1", "employee_id": "E1", "at": "2026-08-20", "kind": "briefing"}
    session = {"session_id": "T", "employee_id": "E1", "coach": "E2", "at": "2026-10-01",
               "kind": "side_by_side", "state": "planned"}  # fmt: skip
    found = month.learning(
        source("events", [briefed]),
        source("coaching", [session]),
        source("study", [{**PAIR, "employee_id": "E1", "module": "billing"}]),
        source("kb_visits", [{"item_id": "K1", "account": "a1", "at": "2026-10-01"}]),
        on=ON,
    )

    report = telecom.report("learning", found, locale=locale, names={"E1": "王伟"})

    text = str(report.render("md"))
    assert "王伟" in text
    assert "report-" not in text
    assert json.loads(str(report.render("json")))["kind"] == "learning"


def test_what_is_listed_is_called_as_people_know_it(telecom: Center, month: CenterMonth) -> None:
    found = month.learning(
        source("kb_items", [ITEM]),
        source("kb_accounts", [{**ACCOUNT, "from": "2026-01-01"}]),
        source("kb_visits", [{"item_id": "K1", "account": "a1", "at": "2026-10-01"}]),
        on=ON,
    )

    text = str(telecom.report("learning", found, locale="zh_CN").render("md"))

    assert "资费 K1" in text  # the title of an item, not its number alone
    assert "browse" not in text  # what an account may do, in words


def test_lists_are_plain_data(month: CenterMonth) -> None:
    briefed = {"event_id": "1", "employee_id": "E1", "at": "2026-08-20", "kind": "briefing"}
    data = month.learning(source("events", [briefed]), on=ON).to_dict()

    assert json.loads(json.dumps(data)) == data
    assert data["lists"]["briefing"][1] == {
        "subject": "E1", "since": "2024-01-01", "last": "2026-08-20", "due": "2026-10-20",
        "state": "overdue", "overdue_by": 5,
    }  # fmt: skip


def test_the_command_line_lists_as_of_a_day(tmp_path: Path) -> None:
    columns = ["employee_id", "employment_type", "role", "team", "hired_on"]
    _write(tmp_path / "employees.csv", columns, ["E1", "full_time", "agent", "A", "2026-10-01"])
    header = ["事件编号", "工号", "时间", "类别"]
    _write(tmp_path / "events.csv", header, ["1", "E1", "2026-10-01 08:00", "briefing"])
    (tmp_path / "period.yaml").write_text("award_themes: []\n", "utf-8")
    asked = ["learning", "--pack", "telecom-7x24", "--period", "2026-10", "--input", str(tmp_path)]

    shown = CliRunner().invoke(cli, [*asked, "--on", "2026-12-02", "--json"])
    written = CliRunner().invoke(cli, [*asked, "-o", str(tmp_path / "out" / "learning.md")])
    wrong = CliRunner().invoke(cli, [*asked, "--on", "tomorrow"])

    assert json.loads(shown.stdout)["lists"]["briefing"][0]["overdue_by"] == 1
    assert written.exit_code == 0
    assert (tmp_path / "out" / "learning.md").read_text("utf-8").startswith("# ")
    assert wrong.exit_code == 2


def _write(path: Path, *rows: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
