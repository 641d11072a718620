"""The month beside the pack: read, settled, reported, and asked about on the command line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import ccops_example
import pytest
from ccops_example.revisit import REVISIT
from ccops_example.verbs import unsolved
from click.testing import CliRunner

import ccops
from ccops.adapters import Inputs, ReadOptions, aliases_from_rows, read_inputs
from ccops.values import Missing, Money

OCTOBER = Path(ccops_example.__file__).parent / "october"


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    read, findings = read_inputs(OCTOBER, kinds=[REVISIT])
    assert findings == ()
    return read


@pytest.fixture(scope="module")
def center() -> ccops.Center:
    return ccops.Center.open(ccops_example.PACK, plugins=[ccops_example])


@pytest.fixture(scope="module")
def settlement(center: ccops.Center, inputs: Inputs) -> ccops.Settlement:
    aliases, problems = aliases_from_rows(inputs.rows("agents"))
    assert problems == ()
    calls = center.read(
        sorted((OCTOBER / "calls").iterdir()),
        adapter="example-log",
        options=ReadOptions(zone=center.pack.zone, aliases=aliases),
    )
    assert calls.report.quarantined == 0
    month = center.month("2026-10", employees=inputs.sourced("employees"))
    facts = month.measure(calls, ccops.source(REVISIT, inputs.sourced("revisit")))
    given, problems = inputs.facts()
    assert problems == ()
    return month.settle(facts.joined(given.employees))


def test_the_month_is_final_and_pays_what_the_manual_says(settlement: ccops.Settlement) -> None:
    paid = {each: settlement.value(each, "monthly_bonus") for each in ("H001", "H002", "H003")}

    assert settlement.is_final
    assert paid == {name: Money("CNY", amount) for name, amount in
                    (("H001", "600.00"), ("H002", "600.00"), ("H003", "300.00"))}  # fmt: skip
    assert [each.code for each in settlement.reasons("H005", "monthly_bonus")] == ["probation"]


def test_nobody_reached_is_not_nothing_solved(settlement: ccops.Settlement) -> None:
    assert settlement.value("H006", "solve_rate") is Missing.ZERO_BASE
    assert settlement.value("H006", "monthly_bonus") == Money("CNY", "150.00")


@pytest.mark.parametrize(
    ("locale", "title", "total"),
    [("zh_CN", "回访情况", "合计"), ("zh_TW", "回訪情況", "合計"), ("en", "Revisits", "total")],
)
def test_the_sheet_adds_up_and_speaks_the_language(
    center: ccops.Center, settlement: ccops.Settlement, locale: str, title: str, total: str
) -> None:
    document = center.report("revisits", settlement, locale=locale).document
    (table,) = document.sections[0].parts
    (foot,) = table.foot  # type: ignore[union-attr]  # it is the one table

    assert (document.title, foot[0].text) == (title, total)
    assert [each.value for each in foot[1:]] == [75, 72, Fraction(24, 25), Money("CNY", "300.00")]


def test_the_page_has_the_letterhead_of_the_center_and_of_no_other(
    center: ccops.Center, settlement: ccops.Settlement
) -> None:
    page = str(center.report("revisits", settlement).render("html"))

    assert "某市政务服务热线 · Service hotline of a city" in page
    assert ccops_example.ccops_templates(ccops.load_pack("base")) == ()


def test_other_centers_have_no_such_sheet() -> None:
    center = ccops.Center.open("base", plugins=[ccops_example])
    month = center.month("2026-10", employees=[])

    assert center.report("revisits", month.settle(month.facts())).document.sections == ()


def test_the_verb_lists_the_matters_that_are_not_settled() -> None:
    ran = CliRunner().invoke(unsolved, [str(OCTOBER)])

    assert ran.output.splitlines() == [
        "G2610044 2026-10-18 H002",
        "G2610063 2026-10-23 H001",
        "G2610067 2026-10-24 H003",
    ]


def test_the_verb_tells_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "revisit.csv").write_text("matter_id,employee_id\nG1,E1\n", "utf-8")

    ran = CliRunner().invoke(unsolved, [str(tmp_path)])

    assert "[column-absent]" in ran.output
