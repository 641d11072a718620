"""What a client is told, and who left: the numbers of the settlement, which add up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import UnknownNameError
from ccops.facts import END_REASONS
from ccops.reports import Facts, Table, Tone, Unfolding
from ccops.settlement.words.invoices_text import write_invoice
from ccops.values import Money
from tests.laws import tried
from tests.loaded import center

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Locale
    from ccops.reports import Document, Section
    from ccops.settlement import Settlement

AGENT: dict[str, Any] = {
    "employment_type": "full_time",
    "role": "agent",
    "team": "A",
    "hired_on": "2024-01-01",
}


def _settled(people: Sequence[dict[str, Any]] = (), **bank: Any) -> Settlement:
    month = center("outsourced").month(
        "2026-10", employees=[{**AGENT, "employee_id": "E0"}, *people]
    )
    known = {
        "answered": 20001,
        "offered": 21000,
        "bank_service_level": "76.5%",
        "speed_of_answer": "25 s",
        "ratings_given": 40,
        "satisfaction_rate": "96%",
        **bank,
    }
    given_facts = {each["employee_id"]: {"basic_pay_due": "3000"} for each in people}
    facts = month.facts(
        {"E0": {"basic_pay_due": "3000"}, **given_facts}, groups={"project": {"bank": known}}
    )
    return month.settle(facts)


def _section(document: Document, name: str) -> Section:
    return next(each for each in document.sections if each.id == name)


def _report(kind: str, settlement: Settlement, **asked: Any) -> Document:
    return center("outsourced").report(kind, settlement, **asked).document


# -- clients ------------------------------------------------------------------------------------


@tried(20)
@given(st.integers(0, 60_000), st.integers(0, 100))
def test_lines_shown_to_a_client_add_up_to_his_invoice(answered: int, level: int) -> None:
    settlement = _settled(answered=answered, bank_service_level=f"{level}%")
    invoice = next(each for each in settlement.invoices() if each.contract == "bank_contract")

    section = _section(_report("client", settlement, locale="en"), "bank_contract")

    (table,) = [each for each in section.parts if isinstance(each, Table)]
    amounts = [row[2].value for row in table.rows]
    assert amounts == [each.amount for each in invoice.lines]
    assert all(isinstance(each, Money) for each in amounts)
    total = sum((each.amount for each in amounts if isinstance(each, Money)), Decimal(0))
    assert table.foot[0][2].value == invoice.total == Money("CNY", total)


def test_a_client_sees_his_own_contract_alone() -> None:
    settlement = _settled()

    whole = _report("client", settlement, locale="en")
    own = _report("client", settlement, locale="en", subjects=["bank_contract"])

    assert len(whole.sections) > 1
    assert [each.id for each in own.sections] == ["bank_contract"]
    with pytest.raises(UnknownNameError, match="bank_contract"):
        _report("client", settlement, locale="en", subjects=["bank_contrct"])


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW", "en"])
def test_each_line_says_how_it_came_about(locale: str) -> None:
    section = _section(_report("client", _settled(), locale=locale), "bank_contract")

    (table,) = [each for each in section.parts if isinstance(each, Table)]
    unfolded = {each.id: each.step for each in section.parts if isinstance(each, Unfolding)}
    for row in table.rows:
        assert unfolded[row[2].explain].value == row[2].text
    tiles = next(each for each in section.parts if isinstance(each, Facts))
    assert "76.50%" in {each.value.text for each in tiles.facts}


@tried(20)
@given(st.integers(0, 1_000_000))
def test_a_client_reads_the_very_numbers_of_his_invoice(millionths: int) -> None:
    """A level is cut, never rounded up: what misses its target does not read as if met."""
    settlement = _settled(bank_service_level=f"{Decimal(millionths) / 10_000}%")
    invoice = next(each for each in settlement.invoices() if each.contract == "bank_contract")
    written = "\n".join(write_invoice(invoice, "en"))

    section = _section(_report("client", settlement, locale="en"), "bank_contract")

    (table,) = [each for each in section.parts if isinstance(each, Table)]
    shown = {row[1].text for row in table.rows if row[1].text.endswith("%")}
    level = Decimal(millionths // 100) / 100
    assert f"{level:.2f}%" in shown
    assert f"{level.normalize():f}%" in written


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW", "en"])
def test_a_client_reads_what_was_agreed_in_words(locale: str) -> None:
    settlement = _settled()
    document = _report("client", settlement, locale=locale)

    for invoice in settlement.invoices():
        parts = _section(document, invoice.contract).parts
        steps = [each.step for each in parts if isinstance(each, Unfolding)]
        for line, step in zip(invoice.lines, steps, strict=True):
            told = " ".join(step.notes)
            assert line.terms.in_locale(cast("Locale", locale)) in told
            assert line.formula not in told
            assert "_" not in told


def test_an_amount_that_is_not_known_yet_is_no_nothing() -> None:
    month = center("outsourced").month("2026-10", employees=[{**AGENT, "employee_id": "E0"}])
    settlement = month.settle(month.facts({"E0": {"basic_pay_due": "3000"}}))

    section = _section(_report("client", settlement, locale="en"), "bank_contract")

    (table,) = [each for each in section.parts if isinstance(each, Table)]
    assert Tone.MISSING in {row[2].tone for row in table.rows}
    assert any("not known yet" in getattr(each, "text", "") for each in section.parts)


# -- attrition ----------------------------------------------------------------------------------

_PEOPLE = st.lists(
    st.tuples(
        st.dates(dt.date(2026, 8, 1), dt.date(2026, 10, 31)),
        st.none() | st.dates(dt.date(2026, 10, 1), dt.date(2026, 10, 31)),
        st.sampled_from(END_REASONS),
    ).filter(lambda each: each[1] is None or each[0] <= each[1]),
    max_size=8,
)


@tried(20)
@given(_PEOPLE)
def test_head_counts_differ_by_those_who_joined_and_left_as_the_pack_counts_them(
    people: Sequence[tuple[dt.date, dt.date | None, str]],
) -> None:
    rows = [
        {
            **AGENT,
            "employee_id": f"P{number}",
            "hired_on": str(hired),
            **({"ended_on": str(ended), "end_reason": reason} if ended else {}),
        }
        for number, (hired, ended, reason) in enumerate(people)
    ]
    settlement = _settled(rows)
    document = _report("attrition", settlement, locale="en")

    movement = _section(document, "movement").parts
    (tiles,) = movement  # no warning: the figures of the pack count the same people
    assert isinstance(tiles, Facts)
    before, joined, left, after = (each.value.value for each in tiles.facts)
    whole = settlement.of("center")
    assert before == whole.value("center", "headcount_before")
    assert left == whole.value("center", "leavers")
    assert after == whole.value("center", "headcount_after")
    assert isinstance(before, int)
    assert isinstance(joined, int)
    assert isinstance(left, int)
    assert before + joined - left == after
    reasons = [each for each in document.sections if each.id == "reasons"]
    if left:
        (table,) = reasons[0].parts
        assert isinstance(table, Table)
        assert sum(Fraction(str(row[1].value)) for row in table.rows) == left


def test_who_left_is_named_with_the_reason() -> None:
    row = {
        **AGENT,
        "employee_id": "P1",
        "ended_on": "2026-10-20",
        "end_reason": "resignation",
    }
    document = _report("attrition", _settled([row]), locale="zh_CN", names={"P1": "赵明"})

    (table,) = _section(document, "leavers").parts
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]] == [
        "P1",
        "A",
        "2024年1月1日",
        "2026年10月20日",
        "辞职",
    ]
    assert table.rows[0][0].note == "赵明"
