"""Budgets, lots that lapse, corrections and goals in cases small enough to see through."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ccops
from ccops.errors import SettlementError
from ccops.messages import LOCALES
from ccops.reports import ApprovalKind, Document, Fact, Facts, Paragraph, Table, Unfolding
from ccops.reports.formats.pdf.reading import read_pdf
from ccops.rulepack.month import month_rules
from ccops.settlement import load_settlement, save_settlement, stored_decisions
from ccops.testing.builders import an_employee_row
from ccops.values import Money
from tests import loaded
from tests.laws import tried
from tests.settlement.test_difference import october

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ccops.reports import Cell, Step
    from ccops.settlement import Settlement

BUDGET = Path(__file__).parents[1] / "packs" / "lints" / "budget-no-money" / "good"


def _table(document: Document, name: str) -> Table:
    parts = (part for section in document.sections for part in section.parts)
    return next(each for each in parts if isinstance(each, Table) and each.id == name)


def _texts(row: tuple[Cell, ...]) -> list[str]:
    return [each.text for each in row]


def _amount(cell: Cell) -> Decimal:
    assert isinstance(cell.value, Money)
    return cell.value.amount


def _facts(document: Document) -> Iterator[Fact]:
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, Facts):
                yield from part.facts


# -- the budget -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay", "difference"),
    [("120000.00", "-10,000.00"), ("125000.00", "0.00"), ("125000.01", "+0.02")],
)
def test_a_total_is_held_against_the_budget_the_pack_names(pay: str, difference: str) -> None:
    center = ccops.Center.open(BUDGET)
    people = [an_employee_row("E1"), an_employee_row("E2")]
    month = center.month("2026-10", employees=people)
    facts = {each: {"basic_pay_due": f"CNY {pay}"} for each in ("E1", "E2")}
    settlement = month.settle(month.facts(facts))

    (row,) = _table(center.report("approval", settlement, locale="en").document, "budget").rows

    assert _texts(row)[2:] == ["budget", "250,000.00", difference]
    assert _amount(row[4]) == _amount(row[1]) - _amount(row[3])


def test_a_budget_goes_before_the_period_before() -> None:
    center = ccops.Center.open(BUDGET)
    month = center.month("2026-10", employees=[an_employee_row("E1")])
    settlement = month.settle(month.facts({"E1": {"basic_pay_due": "CNY 10"}}))

    found = center.report(ApprovalKind(last=settlement), settlement, locale="zh_CN").document

    assert _texts(_table(found, "budget").rows[0])[2] == "预算"


def _decided(tmp_path: Path) -> ccops.Center:
    """Return the center whose budget is a decision of the period, not a parameter."""
    folder = shutil.copytree(BUDGET, tmp_path / "decided")
    rules = folder / "rules.yaml"
    text, found = re.subn(
        r"parameters:\n  pay_budget:\n.*\n",
        "per_period:\n  pay_budget: {label: {zh: 预算, en: pay budget}, unit: money, source: M}\n",
        rules.read_text(encoding="utf-8"),
    )
    assert found
    rules.write_text(text, encoding="utf-8")
    return ccops.Center.open(folder)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> ccops.Center:
    return _decided(tmp_path_factory.mktemp("budget"))


def _settled(center: ccops.Center, budget: str | None) -> Settlement:
    people = [an_employee_row("E1"), an_employee_row("E2")]
    decisions = {} if budget is None else {"pay_budget": budget}
    month = center.month("2026-10", employees=people, decisions=decisions)
    return month.settle(
        month.facts({each: {"basic_pay_due": "CNY 120000"} for each in ("E1", "E2")})
    )


@pytest.mark.parametrize(
    ("budget", "shown", "difference", "note"),
    [
        ("CNY 250000", "250,000.00", "-10,000.00", ""),
        ("CNY 240000", "240,000.00", "0.00", ""),
        ("CNY 239999.99", "239,999.99", "+0.01", "over the budget"),
        ("CNY 0", "0.00", "+240,000.00", "over the budget"),
    ],
)
def test_a_total_is_held_against_the_budget_that_was_decided(
    decided: ccops.Center, budget: str, shown: str, difference: str, note: str
) -> None:
    settlement = _settled(decided, budget)

    document = decided.report("approval", settlement, locale="en").document

    (row,) = _table(document, "budget").rows
    assert _texts(row)[1:] == ["240,000.00", "budget", shown, difference]
    assert row[4].note == note
    told = [fact for fact in _facts(document) if fact.label.lower() == "pay budget"]
    assert [each.value.text for each in told] == [f"CN¥{shown}"]


def test_what_is_budgeted_for_everybody_stands_on_no_statement(decided: ccops.Center) -> None:
    settlement = _settled(decided, "CNY 250000")

    approval = decided.report("approval", settlement, locale="en").document
    statement = decided.report("statement", settlement, locale="en").document

    assert "pay budget" in {each.label for each in _facts(approval)}
    assert "pay budget" not in {each.label for each in _facts(statement)}


@pytest.mark.parametrize("form", ["html", "json", "md", "text", "csv", "xlsx", "pdf"])
def test_no_form_of_a_statement_holds_the_budget(
    decided: ccops.Center, form: str, tmp_path: Path
) -> None:
    settlement = _settled(decided, "CNY 250123")
    made = decided.report("statement", settlement, locale="en").render(form)
    data = made if isinstance(made, bytes) else made.encode()

    held = b"".join(_unpacked(data, tmp_path)) if form in {"xlsx", "pdf"} else data

    assert b"E1" in held
    assert b"250123" not in held
    assert b"250,123" not in held
    assert b"pay_budget" not in held


def _unpacked(data: bytes, folder: Path) -> Iterator[bytes]:
    if data.startswith(b"%PDF-"):
        read = read_pdf(data)
        yield from (text.encode() for text in read.files.values())
        yield from (section.head.encode() for section in read.sections)
        return
    file = folder / "statements.xlsx"
    file.write_bytes(data)
    with zipfile.ZipFile(file) as packed:
        yield from map(packed.read, packed.namelist())


def test_a_statement_is_verified_without_the_budget(decided: ccops.Center) -> None:
    settlement = _settled(decided, "CNY 250000")
    page = decided.report("statement", settlement, locale="en").render("html")
    assert isinstance(page, str)

    right = decided.verify(page.encode(), seal=settlement.seal)
    forged = decided.verify(page.replace("120,000.00", "150,000.00").encode())

    assert [each.is_right for each in right] == [True, True]
    assert [each.is_right for each in forged] == [False, False]


def _statements(center: ccops.Center, settlement: Settlement) -> bytes:
    made = center.report("statement", settlement, locale="en").render("json")
    return made if isinstance(made, bytes) else made.encode()


def test_another_budget_is_under_another_seal_and_the_same_manifest(
    decided: ccops.Center,
) -> None:
    one, other = (_settled(decided, each) for each in ("CNY 250000", "CNY 260000"))

    assert one.manifest == other.manifest
    assert one.seal != other.seal
    found = decided.verify(_statements(decided, one), seal=other.seal)
    assert not any(each.is_right for each in found)
    assert other.diff(one).rules == (("decision pay_budget", "CNY 250000", "CNY 260000"),)


def test_a_stored_settlement_whose_budget_was_changed_is_refused(
    decided: ccops.Center, tmp_path: Path
) -> None:
    settlement = _settled(decided, "CNY 250000")
    save_settlement(settlement, tmp_path)
    assert _opened(decided, tmp_path).digest == settlement.digest

    file = tmp_path / "settlement.json"
    file.write_bytes(file.read_bytes().replace(b"CNY 250000", b"CNY 260000"))

    with pytest.raises(SettlementError, match="differ"):
        _opened(decided, tmp_path)


def _opened(center: ccops.Center, folder: Path) -> Settlement:
    return load_settlement(folder, month_rules(center.pack, "2026-10", stored_decisions(folder)))


def test_a_budget_that_pays_somebody_stands_on_his_statement(tmp_path: Path) -> None:
    folder = shutil.copytree(_decided(tmp_path).pack.places[0], tmp_path / "read")
    rules = folder / "rules.yaml"
    rich = "is: pay_budget > basic_pay_due, label: {zh: 超, en: rich}, unit: flag, source: M"
    with rules.open("a", encoding="utf-8") as file:
        file.write(f"figures:\n  rich: {{for: everybody, {rich}}}\n")
    center = ccops.Center.open(folder)
    settlement = _settled(center, "CNY 250000")

    assert settlement.manifest.decisions == {"pay_budget": "CNY 250000"}
    found = center.verify(_statements(center, settlement), seal=settlement.seal)
    assert all(each.is_right for each in found)


@given(
    pays=st.lists(st.decimals("0", "300000", places=2), min_size=1, max_size=4),
    budget=st.decimals("0", "900000", places=2),
)
def test_what_is_over_the_budget_is_the_difference_to_the_cent(
    decided: ccops.Center, pays: list[Decimal], budget: Decimal
) -> None:

    people = [f"E{number}" for number in range(len(pays))]
    month = decided.month(
        "2026-10",
        employees=[an_employee_row(each) for each in people],
        decisions={"pay_budget": f"CNY {budget}"},
    )
    paid = zip(people, pays, strict=True)
    facts = month.facts({each: {"basic_pay_due": f"CNY {pay}"} for each, pay in paid})

    document = decided.report("approval", month.settle(facts), locale="en").document

    (row,) = _table(document, "budget").rows
    assert _amount(row[4]) == sum(pays) - budget
    assert bool(row[4].note) is (sum(pays) > budget)


def test_a_budget_that_was_not_decided_stops_the_month_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettlementError, match="pay_budget has to be decided"):
        _settled(_decided(tmp_path), None)


@pytest.mark.parametrize("budget", ["USD 250000", "250000", "CNY 0.001", "30%"])
def test_a_budget_in_another_currency_or_in_none_is_refused(
    decided: ccops.Center, budget: str
) -> None:
    with pytest.raises(SettlementError) as told:
        _settled(decided, budget)

    assert f"pay_budget was decided as {budget}, which is not money CNY" in str(told.value)


def test_without_a_budget_the_sheet_says_that_there_is_none(tmp_path: Path) -> None:
    folder = shutil.copytree(BUDGET, tmp_path / "none")
    rules = folder / "rules.yaml"
    text = rules.read_text(encoding="utf-8").replace("    budget: pay_budget\n", "")
    rules.write_text(text, encoding="utf-8")
    center = ccops.Center.open(folder)
    settlement = _settled(center, None)

    document = center.report("approval", settlement, locale="en").document

    texts = [x.text for each in document.sections for x in each.parts if isinstance(x, Paragraph)]
    assert any("Neither a budget nor the period before is known" in each for each in texts)
    held = center.report(ApprovalKind(last=settlement), settlement, locale="en").document
    (row,) = _table(held, "budget").rows
    assert (row[4].text, row[4].note) == ("0.00", "")


def test_what_is_missing_is_counted_and_adds_nothing() -> None:
    center = ccops.Center.open(BUDGET)
    month = center.month("2026-10", employees=[an_employee_row("E1"), an_employee_row("E2")])
    settlement = month.settle(month.facts({"E1": {"basic_pay_due": "CNY 10"}}))

    document = center.report("approval", settlement, locale="en").document

    (total,) = _table(document, "by-line").foot
    assert (total[-1].text, total[-1].note) == ("10.00", "1 not known")
    (tile,) = [each.value for each in _facts(document) if each.value.value == Money("CNY", "10")]
    assert tile.note == "1 not known", "the first figure a director reads says so too"
    (against,) = _table(document, "budget").rows
    assert against[4].note == "1 not known", "what is left of a budget is not known either"
    (waiting, *_) = _table(document, "waiting").rows
    assert waiting[2].text == "E2"
    rows = {row[0].text: row for row in _table(document, "people-table").rows}
    assert rows["E2"][2].explain == "why-E2-basic_pay"


# -- hours ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def july() -> Settlement:
    """Comp time that lapses on the last day, within 30 days, within 60, and later."""
    center = loaded.center()
    people = [an_employee_row("E1")]
    decided = {"standard_days": "22", "award_themes": []}
    month = center.month("2025-07", employees=people, decisions=decided)
    opening = month.opening(
        [
            {
                "subject_id": "E1", "name": "comp_time", "period": "2025-06", "amount": amount,
                "unit": "h", "valid_until": until,
            }
            for amount, until in (
                ("1", "2025-07-25"), ("2", "2025-08-24"), ("3", "2025-08-25"),
                ("4", "2025-09-23"), ("5", "2025-09-24"), ("0.5", "2025-07-24"),
            )
        ]
    )  # fmt: skip
    month = month.starting_from(opening)
    shifts = [
        {"employee_id": "E1", "work_date": str(day), "shift": "R", "kind": "final"}
        for day in (dt.date(2025, 6, 26) + dt.timedelta(days=each) for each in range(22))
    ]
    return month.settle(month.measure(ccops.source("roster", shifts)))


@pytest.mark.parametrize("locale", LOCALES)
def test_lots_that_lapse_soonest_come_first(july: Settlement, locale: str) -> None:
    document = loaded.center().report("hours", july, locale=locale).document

    soon, later = (_table(document, f"hours-{each}-hours") for each in ("soon", "later"))

    assert [row[2].value for row in soon.rows] == [0, 30]
    assert [row[2].value for row in later.rows] == [31, 60]
    lots = _table(document, "hours-lots-hours-table").rows
    days = [row[2].value for row in lots]
    assert days[:5] == [0, 30, 31, 60, 61]


@pytest.mark.parametrize(
    ("locale", "called"),
    [("en", "hours account:"), ("zh_CN", "工时账户："), ("zh_TW", "工時帳戶：")],
)
def test_a_lot_is_of_an_account_by_its_label(july: Settlement, locale: str, called: str) -> None:
    """Not ``2025-07 hours: 8h``."""
    document = loaded.center().report("hours", july, locale=locale).document
    parts = (part for section in document.sections for part in section.parts)
    told = [each for part in parts if isinstance(part, Unfolding) for each in _notes(part.step)]

    assert any(f"2025-07 {called}" in each for each in told)
    assert not any("2025-07 hours:" in each or "2025-07 hours：" in each for each in told)


def _notes(step: Step) -> Iterator[str]:
    yield from step.notes
    for each in step.steps:
        yield from _notes(each)


def test_what_lapses_adds_up_to_the_facts_of_the_account(july: Settlement) -> None:
    document = loaded.center().report("hours", july, locale="en").document
    soon, later = (_table(document, f"hours-{each}-hours") for each in ("soon", "later"))

    def left(*tables: Table) -> dt.timedelta:
        values = [row[3].value for each in tables for row in each.rows]
        return sum((x for x in values if isinstance(x, dt.timedelta)), start=dt.timedelta())

    assert left(soon) == july.value("E1", "comp_hours_lapsing_soon")
    assert left(soon, later) == july.value("E1", "comp_hours_lapsing")


def test_what_lapses_later_is_named_by_its_days_and_both_columns_are_right(
    july: Settlement,
) -> None:
    document = loaded.center().report("hours", july, locale="en").document

    captions = [_table(document, f"hours-{each}-hours").caption for each in ("soon", "later")]
    assert ["30 days" in captions[0], "31–60 days" in captions[1]] == [True, True]
    soon, later = _table(document, "hours-comp-hours-table").columns[-2:]
    assert "within 30 days" in soon.title
    assert ("within 60 days" in later.title, "within 30" in later.title) == (True, True)


def _terms(table: Table, row: tuple[Cell, ...]) -> dict[str, dt.timedelta]:
    """Return what a row shows by column; a column that is not there is nothing."""
    shown = zip(table.columns, row, strict=True)
    found = {column.id: cell.value for column, cell in shown}
    return {name: x for name, x in found.items() if isinstance(x, dt.timedelta)}


_KINDS = ("annual", "personal", "comp", "marriage")


@tried(15)
@given(
    worked=st.sets(st.integers(1, 24), max_size=24),
    leave=st.dictionaries(st.integers(1, 24), st.sampled_from(_KINDS), max_size=8),
    lots=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    left=st.booleans(),
)
def test_every_row_of_an_hours_account_adds_up(
    worked: set[int], leave: dict[int, str], lots: tuple[int, int], left: bool
) -> None:
    """What was worked, credited and taken, less what was due and owed, is the balance."""
    person = an_employee_row("E1", **({"left_on": "2025-02-20"} if left else {}))
    decided = {"standard_days": "15", "award_themes": []}
    month = loaded.center().month("2025-02", employees=[person], decisions=decided)
    opened = zip(("comp_time", "hours_debt"), lots, strict=True)
    rows = [
        {"subject_id": "E1", "name": name, "period": "2025-01", "amount": str(x), "unit": "h"}
        for name, x in opened
        if x
    ]
    month = month.starting_from(month.opening(rows))
    shifts = [
        {"employee_id": "E1", "work_date": f"2025-02-{day:02}", "shift": "R", "kind": "final"}
        for day in sorted({*worked, *leave})
    ]
    away = [
        {
            "employee_id": "E1", "kind": kind, "from": f"2025-02-{day:02}",
            "to": f"2025-02-{day:02}", "requested_at": "2025-01-05",
        }
        for day, kind in sorted(leave.items())
    ]  # fmt: skip
    sources = [ccops.source("roster", shifts), ccops.source("leave", away)]
    settlement = month.settle(month.measure(*sources))

    document = loaded.center().report("hours", settlement, locale="en").document

    table = _table(document, "hours-everybody-hours-table")
    none = dt.timedelta()
    for row in table.rows:
        of = _terms(table, row)
        added = sum((of.get(f"hours_{x}", none) for x in ("counted", "credit")), start=none)
        due = of["hours_standard"] + of.get("hours_debt_before", none)
        assert added + of.get("comp_hours_taken", none) - due == of["hours_balance"]
        short = max(none, -of["hours_balance"])
        assert of["hours_debt"] == short - of.get("comp_hours_offset", none)
    table = _table(document, "hours-comp-hours-table")
    for row in table.rows:
        of = _terms(table, row)
        lost = [of.get(f"comp_hours_{x}", none) for x in ("used", "lapsed", "payout")]
        gained = of["comp_hours_before"] + of["comp_hours_granted"]
        assert gained - sum(lost, start=none) == of["comp_hours_open"]


def test_an_account_that_was_not_run_is_told() -> None:
    settlement = october()

    (section,) = loaded.center().report("hours", settlement, locale="en").document.sections

    (told,) = section.parts
    assert isinstance(told, Paragraph)
    assert "not run" in told.text


# -- corrections ------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_corrections_tell_before_after_and_why(locale: str) -> None:
    before, after = october(), october({"E001": {"call_evaluation": 40}})
    difference = after.diff(before)

    document = loaded.center().report("corrections", difference, locale=locale).document

    table = _table(document, "corrections-table")
    for change, row in zip(difference.lines, table.rows, strict=True):
        shown = (row[0].text, row[2].value, row[3].value, row[4].value)
        assert shown == (change.employee, change.before, change.after, change.difference)
        assert row[4].explain == f"why-{change.employee}-{change.name}"
        assert "E001" in row[5].text
        assert not re.search(r"\b[a-z]+_[a-z]+\b", row[5].text)  # labels, no ids
    assert _amount(table.foot[0][4]) == difference.total.amount
    assert sum(_amount(row[4]) for row in table.rows) == difference.total.amount


@pytest.mark.parametrize("locale", LOCALES)
def test_corrections_tell_whose_score_and_place_go_on_otherwise(locale: str) -> None:
    difference = october({"E003": {"call_evaluation": 100}}).diff(october())

    document = loaded.center().report("corrections", difference, locale=locale).document

    table = _table(document, "corrections-carried-table")
    assert len(table.rows) == len(difference.carried)
    for found, row in zip(difference.carried, table.rows, strict=True):
        change = found.change
        assert (row[0].text, row[2].value, row[3].value) == (
            change.employee, change.before, change.after,
        )  # fmt: skip
        assert "E003" in row[4].text
        assert not re.search(r"\b[a-z]+_[a-z]+\b", row[1].text + row[4].text)  # labels, no ids
        assert bool(row[1].note) is (change.employee != "E003")


def test_without_a_change_there_is_nothing_but_that() -> None:
    same = october()

    document = loaded.center().report("corrections", same.diff(same), locale="en").document

    (section,) = document.sections
    assert any(isinstance(x, Paragraph) and "no pay line" in x.text for x in section.parts)


# -- goals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "more"),
    [
        (["junior"], 1),
        (["junior", "intermediate"], 0),
        (["junior", "junior", "intermediate"], 1),
        (["senior"], 0),
    ],
)
def test_how_many_more_are_needed_for_a_goal(levels: list[str], more: int) -> None:
    center = loaded.center()
    people = [an_employee_row(f"A{n}", team="A", level=each) for n, each in enumerate(levels)]
    decided = {"standard_days": "22", "award_themes": []}
    month = center.month("2026-10", employees=people, decisions=decided)
    settlement = month.settle(month.facts({}))

    document = center.report("team-goals", settlement, locale="en").document

    (row,) = (x for x in _table(document, "goals-team-A").rows if x[0].text == "Grades so far")
    assert row[5].value == more
    assert row[6].value is (more == 0)
