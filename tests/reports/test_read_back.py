"""A workbook read back: what stands in it, and what a spreadsheet program makes of it."""

from __future__ import annotations

import random
import shutil
from decimal import Decimal
from fractions import Fraction
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

import pytest

import ccops
from ccops.hooks.builtin import bundled_packs
from ccops.reports import ApprovalKind
from ccops.values import Missing, Money, NotApplicable
from tests import loaded
from tests.quiet import USUAL
from tests.reports import spreadsheets
from tests.reports.spreadsheets import cents, columns, figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.center import Center
    from ccops.settlement import Settlement

WORKINGS: Final = "Workings"
SAME: Final[Mapping[str, object]] = {
    **USUAL,
    "rostered_shifts": 15,
    "shifts_on_roster": 15,
    "nights_worked": 4,
    "holiday_dates": 0,
    "talk_hold_mean": "180 s",
    "order_accuracy": "98.5%",
    "discipline": "90.0",
    "basic_pay_due": "CNY 3000",
    "monthly_basic": "CNY 3000",
    "channel": "phone",
    "local_minimum_wage": "CNY 2600",
}


def _scored(call: str, talk: str, accuracy: str, discipline: str) -> Mapping[str, object]:
    return {
        "call_evaluation": call,
        "talk_hold_mean": talk,
        "order_accuracy": accuracy,
        "discipline": discipline,
    }


#: GC-01 to GC-05 by employee (S1-07), each with the score it comes to.
GC: Final[Mapping[str, tuple[Mapping[str, object], str]]] = {
    "GC-01": (_scored("90", "187.5 s", "99%", "60"), "85.00"),
    "GC-02": (_scored("85", "187.55 s", "99%", "70.02"), "85.00"),
    "GC-03": (_scored("84.65", "186.9 s", "99%", "70.02"), "84.99"),
    "GC-04": (_scored("96", "172.5 s", "99%", "32"), "85.00"),
    "GC-05": (_scored("72.63", "177.975 s", "99%", "89.48"), "85.74"),
}
#: Fifteen more, so that all bands of the bonus table are hit.
OTHERS: Final = {f"P-{n:02}": {"call_evaluation": str(100 - 5 * n)} for n in range(15)}
PEOPLE: Final = (*GC, *OTHERS)
#: Names of teams that a spreadsheet's own search takes for one another, or for numbers.
TEAMS: Final = ("A", "a", "A*", "0012", "12", ">1")


def _facts() -> Mapping[str, Mapping[str, object]]:
    given = {name: facts for name, (facts, _) in GC.items()} | OTHERS
    return {each: {**SAME, **given[each]} for each in PEOPLE}


def _settled(
    center: Center,
    facts: Mapping[str, Mapping[str, object]] | None = None,
    teams: Sequence[str] = ("A",),
) -> Settlement:
    given = facts or _facts()
    rows = [
        {"employee_id": each, "employment_type": "full_time", "role": "agent", "team": team,
         "level": "agent", "hired_on": "2020-01-01"}
        for each, team in zip(given, cycle(teams), strict=False)
    ]  # fmt: skip
    month = center.month("2026-10", employees=rows, decisions={"award_themes": []})
    month = month.starting_from(month.opening([]))
    return month.settle(month.facts(given))


def _book(center: Center, settlement: Settlement) -> bytes:
    made = center.report("statement", settlement, locale="en").render("xlsx")
    assert isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return _settled(loaded.center())


@pytest.fixture(scope="module")
def made(settlement: Settlement) -> bytes:
    return _book(loaded.center(), settlement)


