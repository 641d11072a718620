"""Reports about pay and people over sample months: own data, amounts of the settlement."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.cli.inputs import earlier_periods, read_month
from ccops.cli.reading import Calls
from ccops.errors import UnknownNameError
from ccops.messages import LOCALES
from ccops.reports import (
    REPORTS,
    ApprovalKind,
    Document,
    Facts,
    Layout,
    Paragraph,
    Table,
    Unfolding,
)
from ccops.reports.parts.bonus_lines import bonus_lines
from ccops.scorecards.parts import item_part_name
from ccops.settlement.lists.careers import careers_of
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_month import make_month
from ccops.values import Missing, Money
from tests import loaded
from tests.called_less import CALLED_LESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.center import Center
    from ccops.reports import Cell, Section
    from ccops.settlement import Settlement

PACKS = ("telecom-7x24", "insurance-hotline", "outsourced")
SEED = 5
#: Reports that somebody is handed about himself.
OWN = ("bonus-notice", "appraisal", "statement")
ALL = (*OWN, "approval", "hours", "promotion", "team-goals", "board")
_NUMBER = re.compile(r"\d{6}")


@pytest.fixture(scope="module", params=PACKS)
def month(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Center, Settlement]:
    """Return the smallest sample month of a pack, without a budget, read and settled."""
    center, folder = loaded.center(request.param), tmp_path_factory.mktemp("month")
    small = request.param == loaded.TELECOM
    made = (
        make_month(SEED, seats=12)
        if small
        else CALLED_LESS[request.param].make(SEED, period="2026-10")
    )
    undecided = tuple(each for each in made.decisions if each[0] != "pay_budget")
    made = attrs.evolve(made, decisions=undecided)
    write_month(made, folder, calls=CallsAs.TABLE)
    found = read_month(center, made.period, folder, Calls(adapter=TABLE_ADAPTER))
    found = found.starting_from(earlier_periods(found, None, None))
    return center, found.month.settle(found.facts())


def _names(settlement: Settlement) -> dict[str, str]:
    return {each: f"Somebody-{each}" for each in settlement.employees}


def _document(month: tuple[Center, Settlement], kind: str, locale: str = "zh_CN") -> Document:
    return _built(*month, kind, locale)


@cache
def _built(center: Center, settlement: Settlement, kind: str, locale: str) -> Document:
    return center.report(kind, settlement, locale=locale, names=_names(settlement)).document


def _tables(document: Document) -> Iterator[Table]:
    for section in document.sections:
        yield from (each for each in section.parts if isinstance(each, Table))


def _table(document: Document, name: str) -> Table:
    return next(each for each in _tables(document) if each.id == name)


def _cells(document: Document) -> Iterator[Cell]:
    for table in _tables(document):
        for row in (*table.rows, *table.foot):
            yield from row


def _money(cell: Cell) -> Decimal:
    assert isinstance(cell.value, Money)
    return cell.value.amount


# -- own data only ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OWN)
def test_what_somebody_is_handed_names_nobody_else(
    month: tuple[Center, Settlement], kind: str
) -> None:
    everybody = set(month[1].employees)

    for section in _document(month, kind).sections:
        told = json.dumps(_shown(section), ensure_ascii=False)

        assert set(_NUMBER.findall(told)) & everybody <= {section.id}
        assert set(re.findall(r"Somebody-(\d+)", told)) <= {section.id}


def _shown(section: Section) -> list[object]:
    document = Document(kind="", title="", locale="en", sections=(section,))
    (found,) = document.to_dict()["sections"]
    return [each for each in found["parts"] if each["part"] != "attachment"]


def test_goals_of_teams_name_no_person(month: tuple[Center, Settlement]) -> None:
    told = json.dumps(_document(month, "team-goals").to_dict(), ensure_ascii=False)

    assert "Somebody-" not in told


# -- every form and every link ----------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_cell_with_a_reason_points_to_it(
    month: tuple[Center, Settlement], kind: str, locale: str
) -> None:
    document = _document(month, kind, locale)

    parts = [part for section in document.sections for part in section.parts]
    told = {each.id for each in parts if isinstance(each, Unfolding)}
    assert {each.explain for each in _cells(document) if each.explain} <= told
    assert len({each.id for each in _tables(document)}) == len(list(_tables(document)))


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("form", ["html", "md", "json", "xlsx"])
def test_they_are_written_in_every_form(
    month: tuple[Center, Settlement], kind: str, form: str
) -> None:
    center, settlement = month
    someone = settlement.employees[-1:]

    assert center.report(kind, settlement, locale="en", subjects=someone).render(form)


@pytest.mark.parametrize("kind", [each for each in ALL if each not in {"team-goals", "board"}])
def test_a_stranger_is_refused(month: tuple[Center, Settlement], kind: str) -> None:
    center, settlement = month

    with pytest.raises(UnknownNameError):
        center.report(kind, settlement, subjects=["nobody"])


def test_the_kinds_are_registered_by_the_hook(month: tuple[Center, Settlement]) -> None:
    known = month[0].plugins.reports

    assert {each.name for each in REPORTS} == set(known)
    assert set(ALL) < set(known)


def test_a_report_of_something_else_is_refused(month: tuple[Center, Settlement]) -> None:
    center, settlement = month

    with pytest.raises(TypeError, match="'operations' is about Operations, not Settlement"):
        center.report("operations", settlement)
    with pytest.raises(TypeError, match="'statement' is about Settlement, not Difference"):
        center.report("statement", settlement.diff(settlement))


def test_a_page_of_everybody_takes_no_subjects(month: tuple[Center, Settlement]) -> None:
    center, settlement = month

    with pytest.raises(TypeError, match="'corrections' is of everybody"):
        center.report("corrections", settlement.diff(settlement), subjects=["somebody"])


# -- bonus notice -----------------------------------------------------------------------------


def test_a_notice_holds_the_bonus_lines_alone_and_their_sum(
    month: tuple[Center, Settlement],
) -> None:
    _, settlement = month
    lines = {each.code: each.figure for each in bonus_lines(settlement)}
    document = _document(month, "bonus-notice")

    assert document.sections
    for section in document.sections:
        (table,) = (each for each in section.parts if isinstance(each, Table))
        values = [settlement.value(section.id, lines[row[1].text]) for row in table.rows]
        assert [row[-1].value for row in table.rows] == values
        known = [each.amount for each in values if isinstance(each, Money)]
        total = table.foot[0][-1].value
        if len(known) == len(values):
            assert isinstance(total, Money)
            assert total.amount == sum(known)
        else:
            assert isinstance(total, Missing)


@pytest.mark.parametrize(
    ("pack", "bonus"),
    [
        ("telecom-7x24", "monthly_bonus"),
        ("insurance-hotline", "agent_bonus"),
        ("outsourced", "sales_commission"),
    ],
)
def test_what_pays_for_results_is_bonus_and_other_pay_is_not(pack: str, bonus: str) -> None:
    center = loaded.center(pack)
    decided = {"standard_days": 21, "award_themes": []} if pack == loaded.TELECOM else {}
    if pack == "insurance-hotline":
        decided = {"handled_share": "15%", "forecast_calls": 4000, "planned_agents": 40}
    month = center.month("2026-10", employees=[], decisions=decided)
    settlement = month.settle(month.facts({}))

    figures = {each.figure for each in bonus_lines(settlement)}

    assert bonus in figures
    assert not figures & {"basic_pay", "star_pay", "night_allowance", "post_pay", "correction"}


# -- appraisal --------------------------------------------------------------------------------


def test_forms_show_the_points_of_the_settlement(month: tuple[Center, Settlement]) -> None:
    _, settlement = month
    forms = {each.name: each for each in settlement.rules.scorecards}
    document = _document(month, "appraisal")

    assert document.sections
    for section in document.sections:
        for table in section.parts:
            if not isinstance(table, Table) or not table.id.startswith("form-"):
                continue
            form = forms[table.id.removeprefix(f"form-{section.id}-")]
            assert form.gives is not None
            assert table.foot[0][3].value == settlement.value(section.id, form.gives.value)
            for item, row in zip(form.items, table.rows, strict=True):
                part = settlement.value(section.id, item_part_name(form, item))
                assert part in (row[3].value, row[4].value)


def test_points_and_what_was_deducted_are_the_weight(month: tuple[Center, Settlement]) -> None:
    _, settlement = month
    forms = {each.name: each for each in settlement.rules.scorecards}

    for section in _document(month, "appraisal").sections:
        for table in section.parts:
            if not isinstance(table, Table) or not table.id.startswith("form-"):
                continue
            form = forms[table.id.removeprefix(f"form-{section.id}-")]
            for item, row in zip(form.items, table.rows, strict=True):
                gained, lost = row[3].value, row[4].value
                if isinstance(gained, Decimal | Fraction) and lost is not None:
                    assert isinstance(lost, Decimal | Fraction)
                    assert Fraction(gained) + Fraction(lost) == item.points


def test_a_score_is_called_as_it_is_for_whoever_has_it(month: tuple[Center, Settlement]) -> None:
    # Forms of several posts give one figure; a supervisor's read as the agents' form does.
    _, settlement = month
    own = {
        section.id: {
            row.label for part in section.parts if isinstance(part, Facts) for row in part.facts
        }
        for section in _document(month, "appraisal").sections
    }

    for employee, labels in own.items():
        row = settlement.row_of(employee)
        for score in {x.gives.value for x in settlement.rules.scorecards if x.gives is not None}:
            others = {x.label.zh for x in settlement.results.plan.steps_of(score)}
            found = settlement.results.column_at(score, row)
            if found is not None:
                assert labels.isdisjoint(others - {found.step.label.zh})


# -- approval sheet ---------------------------------------------------------------------------


def test_the_sheet_has_everybody_with_the_amounts_of_the_settlement(
    month: tuple[Center, Settlement],
) -> None:
    _, settlement = month
    table = _table(_document(month, "approval"), "people-table")

    assert [row[0].text for row in table.rows] == list(settlement.employees)
    for row in table.rows:
        for column, cell in zip(table.columns, row, strict=True):
            if settlement.has_name(column.id) and column.id != "team" and cell.value is not None:
                assert cell.value == settlement.value(row[0].text, column.id)


def test_lines_teams_and_posts_add_up_to_the_total(month: tuple[Center, Settlement]) -> None:
    _, settlement = month
    document = _document(month, "approval")
    total = _table(document, "by-line").foot[0][-1]
    values = (settlement.value(each, "handed_to_payroll") for each in settlement.employees)

    assert _money(total) == sum(each.amount for each in values if isinstance(each, Money))
    for name in ("by-team", "by-role"):
        assert sum(_money(row[-1]) for row in _table(document, name).rows) == _money(total)
    assert sum(_money(row[-1]) for row in _table(document, "by-line").rows) == _money(total)


def test_whoever_a_code_left_out_stands_under_it(month: tuple[Center, Settlement]) -> None:
    _, settlement = month
    document = _document(month, "approval", "en")
    lines = {each.figure for each in settlement.results.plan.lines}
    shown = {x.id for x in _table(document, "people-table").columns} & lines
    expected = {
        (each, reason.code)
        for each in settlement.employees
        for line in shown
        for reason in settlement.reasons(each, line)
    }
    tables = [each for each in _tables(document) if each.id == "left-out-table"]

    found = {
        (who, row[1].note)
        for table in tables
        for row in table.rows
        for who in row[4].text.split("; ")
    }

    assert found == expected


def test_without_budget_and_period_before_nothing_is_held_against(
    month: tuple[Center, Settlement],
) -> None:
    center, settlement = month

    assert all(each.id != "budget" for each in _tables(_document(month, "approval")))
    found = center.report(ApprovalKind(last=settlement), settlement, locale="en").document
    (row,) = _table(found, "budget").rows
    assert _money(row[1]) == _money(row[3])
    assert _money(row[4]) == 0


# -- hours accounts ---------------------------------------------------------------------------


def test_lots_add_up_to_what_is_open(month: tuple[Center, Settlement]) -> None:
    _, settlement = month
    found = dict.fromkeys(settlement.employees, dt.timedelta())
    for table in _tables(_document(month, "hours")):
        if table.id == "hours-lots-hours-table":
            for row in table.rows:
                assert isinstance(row[3].value, dt.timedelta)
                found[row[0].text] += row[3].value

    for employee, left in found.items():
        if settlement.has_name("comp_hours_open"):
            value = settlement.value(employee, "comp_hours_open")
            assert value == left or not isinstance(value, dt.timedelta)


# -- layouts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bonus-notice", "appraisal"])
def test_what_is_about_somebody_is_a_page_of_his_own(
    month: tuple[Center, Settlement], kind: str
) -> None:
    document = _document(month, kind)

    assert document.layout is Layout.PAGES
    assert {each.id for each in document.sections} <= set(month[1].employees)


# -- the board --------------------------------------------------------------------------------


def test_a_board_shows_the_top_by_number_and_never_why(month: tuple[Center, Settlement]) -> None:
    _, settlement = month
    reasons = {
        each.label.en
        for name in settlement.publications
        for sheet in settlement.publication(name).sheets
        for row in sheet.rows
        for listed in row.reasons
        for each in listed
        if each.label.en
    }
    document = _document(month, "board", "en")
    told = json.dumps(document.to_dict(), ensure_ascii=False)

    assert "Somebody-" not in told
    assert not [each for each in reasons if each in told]
    for section in document.sections:
        name, _, team = section.id.rpartition("-")
        sheet = settlement.publication(name).sheet(team)
        tables = [each for each in section.parts if isinstance(each, Table)]
        shown = [row[0].text for table in tables for row in table.rows]
        assert shown == [each.who for each in sheet.rows]
        assert shown == [] or all(settlement.value(x, "team") == team for x in shown)


def test_between_reviews_a_promotion_page_says_when_and_how_many_stand_where(
    month: tuple[Center, Settlement],
) -> None:
    reviews = careers_of(month[1], (), ()).ladders
    document = _document(month, "promotion", "en")
    sections = {each.id: each for each in document.sections}

    for review in (each for each in reviews if not each.is_due):
        parts = sections[review.ladder].parts
        first, table = parts[0], parts[1]
        assert isinstance(first, Paragraph)
        assert review.next_review in first.text
        assert isinstance(table, Table)
        counts = [row[1].value for row in table.rows]
        assert sum(each for each in counts if isinstance(each, int)) == len(review.standings)
