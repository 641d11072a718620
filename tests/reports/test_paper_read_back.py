"""What is printed read back, line by line: the worked examples of the manual among them."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import pytest

from ccops.values import Money
from tests import loaded
from tests.reports.papers import needs_chinese, needs_poppler, text_of
from tests.reports.test_read_back import PEOPLE, _settled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ccops.settlement import Settlement

#: A line of the table: a code, whatever stands between, the amount at the end.
_LINE = re.compile(r"\s([A-D]\d\d)\b.*?(-?[\d,]+\.\d\d)\s*$", re.MULTILINE)


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return _settled(loaded.center())


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _lines(settlement: Settlement, employee: str) -> Mapping[str, Decimal]:
    """Return the amounts of somebody's lines by code; a line of corrections is there if any."""
    values = {
        line.code: settlement.value(employee, line.figure)
        for line in settlement.rules.plan.lines
        if not line.adjusts
    }
    return {code: each.amount for code, each in values.items() if isinstance(each, Money)}


def _total(settlement: Settlement, employee: str) -> Decimal:
    value = settlement.value(employee, "handed_to_payroll")
    assert isinstance(value, Money)
    return value.amount


@needs_chinese
@needs_poppler
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_lines_of_a_pdf_are_those_of_the_settlement(
    settlement: Settlement, tmp_path: Path, locale: str
) -> None:
    report = loaded.center().report("statement", settlement, locale=locale)
    sections = text_of(report.rendered("pdf"), tmp_path, "-layout").split("\f")
    firsts = [each for each in sections if re.search(r"\b1 ?/ ?\d+\s*$", each)]

    assert len(firsts) == len(PEOPLE)
    for employee, page in zip(settlement.employees, firsts, strict=True):
        assert employee in page
        read = {code: _amount(text) for code, text in _LINE.findall(page)}
        assert read == _lines(settlement, employee)
        assert f"{_total(settlement, employee):,.2f}" in page


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_lines_of_a_form_of_word_are_those_of_the_settlement(
    settlement: Settlement, locale: str
) -> None:
    report = loaded.center().report("statement", settlement, locale=locale)
    opened: Any = docx.Document(BytesIO(report.rendered("docx")))
    tables = [
        [[cell.paragraphs[0].text for cell in row.cells] for row in each.rows[1:]]
        for each in opened.tables
        if each.style.name == "Lines"
    ]
    pays, zeros = tables[::2], tables[1::2]

    assert len(tables) == 2 * len(PEOPLE)
    for employee, paid, unpaid in zip(settlement.employees, pays, zeros, strict=True):
        read = {code: _amount(amount) for _, code, _, amount in (*paid[:-1], *unpaid)}
        assert read == _lines(settlement, employee)
        assert {_amount(amount) for _, _, _, amount in unpaid} == {0}
        assert _amount(paid[-1][3]) == _total(settlement, employee)