@pytest.fixture(scope="module")
def anew(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return spreadsheets.recomputed(made, tmp_path_factory.mktemp("sheet"))


def _expected(settlement: Settlement, employee: str, name: str) -> Any:
    value = settlement.value(employee, name)
    return value.amount if isinstance(value, Money) else value


def _expected_total(settlement: Settlement, name: str) -> Decimal:
    values = (settlement.value(each, name) for each in settlement.employees)
    return sum((each.amount for each in values if isinstance(each, Money)), Decimal(0))


def _differences(book: Any, settlement: Settlement) -> list[tuple[object, ...]]:
    """Return every amount and score of the workings that is not the settlement's."""
    sheet = book[WORKINGS]
    found: list[tuple[object, ...]] = []
    for row, employee in enumerate(settlement.employees):
        for name in columns(sheet):
            if not settlement.has_name(name) or name in {"employee", "employee_id"}:
                continue
            wanted, told = _expected(settlement, employee, name), figure(sheet, row, name)
            if isinstance(wanted, Missing | NotApplicable):
                is_same = told in ("–", "-", 0)
            elif isinstance(wanted, Decimal | Fraction):
                is_same = abs(Fraction(wanted) - Fraction(told)) < Fraction(1, 10**9)
            else:
                continue
            if not is_same:
                found.append((employee, name, wanted, told))
    return found


# -- the values that stand in it --------------------------------------------------------------


def test_values_that_stand_in_the_workbook_are_those_of_the_settlement(
    made: bytes, settlement: Settlement
) -> None:
    assert _differences(spreadsheets.read(made), settlement) == []


def test_lines_and_totals_of_statements_are_those_of_the_settlement(
    made: bytes, settlement: Settlement
) -> None:
    rows = list(
        spreadsheets.read(made)["Lines of the month"].iter_rows(min_row=5, values_only=True)
    )

    for employee in settlement.employees:
        own = [row for row in rows if row[0] == employee]
        total = _expected(settlement, employee, "handed_to_payroll")
        assert cents(own[-1][4]) == total
        assert sum((cents(row[4]) for row in own[:-1]), Decimal(0)) == total


def test_most_figures_behind_the_pay_are_formulas(made: bytes) -> None:
    sheet = spreadsheets.read(made, formulas=True)[WORKINGS]
    live = {name for name in columns(sheet) if str(figure(sheet, 0, name)).startswith("=")}

    assert {"monthly_score", "month_rank", "monthly_bonus", "handed_to_payroll"} <= live
    assert len(live) > 40


# -- recomputed -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", GC)
def test_scores_of_the_manual_are_recomputed(case: str, anew: Any) -> None:
    _, score = GC[case]

    assert cents(figure(anew[WORKINGS], PEOPLE.index(case), "monthly_score")) == Decimal(score)


def test_every_formula_comes_to_the_value_that_stands_beside_it(made: bytes, anew: Any) -> None:
    formulas, stands = spreadsheets.read(made, formulas=True), spreadsheets.read(made)
    told = dict(spreadsheets.seen(anew, formulas))
    wrong = [
        (at, value, told[at])
        for at, value in spreadsheets.seen(stands, formulas)
        if not spreadsheets.is_same(value, told[at])
    ]

    assert len(told) > 1_000
    assert wrong == []


def test_changed_parameters_recompute_to_what_the_settlement_makes_of_them(
    made: bytes, tmp_path: Path
) -> None:
    """Other weights (S1-07) and another amount of the bonus table (S1-09)."""
    spreadsheets.program()
    center = _changed_center(tmp_path)

    after = spreadsheets.recomputed(_changed_book(made), tmp_path / "sheet")
    settlement = _settled(center)

    assert settlement.value("GC-05", "monthly_score") != Decimal("85.74")
    assert _differences(after, settlement) == []


def test_totals_to_approve_follow_changed_parameters_on_every_sheet(tmp_path: Path) -> None:
    """Summary, people, and sums by line, team, post and level are those of the other rules."""
    spreadsheets.program()
    before, after = loaded.center(), _changed_center(tmp_path)
    last, settlement = (_settled(center, teams=TEAMS) for center in (before, after))
    made, wanted = (
        center.report(ApprovalKind(last=last), settled, locale="en").render("xlsx")
        for center, settled in ((before, last), (after, settlement))
    )
    assert isinstance(made, bytes)
    assert isinstance(wanted, bytes)
    formulas, stood = spreadsheets.read(made, formulas=True), spreadsheets.read(made)

    anew = spreadsheets.recomputed(_changed_book(made), tmp_path / "sheet")

    told = dict(spreadsheets.seen(anew, formulas))
    engine = dict(spreadsheets.seen(spreadsheets.read(wanted), formulas))
    moved = {at for at, value in spreadsheets.seen(stood, formulas) if value != told[at]}
    sheets = [each.title for each in formulas.worksheets[:3]]
    assert {at.partition("!")[0] for at in moved} >= {*sheets, WORKINGS}
    assert [
        (at, value, engine[at])
        for at, value in told.items()
        if not spreadsheets.is_same(value, engine[at])
    ] == []


def test_totals_are_missing_where_an_amount_has_become_so(
    settlement: Settlement, tmp_path: Path
) -> None:
    """A sum that passed over somebody would be taken for what is paid."""
    spreadsheets.program()
    made = loaded.center().report("approval", settlement, locale="en").render("xlsx")
    assert isinstance(made, bytes)
    formulas = spreadsheets.read(made, formulas=True)
    sheet = formulas[WORKINGS]
    due = sheet.cell(spreadsheets.ABOVE + 1, columns(sheet)["basic_pay_due"]).coordinate

    anew = spreadsheets.recomputed(spreadsheets.changed(made, {(WORKINGS, due): "–"}), tmp_path)

    assert figure(anew[WORKINGS], 0, "handed_to_payroll") == "–"
    handed = _expected_total(settlement, "handed_to_payroll")
    stood = dict(spreadsheets.seen(spreadsheets.read(made), formulas))
    totals = [at for at, value in stood.items() if value == handed]
    told = dict(spreadsheets.seen(anew, formulas))
    assert len(totals) >= 6
    assert {told[at] for at in totals} == {"–"}


@pytest.mark.parametrize("kind", ["approval", "appraisal", "bonus-notice"])
def test_other_reports_of_people_recompute_too(
    kind: str, settlement: Settlement, tmp_path: Path
) -> None:
    """Sums of the approval sheet, points and scores of forms, bonus lines of letters."""
    spreadsheets.program()
    made = loaded.center().report(kind, settlement, locale="zh_CN").render("xlsx")
    assert isinstance(made, bytes)
    formulas, stands = spreadsheets.read(made, formulas=True), spreadsheets.read(made)

    told = dict(spreadsheets.seen(spreadsheets.recomputed(made, tmp_path), formulas))

    assert len(told) > 100
    assert not [
        (at, value, told[at])
        for at, value in spreadsheets.seen(stands, formulas)
        if not spreadsheets.is_same(value, told[at])
    ]


def test_a_month_of_any_facts_recomputes_to_its_settlement(tmp_path: Path) -> None:
    """Scores at every edge, people who miss a score, who were absent, who did nothing at all."""
    spreadsheets.program()
    chance = random.Random(20_261_001)
    people = [f"R-{n:02}" for n in range(40)]
    facts = {each: {**SAME, **_drawn(chance)} for each in people}
    given = {who: {k: v for k, v in own.items() if v is not None} for who, own in facts.items()}
    settlement = _settled(loaded.center(), given)

    made = spreadsheets.recomputed(_book(loaded.center(), settlement), tmp_path)

    assert _differences(made, settlement) == []


def _drawn(chance: random.Random) -> Mapping[str, object]:
    def maybe(value: object) -> object:
        return None if chance.random() < 0.1 else value

    return {
        "call_evaluation": maybe(str(chance.choice(("60", "74.99", "75", "84.99", "85", "100")))),
        "talk_hold_mean": maybe(f"{chance.randrange(140_000, 310_000)} ms"),
        "order_accuracy": maybe(f"{chance.randrange(8_900, 10_001) / 100:.2f}%"),
        "discipline": maybe(f"{chance.randrange(0, 10_001) / 100:.2f}"),
        "absence": chance.choice((0, 0, 0, 3)),
        "nights_worked": chance.randrange(0, 12),
    }


def _changed_center(folder: Path) -> Center:
    """Return the center under other weights and another amount of the bonus table."""
    pack = folder / "pack"
    shutil.copytree(bundled_packs()["telecom-7x24"], pack)
    _rewrite(pack / "parameters.yaml", "weight_call:", "30%", "25%")
    _rewrite(pack / "parameters.yaml", "weight_work:", "40%", "45%")
    _rewrite(pack / "bonus.yaml", "printed:", "CNY 500", "CNY 600")
    return ccops.Center.open(str(pack))


def _changed_book(made: bytes) -> bytes:
    """Return a workbook in which somebody has typed what ``_changed_center`` writes."""
    weights = (("weight_call", 0.25), ("weight_work", 0.45))
    cells = {("Parameters", _named(made, name)): part for name, part in weights}
    return spreadsheets.changed(made, {**cells, ("Rule tables", _amount(made, 500)): 600})


def _rewrite(file: Path, behind: str, old: str, new: str) -> None:
    before, name, rest = file.read_text("utf-8").partition(behind)
    assert old in rest
    file.write_text(before + name + rest.replace(old, new, 1), encoding="utf-8")


def _named(made: bytes, name: str) -> str:
    book = spreadsheets.read(made, formulas=True)
    return str(book.defined_names[name].attr_text).rpartition("!")[2].replace("$", "")


def _amount(made: bytes, amount: int) -> str:
    """Return the cell of the first amount of the bonus table."""
    sheet = spreadsheets.read(made)["Rule tables"]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return next(str(cell.coordinate) for cell in cells if cell.value == amount)
